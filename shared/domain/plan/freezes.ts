import { parseDay } from '../calendar.ts'
import type { DayRange } from './plan.ts'

const RANGE = /^(\d{4}-\d{2}-\d{2})(?:\/(\d{4}-\d{2}-\d{2}))?$/

/** `2026-12-24`, or `2026-12-24/2027-01-04` with both ends; undefined for what is none, and for a range that ends before it begins. */
export function parseFreeze(text: string): DayRange | undefined {
  const [, first = '', last = first] = RANGE.exec(text.trim()) ?? []
  const from = parseDay(first)
  const to = parseDay(last)
  return from === undefined || to === undefined || to < from ? undefined : { from, to }
}
