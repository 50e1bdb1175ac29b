import * as z from 'zod'

/** Calls a second; JSON has no infinity. */
const rate = z.number().positive()

/** How the cloud of a measurement is set up. */
export const cloudOrderSchema = z.object({
  company: z.object({
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

/** What a measurement asks of its cloud. */
export const askSchema = z.union([
  z.object({ what: z.literal('calls') }),
  z.object({ what: z.literal('clock'), now: z.number() }),
])

/** A request as the cloud saw it; `request` is the same text for the same question. `at` in milliseconds. */
const callSchema = z.object({
  service: z.enum(['kms', 'actiontrail', 'sts', 'tablestore', 'sls', 'oss']),
  action: z.string(),
  request: z.string(),
  at: z.number(),
  status: z.number(),
  code: z.string(),
  /** Rows of Tablestore, events of ActionTrail, logs of Log Service. */
  rowsRead: z.number(),
  rowsWritten: z.number(),
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

/** What a night came to. Memory in bytes, CPU in milliseconds. */
export const nightSchema = z.object({
  keys: z.number(),
  unread: z.number(),
  gaps: z.number(),
  usageRows: z.number(),
  calls: z.number(),
  cpu: z.number(),
  memory: z.object({ before: z.number(), peak: z.number(), quarters: z.array(z.number()), heap: z.number() }),
})
export type MeasuredNight = z.infer<typeof nightSchema>
