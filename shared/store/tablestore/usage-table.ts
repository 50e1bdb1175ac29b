import type { Day } from '../../domain/time.ts'
import type { UsageRow } from '../../domain/usage.ts'
import { usageCells, usageOf } from '../records/usage.ts'
import type { UsageTable } from '../store.ts'
import type { TablestoreClient } from './client.ts'
import { USAGE } from './layout.ts'
import { wellFormed } from './row-codec.ts'
import { type Range, RowTable } from './row-table.ts'
import { LAST } from './sdk.ts'

export class TablestoreUsage implements UsageTable {
  readonly #rows: RowTable

  constructor(client: TablestoreClient) {
    this.#rows = new RowTable(client, USAGE)
  }

  /** Writes first and drops after: cut off in between, the days have rows too many, are not covered yet, and are read again. */
  async replaceDays(
    scope: string,
    days: readonly Day[],
    rows: readonly UsageRow[],
    operations?: readonly string[],
  ): Promise<void> {
    const sorted = [...days].sort()
    const [first, last] = [sorted.at(0), sorted.at(-1)]
    if (first === undefined || last === undefined) return
    await this.#rows.put(rows.map((row) => usageCells(scope, row)))
    const kept = new Set(rows.map(nameOf))
    const replaced = new Set(days)
    await this.#drop(scope, daysOf(scope, first, last), (row) => {
      return replaced.has(row.day) && !kept.has(nameOf(row)) && (!operations || operations.includes(row.operation))
    })
  }

  async *list(scope: string, from: Day, to: Day): AsyncGenerator<UsageRow> {
    // The vendor refuses a range that ends before it begins.
    if (from > to) return
    for await (const cells of this.#rows.scan(daysOf(scope, from, to))) yield usageOf(cells)
  }

  prune(scope: string, day: Day): Promise<void> {
    return this.#drop(scope, { from: [scope], to: [scope, day] }, () => true)
  }

  async #drop(scope: string, range: Range, isOver: (row: UsageRow) => boolean): Promise<void> {
    const keys: string[][] = []
    for await (const cells of this.#rows.scan(range)) {
      const row = usageOf(cells)
      if (isOver(row)) keys.push([scope, row.day, row.keyId, row.series])
    }
    await this.#rows.delete(keys)
  }
}

function daysOf(scope: string, from: Day, to: Day): Range {
  return { from: [scope, from], to: [scope, to, LAST, LAST] }
}

function nameOf({ day, keyId, series }: UsageRow): string {
  return JSON.stringify([day, wellFormed(keyId), wellFormed(series)])
}
