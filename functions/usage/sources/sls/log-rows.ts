import * as z from 'zod'
import type { LogRow } from '../../../../shared/cloud/cloud.ts'
import type { Coverage, Interval } from '../../../../shared/domain/coverage.ts'
import { DAY, type Instant, SECOND, startOfDay } from '../../../../shared/domain/time.ts'
import { badAnswer } from './bad-day.ts'
import type { Part } from './columns.ts'

/** A log as ActionTrail writes it. */
export interface Log {
  /** The log's own time. */
  readonly at: Instant
  /** What stands in `event`, unparsed. */
  readonly event: unknown
}

/** Seconds since 1970. */
const moment = z.string().regex(/^\d{1,12}$/)
const count = z.string().regex(/^\d{1,15}$/)
const logSchema = z.object({ __time__: moment, event: z.string() })
const oddSchema = z.object({ id: z.string(), id_of: z.string(), stamp: moment })
const hourSchema = z.object({ hour_at: moment, logs: count })
const daySchema = z.object({ first_at: moment, last_at: moment })
const blindSchema = z.object({ days: count, blind: count })

/** What a log says. Throws where it is of another time than was asked for. A text that is no JSON is no event. */
export function readLog(row: LogRow, { from, to }: Interval): Log {
  const data = parsed(logSchema, row)
  const at = Number(data.__time__) * SECOND
  if (at < from || at >= to) throw badAnswer('AnotherWindow')
  try {
    return { at, event: JSON.parse(data.event) }
  } catch {
    return { at, event: undefined }
  }
}

/** The id of an event that SQL cannot take apart, the part of the event that it stands in, and when its log was written. */
export function readOdd(row: LogRow): { readonly id: string; readonly of: string; readonly at: Instant } {
  const { id, id_of, stamp } = parsed(oddSchema, row)
  return { id, of: id_of, at: Number(stamp) * SECOND }
}

/** Logs of an hour, and how many of them say something in each of these parts. */
export function readHour(row: LogRow, parts: readonly Part[] = []) {
  const { hour_at, logs } = parsed(hourSchema, row)
  const told = parsed(
    z.array(count),
    parts.map((_, at) => row[`c${at}`]),
  )
  return { at: Number(hour_at) * SECOND, logs: Number(logs), told: told.map(Number) }
}

/** The logs of a day, from the first to the last. */
export function readDay(row: LogRow): Interval {
  const { first_at, last_at } = parsed(daySchema, row)
  return { from: Number(first_at) * SECOND, to: (Number(last_at) + 1) * SECOND }
}

export function readBlind(row: LogRow | undefined): { readonly days: number; readonly blind: number } {
  const { days, blind } = parsed(blindSchema, row)
  return { days: Number(days), blind: Number(blind) }
}

/** Joins days that follow one another: nothing says that something is missing between them. */
export function inRows(days: Coverage): Coverage {
  const rows: { readonly from: Instant; to: Instant }[] = []
  for (const { from, to } of [...days].sort((a, b) => a.from - b.from)) {
    const last = rows.at(-1)
    if (last && startOfDay(from) - startOfDay(last.to - 1) <= DAY) last.to = to
    else rows.push({ from, to })
  }
  return rows
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data } = schema.safeParse(value)
  if (data === undefined) throw badAnswer('UnexpectedAnswer')
  return data
}
