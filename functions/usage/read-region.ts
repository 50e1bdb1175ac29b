import type { CloudError } from '../../shared/cloud/errors.ts'
import { type MovedKey, watchedKeys, watchedSince } from '../../shared/domain/after-move/watch.ts'
import type { AttributionContext } from '../../shared/domain/claims.ts'
import { type Coverage, duration, gaps, type Interval } from '../../shared/domain/coverage.ts'
import { isCandidate, type KeySnapshot } from '../../shared/domain/key.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { distinctTexts, type Text } from '../../shared/domain/messages/message.ts'
import { ALIAS_OPERATIONS, DECIDING_OPERATIONS } from '../../shared/domain/operations.ts'
import { rulePack } from '../../shared/domain/rules/rule-packs.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import type { SourceProblem } from '../../shared/domain/source-proof.ts'
import { DAY, type Instant, iso, parseInstant, SECOND } from '../../shared/domain/time.ts'
import {
  daysOf,
  nominalWindow,
  observationWindow,
  type Reading,
  UNREAD,
  withoutRun,
  withProof,
} from '../../shared/domain/window.ts'
import type { ReadingScope } from '../../shared/store/run-marks.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { STREAMS, type StreamName } from '../../shared/store/streams.ts'
import type { Services } from '../run/services.ts'
import { CallReadings } from './call-readings.ts'
import { aliasConsumer, principalConsumer, together, usageConsumer } from './consumers.ts'
import type { ReadingOptions } from './reading-options.ts'
import { SourceWatch } from './source-watch.ts'
import type { ScopeSource } from './sources/source.ts'
import type { StreamConsumer } from './stream-consumer.ts'
import { StreamReadings } from './stream-readings.ts'
import { lateEventWindowOf, type StreamResult, StreamTask } from './stream-task.ts'
import { Turns } from './turns.ts'

/** What a region is read with: whatever calls the cloud is the source's. */
export type ReadingServices = Pick<Services, 'config' | 'store' | 'clock' | 'signal' | 'report'>

/** One region whose usage is to be read, and how far that came. */
export class RegionReader {
  readonly scope: Scope
  readonly source: ScopeSource
  /** Begin of the longest window of any candidate, or of what is watched; undefined where nothing needs to be read. */
  readonly since: Instant | undefined
  /** Whether keys of it may have to move. */
  readonly hasCandidates: boolean
  /** Keys that have moved and whose callers are watched. */
  readonly watched: readonly MovedKey[]
  readonly #services: ReadingServices
  readonly #options: ReadingOptions
  readonly #progress: ScopeProgress
  readonly #readings: StreamReadings
  readonly #context: AttributionContext
  readonly #turns = new Turns()
  #watch: SourceWatch | undefined
  readonly #results = new Map<StreamName, StreamResult>()
  /** Of the full reading, in this run. */
  #days = 0
  #steps = 0
  #startedAt: Instant | undefined
  #missing = 0

