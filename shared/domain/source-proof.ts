import { type Coverage, covers, type Interval } from './coverage.ts'
import { type Instant, MINUTE, SECOND } from './time.ts'

/** How far this machine's clock and the service's may be apart. */
export const CLOCK_SKEW = 5 * MINUTE
/** Runs whose calls are remembered: many a day for the longest window. */
const MAX_RUNS = 1_000

/** Operations by which this suite shows itself in a trail, in their normal form. */
export const OWN_OPERATIONS: ReadonlySet<string> = new Set(['listkeys', 'describekey', 'lookupevents'])

/** When a run called KMS in a scope, by this machine's clock: from its first call that worked to its last. */
export type OwnCalls = Interval

/** A run's own calls that were found among the events of the source, and the run that found them last. */
export interface SeenCalls {
  /** `from` of the calls. */
  readonly at: Instant
  /** asOf of the run that saw them. */
  readonly by: Instant
}

/** Why nothing proves that a source is that of a scope, or that it records at all. */
export type SourceProblem =
  /** It shows nothing of the scope at all, and may be blind. */
  | { readonly why: 'no-event' }
  /** This suite called KMS then, and the source does not show it. */
  | { readonly why: 'own-calls-missing'; readonly at: Instant }
  /** It showed an event of this moment before, and does not show it any more. */
  | { readonly why: 'events-missing'; readonly at: Instant }
  /** It answers with events of another region or account. */
  | { readonly why: 'contradiction'; readonly what: 'region' | 'account'; readonly name: string }

/** What is known of the source of a scope. Kept from night to night. */
export interface SourceProof {
  /** The run that this was last written by. */
  readonly asOf: Instant
  /** `reading`: that run has not come to an end, and has shown nothing yet. `confirmed`: it has not, but the source is proven by what it saw. */
  readonly state: 'reading' | 'confirmed' | 'proven' | SourceProblem
  readonly seen: readonly SeenCalls[]
  /** The newest event of the scope that any run was shown. */
  readonly shownAt?: Instant
  /** The newest that this run was shown. */
  readonly shownNow?: Instant
  /** The newest by which the source would have shown reads as well: a trail of writes only shows no use. */
  readonly readAt?: Instant
  /** With a problem: what was read of later moments does not hold. Absent: nothing does. */
  readonly floor?: Instant
}

/** What a source has to be measured by. */
export interface Measure {
  readonly asOf: Instant
  /** Where the longest observation window of the scope begins. */
  readonly since: Instant
  readonly ownCalls: readonly OwnCalls[]
  /** Coverage of the full reading, and what of it this run has read. */
  readonly covered: Coverage
  readonly read: Coverage
}

/** The calls of runs as they are kept: those of `calls` among them, none older than `since`. */
export function withOwnCalls(kept: readonly OwnCalls[], calls: OwnCalls, since: Instant): readonly OwnCalls[] {
  return [...kept.filter(({ from }) => from !== calls.from), calls]
    .filter(({ to }) => to >= since)
    .sort((a, b) => a.from - b.from)
    .slice(-MAX_RUNS)
}

/** The moments at which the event of a call may lie: the service has a clock of its own. */
export function aroundCalls({ from, to }: OwnCalls): Interval {
  return { from: from - CLOCK_SKEW, to: to + CLOCK_SKEW }
}

/** The own calls that a run up to `asOf` may ask for: all of whose events must be there by then. */
export function dueCalls({ ownCalls, asOf, since }: Pick<Measure, 'ownCalls' | 'asOf' | 'since'>): readonly OwnCalls[] {
  return ownCalls.filter((calls) => aroundCalls(calls).to <= asOf && calls.from >= since)
}

/** A proof that a run starts with: what an earlier one knew, and nothing seen yet. */
export function startProof(before: SourceProof | undefined, asOf: Instant): SourceProof {
  if (before?.asOf === asOf) return before
  const { shownAt, readAt, seen = [] } = before ?? {}
  return {
    ...{ asOf, state: 'reading', seen },
    ...(shownAt === undefined ? {} : { shownAt }),
    ...(readAt === undefined ? {} : { readAt }),
  }
}

