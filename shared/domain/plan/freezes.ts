import { dayOf } from '../time.ts'
import type { DayRange } from './plan.ts'

const RANGE = /^(\d{4}-\d{2}-\d{2})(?:\/(\d{4}-\d{2}-\d{2}))?$/

/** A day of the calendar, `YYYY-MM-DD`; undefined for a text that names none. */
export function parseDay(text: string): string | undefined {
  const day = text.trim()
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const at = Date.parse(`${day}T00:00:00Z`)
  // Date takes the 30th of February for the 2nd of March.
  return Number.isNaN(at) || dayOf(at) !== day ? undefined : day
}

/** `2026-12-24`, or `2026-12-24/2027-01-04` with both ends; undefined for what is none, and for a range that ends before it begins. */
export function parseFreeze(text: string): DayRange | undefined {
  const [, first, last = first] = RANGE.exec(text.trim()) ?? []
  const from = parseDay(first ?? '')
  const to = parseDay(last ?? '')
  return from === undefined || to === undefined || to < from ? undefined : { from, to }
}
