import { invalid } from '../refusals.ts'
import { ByteCursor } from './byte-cursor.ts'
import { crc8, crc8OfByte } from './crc8.ts'
import { readVariant, text } from './read-variant.ts'
import type { WireCell, WireRow } from './row.ts'
import { CELL_OPERATION, type CellOperation, HEADER, TAG } from './tags.ts'

/** One row in PlainBuffer, its checksums verified. Throws the `Refusal` of a broken one. */
export function readRow(bytes: Uint8Array): WireRow {
  const cursor = new ByteCursor(bytes)
  const header = cursor.uint32()
  if (header !== HEADER) throw invalid(`Cell data broken, mismatch header, actual: ${header}, expect: ${HEADER}.`)
  if (!cursor.takeTag(TAG.primaryKey)) throw invalid('Cell data broken, PK is empty.')
  const primaryKey = readCells(cursor)
  const attributes = cursor.takeTag(TAG.attributes) ? readCells(cursor) : []
  const deleteMarker = cursor.takeTag(TAG.deleteMarker)
  const cells = [...primaryKey, ...attributes]
  const crc = crc8OfByte(
    cells.reduce((sum, cell) => crc8OfByte(sum, cell.checksum), 0),
    deleteMarker ? 1 : 0,
  )
  if (!cursor.takeTag(TAG.rowChecksum)) throw invalid('Cell data broken, row is not end with checksum tag.')
  checkCrc(cursor.byte(), crc)
  // The Node.js SDK allots a byte too many for each infinite bound, and zeros stand in them.
  if (cursor.take(cursor.left).some((byte) => byte !== 0)) {
    throw invalid("Cell data broken, has more data in cell, but they can't be parsed.")
  }
  return { primaryKey: primaryKey.map(cellOf), attributes: attributes.map(cellOf), deleteMarker }
}

interface Read {
  readonly cell: WireCell
  readonly checksum: number
}

function cellOf({ cell }: Read): WireCell {
  return cell
}

function readCells(cursor: ByteCursor): Read[] {
  const cells: Read[] = []
  while (cursor.takeTag(TAG.cell)) cells.push(readCell(cursor))
  return cells
}

function readCell(cursor: ByteCursor): Read {
  cursor.expectTag(TAG.name)
  const nameBytes = cursor.take(cursor.uint32())
  const name = text(nameBytes, '')
  let crc = crc8(0, nameBytes)
  const cell: { -readonly [K in keyof WireCell]: WireCell[K] } = { name }
  if (cursor.takeTag(TAG.value)) {
    const bytes = cursor.take(cursor.uint32())
    const value = new ByteCursor(bytes)
    cell.value = readVariant(value, name)
    if (value.left > 0) throw invalid("Cell data broken, has more data in cell, but they can't be parsed.")
    crc = crc8(crc, bytes)
  }
  const operation = cursor.takeTag(TAG.operation) ? cursor.byte() : undefined
  if (operation !== undefined) cell.operation = operationOf(operation)
  if (cursor.takeTag(TAG.timestamp)) {
    const bytes = cursor.take(8)
    cell.timestamp = Number(bytes.readBigInt64LE())
    crc = crc8(crc, bytes)
  }
  // It stands before the timestamp and is summed after it.
  if (operation !== undefined) crc = crc8OfByte(crc, operation)
  if (!cursor.takeTag(TAG.cellChecksum)) throw invalid(`Invalid Column(${name}): missing checksum.`)
  checkCrc(cursor.byte(), crc)
  return { cell, checksum: crc }
}

function operationOf(code: number): CellOperation {
  const found = (Object.keys(CELL_OPERATION) as CellOperation[]).find((each) => CELL_OPERATION[each] === code)
  if (!found) throw invalid(`Invalid op type of cell: ${code}.`)
  return found
}

function checkCrc(sent: number, computed: number): void {
  if (sent !== computed) throw invalid(`Cell data broken, checksum is mismatch, ${sent} : ${computed} :`)
}
