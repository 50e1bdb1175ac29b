import { StaleLeaseError } from '../errors.ts'
import { briefCells, readBrief } from '../records/brief.ts'
import type { CellReader } from '../records/cells.ts'
import { prefixEnd } from '../records/prefix-end.ts'
import type { ListPart, ProgressEntry, ProgressTable } from '../store.ts'
import { type RowChange, writeRows } from './batch.ts'
import type { TablestoreClient } from './client.ts'
import type { Table } from './layout.ts'
import { type Attribute, attributeNames, encodeRow, keptOf, wellFormed } from './row-codec.ts'
import { type Range, RowTable } from './row-table.ts'
import { ComparatorType, Condition, FIRST, LAST, Long, RowExistenceExpectation, SingleColumnCondition } from './sdk.ts'

/** Every column that a value and its brief may take; those that they do not take are deleted when they are written over. */
const VALUE_COLUMNS = attributeNames('value')
const BRIEF_COLUMNS = attributeNames('brief')

/** What is read of entries of which nobody asks for more. */
const NAME_AND_VERSION = ['version', 'name_whole']
const WITHOUT_BRIEF = [...NAME_AND_VERSION, ...VALUE_COLUMNS]
const WITHOUT_VALUE = [...NAME_AND_VERSION, ...BRIEF_COLUMNS]

/** Entries of JSON with a version that counts their writes: `progress`, and `marks`. */
export class TablestoreEntries implements ProgressTable {
  readonly #client: TablestoreClient
  readonly #table: Table
  readonly #rows: RowTable

  constructor(client: TablestoreClient, table: Table) {
    this.#client = client
    this.#table = table
    this.#rows = new RowTable(client, table)
  }

  async get(scope: string, name: string): Promise<ProgressEntry | undefined> {
    const cells = await this.#rows.get([scope, name])
    return cells && entryOf(cells)
  }

  async *list(scope: string, prefix: string, part?: ListPart): AsyncGenerator<ProgressEntry> {
    for await (const cells of this.#named(scope, prefix, WITHOUT_BRIEF, part)) yield entryOf(cells)
  }

  async *briefs(scope: string, prefix: string): AsyncGenerator<Omit<ProgressEntry, 'value'>> {
    for await (const cells of this.#named(scope, prefix, WITHOUT_VALUE)) yield readBrief(cells)
  }

  /** One pass over the names of all entries: thousands of them are a few pages, and asking each scope would be two calls a scope. */
  async scopesWith(name: string, accountId?: string): Promise<readonly string[]> {
    const found: string[] = []
    const range: Range =
      accountId === undefined
        ? { from: [FIRST], to: [LAST, LAST] }
        : { from: [`${accountId}:`], to: [prefixEnd(`${accountId}:`) ?? LAST] }
    for await (const cells of this.#rows.scan(range, NAME_AND_VERSION)) {
      if (cells.text('name') === name) found.push(cells.text('scope'))
    }
    return found
  }

  /** A fence that is lower than one that is stored fails the condition of its row; rows beside it may have been written. */
  async put(
    scope: string,
    entries: readonly { readonly name: string; readonly value: unknown }[],
    fence?: number,
  ): Promise<void> {
    const unique = new Map(entries.map((entry) => [wellFormed(entry.name), entry]))
    const changes = [...unique.values()].map(({ name, value }) => this.#putting(scope, name, value, fence))
    const refused = await writeRows(this.#client, this.#table, changes)
    if (refused.length === 0) return
    throw new StaleLeaseError(
      `Another run has taken over this work in the Tablestore instance ${this.#client.where}. Let that run end; it needs nothing from this one.`,
      this.#client.where,
    )
  }

  async swap(scope: string, name: string, value: unknown, expected: number, brief?: unknown): Promise<boolean> {
    const version = expected + 1
    const cells = { scope, name, value: JSON.stringify(value), version, ...briefCells(version, brief) }
    if (expected === 0) return this.#rows.insert(cells)
    const isExpected = new SingleColumnCondition(
      'version',
      Long.fromNumber(expected),
      ComparatorType.EQUAL,
      false,
      true,
    )
    return this.#rows.writeOnCondition(cells, 'UpdateRow', (sdk, primaryKey, columns) =>
      sdk.updateRow({
        tableName: this.#table.name,
        condition: new Condition(RowExistenceExpectation.EXPECT_EXIST, isExpected),
        primaryKey,
        updateOfAttributeColumns: [{ PUT: columns }, { DELETE_ALL: unusedOf(columns.flatMap(Object.keys)) }],
      }),
    )
  }

  delete(scope: string, name: string): Promise<void> {
    return this.#rows.delete([[scope, name]])
  }

  async *#named(
    scope: string,
    prefix: string,
    columns?: readonly string[],
    { from = prefix, first }: ListPart = {},
  ): AsyncGenerator<CellReader> {
    // Of a long name only the beginning stands in its key, and names with one beginning stand together.
    const kept = keptOf(prefix)
    const range: Range = { from: [scope, keptOf(from)], to: [scope, prefixEnd(kept) ?? LAST] }
    for await (const cells of this.#rows.scan(range, columns, first)) {
      const name = cells.text('name')
      if (!name.startsWith(kept)) return
      if (name.startsWith(prefix) && name >= from) yield cells
    }
  }

  #putting(scope: string, name: string, value: unknown, fence: number | undefined): RowChange {
    const cells = { scope, name, value: JSON.stringify(value), ...(fence === undefined ? {} : { fence }) }
    const { key, attributes, bytes } = encodeRow(this.#table, cells)
    const attributeColumns = [
      { PUT: attributes.map(named) },
      { DELETE_ALL: unusedOf(attributes.map(({ name }) => name)) },
      // Counts the writes, so that a swap in between notices; one that is repeated counts once more, which is as good.
      { INCREMENT: [{ version: Long.fromNumber(1) }] },
    ]
    const condition = new Condition(
      RowExistenceExpectation.IGNORE,
      fence === undefined
        ? null
        : new SingleColumnCondition('fence', Long.fromNumber(fence), ComparatorType.LESS_EQUAL, true, true),
    )
    return { row: { type: 'UPDATE', condition, primaryKey: this.#rows.primaryKey(key), attributeColumns }, key, bytes }
  }
}

function entryOf(cells: CellReader): ProgressEntry {
  return { ...readBrief(cells), value: cells.json<unknown>('value') }
}

function unusedOf(columns: readonly string[]): string[] {
  return [...VALUE_COLUMNS, ...BRIEF_COLUMNS].filter((name) => !columns.includes(name))
}

function named({ name, value }: { readonly name: string; readonly value: Attribute }): { [name: string]: Attribute } {
  return { [name]: value }
}