/** The proof once the source has shown an event of the scope. `own`: of an operation that this suite calls. `reads`: no write. */
export function withEvent(
  proof: SourceProof,
  event: { readonly at: Instant; readonly own: boolean; readonly reads: boolean },
  due: readonly OwnCalls[],
): SourceProof {
  const { at } = event
  const found = event.own ? due.filter((calls) => isWithin(aroundCalls(calls), at)) : []
  const fresh = found.filter(({ from }) => !proof.seen.some((each) => each.at === from && each.by === proof.asOf))
  const seen =
    fresh.length === 0
      ? proof.seen
      : [
          ...proof.seen.filter((each) => !fresh.some(({ from }) => from === each.at)),
          ...fresh.map(({ from }) => ({ at: from, by: proof.asOf })),
        ]
  const newest = (known: Instant | undefined) => Math.max(known ?? at, at)
  const isNews = fresh.length > 0 || at > (proof.shownNow ?? -1) || (event.reads && at > (proof.readAt ?? -1))
  if (!isNews) return proof
  return {
    ...proof,
    seen,
    shownAt: newest(proof.shownAt),
    shownNow: newest(proof.shownNow),
    ...(event.reads ? { readAt: newest(proof.readAt) } : {}),
  }
}

/** True when the run has itself seen enough: what it read may count for later runs. */
export function isConfirmed(proof: SourceProof, measure: Measure, final: Coverage): boolean {
  if (typeof proof.state === 'object' || proof.shownNow === undefined) return false
  if (problemOf(proof, measure) !== undefined) return false
  const due = dueCalls(measure).filter((calls) => !covers(final, aroundCalls(calls)))
  return due.every(({ from }) => proof.seen.some(({ at, by }) => at === from && by === proof.asOf))
}

/** What stands against the source by what was read of it; undefined: it is proven, or nothing was read that could tell. */
export function problemOf(proof: SourceProof, measure: Measure): SourceProblem | undefined {
  if (typeof proof.state === 'object' && proof.state.why === 'contradiction') return proof.state
  const missing = missingCalls(proof, measure)[0]
  if (missing) return { why: 'own-calls-missing', at: missing.from }
  const { shownAt, shownNow } = proof
  const shownBefore = shownAt !== undefined && covers(measure.read, { from: shownAt, to: shownAt + SECOND })
  if (shownBefore && (shownNow === undefined || shownNow < shownAt)) return { why: 'events-missing', at: shownAt }
  const isSilent = shownAt === undefined || shownAt < measure.since
  return isSilent && measure.covered.length > 0 ? { why: 'no-event' } : undefined
}

/** Up to where earlier readings hold in spite of a problem; undefined: nowhere. */
export function floorOf(proof: SourceProof, measure: Measure, problem: SourceProblem): Instant | undefined {
  if (problem.why !== 'own-calls-missing' && problem.why !== 'events-missing') return undefined
  const alive = dueCalls(measure)
    .filter(({ from }) => from < problem.at && proof.seen.some(({ at }) => at === from))
    .map(({ to }) => to)
  if (proof.readAt !== undefined) alive.push(proof.readAt)
  return alive.length === 0 ? undefined : Math.min(problem.at, Math.max(...alive))
}

/** Calls whose time was read and that are not among the events: read again by this run, it is this run that must have seen them. */
function missingCalls(proof: SourceProof, measure: Measure): readonly OwnCalls[] {
  return dueCalls(measure).filter((calls) => {
    const around = aroundCalls(calls)
    if (!covers(measure.covered, around)) return false
    const seen = proof.seen.find(({ at }) => at === calls.from)
    return covers(measure.read, around) ? seen?.by !== proof.asOf : seen === undefined
  })
}

function isWithin({ from, to }: Interval, at: Instant): boolean {
  // Events know whole seconds, this machine's clock does not.
  return at + SECOND > from && at <= to
}
