import { type Coverage, coverageOf, type Interval } from '../../../../shared/domain/coverage.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { type Instant, SECOND } from '../../../../shared/domain/time.ts'
import type { ReadingLimits, ReadingTask, ScopeSource } from '../source.ts'
import { type Archive, ArchiveError } from './archive.ts'
import { ArchiveReading } from './archive-reading.ts'
import { branchesOf } from './layout.ts'
import type { ReaderPool } from './reader-pool.ts'
import { ADVICE, adviceOn, fileFault, messageOf, noFiles } from './sentences.ts'
import { type TrailFile, TrailFiles } from './trail-files.ts'

/** Files a second, about, before any was read. */
const FIRST_PACE = 50
/** Files at the end of an archive that are tried until one tells how far it reaches. */
const MAX_TRIED = 10

/** An archive, and who reads its files. */
export interface OpenArchive {
  readonly archive: Archive
  /** Path of the folder that holds the regions. */
  readonly trail: string
  readonly openPool: () => ReaderPool
}

/** The archive of a trail: gzip files of events in folders by region and day. It holds what lies between its oldest file and its newest event. */
export class ArchiveSource implements ScopeSource {
  readonly action = 'ReadArchive'
  readonly #scope: Scope
  readonly #open: OpenArchive
  #pace = FIRST_PACE

  constructor(scope: Scope, open: OpenArchive) {
    this.#scope = scope
    this.#open = open
  }

  get maxPace(): number {
    return this.#pace
  }

  get pace(): number {
    return this.#pace
  }

  async read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void> {
    const pool = this.#open.openPool()
    try {
      await this.#read(tasks, limits, pool)
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      for (const task of tasks) await task.fail({ reason: fileFault(this.#open.archive.name, error) })
    } finally {
      await pool.close()
    }
  }

  adviseOn(missing: Coverage): string {
    return missing.length === 0 ? ADVICE.damaged : ADVICE.missing
  }

  explain(problem: SourceProblem): { readonly message: string; readonly advice: string } {
    return { message: messageOf(problem, this.#scope.region), advice: adviceOn(problem) }
  }

  async #read(tasks: readonly ReadingTask[], limits: ReadingLimits, pool: ReaderPool): Promise<void> {
    const { archive, trail } = this.#open
    const { region } = this.#scope
    const paths = await branchesOf(archive, trail, this.#scope)
    const branches = await Promise.all(paths.map((path) => TrailFiles.open(archive, path, region)))
    let files = 0
    const started = performance.now()
    const onFile = () => {
      files += 1
      this.#pace = Math.max(files / ((performance.now() - started + 1) / SECOND), 0.01)
      for (const task of tasks) task.step(0)
    }
    const reading = new ArchiveReading({ archive, pool, limits, onFile })
    const held: Interval[] = []
    for (const branch of branches) held.push(...(await this.#heldBy(branch, pool, limits)))
    if (held.length === 0) {
      for (const task of tasks) await task.fail({ reason: noFiles(region) })
      return
    }
    for (const interval of coverageOf(held)) for (const task of tasks) reading.want(task, interval)
    await reading.read(await neededFiles(branches, reading))
  }

  /** From the oldest file of a branch to its newest event, or to when its newest file was written where none can be read. */
  async #heldBy(branch: TrailFiles, pool: ReaderPool, limits: ReadingLimits): Promise<readonly Interval[]> {
    const from = await branch.begin()
    const files = await branch.newest()
    const [last] = files
    if (from === undefined || !last) return []
    for (const { path } of files.slice(0, MAX_TRIED)) {
      limits.signal.throwIfAborted()
      const newest = await this.#newestIn(path, pool)
      if (newest !== undefined) return [{ from, to: newest }]
    }
    return [{ from, to: last.to }]
  }

  async #newestIn(path: string, pool: ReaderPool): Promise<Instant | undefined> {
    try {
      const { newest } = await pool.read(0, this.#open.archive.open(path), () => {})
      return Number.isFinite(newest) ? newest : undefined
    } catch (error) {
      if (error instanceof ArchiveError) return undefined
      throw error
    }
  }
}

async function neededFiles(branches: readonly TrailFiles[], reading: ArchiveReading): Promise<readonly TrailFile[]> {
  const lists = await Promise.all(branches.map((branch) => branch.of((file) => reading.needs(file))))
  return lists.flat().sort((a, b) => b.to - a.to || (a.path < b.path ? 1 : -1))
}
