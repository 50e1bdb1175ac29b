import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Night, runNight } from '../../../functions/run/night.ts'
import type { Services } from '../../../functions/run/services.ts'
import { type CloudOptions, openCloud } from '../../../shared/cloud/open-cloud.ts'
import { ownCredentials } from '../../../shared/cloud/own-credentials.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import type { Change, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { openStore } from '../../../shared/store/open-store.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import { TIMING } from '../cloud/timing.ts'
import { type Tables, tablesOf } from './tables-of.ts'

/** Fast enough for a test; pace, quotas and back-off have tests of their own. */
const FAST = { CMK_KMS_QPS: '1000', CMK_TRAIL_QPS: '1000' }

export interface NightOptions {
  /** The moment at which the night starts, in milliseconds. */
  readonly now: number
  /** Where time does not stand still. */
  readonly clock?: () => number
  readonly env?: Record<string, string>
  readonly signal?: AbortSignal
  /** In milliseconds; the configured minutes otherwise. */
  readonly trailBudget?: number
  /** When the process of the night must have read enough, in milliseconds. */
  readonly readUntil?: number
  readonly timing?: CloudOptions['timing']
}

/** A store in a folder of its own, and nights that write to it. */
export class Laboratory {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(): Promise<Laboratory> {
    return new Laboratory(await mkdtemp(join(tmpdir(), 'cmk-readiness-')))
  }

  get storeAddress(): string {
    return `sqlite:${this.#storeFile}`
  }

  get #storeFile(): string {
    return join(this.#folder, 'store.db')
  }

  /** One night through the vendors' SDKs against a simulated cloud. */
  night(cloud: SimulatedCloud, options: NightOptions): Promise<Night> {
    return this.work(cloud, options, runNight)
  }

  /** Any work with everything that a stage works with. */
  async work<T>(
    cloud: SimulatedCloud,
    {
      now,
      // Time stands still during a night: what it leaves behind can be compared to the second.
      clock = () => now,
      env = {},
      signal = new AbortController().signal,
      trailBudget,
      readUntil = Number.POSITIVE_INFINITY,
      timing,
    }: NightOptions,
    work: (services: Services) => Promise<T>,
  ): Promise<T> {
    const variables = { ...cloud.environment(), ...FAST, CMK_STORE: this.storeAddress, ...env }
    const configured = loadConfig(variables, { cwd: this.#folder })
    const config = { ...configured, ...(trailBudget === undefined ? {} : { trailBudget }) }
    const store = await openStore(config.store, { mode: 'write', credentials: ownCredentials(variables) })
    const vendor = openCloud(config, { env: variables, clock, log: silentLog, timing: { ...TIMING, ...timing } })
    try {
      return await work({ config, store, cloud: vendor, log: silentLog, clock, signal, readUntil, report: () => {} })
    } finally {
      await store.close()
    }
  }

  async rows(): Promise<ReadinessRow[]> {
    return this.reading(async (store) => {
      const rows: ReadinessRow[] = []
      for await (const row of store.readiness.list()) rows.push(row)
      return rows
    })
  }

  async row(keyId: string): Promise<ReadinessRow> {
    const found = (await this.rows()).find((row) => row.keyId === keyId)
    if (!found) throw new Error(`no row for ${keyId}`)
    return found
  }

  async changes(): Promise<Change[]> {
    return this.reading(async (store) => {
      const changes: Change[] = []
      for await (const change of store.history.list()) changes.push(change)
      return changes
    })
  }

  /** Everything that the tables hold, but for what names the run itself. */
  async tables(): Promise<Tables> {
    return this.reading(tablesOf)
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Reads the store as another process would. */
  async reading<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ kind: 'sqlite', file: this.#storeFile }, { mode: 'read' })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }
}
