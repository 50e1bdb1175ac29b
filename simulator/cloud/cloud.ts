import { setMaxListeners } from 'node:events'
import { trailOperations } from './actiontrail/operations.ts'
import { type Call, type CallFilter, callMatches } from './call-log.ts'
import { callOf } from './call-of.ts'
import { ecsOperations } from './ecs/operations.ts'
import type { Engine } from './engine.ts'
import type { Fault } from './faults/fault.ts'
import { FaultPlan } from './faults/fault-plan.ts'
import { type Task, TaskQueue } from './fc/task-queue.ts'
import { listen, type Surroundings } from './http/address.ts'
import { kmsOperations } from './kms/operations.ts'
import { BucketContents } from './oss/content.ts'
import { type Quotas, VENDOR_QUOTAS } from './quota/quotas.ts'
import { SlidingWindow } from './quota/sliding-window.ts'
import { rdsOperations } from './rds/operations.ts'
import { directoryOperations } from './resourcedirectory/operations.ts'
import type { Service } from './service.ts'
import { Sessions } from './signature/sessions.ts'
import { Slots } from './sls/slots.ts'
import { Warehouse } from './sls/warehouse.ts'
import { stsOperations } from './sts/operations.ts'
import { type TableView, viewOf } from './tablestore/table-view.ts'
import { vpcOperations } from './vpc/operations.ts'
import type { World } from './world.ts'

export interface CloudOptions {
  /** The cloud's time in milliseconds: the 90 days, which events are visible yet. Default: real time. */
  readonly clock?: () => number
  /** Real time in milliseconds, against which signatures and STS tokens are judged. Default: `Date.now`. */
  readonly wallClock?: () => number
  /** Calls a second; what is left out is the vendor's. */
  readonly quotas?: Partial<Quotas>
  /** The first port; the others follow it. 0: any that are free. */
  readonly port?: number
  /** Milliseconds before each answer. */
  readonly latency?: number
  /** Every so many pages of a LookupEvents query one is empty and has a token. 0: none. */
  readonly emptyPageEvery?: number
  /** False: the calls that are made to this cloud become no events. Default: true. */
  readonly recordCalls?: boolean
  /** Milliseconds until a recorded call can be looked up. Default: 10 minutes. */
  readonly recordDelay?: number
  /** Milliseconds until a new Tablestore table takes rows. Default: 0. */
  readonly tableReadyAfter?: number
  /** Milliseconds that a query of Log Service takes at least, and holds its place among those that run at once. Default: 0. */
  readonly logQueryTime?: number
  readonly faults?: readonly Fault[]
}

/** How long ActionTrail takes until a call can be looked up (vendor's page on querying events: 10 minutes). */
const RECORD_DELAY = 10 * 60_000

/** As CMK_ENDPOINTS takes it. */
export interface CloudEndpoints {
  readonly kms: Readonly<Record<string, string>>
  readonly actiontrail: Readonly<Record<string, string>>
  readonly sts: string
  readonly rds: Readonly<Record<string, string>>
  readonly ecs: Readonly<Record<string, string>>
  readonly vpc: Readonly<Record<string, string>>
  readonly resourcedirectory: string
  /** All instances, told apart by the header x-ots-instancename. */
  readonly tablestore: string
  /** All projects of a region: the project stands in the header Host, before the address. */
  readonly sls: Readonly<Record<string, string>>
  /** All functions of a region, of all accounts and of both versions. */
  readonly fc: Readonly<Record<string, string>>
  /** All buckets of a region: the bucket stands in the header Host, before the address. */
  readonly oss: Readonly<Record<string, string>>
}

export interface SimulatedCloud {
  /** The world as it is now; edit it between two nights. Regions that it did not have at the start have no address. */
  readonly world: World
  readonly endpoints: CloudEndpoints
  /** Every request so far, in order of arrival. */
  readonly calls: readonly Call[]
  count(filter?: CallFilter): number
  /** The asynchronous invocations of functions, oldest first; whoever runs them notes how they end. */
  readonly tasks: readonly Task[]
  /** A Tablestore table to look at and to edit; of the first account's first instance unless another is named. Throws when there is none. */
  table(name: string, instance?: string): TableView
  /** The variables that point the program at this cloud, with the first access key of an account (default: the first). */
  environment(accountId?: string): Record<string, string>
  /** Replaces the faults; their counts start over. */
  setFaults(faults: readonly Fault[]): void
  /** Calls `act` when the nth request from now on arrives, before it is answered. */
  killAfter(requests: number, act: () => void): void
  /** Is a new cloud at the same addresses from now on: another world of the same regions, no calls, no sessions, no faults. */
  restart(world: World): void
  /** Ends all connections. Throws what went wrong inside the simulation itself, if anything did. */
  close(): Promise<void>
}

