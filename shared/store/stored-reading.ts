import { type Coverage, parseCoverage } from '../domain/coverage.ts'
import { iso, parseInstant } from '../domain/time.ts'
import type { Reading } from '../domain/window.ts'

/** Coverage as the `progress` table holds it: in ISO 8601, for people who read the table. */
export type StoredCoverage = readonly { readonly from: string; readonly to: string }[]

/** What is read of a stream, as the `progress` table holds it. */
export interface StoredReading {
  readonly covered: StoredCoverage
  readonly final: StoredCoverage
  readonly horizon?: string
  readonly run?: { readonly asOf: string; readonly read: StoredCoverage }
  readonly by?: Readonly<Record<string, StoredCoverage>>
}

export function formatReading({ covered, final, horizon, run, by }: Reading): StoredReading {
  return {
    covered: formatCoverage(covered),
    final: formatCoverage(final),
    ...(horizon === undefined ? {} : { horizon: iso(horizon) }),
    ...(run === undefined ? {} : { run: { asOf: iso(run.asOf), read: formatCoverage(run.read) } }),
    ...(by === undefined ? {} : { by: mapValues(by, formatCoverage) }),
  }
}

/** Undefined: nothing of it is read yet. */
export function parseReading(stored: StoredReading | undefined): Reading {
  const horizon = parseInstant(stored?.horizon)
  const asOf = parseInstant(stored?.run?.asOf)
  return {
    covered: parseCoverage(stored?.covered ?? []),
    final: parseCoverage(stored?.final ?? []),
    ...(horizon === undefined ? {} : { horizon }),
    ...(asOf === undefined ? {} : { run: { asOf, read: parseCoverage(stored?.run?.read ?? []) } }),
    ...(stored?.by === undefined ? {} : { by: mapValues(stored.by, parseCoverage) }),
  }
}

export function formatCoverage(coverage: Coverage): StoredCoverage {
  return coverage.map(({ from, to }) => ({ from: iso(from), to: iso(to) }))
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, change: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}
