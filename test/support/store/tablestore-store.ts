import type { CredentialSource } from '../../../shared/cloud/credential-source.ts'
import { ownCredentials } from '../../../shared/cloud/own-credentials.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { StoreMode } from '../../../shared/store/store-options.ts'
import type { StoreTiming } from '../../../shared/store/tablestore/client.ts'
import { openTablestore } from '../../../shared/store/tablestore/open-tablestore.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
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

/** The instance with its tables made. */
export async function tablestoreStore(options: OpenOptions = {}): Promise<TablestoreUnderTest> {
  const instance = await tablestoreInstance(options)
  const reopen = () => instance.open('write')
  return { ...instance, store: await reopen(), reopen }
}
