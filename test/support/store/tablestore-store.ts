import type { CredentialSource } from '../../../shared/cloud/credential-source.ts'
import { ownCredentials } from '../../../shared/cloud/own-credentials.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { StoreMode } from '../../../shared/store/store-options.ts'
import type { StoreTiming } from '../../../shared/store/tablestore/client.ts'
import { openTablestore } from '../../../shared/store/tablestore/open-tablestore.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import type { Table } from '../../../simulator/cloud/tablestore/instance.ts'
import { account, type World, world } from '../../../simulator/cloud/world.ts'
import type { StoreUnderTest } from './opened.ts'

/** Waits that a test has the time for. */
export const SHORT: StoreTiming = {
  timeouts: { connect: 1_000, read: 1_000 },
  backoff: { first: 1, longest: 10 },
  patience: 5_000,
  tableReady: 5_000,
}

export interface OpenOptions extends CloudOptions {
  readonly world?: World
  readonly timing?: Partial<StoreTiming>
  /** The cloud's own access key unless given. */
  readonly credentials?: (cloud: SimulatedCloud) => CredentialSource
}

/** What one opening has of its own. */
export interface OpeningOptions {
  readonly signal?: AbortSignal
  readonly timing?: Partial<StoreTiming>
  readonly credentials?: CredentialSource
}

/** A simulated cloud with an empty Tablestore instance, and what opens stores in it. */
export interface TablestoreInstance {
  readonly cloud: SimulatedCloud
  open(mode: StoreMode, options?: OpeningOptions): Promise<Store>
  dispose(): Promise<void>
}

export async function tablestoreInstance(options: OpenOptions = {}): Promise<TablestoreInstance> {
  const { world: there = world({ accounts: [account()] }), timing, credentials: source, ...cloudOptions } = options
  const cloud = await startCloud(there, { quotas: NO_QUOTAS, ...cloudOptions })
  const credentials = source?.(cloud) ?? ownCredentials(cloud.environment())
  const address = { endpoint: cloud.endpoints.tablestore, instance: 'cmk-readiness' }
  return {
    cloud,
    open: (mode, more = {}) =>
      openTablestore(address, { mode, credentials, ...more, timing: { ...SHORT, ...timing, ...more.timing } }),
    dispose: () => cloud.close(),
  }
}

export type TablestoreUnderTest = StoreUnderTest & TablestoreInstance

/** The instance with its tables made, and the store that writes into them. */
export async function tablestoreStore({
  world: there = world({ accounts: [account()] }),
  ...options
}: OpenOptions = {}): Promise<TablestoreUnderTest> {
  const tables = there.accounts[0]?.tablestore[0]?.tables
  made ??= makeTables()
  for (const table of await made) tables?.set(table.name, { ...table, rows: [] })
  const instance = await tablestoreInstance({ world: there, ...options })
  const reopen = () => instance.open('write')
  return { ...instance, store: await reopen(), reopen }
}

/** What an opening makes, made once: that is two of three of its calls. */
let made: Promise<readonly Table[]> | undefined

async function makeTables(): Promise<readonly Table[]> {
  const { cloud, open, dispose } = await tablestoreInstance()
  await open('write')
  await dispose()
  const tables = cloud.world.accounts[0]?.tablestore[0]?.tables ?? []
  return [...tables.values()].map((table) => ({ ...table, readyAt: 0 }))
}
