import type { Cloud } from '../../../shared/cloud/cloud.ts'
import type { CloudError } from '../../../shared/cloud/errors.ts'
import type { Config } from '../../../shared/config/settings.ts'
import type { Coverage, Interval } from '../../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../../shared/domain/event.ts'
import type { Message } from '../../../shared/domain/messages/message.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import type { SourceProblem } from '../../../shared/domain/source-proof.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { GroupedCalls } from '../../../shared/domain/usage.ts'
import type { StreamName } from '../../../shared/store/streams.ts'

/** What a source may be made of: the configuration, the vendor's services, and the clock of the run. */
export interface SourceParts {
  readonly config: Config
  readonly cloud: Cloud
  readonly clock: () => Instant
}

/** Where usage is read from, as CMK_SOURCE names it. Opened once for an account's run. */
export interface UsageSource {
  /** What it holds of one scope. Makes no call. */
  scope(scope: Scope): ScopeSource
}

/**
 * What a source holds of one scope. The source keeps pages, tokens, windows, quota and the vendor's API; the stage keeps days, rows,
 * coverage, proof and the lease.
 */
export interface ScopeSource {
  /** By which people know it, as CMK_SOURCE does: `lookup`. */
  readonly name: string
  /** What is asked, as diagnostics name it: `LookupEvents`. */
  readonly action: string
  /** Steps a second: what it may do at most, and what its limiter allows now. A step is whatever it reports as one. */
  readonly maxPace: number
  readonly pace: number
  /**
   * Reads what the tasks lack, the first ones first where it can choose, and ends when nothing more is to be had in this run. What could
   * not be read it tells the task; it throws only what the tasks throw, and when `limits.signal` aborts.
   */
  read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void>
  /** What people can do about days that are missing still. One sentence or two. */
  adviseOn(missing: Coverage): Message
  /** What a problem of its proof means, in one line, and how it is mended. */
  explain(problem: SourceProblem): { readonly message: Message; readonly advice: Message }
}

export interface ReadingLimits {
  /** Aborts with the run, or when the lease is lost: everything ends at once. */
  readonly signal: AbortSignal
  /** Aborts with `signal`, and when the time for reading is over: calls that wait for the quota end. */
  readonly within: AbortSignal
  /** True when the time for reading is over: what is under way may end with the days that it came to. */
  isOver(): boolean
}

/** One question to a source, everything of KMS (`all`) or one operation, and what becomes of the answers. Calls may come side by side. */
export interface ReadingTask {
  readonly stream: StreamName
  /**
   * The days that are to be read of what the source holds now, oldest first. Whole UTC days, cut where `held` begins and where it or the
   * run ends. Days that this run has read, and those that `fail` named, are not among them.
   */
  unread(held: Interval): Coverage
  /**
   * Begins to read days that are unread; whoever reads others side by side begins each apart. Where they begin past a midnight, nothing from
   * before is to be had any more; with `isPart` it is not here, and may be elsewhere.
   */
  begin(days: Interval, isPart?: boolean): DaySink
  /** An event came of a day (its midnight) after the day was called complete: nothing of it holds, and it is unread again. */
  reopen(midnight: Instant): Promise<void>
  /** Something could not be read. `reason`: a short phrase. */
  fail(failure: ReadingFailure): Promise<void>
  /** The time for reading was over before all was read. */
  outOfTime(): void
  /**
   * True where calls that are the same as this one in everything but id and time must be given by the hour; others may be given a day at a
   * time. `like`: see `GroupedCalls`.
   */
  isByHour(event: TrailEvent, like: object): boolean
  /** A step was done. `partOfDays`: how much of the days under way is read, as a number of days. */
  step(partOfDays: number): void
}

export interface ReadingFailure {
  readonly reason: Message
  /** The call that failed, where one did: for the diagnostics. */
  readonly error?: CloudError
  /** Days, by their midnights, that are left out for the rest of the run. */
  readonly days?: readonly Instant[]
  /** What earlier answers said of these days does not hold either. */
  readonly withdrawn?: boolean
}

/** What the reading of some days comes to. Nothing of a day is kept before it is complete. */
export interface DaySink {
  /**
   * All events of an answer, before any of them counts. Throws a `CloudError` of kind `contradiction` where one is of another region or
   * account: then none counts, and no task has anything unread any more.
   */
  look(events: readonly TrailEvent[]): Promise<void>
  /**
   * An event of these days, once, in any order. With `calls` it is the newest of several that are the same in everything but id and time, of
   * one UTC hour, or of one UTC day where `isByHour` is false. Deciding operations and those on aliases always come one by one; of the suite's own (`OWN_OPERATIONS`) one a minute is
   * enough to prove the source by.
   */
  add(event: TrailEvent, calls?: GroupedCalls): void
  /** Something of a day (its midnight) cannot be read: the day is kept, and not covered. `reason`: a short phrase. */
  damaged(midnight: Instant, reason: Message): void
  /**
   * Every event of these days, oldest first, was given. Their rows and coverage are stored when it ends. `by`: the source and the mode of it
   * that showed them, where that says more than the source's name.
   */
  complete(days: readonly Interval[], by?: string): Promise<void>
}

/** An event as a source shows it. */
export type RawEvent = Readonly<Record<string, unknown>>

/** What a source shows of single calls, whole: for who wants to know what its events hold. An audit reads days (`ScopeSource`). */
export interface RawEvents {
  /** As `ScopeSource` has it. */
  readonly name: string
  /** Until when an event is shown, by the vendor's word, in milliseconds. */
  readonly delay: number
  /** The first event of an operation that is wanted; undefined: not there, or not yet. Throws a `CloudError`. */
  find(
    operation: string,
    within: Interval,
    isWanted: (raw: RawEvent) => boolean,
    options: { readonly signal: AbortSignal },
  ): Promise<RawEvent | undefined>
}
