import { KEY_TYPES } from './create-table.ts'
import type { KeyType, Table } from './instance.ts'
import type { Responses } from './wire/operations.ts'

const STATUS = { active: 1, loading: 3 }

export function describeTable(table: Table, ready: boolean): Responses['DescribeTable'] {
  return {
    tableMeta: {
      tableName: table.name,
      primaryKey: table.primaryKey.map(({ name, type }) => ({ name, type: codeOf(type) })),
      definedColumn: table.definedColumns,
    },
    reservedThroughputDetails: {
      capacityUnit: table.capacity,
      lastIncreaseTime: Math.floor(table.createdAt / 1_000),
    },
    tableOptions: {
      timeToLive: table.timeToLive,
      maxVersions: table.maxVersions,
      deviationCellVersionInSec: table.maxDeviation,
      allowUpdate: table.allowUpdate,
    },
    tableStatus: ready ? STATUS.active : STATUS.loading,
  }
}

function codeOf(type: KeyType): number {
  return Number(Object.entries(KEY_TYPES).find(([, name]) => name === type)?.[0])
}
