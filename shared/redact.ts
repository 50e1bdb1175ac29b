import { channelSecrets } from '../shared/config/channel-secrets.ts'

const HIDDEN = '***'
/** Shorter values are words that text may hold by chance. */
const LEAST_SECRET = 8
const SECRET_NAME = /^(ALIBABA_?CLOUD|ALICLOUD|CMK)_(?!.*_FILE$).*(SECRET|TOKEN|PASSWORD|ACCESS_KEY)/
/** A value may say where the secret is instead of being it. */
const POINTER = /^(env|file):/

/**
 * What credentials look like, wherever they turn up: access key ids, STS tokens, and what signs a request. None takes a quote or a
 * backslash away, so that JSON stays JSON.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(LTAI|TMP\.|STS\.)[A-Za-z0-9]{10,}/g, `$1${HIDDEN}`],
  [/\bCAI[A-Za-z0-9+/=_-]{60,}/g, HIDDEN],
  [
    /\b(Signature|SecurityToken|security-token|AccessKeySecret|access_token)(=|%3D|\\?"?:\s?\\?"?)[^\s&"'\\,;]+/gi,
    `$1$2${HIDDEN}`,
  ],
  [/\b(ACS3-HMAC-SHA256|Bearer) [A-Za-z0-9+/=._~, -]+/g, `$1 ${HIDDEN}`],
]

/**
 * The last line of defence: takes the secrets of the environment, those of the channels wherever they are configured, and everything that
 * looks like a credential, out of what is printed. Nothing should ever get this far. Relative paths start at `cwd`.
 */
export function redactor(env: Readonly<Record<string, string | undefined>>, cwd: string): (text: string) => string {
  const own = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && SECRET_NAME.test(name) && !POINTER.test(value) ? [value] : [],
  )
  const values = [...own, ...channelSecrets(env, cwd)]
    .filter((value) => value.length >= LEAST_SECRET)
    .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
  // Longest first: one secret may hold another.
  const secrets = [...new Set([...values, ...pointedAt(env)])].sort((a, b) => b.length - a.length)
  return (text) => {
    const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
    return PATTERNS.reduce((rest, [pattern, hidden]) => rest.replace(pattern, hidden), known)
  }
}

/** The variables that `env:NAME` values name, whatever they are called. */
function pointedAt(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.values(env).flatMap((value) => {
    const name = /^env:(\w+)$/.exec(value ?? '')?.[1]
    const secret = name === undefined ? undefined : env[name]
    return secret !== undefined && secret.length >= LEAST_SECRET ? [secret] : []
  })
}
