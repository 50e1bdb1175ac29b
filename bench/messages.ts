import * as z from 'zod'

/** Calls a second; JSON has no infinity. */
const rate = z.number().positive()

/** How the cloud of a measurement is set up. */
export const cloudOrderSchema = z.object({
  company: z.object({
    accounts: z.number().exactOptional(),
    cmks: z.number(),
    serviceKeys: z.number(),
    instanceKeys: z.number(),
    secrets: z.number(),
    events: z.number(),
    days: z.number(),
    eventsUntil: z.number(),
  }),
  /** The cloud's time at its start, in milliseconds. */
  now: z.number(),
  quotas: z.object({ kmsRead: rate, lookupEvents: rate }),
  /** Milliseconds before each answer. */
  latency: z.number(),
  /** What a trail has delivered of the company's events: its archive (a folder), and its logstore (a file of Parquet). Absent: there is no trail. */
  delivered: z.object({ archive: z.string(), logs: z.string() }).optional(),
})
export type CloudProcessOptions = z.infer<typeof cloudOrderSchema>

/** Of what comes out of the queue: every how-manieth is lost, runs twice, waits for all others; and of dispatches, is answered by a reset. 0: none. */
const troubleSchema = z.object({ lost: z.number(), doubled: z.number(), delayed: z.number(), reset: z.number() })
export type Trouble = z.infer<typeof troubleSchema>

/** What a measurement asks of its cloud. */
export const askSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('calls') }),
  z.object({ what: z.literal('clock'), now: z.number() }),
  /** Deploys the functions of the night, with faults of dispatches as `trouble` says. */
  z.object({ what: z.literal('deploy'), trouble: troubleSchema }),
  /** Runs the invocations that are queued, and those that come of them; answers with `drainedSchema`, and `taskSchema` before. */
  z.object({ what: z.literal('drain'), trouble: troubleSchema }),
  z.object({ what: z.literal('ended'), id: z.string(), end: z.enum(['returned', 'threw']) }),
])

export type Ask = z.infer<typeof askSchema>

/** An invocation that left the queue of the simulated Function Compute, `id` once a run. */
const taskSchema = z.object({
  id: z.string(),
  functionName: z.string(),
  payload: z.string(),
  /** The cloud's time, in milliseconds. */
  now: z.number(),
})
export const queueSchema = z.union([
  z.object({ task: taskSchema }),
  z.object({
    drained: z.object({ tasks: z.number(), runs: z.number(), lost: z.number() }),
    now: z.number(),
  }),
])

/** What is asked of the process that runs the functions. */
export const invokeSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('timer'), start: z.enum(['night', 'rest']), now: z.number() }),
  z.object({ what: z.literal('task'), task: taskSchema }),
  z.object({ what: z.literal('open') }),
  z.object({ what: z.literal('measure') }),
])
export const endedSchema = z.object({ id: z.string(), end: z.enum(['returned', 'threw']) })
/** Accounts whose run is not done. */
export const openSchema = z.object({ open: z.number() })

/** A request as the cloud saw it; `request` is the same text for the same question. `at` in milliseconds. */
const callSchema = z.object({
  service: z.enum([
    'kms',
    'actiontrail',
    'sts',
    'tablestore',
    'sls',
    'oss',
    'fc',
    'resourcedirectory',
    'rds',
    'ecs',
    'vpc',
  ]),
  accountId: z.string(),
  region: z.string(),
  action: z.string(),
  request: z.string(),
  at: z.number(),
  status: z.number(),
  code: z.string(),
  /** Rows of Tablestore, events of ActionTrail, logs of Log Service. */
  rowsRead: z.number(),
  rowsWritten: z.number(),
  /** Capacity units of Tablestore. */
  unitsRead: z.number(),
  unitsWritten: z.number(),
  bytesSent: z.number(),
})
export type SeenCall = z.infer<typeof callSchema>

export const variablesSchema = z.object({ variables: z.record(z.string(), z.string()) })
export const callsSchema = z.object({ calls: z.array(callSchema) })

/** One night that a process of its own runs. */
export const nightOrderSchema = z.object({
  now: z.number(),
  variables: z.record(z.string(), z.string()),
})
export type NightProcessOptions = z.infer<typeof nightOrderSchema>

/** What a night has left in the tables. `open`: accounts whose run is not done. */
const rowsSchema = z.object({
  keys: z.number(),
  unread: z.number(),
  gaps: z.number(),
  usageRows: z.number(),
  calls: z.number(),
  scopes: z.number(),
  open: z.number(),
})
export type MeasuredRows = z.infer<typeof rowsSchema>

/** What a night came to. Memory in bytes, CPU in milliseconds. */
export const nightSchema = rowsSchema.extend({
  cpu: z.number(),
  memory: z.object({ before: z.number(), peak: z.number(), quarters: z.array(z.number()), heap: z.number() }),
})
export type MeasuredNight = z.infer<typeof nightSchema>

/** How the tables of a measurement are filled. `now` and `latency` in milliseconds. */
export const tablesOrderSchema = z.object({
  company: z.object({ accounts: z.number(), keys: z.number(), now: z.number() }),
  latency: z.number(),
})
export type TablesOrder = z.infer<typeof tablesOrderSchema>

/** What the tables have seen since they were last asked. */
export const tablesSeenSchema = z.object({
  calls: z.number(),
  failed: z.number(),
  rowsRead: z.number(),
  rowsWritten: z.number(),
  bytes: z.number(),
  unitsRead: z.number(),
  unitsWritten: z.number(),
})
export type TablesSeen = z.infer<typeof tablesSeenSchema>

/** One call of a function, in milliseconds. */
export const calledSchema = z.object({
  milliseconds: z.number(),
  processor: z.number(),
  status: z.number(),
  bytes: z.number(),
})
export type CalledFunction = z.infer<typeof calledSchema>
