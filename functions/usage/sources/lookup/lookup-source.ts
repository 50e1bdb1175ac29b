import type { ActionTrail } from '../../../../shared/cloud/cloud.ts'
import { endpointIfAny } from '../../../../shared/cloud/endpoints.ts'
import type { Coverage } from '../../../../shared/domain/coverage.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { DAY, startOfDay } from '../../../../shared/domain/time.ts'
import { TRAIL_RETENTION } from '../../../../shared/domain/window.ts'
import type { ReadingLimits, ReadingTask, ScopeSource, SourceParts } from '../source.ts'
import { explainProblem } from './explain-problem.ts'
import { readInLanes } from './lanes.ts'
import { StreamReader } from './stream-reader.ts'

/** ActionTrail's own memory of a scope, read by LookupEvents: 90 days, 50 events a call, 2 calls a second an account. */
export class LookupSource implements ScopeSource {
  readonly name = 'lookup'
  readonly action = 'LookupEvents'
  readonly #scope: Scope
  readonly #parts: SourceParts
  readonly #trail: ActionTrail

  constructor(scope: Scope, parts: SourceParts) {
    this.#scope = scope
    this.#parts = parts
    this.#trail = parts.cloud.actionTrail(scope)
  }

  get maxPace(): number {
    return this.#parts.config.trailQps
  }

  get pace(): number {
    return this.#parts.cloud.pace(this.#scope, 'actiontrail').rate
  }

  /**
   * One call after the other, so that every region has the same share of the account's quota, or several at once where that leaves some
   * of it unused.
   */
  async read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void> {
    const readers: StreamReader[] = []
    const settings = {
      ...{ trail: this.#trail, clock: this.#parts.clock, limits },
      ledNowhere: () => readers.some((reader) => reader.ledNowhere),
    }
    for (const task of tasks) readers.push(new StreamReader(task, settings))
    await readInLanes(readers, (waiting) => this.#trail.spare({ signal: AbortSignal.any([limits.signal, waiting]) }))
  }

  adviseOn(missing: Coverage): Message {
    const horizon = startOfDay(this.#parts.clock() - TRAIL_RETENTION) + DAY
    return message(missing.every(({ to }) => to <= horizon) ? 'coverage-grows' : 'next-run-resumes')
  }

  explain(problem: SourceProblem): { readonly message: Message; readonly advice: Message } {
    const { region } = this.#scope
    const endpoint = endpointIfAny(this.#parts.config, 'actiontrail', region)
    return explainProblem(problem, region, endpoint?.host ?? null)
  }
}
