import type { CloudError } from '../../../../shared/cloud/errors.ts'
import { type Coverage, coverageOf, type Interval } from '../../../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../../../shared/domain/event.ts'
import type { Message } from '../../../../shared/domain/messages/message.ts'
import { ALIAS_OPERATIONS } from '../../../../shared/domain/operations.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { startOfDay } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import type { DaySink, ReadingFailure, ReadingLimits, ReadingTask, ScopeSource } from '../source.ts'
import type { SourceFault } from './sentences.ts'

/** What is known of the trail behind a source when a run begins. */
export type TrailFinding =
  /**
   * It can be read. `problems`: what of the trail has to be mended, even where lookups make up for it today. `readsOnly`: it shows no write,
   * and who aliases named is looked up.
   */
  | { readonly source: ScopeSource; readonly problems: readonly Message[]; readonly readsOnly?: boolean }
  /** It holds no use of a key of this scope, or nobody can say what it holds. */
  | SourceFault
  /** There is none that qualifies, and none has to: lookups are all. `because`: what is told of it. */
  | { readonly lookupsAlone: true; readonly because?: Message; readonly error?: CloudError }

export interface TrailFedParts {
  /** Looks for the trail and opens what it feeds. Throws nothing but what ends a run. */
  readonly find: (limits: ReadingLimits) => Promise<TrailFinding>
  /** Reads what the trail lacks. */
  readonly lookups: ScopeSource
}

/**
 * What a trail has delivered of a scope, read where it was delivered to, and by lookups what it lacks: days before it was started or after
 * its last delivery, and those that cannot be read. A trail that can hold no use at all leaves a gap: whoever named it has to know.
 */
export class TrailFedSource implements ScopeSource {
  readonly #parts: TrailFedParts
  #fed: ScopeSource | undefined
  #fault: SourceFault | undefined

  constructor(parts: TrailFedParts) {
    this.#parts = parts
  }

  get name(): string {
    return this.#main.name
  }

  get action(): string {
    return (this.#fault ?? this.#main).action
  }

  get maxPace(): number {
    return this.#parts.lookups.maxPace
  }

  get pace(): number {
    return this.#parts.lookups.pace
  }

  async read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void> {
    const { find, lookups } = this.#parts
    const found = await find(limits)
    if ('lookupsAlone' in found) return this.#readAlone(found, tasks, limits)
    if ('reason' in found) {
      this.#fault = found
      const { reason, error } = found
      for (const task of tasks) await task.fail({ reason, ...(error && { error }), days: unreadDays(task) })
      return
    }
    this.#fed = found.source
    const told = found.readsOnly ? tasks.filter(({ stream }) => !OF_WRITES.has(stream)) : tasks
    const fed = told.map((task) => new FedTask(task, found.source.name))
    await found.source.read(fed, limits)
    const whole = tasks.find(({ stream }) => stream === 'all')
    for (const reason of found.problems) await whole?.fail({ reason })
    await lookups.read(tasks, limits)
    if (limits.isOver()) return
    // A part of a day is better than none: what was delivered before the trail was stopped, or since it was started.
    for (const each of fed) each.takesParts = true
    if (fed.some((each) => each.unread(ALWAYS).length > 0)) await found.source.read(fed, limits)
  }

  async #readAlone(
    { because, error }: Extract<TrailFinding, { readonly lookupsAlone: true }>,
    tasks: readonly ReadingTask[],
    limits: ReadingLimits,
  ): Promise<void> {
    if (because) await tasks.at(-1)?.fail({ reason: because, ...(error && { error }) })
    await this.#parts.lookups.read(tasks, limits)
  }

  adviseOn(missing: Coverage): Message {
    return this.#fault?.advice ?? this.#main.adviseOn(missing)
  }

  explain(problem: SourceProblem): { readonly message: Message; readonly advice: Message } {
    return this.#main.explain(problem)
  }

  /** What people are told about: what was asked for, where it could be read. */
  get #main(): ScopeSource {
    return this.#fed ?? this.#parts.lookups
  }
}

/** What is asked for by name and is a write. */
const OF_WRITES: ReadonlySet<string> = new Set(ALIAS_OPERATIONS)
const ALWAYS: Interval = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

function unreadDays(task: ReadingTask): number[] {
  return task
    .unread(ALWAYS)
    .flatMap(daysOf)
    .map(({ from }) => startOfDay(from))
}

/**
 * A task as the trail-fed source sees it: days that it cannot read are named, and left to the lookups, and so are those of which it holds a
 * part: a day is read from one source.
 */
class FedTask implements ReadingTask {
  takesParts = false
  readonly #task: ReadingTask
  readonly #name: string
  readonly #failed = new Set<number>()

  constructor(task: ReadingTask, name: string) {
    this.#task = task
    this.#name = name
  }

  get stream(): ReadingTask['stream'] {
    return this.#task.stream
  }

  unread(held: Interval): Coverage {
    const whole = new Map(
      this.#task
        .unread(ALWAYS)
        .flatMap(daysOf)
        .map(({ from, to }) => [from, to]),
    )
    const days = this.#task.unread(held).flatMap(daysOf)
    return coverageOf(
      days.filter(({ from, to }) => {
        const isWhole = whole.get(from) === to
        return (isWhole || this.takesParts) && !this.#failed.has(startOfDay(from))
      }),
    )
  }

  begin(days: Interval): DaySink {
    // Where a trail was started is not where ActionTrail forgets.
    const sink = this.#task.begin(days, true)
    const damaged: number[] = []
    return {
      look: (events) => sink.look(events),
      add: (event, calls) => sink.add(event, calls),
      damaged: (midnight, reason) => {
        damaged.push(midnight)
        sink.damaged(midnight, reason)
      },
      complete: async (read, by) => {
        await sink.complete(read, by ?? this.#name)
        for (const midnight of damaged.splice(0)) {
          this.#failed.add(midnight)
          await this.#task.reopen(midnight)
        }
      },
    }
  }

  isByHour(event: TrailEvent, like: object): boolean {
    return this.#task.isByHour(event, like)
  }

  reopen(midnight: number): Promise<void> {
    return this.#task.reopen(midnight)
  }

  async fail({ days = [], withdrawn, ...failure }: ReadingFailure): Promise<void> {
    for (const midnight of days) {
      this.#failed.add(midnight)
      if (withdrawn) await this.#task.reopen(midnight)
    }
    await this.#task.fail(failure)
  }

  outOfTime(): void {
    this.#task.outOfTime()
  }

  step(partOfDays: number): void {
    this.#task.step(partOfDays)
  }
}
