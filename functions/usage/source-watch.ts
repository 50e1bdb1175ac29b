import { CloudError } from '../../shared/cloud/errors.ts'
import type { AttributionContext } from '../../shared/domain/claims.ts'
import type { Coverage } from '../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../shared/domain/event.ts'
import { type Origin, originOf } from '../../shared/domain/event-origin.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import { isCryptographic } from '../../shared/domain/operations.ts'
import {
  dueCalls,
  floorOf,
  isConfirmed,
  type Measure,
  OWN_OPERATIONS,
  type OwnCalls,
  problemOf,
  type SourceProblem,
  type SourceProof,
  startProof,
  withEvent,
} from '../../shared/domain/source-proof.ts'
import { type Instant, SECOND } from '../../shared/domain/time.ts'
import { onlyFinal, type Reading, readBy, TRAIL_RETENTION, UNREAD, withoutRun } from '../../shared/domain/window.ts'
import type { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { STREAMS, type StreamName } from '../../shared/store/streams.ts'
import type { ReadingOptions } from './reading-options.ts'
import type { StreamReadings } from './stream-readings.ts'

/** Codes of answers that are about another scope: nothing that the source says is evidence. */
const ELSEWHERE = { region: 'AnotherRegion', account: 'AnotherAccount' } as const

export function isElsewhere({ code }: CloudError): boolean {
  return code === ELSEWHERE.region || code === ELSEWHERE.account
}

/**
 * Watches what the source of a scope shows in a run, and keeps the proof that it is the right one and alive. What an earlier run read
 * without proof is given up when this one starts; what this one reads counts for later ones once the source is proven.
 */
export class SourceWatch {
  readonly #context: AttributionContext
  readonly #progress: ScopeProgress
  readonly #readings: StreamReadings
  readonly #options: ReadingOptions
  readonly #since: Instant
  readonly #ownCalls: readonly OwnCalls[]
  /** Of the full reading: what was final when the run began, and how far it is. */
  readonly #final: Coverage
  #all: Reading
  #proof: SourceProof
  #stored: SourceProof

  private constructor(
    { context, progress, readings, options, since }: WatchParts,
    found: { readonly ownCalls: readonly OwnCalls[]; readonly all: Reading; readonly proof: SourceProof },
  ) {
    this.#context = context
    this.#progress = progress
    this.#readings = readings
    this.#options = options
    this.#since = since
    this.#ownCalls = found.ownCalls
    this.#final = found.all.final
    this.#all = found.all
    this.#proof = found.proof
    this.#stored = found.proof
  }

  static async start(parts: WatchParts): Promise<SourceWatch> {
    const { progress, readings, options } = parts
    const before = await progress.sourceProof()
    const ownCalls = await progress.ownCalls()
    const proof = startProof(before, options.asOf)
    if (proof !== before) {
      const kept = async (stream: StreamName) =>
        [stream, keptOf(await readings.of(stream), before, options.asOf)] as const
      await readings.put(...(await Promise.all(STREAMS.map(kept))))
      options.check()
      await progress.putSourceProof(proof, options.fence)
    }
    return new SourceWatch(parts, { ownCalls, all: await readings.of('all'), proof })
  }

  /** True when what was read in this run may count for later ones. */
  get confirmed(): boolean {
    return this.#proof.state === 'confirmed' || this.#proof.state === 'proven'
  }

  /** True when the source has proven to be that of another scope: nothing more is asked of it in this run. */
  get contradicted(): boolean {
    return typeof this.#proof.state === 'object' && this.#proof.state.why === 'contradiction'
  }

  get problem(): SourceProblem | undefined {
    return typeof this.#proof.state === 'object' ? this.#proof.state : undefined
  }

  /** Looks at all events of an answer before any of them counts. Throws a `CloudError` where one is of another scope: then none does. */
  async look(events: readonly TrailEvent[]): Promise<void> {
    for (const event of events) {
      // A lookup by name shows other services' events as well, and some of those are of no one region.
      if (!isOfKms(event)) continue
      const origin = originOf(event, this.#context)
      if (origin.kind === 'elsewhere') await this.#contradict(origin)
      if (origin.kind === 'here') this.#see(event)
    }
    if (!this.confirmed && isConfirmed(this.#proof, this.#measure, this.#final)) {
      this.#proof = { ...this.#proof, state: 'confirmed' }
    }
  }

  /** Stores what was seen: before the coverage that rests on it. `all`: how far the full reading is. */
  async save(all?: Reading): Promise<void> {
    if (all) this.#all = all
    await this.#put(this.#proof)
  }

  /** The run has come to its end: says whether the source is proven. */
  async finish(): Promise<void> {
    this.#all = await this.#readings.of('all')
    const measure = this.#measure
    const problem = problemOf(this.#proof, measure)
    const { floor: _, ...proof } = this.#proof
    if (problem) {
      const floor = floorOf(proof, measure, problem)
      await this.#put({ ...proof, state: problem, ...(floor === undefined ? {} : { floor }) })
    } else if (proof.shownNow !== undefined) await this.#put({ ...proof, state: 'proven' })
  }

  get #measure(): Measure {
    const { asOf } = this.#options
    const { covered } = this.#all
    return { asOf, since: this.#since, ownCalls: this.#ownCalls, covered, read: readBy(this.#all, asOf) }
  }

  #see(event: TrailEvent): void {
    const name = normalForm(event.name)
    const seen = {
      at: Math.floor(event.at / SECOND) * SECOND,
      own: OWN_OPERATIONS.has(name),
      reads: isCryptographic(event.name) || /^(list|describe|get)/.test(name),
    }
    this.#proof = withEvent(this.#proof, seen, dueCalls(this.#measure))
  }

  async #contradict({ what, name }: Extract<Origin, { kind: 'elsewhere' }>): Promise<never> {
    await this.#put({ ...this.#proof, state: { why: 'contradiction', what, name } })
    throw new CloudError({
      ...{ service: 'actiontrail', action: 'LookupEvents', region: this.#context.scope.region },
      ...{ kind: 'contradiction', code: ELSEWHERE[what] },
    })
  }

  async #put(proof: SourceProof): Promise<void> {
    this.#proof = proof
    if (proof === this.#stored) return
    this.#options.check()
    const known = new Set(this.#ownCalls.map(({ from }) => from))
    await this.#progress.putSourceProof(
      { ...proof, seen: proof.seen.filter(({ at }) => known.has(at)) },
      this.#options.fence,
    )
    this.#stored = proof
  }
}

export interface WatchParts {
  readonly context: AttributionContext
  readonly progress: ScopeProgress
  readonly readings: StreamReadings
  readonly options: ReadingOptions
  /** Where the longest observation window of the scope begins. */
  readonly since: Instant
}

/** What of an earlier run's reading holds, by the proof that it left. */
function keptOf(reading: Reading, before: SourceProof | undefined, asOf: Instant): Reading {
  if (reading.covered.length === 0 && reading.final.length === 0) return reading
  // Read when nothing asked for a proof: read again, but for what the trail has forgotten since.
  if (before === undefined) return onlyFinal(reading, asOf - TRAIL_RETENTION)
  const { state, floor } = before
  if (state === 'proven' || state === 'confirmed') return reading
  if (state === 'reading') return onlyFinal(reading)
  if (state.why === 'contradiction') return onlyFinal(withoutRun(reading, before.asOf))
  return floor === undefined ? UNREAD : onlyFinal(reading, floor)
}

function isOfKms({ service }: TrailEvent): boolean {
  const name = normalForm(service)
  return name === '' || name === 'kms'
}
