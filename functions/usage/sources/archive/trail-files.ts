import { type Coverage, coverageOf, type Interval } from '../../../../shared/domain/coverage.ts'
import { DAY, HOUR, type Instant } from '../../../../shared/domain/time.ts'
import { type Archive, ArchiveError } from './archive.ts'
import { dayFolder, daysIn, join, readFileName } from './layout.ts'

/**
 * How long after an event the file that holds it may have been written. The vendor delivers within 10 minutes; the rest is for the hours in
 * which it does not.
 */
export const MAX_DELIVERY = 6 * HOUR
/** How long before an event its file may be named: files near midnight were seen in the folder of the day before. */
export const MAX_EARLY = HOUR

/** A file of an archive that may hold events of days that are asked for. */
export interface TrailFile {
  readonly path: string
  /** The moments that its name may stand for: one, or a whole day where it does not tell. */
  readonly from: Instant
  readonly to: Instant
  /** How many events are in it, as its name says. */
  readonly events: number
  /** Its size in bytes, as its name says. */
  readonly size: number
  /** Why it is of no use, where that is known before it is opened. */
  readonly fault?: ArchiveError
}

/** The moments of which a file may hold events. */
export function mayHold({ from, to }: Pick<TrailFile, 'from' | 'to'>): {
  readonly from: Instant
  readonly to: Instant
} {
  return { from: from - MAX_DELIVERY, to: to + MAX_EARLY }
}

/** The files of one branch of an archive: those of a region's trail. */
export class TrailFiles {
  readonly #archive: Archive
  readonly #branch: string
  readonly #region: string
  readonly #days: readonly Instant[]
  readonly #files = new Map<Instant, Promise<readonly TrailFile[]>>()

  private constructor(archive: Archive, branch: string, region: string, days: readonly Instant[]) {
    this.#archive = archive
    this.#branch = branch
    this.#region = region
    this.#days = days
  }

  static async open(archive: Archive, branch: string, region: string): Promise<TrailFiles> {
    return new TrailFiles(archive, branch, region, await daysIn(archive, branch))
  }

  /** Days that have a folder. */
  get days(): Coverage {
    return this.#days.map((midnight) => ({ from: midnight, to: midnight + DAY }))
  }

  /** Days in and right beside an interval that have a file of their own: in their folder, and by its name of that day where that tells. */
  async daysWithFiles({ from, to }: Interval): Promise<Coverage> {
    const near = this.#days.filter((day) => day + 2 * DAY > from && day - DAY < to)
    const filled: Interval[] = []
    for (const day of near) {
      const whole = { from: day, to: day + DAY }
      if ((await this.#ofDay(day)).some((file) => file.from < whole.to)) filled.push(whole)
    }
    return coverageOf(filled)
  }

  /** When the oldest file was written; undefined where there is none. */
  async begin(): Promise<Instant | undefined> {
    for (const day of this.#days) {
      const [oldest] = (await this.#ofDay(day)).filter(({ fault }) => !fault)
      if (oldest) return oldest.from
    }
    return undefined
  }

  /** The files of the newest day that has any, newest first. */
  async newest(): Promise<readonly TrailFile[]> {
    for (const day of [...this.#days].reverse()) {
      const files = (await this.#ofDay(day)).filter(({ fault }) => !fault)
      if (files.length > 0) return files.reverse()
    }
    return []
  }

  /** Those that somebody asks for; a folder is asked for before it is looked into. */
  async of(isWanted: (file: Pick<TrailFile, 'from' | 'to'>) => boolean): Promise<readonly TrailFile[]> {
    const found: TrailFile[] = []
    // A file lies in the folder of its day or of the one before.
    for (const day of this.#days)
      if (isWanted({ from: day, to: day + 2 * DAY - 1 })) found.push(...(await this.#ofDay(day)).filter(isWanted))
    return found
  }

  /** Looked into once. */
  #ofDay(day: Instant): Promise<readonly TrailFile[]> {
    const known = this.#files.get(day) ?? this.#list(day)
    this.#files.set(day, known)
    return known
  }

  async #list(day: Instant): Promise<readonly TrailFile[]> {
    const folder = dayFolder(this.#branch, day)
    const whole = { from: day, to: day + DAY - 1, events: 0, size: 0 }
    try {
      const names = await this.#archive.files(folder)
      return names
        .filter((name) => !name.startsWith('.'))
        .map((name) => {
          const path = join(folder, name)
          const said = readFileName(name)
          if (!said || said.region !== this.#region || said.at < day || said.at >= day + 2 * DAY)
            return { path, ...whole, fault: new ArchiveError('no-archive') }
          return { path, from: said.at, to: said.at, events: said.events, size: said.size }
        })
        .sort((a, b) => a.from - b.from || (a.path < b.path ? -1 : 1))
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      return [{ path: folder, ...whole, fault: error }]
    }
  }
}
