import { createRequire } from 'node:module'
import { invalid } from '../refusals.ts'
import type { Requests, Responses } from './operations.ts'

/** What protobufjs makes of a message. */
interface Codec<T> {
  decode(bytes: Uint8Array): T
  encode(message: T): { finish(): Uint8Array }
}

/** The SDK's own compiled messages: it has no types for them. */
interface Compiled {
  readonly main: { readonly proto: Readonly<Record<string, Codec<object>>> }
  readonly filter: { readonly proto: Readonly<Record<string, Codec<object>>> }
}

const compiled = createRequire(import.meta.url)('tablestore/lib/protocol/tablestore_compiled_proto.js') as Compiled

export type OperationName = keyof Requests

export function isOperation(name: string): name is OperationName {
  return OPERATIONS.has(name)
}

const OPERATIONS: ReadonlySet<string> = new Set<OperationName>([
  'CreateTable',
  'DescribeTable',
  'ListTable',
  'DeleteTable',
  'GetRow',
  'PutRow',
  'UpdateRow',
  'DeleteRow',
  'GetRange',
  'BatchGetRow',
  'BatchWriteRow',
])

/** The request of an operation. Throws the `Refusal` of one that is no message. */
export function decodeRequest<O extends OperationName>(operation: O, body: Uint8Array): Requests[O] {
  return decode<Requests[O]>(compiled.main.proto, `${operation}Request`, body, 'Parse PBMessage from RawString failed.')
}

export function encodeResponse<O extends OperationName>(operation: O, response: Responses[O]): Uint8Array {
  return codec<Responses[O]>(compiled.main.proto, `${operation}Response`).encode(response).finish()
}

export function encodeError(code: string, message: string): Uint8Array {
  return codec<{ code: string; message: string }>(compiled.main.proto, 'Error').encode({ code, message }).finish()
}

/** A part of a filter or of a column condition. */
export function decodeFilter<T extends object>(name: string, bytes: Uint8Array): T {
  return decode<T>(compiled.filter.proto, name, bytes, 'Deserialize filter failed.')
}

function decode<T extends object>(
  from: Readonly<Record<string, Codec<object>>>,
  name: string,
  bytes: Uint8Array,
  failure: string,
): T {
  try {
    return codec<T>(from, name).decode(bytes)
  } catch {
    throw invalid(failure)
  }
}

function codec<T extends object>(from: Readonly<Record<string, Codec<object>>>, name: string): Codec<T> {
  const found = from[name]
  if (!found) throw new Error(`the SDK has no message ${name}: it must be another version`)
  return found as Codec<T>
}
