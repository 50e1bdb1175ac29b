import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { ownCredentials } from '../../../shared/cloud/own-credentials.ts'
import { openTablestore } from '../../../shared/store/tablestore/open-tablestore.ts'
import { type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import type { TablestoreInstance } from '../../../simulator/cloud/tablestore/instance.ts'
import { DEFAULT_ACCOUNT } from '../../../simulator/cloud/world.ts'
import { type Attempt, type InvocationOrder, Platform } from '../../../simulator/platform/platform.ts'
import { roleCredentials } from '../../../simulator/platform/role-credentials.ts'
import { builtFunctions } from '../deploy/built-functions.ts'
import { NOW } from '../functions/a-company.ts'
import { type Tables, tablesOf } from '../functions/tables-of.ts'
import { AUDITOR, functionVariables, group, groupVariables, READER } from './group.ts'

/** A night that need not be long: it reads all kinds of things, and days of which there are several. */
export const WEEK = { CMK_OBSERVATION_DAYS: '7' }
/** A night over the account of the functions alone, with its two regions: half the calls. For what happens within one account. */
export const OWN_ACCOUNT = { ...WEEK, CMK_ACCOUNTS: DEFAULT_ACCOUNT }
const ROLES: Readonly<Record<string, string>> = { digest: READER, query: READER }

/** How a night ended, and what it left. */
interface NightDone {
  readonly attempt: Attempt
  readonly tables: TablestoreInstance['tables']
}

/** What audits in a terminal left, by settings and time: the same for every file. */
const audits = new Map<string, Promise<Tables>>()

/**
 * The suite deployed on the platform, for the group, with its two roles. Each test of a file has a new cloud, at the same addresses: so
 * instances of the functions serve one test after the other, as long as none kills them.
 */
export class Deployment {
  #platform: Platform | undefined
  #cloud: SimulatedCloud | undefined
  readonly #nights = new Map<string, NightDone>()

  constructor() {
    beforeAll(async () => {
      this.#platform = await Platform.open(await builtFunctions())
      this.#cloud = await startCloud(group(), { clock: () => NOW, quotas: NO_QUOTAS })
      // The first one bundles the functions, which takes long on a busy machine.
    }, 120_000)
    afterAll(async () => {
      await this.#platform?.close()
      await this.#cloud?.close()
    })
    beforeEach(() => this.#cloud?.restart(group()))
  }

  get platform(): Platform {
    if (!this.#platform) throw new Error('nothing is deployed before the first test')
    return this.#platform
  }

  get cloud(): SimulatedCloud {
    if (!this.#cloud) throw new Error('there is no cloud before the first test')
    return this.#cloud
  }

  /** One asynchronous invocation with the function's role: all its attempts. Time stands still unless the order says otherwise. */
  async attempts(name: string, order: Partial<InvocationOrder> = {}): Promise<readonly Attempt[]> {
    const credentials = order.credentials ?? (await roleCredentials(this.cloud, ROLES[name] ?? AUDITOR))
    const env = { ...functionVariables(this.cloud), ...order.env }
    return this.platform.invoke(name, { now: NOW, time: 'stands', ...order, credentials, env })
  }

  /** Its last attempt. */
  async invoke(name: string, order: Partial<InvocationOrder> = {}): Promise<Attempt> {
    const last = (await this.attempts(name, order)).at(-1)
    if (!last) throw new Error('an invocation has an attempt')
    return last
  }

  /**
   * What a night with these settings leaves in Tablestore, in this test's cloud, and how it ended: for tests of what comes after a night. The
   * night itself is made once for all tests of a file.
   */
  async afterNight(env: Record<string, string> = WEEK): Promise<Attempt> {
    const name = JSON.stringify(env)
    const [instance] = this.cloud.world.accounts[0]?.tablestore ?? []
    if (!instance) throw new Error('the group has an instance of Tablestore')
    const known = this.#nights.get(name)
    if (known) {
      instance.tables = copied(known.tables)
      return known.attempt
    }
    const attempt = await this.invoke('inventory', { env })
    expect(attempt).toMatchObject({ value: { status: 'done' } })
    this.#nights.set(name, { attempt, tables: copied(instance.tables) })
    return attempt
  }

  /** Kills the process of a function when the nth request from its start arrives. */
  killedAt(requests: number): Partial<InvocationOrder> {
    return { onStart: (kill) => this.cloud.killAfter(requests, kill) }
  }

  /** What the functions have left in Tablestore. */
  async tables(): Promise<Tables> {
    const address = { endpoint: this.cloud.endpoints.tablestore, instance: 'cmk-readiness' }
    const credentials = ownCredentials(this.cloud.environment())
    return tablesOf(await openTablestore(address, { mode: 'read', credentials }))
  }

  /** What an audit of the same group in a terminal, which starts at `now` (milliseconds), leaves in its file. */
  audited(env: Record<string, string> = {}, now = NOW): Promise<Tables> {
    const name = JSON.stringify([env, now])
    const known = audits.get(name) ?? audit(env, now)
    audits.set(name, known)
    return known
  }
}

/** Rows are never changed, only replaced. */
function copied(tables: TablestoreInstance['tables']): TablestoreInstance['tables'] {
  return new Map([...tables].map(([name, table]) => [name, { ...table, rows: [...table.rows] }]))
}

async function audit(env: Record<string, string>, now: number): Promise<Tables> {
  const cloud = await startCloud(group(), { clock: () => now, quotas: NO_QUOTAS })
  // It brings everything that a night runs, which most files leave to the built functions.
  const { Laboratory } = await import('../functions/run-night.ts')
  const laboratory = await Laboratory.open()
  try {
    await laboratory.night(cloud, { now, env: { ...groupVariables(cloud), ...env } })
    return await laboratory.tables()
  } finally {
    await laboratory.close()
    await cloud.close()
  }
}
