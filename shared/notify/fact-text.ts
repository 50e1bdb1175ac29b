import type { FactName } from '../domain/key.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { bothTimes } from './calendar.ts'

/** A fact as people read it, moments in both times; `null` where there is none. Not escaped. */
export function factText({ facts }: ReadinessRow, name: FactName, timezone: string): string | null {
  const value = facts[name]
  if (value === null) return null
  return name === 'createdAt' ? bothTimes(String(value), timezone) : String(value)
}
