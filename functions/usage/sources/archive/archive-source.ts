import { type Coverage, coverageOf, hull, type Interval, intersection } from '../../../../shared/domain/coverage.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import { dayRanges } from '../../../../shared/domain/messages/sum-reasons.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import type { Instant } from '../../../../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../../../../shared/domain/window.ts'
import type { ReadingLimits, ReadingTask, ScopeSource } from '../source.ts'
import { withShortLived } from '../steady-heap.ts'
import { type Archive, ArchiveError } from './archive.ts'
import { ACTION } from './archive-day.ts'
import { ArchiveReading } from './archive-reading.ts'
import { explainProblem, fileFault } from './explain-archive.ts'
import { FileReader } from './file-reader.ts'
import { branchesOf, join } from './layout.ts'
import { Pace } from './pace.ts'
import { openPool } from './reader-pool.ts'
import { type TrailFile, TrailFiles } from './trail-files.ts'

/** Files at the end of an archive that are tried until one tells how far it reaches. */
const MAX_TRIED = 10
const ALWAYS: Interval = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

/** An archive, and who reads its files. */
export interface OpenArchive {
  readonly archive: Archive
  /** Path of the folder that holds the regions. */
  readonly trail: string
  /** What of it is known to be whole: nothing else is read. Absent: it is taken for whole. */
  readonly whole?: Coverage
  /** Whose trail that is said of: its files alone say which days there are. */
  readonly isOrganization?: boolean
  /** Of a copy, which stands still: how long before its newest event it may lack what was delivered later, in milliseconds. */
  readonly late?: number
}

/**
 * The archive of a trail: gzip files of events in folders by region and day. It holds what lies between its oldest file and its newest event, or
 * a little before, but for days that have no file.
 */
export class ArchiveSource implements ScopeSource {
  readonly name: string
  readonly action = ACTION
  readonly #scope: Scope
  readonly #open: OpenArchive
  readonly #pace = new Pace()

  constructor(scope: Scope, open: OpenArchive) {
    // `dir` or `oss`: which folder or bucket, CMK_SOURCE says.
    this.name = open.archive.name.split(':')[0] ?? ''
    this.#scope = scope
    this.#open = open
  }

  get maxPace(): number {
    return this.#pace.rate
  }

  get pace(): number {
    return this.#pace.rate
  }

  async read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void> {
    try {
      await this.#read(tasks, limits)
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      for (const task of tasks) await task.fail({ reason: fileFault(this.#open.archive.name, error) })
    }
  }

  /** A copy holds what was copied into it; a bucket gets what is delivered. */
  adviseOn(missing: Coverage): Message {
    return this.#open.whole ? message('coverage-grows') : message('archive-copy-days', { days: dayRanges(missing) })
  }

  explain(problem: SourceProblem): { readonly message: Message; readonly advice: Message } {
    return explainProblem(problem, this.#scope.region)
  }

  async #read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void> {
    const { archive, trail } = this.#open
    const { region } = this.#scope
    const paths = await branchesOf(archive, trail, this.#scope)
    const branches = await Promise.all(paths.map((path) => TrailFiles.open(archive, path, region)))
    const wanted = tasks.flatMap((task) => task.unread(ALWAYS))
    if (wanted.length === 0) return
    const spans: Interval[] = []
    const held: Interval[] = []
    for (const [index, branch] of branches.entries()) {
      const span = this.#isTold(paths[index]) ? await this.#spanOf(branch, limits) : undefined
      if (span === undefined) continue
      spans.push(span)
      held.push(...(await this.#heldBy(branch, span, hull(wanted))))
    }
    if (spans.length === 0) {
      // What a trail has not delivered is not missing of it.
      if (this.#open.whole) return
      for (const task of tasks) await task.fail({ reason: message('archive-without-region', { region }) })
      return
    }
    const reading = new ArchiveReading(archive, limits, () => {
      this.#pace.count()
      for (const task of tasks) task.step(0)
    })
    for (const interval of coverageOf(held)) for (const task of tasks) reading.want(task, interval)
    const files = await neededFiles(branches, reading)
    const pool = await openPool(files.reduce((sum, { size }) => sum + size, 0))
    this.#pace.start()
    try {
      await withShortLived(() => reading.read(files, pool))
    } finally {
      await pool.close()
    }
  }

  /** A bucket may hold what other trails deliver as well. */
  #isTold(path: string | undefined): boolean {
    const { trail, isOrganization } = this.#open
    return isOrganization === undefined || isOrganization === (path !== join(trail, this.#scope.region))
  }

  /** What a branch holds of its span and is known to be whole, as far as it is wanted. */
  async #heldBy(branch: TrailFiles, span: Interval, wanted: Interval): Promise<Coverage> {
    const { whole } = this.#open
    const held = intersection([span], besideHoles(await branch.daysWithFiles(wanted)))
    return whole ? intersection(held, whole) : held
  }

  /** From the oldest file of a branch to its newest event, or to when its newest file was written where none can be read. */
  async #spanOf(branch: TrailFiles, limits: ReadingLimits): Promise<Interval | undefined> {
    const from = await branch.begin()
    const files = await branch.newest()
    const [last] = files
    if (from === undefined || !last) return undefined
    const { late = 0 } = this.#open
    for (const { path } of files.slice(0, MAX_TRIED)) {
      limits.signal.throwIfAborted()
      const newest = await this.#newestIn(path)
      if (newest !== undefined) return { from, to: newest - late }
    }
    return { from, to: last.to - late }
  }

  async #newestIn(path: string): Promise<Instant | undefined> {
    try {
      const { newest } = await new FileReader().read(this.#open.archive.open(path), () => {})
      return Number.isFinite(newest) ? newest : undefined
    } catch (error) {
      if (error instanceof ArchiveError) return undefined
      throw error
    }
  }
}

/** Around midnight an event and its file may be of two days: where the files of a day are missing, so may be the nearest events of the days beside it. */
function besideHoles(days: Coverage): Coverage {
  return coverageOf(days.map(({ from, to }) => ({ from: from + EVENT_DELIVERY_LAG, to: to - EVENT_DELIVERY_LAG })))
}

async function neededFiles(branches: readonly TrailFiles[], reading: ArchiveReading): Promise<readonly TrailFile[]> {
  const lists = await Promise.all(branches.map((branch) => branch.of((file) => reading.needs(file))))
  return lists.flat().sort((a, b) => b.to - a.to || (a.path < b.path ? 1 : -1))
}
