import { type Coverage, duration, gaps, type Interval, intersection } from './coverage.ts'
import { type CallShape, type EventShape, type ShapeProblem, shapeProblem, untiedOperations } from './event-shape.ts'
import type { Text } from './messages/message.ts'
import type { Scope } from './scope.ts'
import type { SourceProblem, SourceProof } from './source-proof.ts'
import { DAY, type Instant, iso, parseInstant } from './time.ts'
import { coveredBy, type Reading } from './window.ts'

/** Days of a window that one source showed. */
export interface SeenDays {
  /** As CMK_SOURCE names it; null for days that a version read which did not say. */
  readonly source: string | null
  /** How the source was asked, where it has several ways. */
  readonly mode: string | null
  readonly days: number
  readonly intervals: readonly IsoInterval[]
}

export interface IsoInterval {
  readonly from: string
  readonly to: string
}

/** Whether the source is known to speak of this scope, and to be alive. */
export interface Control {
  readonly state: 'proven' | 'unproven' | 'unknown'
  /** The newest event of the scope that was shown. */
  readonly eventAt: string | null
  /** The newest calls of this suite's own that were found among the events. */
  readonly ownCallsAt: string | null
  readonly problem: SourceProblem['why'] | null
}

/** What the last probe through a source found that its events hold. */
export interface SeenShape {
  readonly source: string
  readonly at: string
  /** What of it makes verdicts unknown. */
  readonly problem: ShapeProblem['why'] | null
  /** The operations that the problem is about. */
  readonly operations: readonly string[]
  /** Operations whose events do not tell their key. */
  readonly untied: readonly string[]
  readonly calls: readonly CallShape[]
}

/** What is known of the use of a scope's keys, and why it can be trusted. Times are ISO 8601 UTC. */
export interface ScopeEvidence extends Scope {
  /** asOf of the last run that read the scope. */
  readonly asOf: string
  /** The longest observation window of its keys; null where no key needs one. */
  readonly window: IsoInterval | null
  /** How long the window is, in days. */
  readonly days: number
  readonly seen: readonly SeenDays[]
  readonly missing: readonly IsoInterval[]
  readonly missingDays: number
  /** About how long reading what is missing takes, in seconds; null where nothing tells. */
  readonly secondsLeft: number | null
  readonly control: Control
  /** What the last run could not read, and why. */
  readonly reasons: readonly Text[]
  /** By source; none where nobody has probed (`doctor --probe`). */
  readonly shape: readonly SeenShape[]
}

export interface EvidenceFacts {
  readonly scope: Scope
  readonly asOf: Instant
  readonly window: Interval | undefined
  readonly reading: Reading
  readonly proof: SourceProof | undefined
  readonly secondsLeft: number | undefined
  readonly reasons: readonly Text[]
  readonly shapes: readonly EventShape[]
}

/** The evidence of a scope, cut to the window. */
export function scopeEvidence(facts: EvidenceFacts): ScopeEvidence {
  const { scope, asOf, window, reading, proof, secondsLeft, reasons, shapes } = facts
  const whole = window === undefined ? [] : [window]
  const missing = window === undefined ? [] : gaps(window, reading.covered)
  return {
    ...scope,
    asOf: iso(asOf),
    window: window === undefined ? null : isoOf(window),
    days: daysIn(whole),
    seen: Object.entries(coveredBy(reading))
      .map(([name, covered]) => seenDays(name, intersection(covered, whole)))
      .filter(({ intervals }) => intervals.length > 0),
    missing: missing.map(isoOf),
    missingDays: daysIn(missing),
    secondsLeft: missing.length === 0 ? 0 : (secondsLeft ?? null),
    control: controlOf(proof),
    reasons,
    shape: shapes.map(seenShape),
  }
}

function seenShape(shape: EventShape): SeenShape {
  const problem = shapeProblem(shape)
  return {
    ...{ source: shape.source, at: iso(shape.at), problem: problem?.why ?? null },
    ...{ operations: problem?.operations ?? [], untied: untiedOperations(shape), calls: shape.calls },
  }
}

function seenDays(name: string, covered: Coverage): SeenDays {
  const [source, mode = null] = name.split(' ')
  return {
    source: source || null,
    mode,
    days: daysIn(covered),
    intervals: covered.map(isoOf),
  }
}

function controlOf(proof: SourceProof | undefined): Control {
  const newest = (moments: readonly Instant[]) => (moments.length === 0 ? null : iso(Math.max(...moments)))
  const isProven = proof?.state === 'proven' || proof?.state === 'confirmed'
  return {
    state: isProven ? 'proven' : typeof proof?.state === 'object' ? 'unproven' : 'unknown',
    eventAt: proof?.shownAt === undefined ? null : iso(proof.shownAt),
    ownCallsAt: newest(proof?.seen.map(({ at }) => at) ?? []),
    problem: typeof proof?.state === 'object' ? proof.state.why : null,
  }
}

/** To a tenth. */
function daysIn(coverage: Coverage): number {
  return Math.round((duration(coverage) / DAY) * 10) / 10
}

function isoOf({ from, to }: Interval): IsoInterval {
  return { from: iso(from), to: iso(to) }
}

/** Whether older days were read: days are read from the newest to the oldest, and those at the old end are not read yet. */
export function isGap({ window }: Pick<ScopeEvidence, 'window'>, missing: IsoInterval): boolean {
  return window !== null && missing.from !== window.from
}

/** The part of the window, from 0 to 1, at which a moment lies. */
export function placeIn({ window }: Pick<ScopeEvidence, 'window'>, time: string): number {
  const from = parseInstant(window?.from) ?? 0
  const to = parseInstant(window?.to) ?? 1
  return Math.min(1, Math.max(0, ((parseInstant(time) ?? from) - from) / (to - from)))
}
