// The messages of tablestore.proto, as far as they are used. An optional field that was not sent has its default, by way of the
// prototype; `wasSent` tells the difference.

export interface KeySchema {
  readonly name: string
  readonly type: number
  readonly option?: number
}

export interface DefinedColumn {
  readonly name: string
  readonly type: number
}

export interface TableMeta {
  readonly tableName: string
  readonly primaryKey: readonly KeySchema[]
  readonly definedColumn: readonly DefinedColumn[]
}

export interface TableOptions {
  readonly timeToLive: number
  readonly maxVersions: number
  /** protobufjs gives 64 bits as a number or as an object, as it finds `long` or not. */
  readonly deviationCellVersionInSec: number | { toNumber(): number }
  readonly allowUpdate: boolean
}

export interface CapacityUnit {
  readonly read: number
  readonly write: number
}

export interface Consumed {
  readonly capacityUnit: CapacityUnit
}

export interface WireCondition {
  readonly rowExistence: number
  readonly columnCondition: Uint8Array
}

export interface ReturnContent {
  readonly returnType: number
  readonly returnColumnNames: readonly string[]
}

/** What all reads have in common. */
export interface ReadQuery {
  readonly tableName: string
  readonly columnsToGet: readonly string[]
  readonly timeRange: object | null
  readonly maxVersions: number
  readonly filter: Uint8Array
  readonly startColumn: string
  readonly endColumn: string
}

export interface WriteQuery {
  readonly condition: WireCondition
  readonly returnContent: ReturnContent | null
}

export interface RowError {
  readonly code: string
  readonly message: string
}

export interface RowResult {
  readonly isOk: boolean
  readonly error?: RowError
  readonly consumed?: Consumed
  readonly row?: Uint8Array
}

interface TableName {
  readonly tableName: string
}

interface RowAnswer {
  readonly consumed: Consumed
  readonly row: Uint8Array
}

export interface BatchResponse {
  readonly tables: readonly { readonly tableName: string; readonly rows: readonly RowResult[] }[]
}

export interface Requests {
  CreateTable: {
    readonly tableMeta: TableMeta
    readonly reservedThroughput: Consumed
    readonly tableOptions: TableOptions | null
    readonly streamSpec: { readonly enableStream: boolean } | null
    readonly indexMetas: readonly object[]
  }
  DescribeTable: TableName
  ListTable: object
  DeleteTable: TableName
  GetRow: ReadQuery & { readonly primaryKey: Uint8Array }
  PutRow: TableName & WriteQuery & { readonly row: Uint8Array }
  UpdateRow: TableName & WriteQuery & { readonly rowChange: Uint8Array }
  DeleteRow: TableName & WriteQuery & { readonly primaryKey: Uint8Array }
  GetRange: ReadQuery & {
    readonly direction: number
    readonly limit: number
    readonly inclusiveStartPrimaryKey: Uint8Array
    readonly exclusiveEndPrimaryKey: Uint8Array
  }
  BatchGetRow: { readonly tables: readonly (ReadQuery & { readonly primaryKey: readonly Uint8Array[] })[] }
  BatchWriteRow: {
    readonly tables: readonly {
      readonly tableName: string
      readonly rows: readonly (WriteQuery & { readonly type: number; readonly rowChange: Uint8Array })[]
    }[]
  }
}

export interface Responses {
  CreateTable: object
  DescribeTable: {
    readonly tableMeta: TableMeta
    readonly reservedThroughputDetails: Consumed & { readonly lastIncreaseTime: number }
    readonly tableOptions: TableOptions
    readonly tableStatus: number
  }
  ListTable: { readonly tableNames: readonly string[] }
  DeleteTable: object
  GetRow: RowAnswer
  PutRow: RowAnswer
  UpdateRow: RowAnswer
  DeleteRow: RowAnswer
  GetRange: { readonly consumed: Consumed; readonly rows: Uint8Array; readonly nextStartPrimaryKey?: Uint8Array }
  BatchGetRow: BatchResponse
  BatchWriteRow: BatchResponse
}

/** True when a field of a message was on the wire. */
export function wasSent<T extends object>(message: T, field: keyof T): boolean {
  return Object.hasOwn(message, field)
}
