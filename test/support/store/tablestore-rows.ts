import type { SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import type { StoredRow } from '../../../simulator/cloud/tablestore/instance.ts'
import type { PlainRow } from '../../../simulator/cloud/tablestore/table-view.ts'

/** The rows of all tables of the first account, by the table's name. */
export type Snapshot = ReadonlyMap<string, readonly StoredRow[]>

export function snapshot(cloud: SimulatedCloud): Snapshot {
  return new Map(tables(cloud).map(({ name, rows }) => [name, [...rows]]))
}

export function restore(cloud: SimulatedCloud, saved: Snapshot): void {
  for (const table of tables(cloud)) table.rows = [...(saved.get(table.name) ?? [])]
}

/** What the tables hold, but for who wrote it. */
export function contents(cloud: SimulatedCloud): Record<string, PlainRow[]> {
  return Object.fromEntries(
    tables(cloud).map(({ name }) => [
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
