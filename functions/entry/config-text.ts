import { CloudError } from '../../shared/cloud/errors.ts'
import type { Timing } from '../../shared/cloud/open-cloud.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import { decodeConfig, MAX_CONFIG_BYTES, TOO_LARGE } from '../../shared/config/config-file.ts'
import { type ConfigLocation, readConfigLocation } from '../../shared/config/config-location.ts'
import type { Environment } from '../../shared/config/read-settings.ts'
import type { Config } from '../../shared/config/settings.ts'
import type { Log } from '../../shared/log/log.ts'
import { StoreMissingError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { readStoredConfig } from '../../shared/store/stored-config.ts'
import { isWorthRetrying } from './retryable.ts'

export interface ConfigTextOptions {
  /** Where relative paths start. */
  readonly cwd: string
  readonly log: Log
  readonly signal: AbortSignal
  /** Where the function is; undefined: outside of one, an object has to name its region. */
  readonly region?: string | undefined
  /** Opens the configured store for reading. */
  readonly openStore: (config: Config) => Promise<Store>
  /** Shorter waits. */
  readonly timing?: Partial<Timing>
}

/** Text by the value of CMK_CONFIG that named it: what `readConfigFile` finds in an environment that it was added to. */
export type ConfigTexts = Readonly<Record<string, string>>

/**
 * Reads what CMK_CONFIG names where that is no file; where it is one, or none, nothing is called and nothing is loaded. Throws a `ConfigError`
 * where there is nothing that can be read, and what the call threw where trying again may help: nobody goes on with the defaults instead.
 */
export async function readConfigText(env: Environment, options: ConfigTextOptions): Promise<ConfigTexts> {
  const name = env.CMK_CONFIG
  const location = name ? readConfigLocation(name) : undefined
  // What cannot be right is reported with the rest of the configuration.
  if (!name || location === undefined || 'problem' in location || location.kind === 'file') return {}
  const refused = (problem: string) => new ConfigError([`CMK_CONFIG is "${name}": ${problem}`])
  const config = loadConfig(env, { cwd: options.cwd, without: 'file' })
  try {
    const read = await (location.kind === 'object'
      ? objectText(location, config, env, options)
      : rowText(location, config, options))
    if ('problem' in read) throw refused(read.problem)
    return { [name]: read.text }
  } catch (error) {
    if (error instanceof ConfigError || isWorthRetrying(error)) throw error
    throw refused(problemOf(error, location))
  }
}

type Read = { readonly text: string } | { readonly problem: string }

async function objectText(
  { region, bucket, key }: Extract<ConfigLocation, { kind: 'object' }>,
  config: Config,
  env: Environment,
  { region: own, log, signal, timing }: ConfigTextOptions,
): Promise<Read> {
  const place = region ?? own
  if (place === undefined)
    return { problem: `it names no region; outside of a function it takes oss:<region>/${bucket}/${key}` }
  const { openCloud } = await import('../../shared/cloud/open-cloud.ts')
  const objects = openCloud(config, { env, log, ...(timing && { timing }) }).objects({ region: place, bucket })
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of objects.open(key, { signal })) {
    size += part.length
    if (size > MAX_CONFIG_BYTES) return { problem: TOO_LARGE }
    parts.push(part)
  }
  return decodeConfig(Buffer.concat(parts))
}

async function rowText(
  { store: kind, name }: Extract<ConfigLocation, { kind: 'row' }>,
  config: Config,
  { openStore }: ConfigTextOptions,
): Promise<Read> {
  if (config.store.kind !== kind)
    return { problem: `CMK_STORE is in ${STORES[config.store.kind]}; it takes ${config.store.kind}:${name}` }
  const store = await openStore(config)
  try {
    const value = await readStoredConfig(store, name)
    if (value === undefined) return { problem: NO_ROW }
    return typeof value === 'string' ? decodeConfig(Buffer.from(value)) : { problem: 'its row holds no text' }
  } finally {
    await store.close()
  }
}

const STORES = { sqlite: 'a SQLite file', tablestore: 'Tablestore' } as const
const NO_ROW = 'the store has no such row; write it with: config put <file>'

/** What is to be mended, in a line that names nothing secret. */
function problemOf(error: unknown, location: ConfigLocation): string {
  if (error instanceof StoreMissingError) return NO_ROW
  if (!(error instanceof CloudError) || error.service !== 'oss' || location.kind !== 'object')
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`
  const { code, kind, region } = error
  if (code === 'NoSuchBucket') return `OSS has no such bucket (${code})`
  if (code === 'PermanentRedirect')
    return `its bucket is not in ${region} (${code}); it takes oss:<region>/<bucket>/<key>`
  if (kind === 'not-found') return `its bucket in ${region} has no such object (${code})`
  if (code === 'AccessDenied')
    return `it may not be read (${code}); allow oss:GetObject on acs:oss:*:*:${location.bucket}/${location.key}, in the account of the bucket`
  return `it cannot be read (${code})`
}
