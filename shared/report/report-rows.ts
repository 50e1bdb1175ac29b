import type { ReadinessRow } from '../domain/readiness.ts'
import { applyStaleness } from '../domain/stale.ts'
import type { Instant } from '../domain/time.ts'
import { VERDICTS, type Verdict } from '../domain/verdict.ts'

/** Rows that a report holds: a browser opens it in some three seconds. With 10,000 heavy ones it took eight, and with 100,000 it did not. */
export const MAX_ROWS = 2_000

/** The rows of a report, as few as it holds: of a larger table those that stand first in it, which are those that need somebody. */
export class ReportRows {
  readonly #kept = new Map<Verdict, ReadinessRow[]>(VERDICTS.map((verdict) => [verdict, []]))
  readonly #now: Instant
  readonly #most: number
  #count = 0

  constructor(now: Instant, most = MAX_ROWS) {
    this.#now = now
    this.#most = most
  }

  /** Rows come in the order of their keys. */
  add(row: ReadinessRow): void {
    this.#kept.get(applyStaleness(row, this.#now).verdict)?.push(row)
    this.#count += 1
    if (this.#count <= this.#most) return
    ;[...this.#kept.values()].findLast((list) => list.length > 0)?.pop()
    this.#count -= 1
  }

  get rows(): readonly ReadinessRow[] {
    return [...this.#kept.values()].flat()
  }
}