/** A cloud of loopback addresses: one for each service and region, one for STS, one for Tablestore. */
export async function startCloud(first: World, options: CloudOptions = {}): Promise<SimulatedCloud> {
  let world = first
  let calls: Call[] = []
  const failures: unknown[] = []
  /** Of the clouds before a restart. */
  const retired: Warehouse[] = []
  const closing = new AbortController()
  // Each delayed answer listens: as many as calls are in flight.
  setMaxListeners(0, closing.signal)
  let plan = new FaultPlan(options.faults ?? [])
  let kill = { left: 0, act: () => {} }
  const around: Surroundings = {
    engine: engineOf(world, options),
    closing: closing.signal,
    arrive: (service, region, request) => {
      const call = callOf(service, region, request, around.engine.gate)
      calls.push(call)
      kill.left -= 1
      if (kill.left === 0) kill.act()
      const { delay, strike } = plan.next({
        ...call,
        accountId: call.accountId,
        params: new Map(Object.entries(call.params)),
      })
      return { call, delay: delay + (options.latency ?? 0), ...(strike ? { strike } : {}) }
    },
    failed: (error) => failures.push(error),
  }
  const addresses = await listenAll(regionsOf(world), options.port ?? 0, around)
  return {
    get world() {
      return world
    },
    endpoints: addresses.endpoints,
    get calls() {
      return calls
    },
    get tasks() {
      return around.engine.tasks.tasks
    },
    count: (filter = {}) => calls.filter((call) => callMatches(call, filter)).length,
    table: (name, instance) => {
      const instances = world.accounts.flatMap(({ tablestore }) => tablestore)
      const found = instances.find((each) => instance === undefined || each.name === instance)
      return viewOf(found, name, around.engine.clock)
    },
    environment: (accountId) => environmentOf(world, addresses.endpoints, accountId),
    setFaults: (faults) => {
      plan = new FaultPlan(faults)
    },
    killAfter: (requests, act) => {
      kill = { left: requests, act }
    },
    restart: (next) => {
      world = next
      calls = []
      plan = new FaultPlan(options.faults ?? [])
      kill = { left: 0, act: () => {} }
      retired.push(around.engine.logs.warehouse)
      around.engine = engineOf(world, options)
    },
    close: async () => {
      closing.abort()
      await Promise.all(addresses.close.map((close) => close()))
      await Promise.all([...retired, around.engine.logs.warehouse].map((each) => each.close()))
      if (failures.length > 0) throw new AggregateError(failures, 'the simulated cloud failed: see its errors')
    },
  }
}

function engineOf(world: World, options: CloudOptions): Engine {
  const sessions = new Sessions()
  const wallClock = options.wallClock ?? Date.now
  return {
    gate: { world, sessions, nonces: new Map(), wallClock },
    operations: {
      kms: kmsOperations,
      actiontrail: trailOperations({ emptyEvery: options.emptyPageEvery ?? 0 }),
      sts: stsOperations({ world, sessions, wallClock }),
      rds: rdsOperations,
      ecs: ecsOperations,
      vpc: vpcOperations,
      resourcedirectory: directoryOperations(world),
    },
    quotas: { ...VENDOR_QUOTAS, ...options.quotas },
    window: new SlidingWindow(),
    clock: options.clock ?? Date.now,
    regions: () => regionsOf(world),
    tableReadyAfter: options.tableReadyAfter ?? 0,
    recordDelay: options.recordCalls === false ? undefined : (options.recordDelay ?? RECORD_DELAY),
    tasks: new TaskQueue(),
    buckets: new BucketContents(),
    logs: { warehouse: new Warehouse(world), slots: new Slots(), queryTime: options.logQueryTime ?? 0 },
  }
}

function regionsOf({ accounts }: World): string[] {
  return [...new Set(accounts.flatMap((account) => Object.keys(account.regions)))].sort()
}

async function listenAll(regions: readonly string[], port: number, around: Surroundings) {
  let next = port
  const close: (() => Promise<void>)[] = []
  const open = async (service: Service, region: string) => {
    const address = await listen(service, region, next, around)
    if (next !== 0) next += 1
    close.push(address.close)
    return address.url
  }
  const kms: Record<string, string> = {}
  const actiontrail: Record<string, string> = {}
  const sts = await open('sts', '')
  for (const region of regions) {
    kms[region] = await open('kms', region)
    actiontrail[region] = await open('actiontrail', region)
  }
  const tablestore = await open('tablestore', '')
  const sls: Record<string, string> = {}
  for (const region of regions) sls[region] = await open('sls', region)
  const oss: Record<string, string> = {}
  for (const region of regions) oss[region] = await open('oss', region)
  const rds: Record<string, string> = {}
  for (const region of regions) rds[region] = await open('rds', region)
  const ecs: Record<string, string> = {}
  for (const region of regions) ecs[region] = await open('ecs', region)
  const fc: Record<string, string> = {}
  for (const region of regions) fc[region] = await open('fc', region)
  const vpc: Record<string, string> = {}
  for (const region of regions) vpc[region] = await open('vpc', region)
  const resourcedirectory = await open('resourcedirectory', '')
  return { endpoints: { kms, actiontrail, sts, resourcedirectory, tablestore, sls, oss, rds, ecs, vpc, fc }, close }
}

function environmentOf(world: World, endpoints: CloudEndpoints, accountId?: string): Record<string, string> {
  const account = world.accounts.find((each) => accountId === undefined || each.id === accountId)
  const key = account?.accessKeys[0]
  if (!key) throw new Error(`no account ${accountId ?? ''} with an access key in this world`)
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
    CMK_ENDPOINTS: JSON.stringify(endpoints),
  }
}
