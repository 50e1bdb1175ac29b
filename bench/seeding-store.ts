import { briefCells } from '../shared/store/records/brief.ts'
import type { Cells } from '../shared/store/records/cells.ts'
import { changeCells } from '../shared/store/records/history.ts'
import { readinessCells } from '../shared/store/records/readiness.ts'
import { usageCells } from '../shared/store/records/usage.ts'
import type { Store } from '../shared/store/store.ts'
import { HISTORY, PROGRESS, READINESS, type Table, USAGE } from '../shared/store/tablestore/layout.ts'
import { type Attribute, encodeRow } from '../shared/store/tablestore/row-codec.ts'
import type { SimulatedCloud } from '../simulator/cloud/cloud.ts'
import type { PlainRow, PlainValue } from '../simulator/cloud/tablestore/table-view.ts'

/** Puts rows behind the back of the service, as the store would have written them: by requests, 100,000 would take minutes. */
export function seedingStore(cloud: SimulatedCloud): Pick<Store, 'readiness' | 'history' | 'usage' | 'progress'> {
  const put = (table: Table, all: readonly Cells[]) => {
    const view = cloud.table(table.name)
    for (const cells of all) view.put(plainRow(table, cells))
  }
  const entries = new Map<string, unknown>()
  const putEntry = (scope: string, name: string, value: unknown, besides: Cells = {}) => {
    entries.set(`${scope} ${name}`, value)
    const cells = { scope, name, value: JSON.stringify(value), version: 1, ...besides }
    put(PROGRESS, [cells])
  }
  const unused = () => {
    throw new Error('whoever stores a company only puts')
  }
  return {
    readiness: {
      ...{ get: unused, list: unused, listSummaries: unused, summariesOf: unused, version: unused, delete: unused },
      ...{ getAll: unused, scopeSummaries: unused, summarize: unused, noteAll: unused },
      put: async (rows) => put(READINESS, rows.map(readinessCells)),
    },
    history: {
      ...{ list: unused, counts: unused, countsByScope: unused, delete: unused, prune: unused },
      put: async (changes) => put(HISTORY, changes.map(changeCells)),
    },
    usage: {
      ...{ list: unused, prune: unused },
      replaceDays: async (scope, _, rows) =>
        put(
          USAGE,
          rows.map((row) => usageCells(scope, row)),
        ),
    },
    progress: {
      ...{ scopesWith: unused, briefs: unused, delete: unused },
      // Marks of earlier runs, of which there are none.
      async *list() {},
      get: async (scope, name) => {
        const value = entries.get(`${scope} ${name}`)
        return value === undefined ? undefined : { name, value, version: 1 }
      },
      swap: async (scope, name, value, _, brief) => {
        putEntry(scope, name, value, briefCells(1, brief))
        return true
      },
      put: async (scope, all, fence) => {
        for (const { name, value } of all) putEntry(scope, name, value, fence === undefined ? {} : { fence })
      },
    },
  }
}

function plainRow(table: Table, cells: Cells): PlainRow {
  const { key, attributes } = encodeRow(table, cells)
  return Object.fromEntries([
    ...table.key.map((column, at) => [column, key[at] ?? '']),
    ...attributes.map(({ name, value }) => [name, plain(value)]),
  ])
}

function plain(value: Attribute): PlainValue {
  return typeof value === 'object' && !Buffer.isBuffer(value) ? BigInt(value.toString()) : value
}
