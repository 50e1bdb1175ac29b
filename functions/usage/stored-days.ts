import type { Day } from '../../shared/domain/time.ts'
import type { UsageRow } from '../../shared/domain/usage.ts'

/** Rows of one list, in the order of their days, handed out day by day: the table is asked once for many days. */
export class StoredDays {
  readonly #rows: AsyncIterator<UsageRow>
  #next: IteratorResult<UsageRow> | undefined

  constructor(rows: AsyncIterable<UsageRow>) {
    this.#rows = rows[Symbol.asyncIterator]()
  }

  /** The rows of a day. Days are asked for in their order, each once; rows of days in between are passed over. */
  async of(day: Day): Promise<readonly UsageRow[]> {
    const found: UsageRow[] = []
    for (;;) {
      this.#next ??= await this.#rows.next()
      if (this.#next.done || this.#next.value.day > day) return found
      if (this.#next.value.day === day) found.push(this.#next.value)
      this.#next = undefined
    }
  }
}
