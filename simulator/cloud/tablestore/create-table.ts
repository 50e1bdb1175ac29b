import type { KeyType, Table, TablestoreInstance } from './instance.ts'
import {
  DEFAULT_DEVIATION,
  MAX_CAPACITY_UNITS,
  MAX_DEFINED_COLUMNS,
  MAX_KEY_COLUMNS,
  MAX_TABLES,
  MIN_TIME_TO_LIVE,
  NAME,
} from './limits.ts'
import { invalid, notSimulated, quotaExhausted, tableExists } from './refusals.ts'
import { type CapacityUnit, type Requests, type TableMeta, type TableOptions, wasSent } from './wire/operations.ts'

/** Key types by their numbers in tablestore.proto. */
export const KEY_TYPES: Readonly<Record<number, KeyType>> = { 1: 'INTEGER', 2: 'STRING', 3: 'BINARY' }

/** Makes a table as asked for. `now`: the cloud's time; `readyAt`: when it takes rows, on the machine's own clock. */
export function createTable(
  instance: TablestoreInstance,
  request: Requests['CreateTable'],
  now: number,
  readyAt: number,
): void {
  const { tableMeta, tableOptions } = request
  checkNames(tableMeta)
  if (request.indexMetas.length > 0) throw notSimulated('secondary indexes')
  if (request.streamSpec?.enableStream) throw notSimulated('streams')
  const capacity = capacityOf(request.reservedThroughput.capacityUnit)
  const options = optionsOf(tableOptions)
  if (instance.tables.has(tableMeta.tableName)) throw tableExists()
  if (instance.tables.size >= MAX_TABLES) throw quotaExhausted('Number of tables exceeded the quota.')
  instance.tables.set(tableMeta.tableName, {
    name: tableMeta.tableName,
    primaryKey: tableMeta.primaryKey.map(({ name, type }) => ({ name, type: keyType(type) })),
    definedColumns: tableMeta.definedColumn.map(({ name, type }) => ({ name, type })),
    ...options,
    capacity,
    createdAt: now,
    readyAt,
    rows: [],
  })
}

function checkNames({ tableName, primaryKey, definedColumn }: TableMeta): void {
  if (!NAME.test(tableName)) throw invalid(`Invalid table name: '${tableName}'.`)
  if (primaryKey.length < 1 || primaryKey.length > MAX_KEY_COLUMNS) {
    throw invalid(`The number of primary key columns must be in range: [1, ${MAX_KEY_COLUMNS}].`)
  }
  if (definedColumn.length > MAX_DEFINED_COLUMNS) {
    throw invalid(`The number of defined columns must be in range: [0, ${MAX_DEFINED_COLUMNS}].`)
  }
  const seen = new Set<string>()
  for (const column of primaryKey) {
    if (!NAME.test(column.name)) throw invalid(`Invalid column name: '${column.name}'.`)
    if (seen.has(column.name)) throw invalid(`Duplicated primary key name: '${column.name}'.`)
    if (wasSent(column, 'option')) throw notSimulated('primary key columns that increment themselves')
    seen.add(column.name)
  }
  for (const { name } of definedColumn) {
    if (!NAME.test(name)) throw invalid(`Invalid column name: '${name}'.`)
    if (seen.has(name)) throw invalid(`Duplicated attribute column name with primary key column: '${name}'.`)
    seen.add(name)
  }
}

function keyType(code: number): KeyType {
  const type = KEY_TYPES[code]
  if (!type) throw invalid(`${code} is an invalid type for the primary key.`)
  return type
}

function capacityOf({ read, write }: CapacityUnit): CapacityUnit {
  for (const units of [read, write]) {
    if (units < 0) throw invalid(`Invalid Capacity Unit: ${units}. Capacity Unit must be nonnegative.`)
    if (units > MAX_CAPACITY_UNITS) throw invalid(`Invalid Capacity Unit: ${units}.`)
  }
  return { read, write }
}

function optionsOf(
  options: TableOptions | null,
): Pick<Table, 'timeToLive' | 'maxVersions' | 'maxDeviation' | 'allowUpdate'> {
  if (!options || !wasSent(options, 'timeToLive')) throw invalid('Time-to-live is missing while creating table.')
  if (!wasSent(options, 'maxVersions')) throw invalid('MaxVersions is missing while creating table.')
  const { timeToLive, maxVersions, deviationCellVersionInSec: deviation } = options
  if (timeToLive === 0 || timeToLive < -1) throw invalid('TimeToLive cannot be 0 or less than -1.')
  if (timeToLive !== -1 && timeToLive < MIN_TIME_TO_LIVE) {
    throw invalid(`TimeToLive cannot be less than ${MIN_TIME_TO_LIVE} seconds.`)
  }
  if (maxVersions <= 0) throw invalid('The maximum versions cannot be less than or equal to 0.')
  const given = typeof deviation === 'number' ? deviation : deviation.toNumber()
  return {
    timeToLive,
    maxVersions,
    maxDeviation: wasSent(options, 'deviationCellVersionInSec') ? given : DEFAULT_DEVIATION,
    allowUpdate: !wasSent(options, 'allowUpdate') || options.allowUpdate,
  }
}
