import { loadConfig } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { type KmsSecret, readKmsSecret } from '../config/kms-secret.ts'
import type { Environment } from '../config/read-settings.ts'
import { kmsSecretsNamed, type NamedSecret } from '../config/secrets-named.ts'
import { json } from '../config/values.ts'
import type { Log } from '../log/log.ts'
import { isOfCredentials } from './classify.ts'
import { CloudError } from './errors.ts'
import type { Timing } from './open-cloud.ts'
import type { SecretCloud, SecretValue } from './secret-value.ts'

export interface SecretOptions {
  /** Where relative paths start. */
  readonly cwd: string
  readonly log: Log
  readonly signal: AbortSignal
  /** Where secrets are that name no region; undefined: outside of a function, each has to name its own. */
  readonly region?: string | undefined
  /** Shorter waits. */
  readonly timing?: Partial<Timing>
}

/** Values by the `kms-secret:…` that named them: what `resolveSecret` finds in an environment that they were added to. */
export type SecretValues = Readonly<Record<string, string>>

/**
 * Reads the secrets of KMS that the configuration names, each once; where it names none, nothing is asked and nothing is loaded. Throws a
 * `ConfigError` that tells of every secret which has to be mended, and a `CloudError` where KMS does not answer. Neither holds a value.
 */
export async function kmsSecretValues(env: Environment, options: SecretOptions): Promise<SecretValues> {
  const values: Record<string, string> = {}
  const read = reader(env, options)
  // A secret that is a whole channel may name others, and those name none.
  for (;;) {
    const named = kmsSecretsNamed({ ...env, ...values }, options.cwd).filter(({ pointer }) => !(pointer in values))
    const problems: string[] = []
    // What is no pointer is reported with the rest of the configuration.
    const asked = named.flatMap((each) => {
      const secret = readKmsSecret(each.pointer)
      return secret === undefined ? [] : [{ ...each, secret }]
    })
    if (asked.length === 0) return values
    for (const each of asked) {
      const found = await read(each.secret)
      if ('value' in found) values[each.pointer] = found.value
      else problems.push(`${each.where}: ${found.problem}`)
    }
    if (problems.length > 0) throw new ConfigError(problems)
  }
}

/** What `doctor` tells: the secrets and where they are used, never a value. */
export function describeSecret({ pointer, where }: NamedSecret): string {
  const secret = readKmsSecret(pointer)
  return secret?.region === undefined ? where : `${called(secret, secret.region)} (${where})`
}

type Found = { readonly value: string } | { readonly problem: string }

function reader(env: Environment, { cwd, region, log, signal, timing }: SecretOptions) {
  let cloud: Promise<SecretCloud> | undefined
  const whole = new Map<string, Promise<SecretValue>>()
  const open = async (): Promise<SecretCloud> => {
    const config = loadConfig(env, { cwd, without: 'secrets' })
    const { openCloud } = await import('./open-cloud.ts')
    return openCloud(config, { env, log, ...(timing && { timing }) })
  }
  return async (secret: KmsSecret): Promise<Found> => {
    const place = secret.region ?? region
    if (place === undefined)
      return { problem: 'its secret of KMS names no region; outside of a function it takes kms-secret:<region>/<name>' }
    cloud ??= open()
    const { secretValue } = await cloud
    const key = `${place}/${secret.name}`
    const answer = whole.get(key) ?? secretValue(place, secret.name, { signal })
    whole.set(key, answer)
    try {
      return valueIn(await answer, secret, called(secret, place))
    } catch (error) {
      return { problem: problemOf(error, secret, place) }
    }
  }
}

/** What of a refusal is to be mended at the secret or its rights; everything else is thrown on. */
function problemOf(error: unknown, secret: KmsSecret, region: string): string {
  if (!(error instanceof CloudError) || error.service !== 'kms') throw error
  const { code, kind } = error
  const name = called(secret, region)
  if (kind === 'not-found') return `KMS has no ${name} (${code})`
  if (/DeleteWindow/.test(code)) return `${name} is scheduled for deletion (${code}); restore it, or name another`
  if (/NoPermission/.test(code))
    return `${name} may not be read (${code}); allow kms:GetSecretValue on acs:kms:${region}:*:secret/${secret.name}, and kms:Decrypt on the key that encrypts it where it has one of your own`
  if (kind !== 'invalid' || isOfCredentials(code)) throw error
  return `${name} cannot be read (${code})`
}

function valueIn({ data, isText }: SecretValue, { field }: KmsSecret, name: string): Found {
  if (!isText) return { problem: `${name} is binary; it takes one of text` }
  const value = field === undefined ? data.replace(/\r?\n$/, '') : fieldOf(data, field)
  if (typeof value === 'string') return value === '' ? { problem: `${name} is empty` } : { value }
  return { problem: `${name} ${value.problem}` }
}

function fieldOf(data: string, field: string): string | { readonly problem: string } {
  const parsed = json.safeParse(data)
  if (!parsed.success || typeof parsed.data !== 'object' || parsed.data === null || Array.isArray(parsed.data))
    return { problem: `is no JSON object, so that it has no field ${field}` }
  const value = new Map<string, unknown>(Object.entries(parsed.data)).get(field)
  if (value === undefined) return { problem: `has no field ${field}` }
  return typeof value === 'string' ? value : { problem: `has a field ${field} that is no text` }
}

function called({ name }: KmsSecret, region: string): string {
  return `secret ${name} in ${region}`
}
