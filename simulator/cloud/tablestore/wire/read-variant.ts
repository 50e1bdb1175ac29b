import { isUtf8 } from 'node:buffer'
import { invalid } from '../refusals.ts'
import type { Bound, Value } from '../value.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { VARIANT } from './tags.ts'

/** A value with its type in front; `name` is the column that it belongs to. */
export function readVariant(cursor: ByteCursor, name: string): Value | Bound {
  const type = cursor.byte()
  switch (type) {
    case VARIANT.INTEGER:
      return { type: 'INTEGER', value: cursor.take(8).readBigInt64LE() }
    case VARIANT.DOUBLE:
      return { type: 'DOUBLE', value: finite(cursor.take(8).readDoubleLE()) }
    case VARIANT.BOOLEAN:
      return { type: 'BOOLEAN', value: cursor.byte() !== 0 }
    case VARIANT.STRING:
      return { type: 'STRING', value: text(cursor.take(cursor.uint32()), name) }
    case VARIANT.BINARY:
      return { type: 'BINARY', value: Buffer.from(cursor.take(cursor.uint32())) }
    case VARIANT.INF_MIN:
      return { type: 'INF_MIN' }
    case VARIANT.INF_MAX:
      return { type: 'INF_MAX' }
    default:
      throw invalid('data format is invalid, unknown variant type occured.')
  }
}

/** Text that is what it says: UTF-8. */
export function text(bytes: Buffer, name: string): string {
  if (!isUtf8(bytes)) throw invalid(`Value of column '${name}' must be UTF8 encoding.`)
  return bytes.toString('utf8')
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value
  throw invalid(`${Number.isNaN(value) ? 'NaN' : 'Infinity'} can't be set to double value.`)
}