  private constructor(
    scope: Scope,
    keys: readonly KeySnapshot[],
    left: ReadonlySet<string>,
    services: ReadingServices,
    options: ReadingOptions,
  ) {
    this.scope = scope
    this.source = options.source.scope(scope)
    this.#services = services
    this.#options = options
    const { observationDays, rules } = services.config
    const { applicationsKeepSdk } = rulePack(rules)
    const watch = { asOf: options.asOf, days: observationDays, left, applicationsKeepSdk }
    this.hasCandidates = keys.some(isCandidate)
    this.watched = watchedKeys(keys, watch)
    const starts = [firstOf(keys, options.asOf, observationDays), watchedSince(this.watched, watch)]
    this.since = starts.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a))
    this.#progress = new ScopeProgress(services.store, scopeId(scope))
    this.#readings = new StreamReadings(this.#progress, options)
    this.#context = { scope, keys: new KeyIndex(keys) }
  }

  /** Gives up what an earlier run read without proof. */
  static async open(scope: Scope, services: ReadingServices, options: ReadingOptions): Promise<RegionReader> {
    const progress = new ScopeProgress(services.store, scopeId(scope))
    const keys = await progress.snapshots()
    const reader = new RegionReader(scope, keys, await progress.leftAfterMove(), services, options)
    await reader.#start()
    return reader
  }

  /** How much of the window the full reading has not covered yet, in milliseconds. */
  get missing(): number {
    return this.#missing
  }

  /**
   * Reads what is rare and decides, who aliases named and the deciding operations, and then everything of KMS. Says at the end whether
   * the source is proven.
   */
  async read(): Promise<void> {
    const watch = this.#watch
    if (!watch) return
    const { store, clock, signal } = this.#services
    const { fence, deadline, within } = this.#options
    // Up to now, not to asOf: what ListAliases showed was true when it was asked.
    const now = Math.floor(clock() / SECOND) * SECOND
    const readings = new CallReadings(this.#context)
    const probes = await this.#progress.probes()
    const usageOf = (stream: StreamName) => usageConsumer(store, scopeId(this.scope), stream, readings, probes)
    const aliases = () => aliasConsumer(this.#progress, fence)
    const tasks: StreamTask[] = []
    for (const name of ALIAS_OPERATIONS) tasks.push(await this.#task(name, aliases, watch, now))
    for (const name of DECIDING_OPERATIONS) tasks.push(await this.#task(name, () => usageOf(name), watch))
    // A lookup by name misses alias events whose name is spelled otherwise.
    const principals = () => principalConsumer(this.#progress, fence, readings)
    tasks.push(await this.#task('all', () => together(usageOf('all'), aliases(), principals()), watch))
    await this.source.read(tasks, { signal, within, isOver: () => clock() >= deadline })
    for (const task of tasks) this.#results.set(task.stream, task.result)
    await watch.finish()
    if (watch.contradicted) await this.#settle((reading) => withoutRun(reading, this.#options.asOf))
    else if (watch.confirmed) await this.#settle((reading, stream) => withProof(reading, lateEventWindowOf(stream)))
  }

  /** Why nothing shows that the source is the right one and alive. */
  get problem(): SourceProblem | undefined {
    return this.#watch?.problem
  }

  /** What of the region's longest window is still unread, and why. `seconds`: about how long that takes, if it can be estimated. */
  remaining(): {
    readonly gaps: Coverage
    readonly seconds: number | undefined
    readonly reasons: readonly Text[]
    readonly errors: readonly CloudError[]
  } {
    const results = [...this.#results.values()]
    const all = this.#results.get('all')?.reading ?? UNREAD
    const missing = this.since === undefined ? [] : this.#gapsOf(all, this.since)
    return {
      gaps: missing,
      seconds:
        this.#days >= 1
          ? Math.ceil((this.#steps / this.#days) * (duration(missing) / DAY)) / this.source.maxPace
          : undefined,
      reasons: distinctTexts(results.flatMap((each) => each.reasons)),
      errors: results.flatMap((each) => each.errors),
    }
  }

  /** What had to be read, and how long the rest of it takes. */
  extent(): Omit<ReadingScope, 'asOf'> {
    const { gaps: missing, seconds = null } = this.remaining()
    const all = this.#results.get('all')?.reading ?? UNREAD
    const window = this.since === undefined ? undefined : this.#windowOf(all, this.since)
    return { from: window ? iso(window.from) : null, secondsLeft: missing.length === 0 ? 0 : seconds }
  }

  #gapsOf(reading: Reading, since: Instant): Coverage {
    return gaps(this.#windowOf(reading, since), reading.covered)
  }

  #windowOf(reading: Reading, since: Instant): Interval {
    return observationWindow(this.#options.asOf, this.#services.config.observationDays, since, reading)
  }

  /** Only where something is to be read. */
  async #start(): Promise<void> {
    const { since } = this
    if (since === undefined) return
    const of = { context: this.#context, progress: this.#progress, readings: this.#readings }
    this.#watch = await SourceWatch.start({ ...of, options: this.#options, since })
    this.#missing = duration(this.#gapsOf(await this.#readings.of('all'), since))
  }

  /** What the end of the run makes of what every stream has read. */
  async #settle(change: (reading: Reading, stream: StreamName) => Reading): Promise<void> {
    const changed = async (stream: StreamName) => [stream, change(await this.#readings.of(stream), stream)] as const
    const readings = await Promise.all(STREAMS.map(changed))
    await this.#readings.put(...readings)
    for (const [stream, reading] of readings) {
      const result = this.#results.get(stream)
      if (result) this.#results.set(stream, { ...result, reading })
    }
  }

  #task(
    stream: StreamName,
    consumerOf: () => StreamConsumer,
    watch: SourceWatch,
    asOf: Instant = this.#options.asOf,
  ): Promise<StreamTask> {
    const settings = {
      ...this.#options,
      ...{ stream, asOf, run: this.#options.asOf, since: this.since ?? asOf, sourceName: this.source.name },
      ...{ readings: this.#readings, watch, turns: this.#turns },
      onStep: (days: number) => (stream === 'all' ? this.#report(days) : undefined),
    }
    return StreamTask.open(settings, consumerOf)
  }

  #report(days: number): void {
    if (this.since === undefined) return
    const now = this.#services.clock()
    this.#startedAt ??= now
    this.#days = days
    this.#steps += 1
    const total = daysOf({ from: this.since, to: this.#options.asOf }).length
    const done = Math.min(Math.floor(days), total)
    this.#services.report({
      stage: 'usage',
      ...this.scope,
      done,
      total,
      unit: 'days',
      callsPerSecond: this.source.pace,
      ...(days > 0 ? { timeLeft: Math.max(0, ((now - this.#startedAt) / days) * (total - days)) } : {}),
    })
  }
}

/** The begin of the longest window of any candidate. */
function firstOf(keys: readonly KeySnapshot[], asOf: Instant, observationDays: number): Instant | undefined {
  const starts = keys
    .filter(isCandidate)
    .map((key) => nominalWindow(asOf, observationDays, parseInstant(key.facts.createdAt)).from)
  return starts.length === 0 ? undefined : Math.min(...starts)
}
