import type { Day } from '../../domain/time.ts'
import type { UsageRow } from '../../domain/usage.ts'
import { usageCells, usageOf } from '../records/usage.ts'
import type { UsageTable } from '../store.ts'
import { type Database, insertions } from './database.ts'

export class SqliteUsage implements UsageTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async replaceDays(
    scope: string,
    days: readonly Day[],
    rows: readonly UsageRow[],
    operations?: readonly string[],
  ): Promise<void> {
    const isIn = 'IN (SELECT value FROM json_each(?))'
    const drop = {
      sql: `DELETE FROM usage WHERE scope = ? AND day ${isIn}${operations ? ` AND operation ${isIn}` : ''}`,
      args: [scope, JSON.stringify(days), ...(operations ? [JSON.stringify(operations)] : [])],
    }
    const cells = rows.map((row) => usageCells(scope, row))
    await this.#database.write([drop, ...insertions('usage', cells)])
  }

  async *list(scope: string, from: Day, to: Day): AsyncGenerator<UsageRow> {
    const found = this.#database.scan({
      table: 'usage',
      key: ['day', 'key_id', 'series'],
      where: [{ sql: 'scope = ? AND day <= ?', args: [scope, to] }],
      from: { sql: 'day >= ?', args: [from] },
    })
    for await (const row of found) yield usageOf(this.#database.cells(row))
  }

  async prune(scope: string, day: Day): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM usage WHERE scope = ? AND day < ?', args: [scope, day] }])
  }
}
