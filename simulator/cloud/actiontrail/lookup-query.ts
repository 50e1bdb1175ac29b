import { DAY } from '../../../shared/domain/time.ts'
import { Refusal } from '../http/refusal.ts'
import { isAttribute } from './event-index.ts'

type Params = ReadonlyMap<string, string>

/** Limits of LookupEvents (API reference; reference pages of 2021 and 2026). */
const RETENTION_MS = 90 * DAY
const MAX_SPAN_MS = 30 * DAY
const STANDARD_SPAN_MS = 7 * DAY
const MAX_RESULTS = 50
/** Not documented; 20 is what makes a client notice that it did not ask. */
const STANDARD_RESULTS = 20
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

export interface LookupQuery {
  /** Both ends belong to it. */
  readonly from: number
  readonly to: number
  readonly size: number
  readonly forward: boolean
  readonly filters: readonly (readonly [string, string])[]
}

/** The query that the parameters state, or the refusal that ActionTrail gives. */
export function lookupQuery(params: Params, now: number): LookupQuery {
  return { ...interval(params, now), size: size(params), forward: isForward(params), filters: filters(params) }
}

export function invalidQuery(): Refusal {
  return new Refusal(400, 'InvalidQueryParameter', 'The specified query parameter is invalid.')
}

function interval(params: Params, now: number): { from: number; to: number } {
  const start = params.get('StartTime')
  const end = params.get('EndTime')
  if (start === undefined && end === undefined) return { from: now - STANDARD_SPAN_MS, to: now }
  if (start === undefined || end === undefined) throw combination('StartTime and EndTime must be given together.')
  const from = TIME.test(start) ? Date.parse(start) : Number.NaN
  const to = TIME.test(end) ? Date.parse(end) : Number.NaN
  if (Number.isNaN(from) || from < now - RETENTION_MS) {
    throw new Refusal(400, 'InvalidParameterStartTime', 'The specified StartTime is invalid.')
  }
  if (Number.isNaN(to)) throw new Refusal(400, 'InvalidParameterEndTime', 'The specified EndTime is invalid.')
  if (to <= from) throw combination('The end time must be later than the start time.')
  if (to - from > MAX_SPAN_MS) throw invalidQuery()
  return { from, to }
}

function combination(message: string): Refusal {
  return new Refusal(400, 'InvalidParameterCombination', message)
}

function size(params: Params): number {
  const text = params.get('MaxResults')
  if (text === undefined) return STANDARD_RESULTS
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_RESULTS) throw invalidQuery()
  return value
}

function isForward(params: Params): boolean {
  const direction = params.get('Direction') ?? 'BACKWARD'
  if (direction !== 'FORWARD' && direction !== 'BACKWARD') throw invalidQuery()
  return direction === 'FORWARD'
}

/** Of more than two attributes the first two count; of one name given twice the second. */
function filters(params: Params): (readonly [string, string])[] {
  const wanted = new Map<string, string>()
  for (const index of [1, 2]) {
    const name = params.get(`LookupAttribute.${index}.Key`)
    const value = params.get(`LookupAttribute.${index}.Value`)
    if (name === undefined && value === undefined) continue
    if (name === undefined || value === undefined || !isAttribute(name)) throw invalidQuery()
    wanted.set(name, value)
  }
  return [...wanted]
}
