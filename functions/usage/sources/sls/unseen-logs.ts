import type { Interval } from '../../../../shared/domain/coverage.ts'
import { HOUR, type Instant } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import { readByHalves } from './bad-day.ts'
import type { LogReader } from './log-reader.ts'

/**
 * The time up to the last change of the index in which no log is found. Nobody can tell whether the index was off until then: what is written
 * meanwhile, no query ever finds.
 */
export class UnseenLogs {
  readonly #reader: Pick<LogReader, 'hasLogs' | 'lastLog'>
  readonly #modifiedAt: Instant
  readonly #from: Instant
  #known: Promise<Interval | undefined> | undefined

  /** `from`: how far back somebody asks. */
  constructor(reader: Pick<LogReader, 'hasLogs' | 'lastLog'>, modifiedAt: Instant, from: Instant) {
    this.#reader = reader
    this.#modifiedAt = modifiedAt
    this.#from = from
  }

  /** Undefined: there are logs of the hour before. What failed is asked again. */
  get(): Promise<Interval | undefined> {
    this.#known ??= this.#find().catch((error: unknown) => {
      this.#known = undefined
      throw error
    })
    return this.#known
  }

  async #find(): Promise<Interval | undefined> {
    const to = this.#modifiedAt
    const hour = await readByHalves({ from: to - HOUR, to }, async (part) => [await this.#reader.hasLogs(part)])
    if (hour.includes(true)) return undefined
    for (const day of [...daysOf({ from: this.#from, to })].reverse()) {
      const last = (await readByHalves(day, async (part) => [await this.#reader.lastLog(part)])).findLast(
        (at) => at !== undefined,
      )
      if (last !== undefined) return { from: last, to }
    }
    return { from: this.#from, to }
  }
}
