import { type Coverage, coverageOf } from '../coverage.ts'
import { DAY, dayOf, type Instant, parseInstant, startOfDay } from '../time.ts'
import { type DayRange, isMessage, type Message, message, type Text } from './message.ts'

/** Reasons that are told, and ranges of days of one reason. */
const MAX_REASONS = 5
const MAX_RANGES = 3

/** One reason, and the days that it is of. */
interface Summed {
  readonly text: Text
  readonly days: Instant[]
  /** Which one it is of those that say the same of something else. */
  readonly rank: number
}

/**
 * What is the same on many days is one sentence with its days, the oldest first; of many reasons a few are told, one of each kind before a
 * second of any.
 */
export function sumReasons(reasons: readonly Text[]): readonly Text[] {
  const summed = new Map<string, Summed>()
  const kinds = new Map<string, number>()
  for (const text of reasons) {
    const day = dayIn(text)
    const name = JSON.stringify(day === undefined ? text : withDay(text, ''))
    const kind = isMessage(text) ? text.id : ''
    const known = summed.get(name) ?? { text, days: [], rank: kinds.get(kind) ?? 0 }
    if (!summed.has(name)) kinds.set(kind, known.rank + 1)
    if (day !== undefined) known.days.push(day)
    summed.set(name, known)
  }
  const sorted = [...summed.values()].sort((a, b) => firstOf(a) - firstOf(b))
  const told = new Set([...sorted].sort((a, b) => a.rank - b.rank).slice(0, MAX_REASONS))
  const more = sorted.length - told.size
  const texts = sorted.filter((each) => told.has(each)).map(({ text, days }) => onDays(text, days))
  return more === 0 ? texts : [...texts, message('more-reasons', { count: more })]
}

/** The UTC days of which some part is covered, as ranges. */
export function dayRanges(coverage: Coverage): Message {
  const days = coverageOf(coverage.map(({ from, to }) => ({ from: startOfDay(from), to: startOfDay(to - 1) + DAY })))
  const rest = days.slice(MAX_RANGES)
  return message('day-ranges', {
    ranges: days.slice(0, MAX_RANGES).map(({ from, to }): DayRange => [dayOf(from), dayOf(to - DAY)]),
    more: rest.reduce((sum, { from, to }) => sum + (to - from) / DAY, 0),
  })
}

function onDays(text: Text, days: readonly Instant[]): Text {
  return days.length < 2 ? text : withDay(text, dayRanges(days.map((from) => ({ from, to: from + DAY }))))
}

function dayIn(text: Text): Instant | undefined {
  if (!isMessage(text) || !('day' in text.params) || typeof text.params.day !== 'string') return undefined
  return parseInstant(`${text.params.day}T00:00:00Z`)
}

function withDay(text: Text, day: string | Message): Text {
  return isMessage(text) ? ({ ...text, params: { ...text.params, day } } as Message) : text
}

function firstOf({ days }: Summed): number {
  return days.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...days)
}
