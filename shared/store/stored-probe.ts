import type { EventShape } from '../domain/event-shape.ts'
import type { ProbeCalls } from '../domain/probe-calls.ts'
import { iso } from '../domain/time.ts'

/** What events hold, as the `progress` table holds it. */
export type StoredShape = Omit<EventShape, 'at'> & { readonly at: string }
/** The calls of a probe, as the `progress` table holds them. */
export type StoredProbe = Omit<ProbeCalls, 'from' | 'to'> & { readonly from: string; readonly to: string }

export function formatShape({ at, ...shape }: EventShape): StoredShape {
  return { ...shape, at: iso(at) }
}

export function parseShape({ at, ...shape }: StoredShape): EventShape {
  return { ...shape, at: Date.parse(at) }
}

export function formatProbe({ from, to, ...probe }: ProbeCalls): StoredProbe {
  return { ...probe, from: iso(from), to: iso(to) }
}

export function parseProbe({ from, to, ...probe }: StoredProbe): ProbeCalls {
  return { ...probe, from: Date.parse(from), to: Date.parse(to) }
}
