import type { Services } from '../functions/run/services.ts'
import { kmsSecretValues } from '../shared/cloud/kms-secret-values.ts'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { loadConfig } from '../shared/config/config.ts'
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
export function configOf(shell: Shell): Promise<Config> {
  const known = loaded.get(shell) ?? load(shell)
  loaded.set(shell, known)
  return known
}

/** KMS is asked once a command. */
const loaded = new WeakMap<Shell, Promise<Config>>()

async function load({ terminal, log, out, err }: Shell): Promise<Config> {
  const { cwd, signal } = terminal
  const secrets = await kmsSecretValues(terminal.env, { cwd, signal, log })
  const env = { ...terminal.env, ...secrets }
  if (Object.keys(secrets).length > 0) {
    const { results, messages } = redactor(env, cwd)
    out.redactBy(results)
    err.redactBy(messages)
  }
  return loadConfig(env, { cwd })
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
  const { env, clock, signal } = terminal
  const config = await configOf(shell)
  // The vendor's clients take half a second to load, and only here are they needed.
  const { openCloud } = await import('../shared/cloud/open-cloud.ts')
  const cloud = openCloud(config, { env, log, clock })
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
