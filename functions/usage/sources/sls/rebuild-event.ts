import * as z from 'zod'
import type { LogRow } from '../../../../shared/cloud/cloud.ts'
import { parseEvent, type TrailEvent } from '../../../../shared/domain/event.ts'
import { iso, SECOND, startOfDay } from '../../../../shared/domain/time.ts'
import type { GroupedCalls } from '../../../../shared/domain/usage.ts'
import { readNewest } from './event-sql.ts'
import { jsonOf } from './flat-json.ts'

const words = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'no list' })
      return z.NEVER
    }
  })
  .pipe(z.array(z.string()))
const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

/** Calls by UTC hour. */
const hours = z
  .string()
  .regex(/^(\d{1,15} ){23}\d{1,15}$/)
  .transform((text) => text.split(' ').map(Number))

const groupSchema = z.object({
  ...{ odd: z.string(), name: z.string(), service: z.string(), kind: z.string(), source: z.string() },
  ...{ error: z.string(), region: z.string(), recipient: z.string(), ip: z.string(), vpc: z.string() },
  ...{ agent: z.string(), id_type: z.string(), id_user: z.string(), id_principal: z.string(), id_key: z.string() },
  ...{ id_account: z.string(), resource: z.string(), referenced: z.string(), kept: words, heads: words, filled: words },
  ...{
    said: words,
    said_heads: words,
    said_filled: words,
    calls: count,
    hours,
    first_at: count,
    last_at: count,
    newest: words,
  },
})

/** A row of `groupsSql`: equal calls, and an event that stands for them. */
export interface Group {
  /** Why SQL could not tell what its events say; empty where it could. */
  readonly odd: string
  /** The newest; undefined where it is no event. Of an odd group all that is sure: nothing of a key, nor of a client. */
  readonly event: TrailEvent | undefined
  readonly calls: GroupedCalls
}

/** Reads a row; undefined where it is none that the statement can have given. */
export function readGroup(row: LogRow): Group | undefined {
  const parsed = groupSchema.safeParse(row)
  if (!parsed.success) return undefined
  const { data } = parsed
  const newest = data.newest.map(readNewest)
  const [last] = newest
  if (!last || last.at !== data.last_at * SECOND || data.first_at > data.last_at || data.calls < newest.length) {
    return undefined
  }
  const firstAt = data.first_at * SECOND
  const isCounted = data.hours.reduce((sum, calls) => sum + calls, 0) === data.calls
  if (!isCounted || startOfDay(firstAt) !== startOfDay(last.at)) return undefined
  try {
    const event = parseEvent(rawOf(data, last))
    return { odd: data.odd, event, calls: { calls: data.calls, hours: data.hours, firstAt, newest } }
  } catch {
    return undefined
  }
}

/** As the event would have come, as far as a group says it. */
function rawOf(group: z.infer<typeof groupSchema>, { id, at }: { readonly id: string; readonly at: number }) {
  return {
    eventId: id,
    eventTime: iso(at),
    eventName: group.name,
    serviceName: group.service,
    eventType: group.kind,
    eventSource: group.source,
    errorCode: group.error,
    acsRegion: group.region,
    recipientAccountId: group.recipient,
    sourceIpAddress: group.ip,
    vpcId: group.vpc,
    userAgent: group.agent,
    userIdentity: {
      type: group.id_type,
      userName: group.id_user,
      principalId: group.id_principal,
      accessKeyId: group.id_key,
      accountId: group.id_account,
    },
    requestParameterJson: jsonOf(group.kept, group.heads, group.filled),
    responseElements: jsonOf(group.said, group.said_heads, group.said_filled),
    referencedResources: group.referenced,
    resourceName: group.resource,
  }
}
