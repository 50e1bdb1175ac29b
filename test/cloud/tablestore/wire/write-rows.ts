import type { Value } from '../value.ts'
import { crc8, crc8OfByte } from './crc8.ts'
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
  return Buffer.concat([uint32(HEADER), ...rows.flatMap(rowParts)])
}

function rowParts({ primaryKey, attributes }: OutRow): Buffer[] {
  const keys = primaryKey.map(writeCell)
  const cells = attributes.map(writeCell)
  // A row that lives ends with a zero in its sum, where a deleted one has its marker.
  const crc = crc8OfByte(
    [...keys, ...cells].reduce((sum, each) => crc8OfByte(sum, each.checksum), 0),
    0,
  )
  return [
    Buffer.of(TAG.primaryKey),
    ...keys.flatMap((each) => each.parts),
    ...(cells.length > 0 ? [Buffer.of(TAG.attributes)] : []),
    ...cells.flatMap((each) => each.parts),
    Buffer.of(TAG.rowChecksum, crc),
  ]
}

function writeCell({ name, value, timestamp }: OutCell): { parts: Buffer[]; checksum: number } {
  const nameBytes = Buffer.from(name)
  const valueBytes = variant(value)
  let crc = crc8(crc8(0, nameBytes), valueBytes)
  const parts = [
    Buffer.of(TAG.cell, TAG.name),
    uint32(nameBytes.length),
    nameBytes,
    Buffer.of(TAG.value),
    uint32(valueBytes.length),
    valueBytes,
  ]
  if (timestamp !== undefined) {
    const bytes = int64(BigInt(timestamp))
    crc = crc8(crc, bytes)
    parts.push(Buffer.of(TAG.timestamp), bytes)
  }
  parts.push(Buffer.of(TAG.cellChecksum, crc))
  return { parts, checksum: crc }
}

function variant(value: Value): Buffer {
  const type = Buffer.of(VARIANT[value.type])
  switch (value.type) {
    case 'INTEGER':
      return Buffer.concat([type, int64(value.value)])
    case 'DOUBLE': {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleLE(value.value)
      return Buffer.concat([type, bytes])
    }
    case 'BOOLEAN':
      return Buffer.concat([type, Buffer.of(value.value ? 1 : 0)])
    case 'STRING':
    case 'BINARY': {
      const bytes = Buffer.from(value.value)
      return Buffer.concat([type, uint32(bytes.length), bytes])
    }
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return bytes
}
