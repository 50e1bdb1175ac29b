import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import type { StoreMode } from '../../shared/store/open-store.ts'
import type { Store } from '../../shared/store/store.ts'
import type { StoreTiming } from '../../shared/store/tablestore/client.ts'
import { openTablestore } from '../../shared/store/tablestore/open-tablestore.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../cloud/cloud.ts'
import { NO_QUOTAS } from '../cloud/quota/quotas.ts'
import { account, type World, world } from '../cloud/world.ts'
import type { StoreUnderTest } from './contract.ts'

/** Waits that a test has the time for. */
export const SHORT: StoreTiming = {
  timeouts: { connect: 1_000, read: 1_000 },
  backoff: { first: 1, longest: 10 },
  patience: 5_000,
}

export interface OpenOptions extends CloudOptions {
  readonly world?: World
  readonly timing?: Partial<StoreTiming>
}

/** A simulated cloud with an empty Tablestore instance, and what opens stores in it. */
export interface TablestoreInstance {
  readonly cloud: SimulatedCloud
  open(
    mode: StoreMode,
    options?: { readonly signal?: AbortSignal; readonly timing?: Partial<StoreTiming> },
  ): Promise<Store>
  dispose(): Promise<void>
}

export async function tablestoreInstance(options: OpenOptions = {}): Promise<TablestoreInstance> {
  const { world: there = world({ accounts: [account()] }), timing, ...cloudOptions } = options
  const cloud = await startCloud(there, { quotas: NO_QUOTAS, ...cloudOptions })
  const credentials = ownCredentials(cloud.environment())
  const address = { endpoint: cloud.endpoints.tablestore, instance: 'cmk-readiness' }
  return {
    cloud,
    open: (mode, more = {}) =>
      openTablestore(address, { mode, credentials, ...more, timing: { ...SHORT, ...timing, ...more.timing } }),
    dispose: () => cloud.close(),
  }
}

export type TablestoreUnderTest = StoreUnderTest & TablestoreInstance

/** The instance with its tables made. */
export async function tablestoreStore(options: OpenOptions = {}): Promise<TablestoreUnderTest> {
  const instance = await tablestoreInstance(options)
  const reopen = () => instance.open('write')
  return { ...instance, store: await reopen(), reopen }
}
