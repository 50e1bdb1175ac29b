import type { Day } from '../../domain/time.ts'
import type { Outcome, UsageRow } from '../../domain/usage.ts'
import type { UsageTable } from '../store.ts'
import { CellReader } from './cells.ts'
import { type Cells, type Database, insertions } from './database.ts'

const OUTCOMES: readonly Outcome[] = ['made', 'service-failure', 'refused', 'dry-run']

export class SqliteUsage implements UsageTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async replaceDay(scope: string, day: Day, rows: readonly UsageRow[], operations?: readonly string[]): Promise<void> {
    const drop = {
      sql: `DELETE FROM usage WHERE scope = ? AND day = ?${operations ? ' AND operation IN (SELECT value FROM json_each(?))' : ''}`,
      args: operations ? [scope, day, JSON.stringify(operations)] : [scope, day],
    }
    const cells = rows.map((row) => encode(scope, day, row))
    await this.#database.write([drop, ...insertions('usage', cells)])
  }

  async *list(scope: string, from: Day, to: Day): AsyncGenerator<UsageRow> {
    const found = this.#database.scan({
      table: 'usage',
      key: ['day', 'key_id', 'series'],
      where: [{ sql: 'scope = ? AND day <= ?', args: [scope, to] }],
      from: { sql: 'day >= ?', args: [from] },
    })
    for await (const row of found) yield decode(new CellReader(row, this.#database.file))
  }

  async prune(scope: string, day: Day): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM usage WHERE scope = ? AND day < ?', args: [scope, day] }])
  }
}

function encode(scope: string, day: Day, row: UsageRow): Cells {
  return {
    scope,
    day,
    key_id: row.keyId,
    series: row.series,
    operation: row.operation,
    outcome: row.outcome,
    caller: JSON.stringify(row.caller),
    calls: row.calls,
    failures: row.failures,
    hours: JSON.stringify(row.hours),
    first_at: row.firstAt,
    last_at: row.lastAt,
    events: JSON.stringify(row.events),
  }
}

function decode(cells: CellReader): UsageRow {
  return {
    day: cells.text('day'),
    keyId: cells.text('key_id'),
    series: cells.text('series'),
    operation: cells.text('operation'),
    outcome: cells.word('outcome', OUTCOMES),
    caller: cells.json('caller'),
    calls: cells.number('calls'),
    failures: cells.number('failures'),
    hours: cells.json('hours'),
    firstAt: cells.text('first_at'),
    lastAt: cells.text('last_at'),
    events: cells.json('events'),
  }
}
