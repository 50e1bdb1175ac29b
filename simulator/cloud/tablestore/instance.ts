import type { Value } from './value.ts'

/** A Tablestore instance with its tables: plain data, as the rest of the world, and the cloud writes into it. */
export interface TablestoreInstance {
  /** Unique in its region; lower case. */
  name: string
  region: string
  /** By name. */
  tables: Map<string, Table>
}

export type KeyType = 'INTEGER' | 'STRING' | 'BINARY'

export interface Table {
  name: string
  primaryKey: { name: string; type: KeyType }[]
  /** Type numbers as in tablestore.proto. */
  definedColumns: { name: string; type: number }[]
  /** Seconds; -1: for ever. */
  timeToLive: number
  maxVersions: number
  /** Seconds that a given timestamp may be off the cloud's time. */
  maxDeviation: number
  allowUpdate: boolean
  capacity: { read: number; write: number }
  /** Milliseconds of the cloud's time. */
  createdAt: number
  /** `performance.now()` from which on rows can be read and written. */
  readyAt: number
  /** In the order of their keys. */
  rows: StoredRow[]
}

export interface StoredRow {
  /** The primary key in its order: see `orderedKey`. */
  readonly key: string
  /** One value for each primary key column of the table. */
  readonly primaryKey: readonly Value[]
  /** Versions of each column, newest first; a column without versions is not there. */
  readonly columns: ReadonlyMap<string, readonly Version[]>
}

export interface Version {
  readonly value: Value
  /** Milliseconds. */
  readonly timestamp: number
}

/** An instance with no tables. */
export function tablestore(fields: Partial<TablestoreInstance> = {}): TablestoreInstance {
  return { name: 'cmk-readiness', region: 'cn-hangzhou', tables: new Map(), ...fields }
}
