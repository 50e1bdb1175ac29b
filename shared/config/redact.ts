import { proxySecrets } from '../net/proxy.ts'
import { channelSecrets } from './channel-secrets.ts'
import { KMS_SECRET } from './kms-secret.ts'
import { type Environment, readSettings } from './read-settings.ts'
import { POINTER, resolveSecret } from './secret.ts'
import { HIDDEN } from './shown-channel.ts'
import { SECRETS } from './variables.ts'

/** Shorter values are words that text may hold by chance; a message that is garbled is the smaller harm. */
const MIN_IN_RESULTS = 8
const MIN_IN_MESSAGES = 4
/** What is no word: a part of an address like this is hidden in results too. */
const TOKEN = /^(?=.*\d)(?=.*[a-z])[\w-]{16,}$/i
const SECRET_NAME = /^(ALIBABA_?CLOUD|ALICLOUD|CMK)_(?!.*_FILE$).*(SECRET|TOKEN|PASSWORD|ACCESS_KEY)/
/** What CMK_API_TOKEN may be in place of a token. */
const NO_SECRET = 'trigger'

/**
 * What credentials look like, wherever they turn up: access key ids, STS tokens, and what signs a request. None takes a quote or a
 * backslash away, so that JSON stays JSON.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(LTAI|TMP\.|STS\.)[A-Za-z0-9]{10,}/g, `$1${HIDDEN}`],
  [/\bCAI[A-Za-z0-9+/=_-]{60,}/g, HIDDEN],
  [
    /(Signature|SecurityToken|security-token|AccessKeySecret|access_token)(=|%3D|\\?"?:\s?\\?"?)[\w%+/=.~-]+/gi,
    `$1$2${HIDDEN}`,
  ],
  [/\b(ACS3-HMAC-SHA256|Bearer) [A-Za-z0-9+/=._~, -]+/g, `$1 ${HIDDEN}`],
]

type Redact = (text: string) => string

/** The last line of defence before what is printed. Nothing should ever get this far. */
export interface Redactor {
  /** Takes out the secrets that this program was given. What the cloud holds stays as it is, whatever it looks like. */
  readonly results: Redact
  /** For errors and logs: takes out everything that looks like a credential besides, because others' secrets may be in them. */
  readonly messages: Redact
}

/** Knows the secrets of the environment, and those of the API and the channels wherever they are configured. Relative paths start at `cwd`. */
export function redactor(env: Environment, cwd: string): Redactor {
  const { values } = readSettings(env, cwd)
  const named = Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined) return []
    return name.startsWith(KMS_SECRET) || (SECRET_NAME.test(name) && !POINTER.test(value)) ? [value] : []
  })
  const configured = SECRETS.flatMap((name) => {
    const secret = resolveSecret(values.get(name) ?? env[name] ?? '', env, cwd)
    return 'value' in secret ? [secret.value] : []
  })
  const { whole, parts } = channelSecrets(values.get('CMK_CHANNELS') ?? '', env, cwd)
  const given = [...named, ...configured, ...whole, ...proxySecrets(env)].filter((value) => value !== NO_SECRET)
  const results = without([...atLeast(given, MIN_IN_RESULTS), ...parts.filter((part) => TOKEN.test(part))])
  const known = without([...atLeast(given, MIN_IN_MESSAGES), ...atLeast(parts, MIN_IN_RESULTS)])
  return {
    results,
    messages: (text) => PATTERNS.reduce((rest, [pattern, hidden]) => rest.replace(pattern, hidden), known(text)),
  }
}

function atLeast(values: readonly string[], length: number): readonly string[] {
  return values.filter((value) => value.length >= length)
}

/** Takes values out of a text, also as they stand in addresses and in JSON. */
function without(values: readonly string[]): Redact {
  const written = values.flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
  // Longest first: one secret may hold another.
  const secrets = [...new Set(written)].sort((a, b) => b.length - a.length)
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
}
