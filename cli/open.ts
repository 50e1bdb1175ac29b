import { readConfigText } from '../functions/entry/config-text.ts'
import type { Services } from '../functions/run/services.ts'
import { kmsSecretValues } from '../shared/cloud/kms-secret-values.ts'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { loadConfig } from '../shared/config/config.ts'
import { ConfigError } from '../shared/config/config-error.ts'
import type { Environment } from '../shared/config/read-settings.ts'
import { redactor } from '../shared/config/redact.ts'
import type { Config } from '../shared/config/settings.ts'
import { shownAsDecided } from '../shared/store/as-decided.ts'
import { openStore } from '../shared/store/open-store.ts'
import type { Store } from '../shared/store/store.ts'
import type { Shell } from './terminal/shell.ts'

/** A process in a terminal has no end of its own. */
const FOREVER = Number.POSITIVE_INFINITY

/** What the commands that only read the tables work with. */
export interface Table {
  readonly config: Config
  readonly store: Store
}

/** The configuration of whoever runs the program, with the secrets that are in KMS. Throws a `ConfigError`, or a `CloudError`. */
export async function configOf(shell: Shell): Promise<Config> {
  return loadConfig(await environmentOf(shell), { cwd: shell.terminal.cwd })
}

/** The environment with what the configuration names that is no file, and with its secrets. Throws as `configOf`. */
export function environmentOf(shell: Shell): Promise<Environment> {
  const known = read.get(shell) ?? readEnvironment(shell)
  read.set(shell, known)
  return known
}

/** OSS, the store and KMS are asked once a command. */
const read = new WeakMap<Shell, Promise<Environment>>()

async function readEnvironment(shell: Shell): Promise<Environment> {
  const { cwd, signal } = shell.terminal
  const env = await settingsOf(shell)
  const secrets = await kmsSecretValues(env, { cwd, signal, log: shell.log })
  return hidingSecrets(shell, { ...env, ...secrets })
}

/** The environment with what CMK_CONFIG names, whose secrets are not read. Throws a `ConfigError`. */
export async function settingsOf(shell: Shell): Promise<Environment> {
  const { env, cwd, signal } = shell.terminal
  const openTable = ({ store }: Config) => openStore(store, { mode: 'read', credentials: ownCredentials(env), signal })
  try {
    const texts = await readConfigText(env, { cwd, signal, log: shell.log, openStore: openTable })
    return hidingSecrets(shell, { ...env, ...texts })
  } catch (error) {
    // Whatever it is, nothing of the configuration is known.
    if (error instanceof ConfigError || signal.aborted) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError([`CMK_CONFIG is "${env.CMK_CONFIG}": it cannot be read: ${reason}`])
  }
}

/** Keeps what is known by now out of what is printed. */
function hidingSecrets({ terminal, out, err }: Shell, env: Environment): Environment {
  if (Object.keys(env).length > Object.keys(terminal.env).length) {
    const { results, messages } = redactor(env, terminal.cwd)
    out.redactBy(results)
    err.redactBy(messages)
  }
  return env
}

/** Opens the configured store for reading, marking or deciding, and closes it after the work. Throws a `StoreError` when there is none yet. */
export async function withTable<T>(
  shell: Shell,
  work: (table: Table) => Promise<T>,
  mode: 'read' | 'mark' | 'decide' = 'read',
): Promise<T> {
  const config = await configOf(shell)
  const store = await openStore(config.store, { mode, credentials: ownCredentials(shell.terminal.env) })
  try {
    return await work({ config, store: shownAsDecided(store, shell.terminal.clock) })
  } finally {
    await store.close()
  }
}

/** Puts together everything that the stages work with, and closes it after the work. */
export async function withServices<T>(
  shell: Shell,
  work: (services: Services) => Promise<T>,
  watch: Pick<Services, 'report' | 'onJob'> = { report: (progress) => shell.status.show(progress) },
): Promise<T> {
  const { terminal, log } = shell
  const { env, clock, signal, timing } = terminal
  const config = await configOf(shell)
  // The vendor's clients take half a second to load, and only here are they needed.
  const { openCloud } = await import('../shared/cloud/open-cloud.ts')
  const cloud = openCloud(config, { env, log, clock, timing })
  const store = await openStore(config.store, { mode: 'write', credentials: ownCredentials(env) })
  try {
    return await work({
      config,
      store,
      cloud,
      log,
      clock,
      signal,
      readUntil: FOREVER,
      ...watch,
    })
  } finally {
    await store.close()
  }
}
