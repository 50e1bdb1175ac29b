import type { FactName } from '../domain/key.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { localTime } from './dates.ts'

/** A fact as people read it, moments on the clocks of the reader; `null` where there is none. Not escaped. */
export function factText({ facts }: ReadinessRow, name: FactName, timezone: string): string | null {
  const value = facts[name]
  if (value === null || value === undefined) return null
  return name === 'createdAt' || name === 'nextRotationAt' ? localTime(String(value), timezone) : String(value)
}
