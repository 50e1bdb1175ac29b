import { randomUUID } from 'node:crypto'
import type { PrimaryKeyInput, Condition as RowCondition, VirtualData } from 'tablestore'
import { CellReader, type Cells } from '../records/cells.ts'
import { MAX_BYTES, type RowChange, writeRows } from './batch.ts'
import type { TablestoreClient } from './client.ts'
import { damaged, tooLarge } from './failure.ts'
import type { Table } from './layout.ts'
import { type Attribute, decodeRow, type EncodedRow, encodeRow, type KeyValues, keyValues } from './row-codec.ts'
import { Condition, FIRST, LAST, RowExistenceExpectation, type SdkClient } from './sdk.ts'

/** The first values of a primary key, or a mark before or after them all; the columns left out are `FIRST`. */
export type Bound = readonly (string | VirtualData)[]

/** Rows from `from`, which is included, up to `to`, which is not. */
export interface Range {
  readonly from: Bound
  readonly to: Bound
}

/** Rows of a page of the vendor's at most. */
const MAX_PAGE = 5_000

const ANY = new Condition(RowExistenceExpectation.IGNORE, null)

/** What is asked for of the rows of a page. */
interface Only {
  readonly limit?: number
  readonly columnsToGet?: string[]
}

interface Page {
  readonly rows: readonly CellReader[]
  readonly next: PrimaryKeyInput | undefined
}

/** A table of rows that are written whole, by primary key. */
export class RowTable {
  readonly #client: TablestoreClient
  readonly #table: Table

  constructor(client: TablestoreClient, table: Table) {
    this.#client = client
    this.#table = table
  }

