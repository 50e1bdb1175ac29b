import type { Services } from '../functions/run/services.ts'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { loadConfig } from '../shared/config/config.ts'
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

/** The configuration of whoever runs the program. Throws a `ConfigError`. */
export function configOf({ terminal }: Shell): Config {
  return loadConfig(terminal.env, { cwd: terminal.cwd })
}

/** Opens the configured store for reading, marking or deciding, and closes it after the work. Throws a `StoreError` when there is none yet. */
export async function withTable<T>(
  shell: Shell,
  work: (table: Table) => Promise<T>,
  mode: 'read' | 'mark' | 'decide' = 'read',
): Promise<T> {
  const config = configOf(shell)
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
  const config = configOf(shell)
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
