import type { WireRequest } from '../http/wire-request.ts'
import { decodeRequest, isOperation, type OperationName } from './wire/messages.ts'
import type { Requests } from './wire/operations.ts'

/** The operation that is called; what it is called, where there is no such operation. */
export function operationOf(request: WireRequest): string {
  return request.path.slice(1)
}

export function accessKeyIdOf(request: WireRequest): string {
  return request.headers['x-ots-accesskeyid'] ?? ''
}

/** What faults and tests tell requests apart by: InstanceName, and TableName with a comma between several. */
export function parametersOf(request: WireRequest): Map<string, string> {
  const tables = tablesOf(request)
  return new Map([
    ['InstanceName', request.headers['x-ots-instancename'] ?? ''],
    ...(tables.length > 0 ? [['TableName', tables.join(',')] as const] : []),
  ])
}

function tablesOf(request: WireRequest): readonly string[] {
  const operation = operationOf(request)
  if (!isOperation(operation)) return []
  try {
    return tableNames(operation, decodeRequest(operation, request.body))
  } catch {
    return []
  }
}

/** The tables that a request names. */
export function tableNames<O extends OperationName>(operation: O, request: Requests[O]): readonly string[] {
  if (operation === 'CreateTable') return [(request as Requests['CreateTable']).tableMeta.tableName]
  if ('tables' in request) return request.tables.map(({ tableName }) => tableName)
  return 'tableName' in request ? [request.tableName] : []
}