  /**
   * Writes rows over those of the same primary key; of two of one key the later one stays. A row that stands against the condition is left
   * as it is.
   */
  async put(rows: readonly Cells[], conditionOf: (cells: Cells) => RowCondition = () => ANY): Promise<void> {
    const changes = rows.map((cells) => this.#putting(encodeRow(this.#table, cells), conditionOf(cells)))
    const last = new Map(changes.map((change) => [nameOf(change.key), change]))
    await writeRows(this.#client, this.#table, [...last.values()])
  }

  /** Writes a row whose key no row has yet. False: one has it, and nothing was written. */
  insert(cells: Cells): Promise<boolean> {
    return this.writeOnCondition(cells, 'PutRow', (sdk, primaryKey, attributeColumns) =>
      sdk.putRow({
        tableName: this.#table.name,
        condition: new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST, null),
        primaryKey,
        attributeColumns,
      }),
    )
  }

  /**
   * Makes a call that writes a row where its condition holds. False: it does not, and nothing was written. `writer`, a column more, tells an
   * answer that got lost from a row of somebody else: the condition fails for both.
   */
  async writeOnCondition(
    cells: Cells,
    action: string,
    send: (sdk: SdkClient, primaryKey: PrimaryKeyInput, columns: { [name: string]: Attribute }[]) => Promise<unknown>,
  ): Promise<boolean> {
    const writer = randomUUID()
    const { key, attributes, bytes } = encodeRow(this.#table, { ...cells, writer })
    if (bytes > MAX_BYTES) throw tooLarge(this.#client.where, this.#table, key, bytes)
    const columns = attributes.map(({ name, value }) => ({ [name]: value }))
    const outcome = await this.#client.attempt(action, (sdk) => send(sdk, this.primaryKey(key), columns), ['condition'])
    if ('value' in outcome) return true
    return outcome.repeated && (await this.get(key))?.textOrNull('writer') === writer
  }

  async get(key: KeyValues): Promise<CellReader | undefined> {
    const primaryKey = this.primaryKey(keyValues(key))
    const { row } = await this.#client.call('GetRow', (sdk) =>
      sdk.getRow({ tableName: this.#table.name, primaryKey, maxVersions: 1 }),
    )
    return this.#read(row)
  }

  /**
   * The rows of a range in primary key order, a page of the vendor's at a time; of their columns only some, where they are named as stored. The next page
   * is asked for while one is looked at. `first`: how many rows are asked for at first, where whoever reads may want no more; then eight times as
   * many, and so on, and nothing that nobody has come to.
   */
  async *scan({ from, to }: Range, columns?: readonly string[], first?: number): AsyncGenerator<CellReader> {
    const end = this.primaryKey(this.#filled(to))
    const only = columns ? { columnsToGet: [...columns] } : {}
    const start = this.primaryKey(this.#filled(from))
    if (first === undefined) return yield* this.#scanAhead(start, end, only)
    let next: PrimaryKeyInput | undefined = start
    for (let limit = first; next; limit *= 8) {
      const page = await this.#page(next, end, limit < MAX_PAGE ? { ...only, limit } : only)
      for (const row of page.rows) yield row
      next = page.next
    }
  }

  async *#scanAhead(start: PrimaryKeyInput, end: PrimaryKeyInput, only: Only): AsyncGenerator<CellReader> {
    let asked: Promise<Page> | undefined = this.#page(start, end, only)
    while (asked) {
      const { rows, next }: Page = await asked
      asked = next && this.#page(next, end, only)
      // Whoever stops before does not wait for it.
      asked?.catch(() => undefined)
      for (const row of rows) yield row
    }
  }

  /** Every first value of a primary key. `column`: one that every row has, because a row without any of the columns that are asked for is not shown. */
  async scopes(column: string): Promise<readonly string[]> {
    const found = new Set<string>()
    const all: Range = { from: [FIRST], to: this.#table.key.map(() => LAST) }
    for await (const cells of this.scan(all, [column])) found.add(cells.text('scope'))
    return [...found]
  }

  /** The first row from a key on. */
  async first(from: Bound): Promise<CellReader | undefined> {
    const end = this.primaryKey(this.#table.key.map(() => LAST))
    const { rows } = await this.#page(this.primaryKey(this.#filled(from)), end, { limit: 1 })
    return rows[0]
  }

  async #page(start: PrimaryKeyInput, end: PrimaryKeyInput, only: Only): Promise<Page> {
    const { rows, nextStartPrimaryKey } = await this.#client.call('GetRange', (sdk) =>
      sdk.getRange({
        tableName: this.#table.name,
        direction: 'FORWARD',
        inclusiveStartPrimaryKey: start,
        exclusiveEndPrimaryKey: end,
        maxVersions: 1,
        ...only,
      }),
    )
    return {
      rows: rows.flatMap((row) => this.#read(row) ?? []),
      next: nextStartPrimaryKey?.map(({ name, value }) => ({ [name]: value })),
    }
  }

  /** Deletes rows by their primary keys; one that is not there is no matter. */
  async delete(keys: readonly KeyValues[]): Promise<void> {
    const unique = new Map(keys.map(keyValues).map((key) => [nameOf(key), key]))
    const changes = [...unique.values()].map((key): RowChange => {
      const bytes = key.reduce((sum, value) => sum + Buffer.byteLength(value), 0)
      return { row: { type: 'DELETE', condition: ANY, primaryKey: this.primaryKey(key) }, key, bytes }
    })
    await writeRows(this.#client, this.#table, changes)
  }

  #putting({ key, attributes, bytes }: EncodedRow, condition: RowCondition): RowChange {
    const attributeColumns = attributes.map(({ name, value }) => ({ [name]: value }))
    return { row: { type: 'PUT', condition, primaryKey: this.primaryKey(key), attributeColumns }, key, bytes }
  }

  /** Values by column, as the SDK takes them; they are stored as they stand. */
  primaryKey(values: Bound): PrimaryKeyInput {
    return values.map((value, at) => ({ [this.#table.key[at] ?? '']: value }))
  }

  #filled(bound: Bound): Bound {
    return this.#table.key.map((_, at) => {
      const value = bound[at] ?? FIRST
      return typeof value === 'string' ? (keyValues([value])[0] ?? FIRST) : value
    })
  }

  #read(row: Parameters<typeof decodeRow>[0]): CellReader | undefined {
    const key = (row?.primaryKey ?? []).map(({ value }) => value)
    const fail = (cause?: unknown) => damaged(this.#client.where, this.#table, key, cause)
    try {
      const values = decodeRow(row)
      return values && new CellReader((column) => values[column], fail)
    } catch (cause) {
      throw fail(cause)
    }
  }
}

function nameOf(key: KeyValues): string {
  return JSON.stringify(key)
}
