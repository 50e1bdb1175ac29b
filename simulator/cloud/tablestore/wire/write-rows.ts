import { sizeOf, type Value } from '../value.ts'
import { ByteSink } from './byte-sink.ts'
import { crc8OfByte } from './crc8.ts'
import { HEADER, TAG, VARIANT } from './tags.ts'

/** A cell of an answer. */
export interface OutCell {
  readonly name: string
  readonly value: Value
  /** Milliseconds; attributes have one. */
  readonly timestamp?: number
}

export interface OutRow {
  readonly primaryKey: readonly OutCell[]
  readonly attributes: readonly OutCell[]
}

/** Rows in PlainBuffer; no bytes at all for no rows. */
export function writeRows(rows: readonly OutRow[]): Buffer {
  if (rows.length === 0) return Buffer.alloc(0)
  const sink = new ByteSink()
  sink.uint32(HEADER)
  for (const row of rows) writeRow(sink, row)
  return sink.result()
}

function writeRow(sink: ByteSink, { primaryKey, attributes }: OutRow): void {
  let crc = 0
  sink.byte(TAG.primaryKey)
  for (const cell of primaryKey) crc = crc8OfByte(crc, writeCell(sink, cell))
  if (attributes.length > 0) sink.byte(TAG.attributes)
  for (const cell of attributes) crc = crc8OfByte(crc, writeCell(sink, cell))
  sink.byte(TAG.rowChecksum)
  // A row that lives ends with a zero in its sum, where a deleted one has its marker.
  sink.byte(crc8OfByte(crc, 0))
}

/** Writes a cell and tells its checksum: of the name, the value and the timestamp, without their tags and lengths. */
function writeCell(sink: ByteSink, { name, value, timestamp }: OutCell): number {
  sink.byte(TAG.cell)
  sink.byte(TAG.name)
  sink.counted(name)
  let crc = sink.crcSince(0, sink.length - Buffer.byteLength(name))
  sink.byte(TAG.value)
  sink.uint32(variantLength(value))
  crc = sink.crcSince(crc, writeVariant(sink, value))
  if (timestamp !== undefined) {
    sink.byte(TAG.timestamp)
    sink.int64(BigInt(timestamp))
    crc = sink.crcSince(crc, sink.length - 8)
  }
  sink.byte(TAG.cellChecksum)
  sink.byte(crc)
  return crc
}

function variantLength(value: Value): number {
  const counted = value.type === 'STRING' || value.type === 'BINARY'
  return 1 + (counted ? 4 : 0) + sizeOf(value)
}

/** Tells where the value begins. */
function writeVariant(sink: ByteSink, value: Value): number {
  const start = sink.length
  sink.byte(VARIANT[value.type])
  if (value.type === 'INTEGER') sink.int64(value.value)
  else if (value.type === 'DOUBLE') sink.double(value.value)
  else if (value.type === 'BOOLEAN') sink.byte(value.value ? 1 : 0)
  else sink.counted(value.value)
  return start
}
