import type { Decision } from '../../domain/decisions/decision.ts'
import { decisionCells, decisionOf } from '../records/decision.ts'
import type { DecisionTable } from '../store.ts'
import type { Database } from './database.ts'

export class SqliteDecisions implements DecisionTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(decision: Decision): Promise<boolean> {
    const cells = Object.entries(decisionCells(decision))
    const sql = `INSERT INTO decisions (${cells.map(([column]) => column).join(', ')})
      VALUES (${cells.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`
    const [added] = await this.#database.write([{ sql, args: cells.map(([, cell]) => cell) }])
    return added === 1
  }

  async *list(scope?: string): AsyncGenerator<Decision> {
    if (!(await this.#isThere())) return
    const where = scope === undefined ? [] : [{ sql: 'scope = ?', args: [scope] }]
    const key = scope === undefined ? ['scope', 'subject', 'number'] : ['subject', 'number']
    for await (const row of this.#database.scan({ table: 'decisions', key, where })) {
      yield decisionOf(this.#database.cells(row))
    }
  }

  /** Files that an older version wrote have no such table, and nothing was decided in them. */
  async #isThere(): Promise<boolean> {
    const [found] = await this.#database.query("SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'decisions'")
    return found?.tables === 1
  }
}
