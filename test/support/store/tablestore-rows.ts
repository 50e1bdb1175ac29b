import type { SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import type { StoredRow, Table } from '../../../simulator/cloud/tablestore/instance.ts'
import type { PlainRow } from '../../../simulator/cloud/tablestore/table-view.ts'

/** The rows of all tables of the first account, by the table's name. */
export type Snapshot = ReadonlyMap<string, readonly StoredRow[]>

export function snapshot(cloud: SimulatedCloud): Snapshot {
  return new Map(tables(cloud).map(({ name, rows }) => [name, [...rows]]))
}

export function restore(cloud: SimulatedCloud, saved: Snapshot): void {
  for (const table of tables(cloud)) table.rows = [...(saved.get(table.name) ?? [])]
}

/** What the tables hold, but for who wrote it: those that were written since, because that is one of six. */
export function contents(cloud: SimulatedCloud, saved: Snapshot): Record<string, PlainRow[]> {
  const isWritten = ({ name, rows }: Table) => {
    const before = saved.get(name)
    return rows.length !== before?.length || rows.some((row, at) => row !== before[at])
  }
  const written = tables(cloud).filter(isWritten)
  return Object.fromEntries(
    written.map(({ name }) => [
      name,
      cloud
        .table(name)
        .rows()
        .map(({ writer: _, ...row }) => row),
    ]),
  )
}

function tables({ world }: SimulatedCloud) {
  return world.accounts.flatMap(({ tablestore }) => tablestore.flatMap((instance) => [...instance.tables.values()]))
}
