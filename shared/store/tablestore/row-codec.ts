import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Row } from 'tablestore'
import type { Cell, Cells } from '../records/cells.ts'
import type { Table } from './layout.ts'
import { Long } from './sdk.ts'

/** Bytes of a primary key value; the vendor takes 1,024. */
const MAX_KEY = 1_000
/** What is left of a longer one, before its hash. */
const KEPT_OF_KEY = 900
const WHOLE = '_whole'
/** Bytes of a text that is kept as it is. Longer ones are packed, so that a row of many stays within the vendor's 4 MB. */
const MAX_TEXT = 256 * 1024
/** Bytes of a packed piece; the vendor takes 2 MB a column. */
const PIECE = 2_000_000
/** Pieces of one text: two are the most that a row holds. */
const MAX_PIECES = 2
/** What a cell takes on the wire besides its name and value: tags, lengths, checksum. */
const CELL_OVERHEAD = 20

/** A value as the SDK takes it: numbers are whole, which its own numbers are not. */
export type Attribute = string | boolean | Buffer | ReturnType<typeof Long.fromNumber>
export type KeyValues = readonly string[]

/** A row ready to be sent. */
export interface EncodedRow {
  readonly key: KeyValues
  readonly attributes: readonly { readonly name: string; readonly value: Attribute }[]
  /** About what it takes in a request, in bytes; never less. */
  readonly bytes: number
}

/** The values of a primary key as they are stored: what is too long is cut, and told apart by its hash. */
export function keyValues(values: KeyValues): KeyValues {
  return values.map((value) => {
    if (Buffer.byteLength(value) <= MAX_KEY) return value
    return `${keptOf(value)}…${createHash('sha256').update(value).digest('hex')}`
  })
}

/** What every stored value begins with whose whole begins with `prefix`. */
export function keptOf(prefix: string): string {
  let kept = ''
  let bytes = 0
  // Cut between characters.
  for (const character of prefix) {
    bytes += Buffer.byteLength(character)
    if (bytes > KEPT_OF_KEY) break
    kept += character
  }
  return kept
}

/** As the text comes back: half of a surrogate pair has no bytes, and U+FFFD takes its place. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}

/** A row as the vendor takes it. Null is a column that is not there. */
export function encodeRow(table: Table, cells: Cells): EncodedRow {
  const whole = table.key.map((column) => wellFormed(String(cells[column])))
  const key = keyValues(whole)
  const attributes = [
    ...table.key.flatMap((column, at) => (key[at] === whole[at] ? [] : encodeCell(column + WHOLE, whole[at] ?? null))),
    ...Object.entries(cells).flatMap(([column, cell]) =>
      table.key.includes(column) ? [] : encodeCell(column, cell, table.maxText),
    ),
  ]
  const sizes = [...key.map((value) => Buffer.byteLength(value)), ...attributes.map(sizeOf)]
  return { key, attributes, bytes: sizes.reduce((sum, size) => sum + size + CELL_OVERHEAD, 0) }
}

/** The columns of one cell: itself, or the pieces of a text that is longer than `maxText` bytes and packed. */
export function encodeCell(
  column: string,
  cell: Cell,
  maxText = MAX_TEXT,
): { readonly name: string; readonly value: Attribute }[] {
  if (cell === null) return []
  if (typeof cell === 'number') return [{ name: column, value: Long.fromNumber(cell) }]
  if (typeof cell === 'boolean' || Buffer.byteLength(cell) <= maxText) return [{ name: column, value: cell }]
  const packed = gzipSync(cell)
  return Array.from({ length: Math.ceil(packed.length / PIECE) }, (_, at) => ({
    name: pieceName(column, at),
    value: packed.subarray(at * PIECE, (at + 1) * PIECE),
  }))
}

function pieceName(column: string, at: number): string {
  return `${column}_gz${at}`
}

/** Every name under which a cell may be stored that is not of the primary key. */
export function attributeNames(column: string): string[] {
  return [column, ...Array.from({ length: MAX_PIECES }, (_, at) => pieceName(column, at))]
}

/** Every name under which a column may be stored. */
export function storedNames(column: string): string[] {
  return [...attributeNames(column), column + WHOLE]
}

/** A row that was read as plain values by column; undefined where there is none. Throws on a packed text that does not unpack. */
export function decodeRow(row: Partial<Row> | undefined): Readonly<Record<string, unknown>> | undefined {
  if (!row?.primaryKey) return undefined
  const values: Record<string, unknown> = {}
  const packed = new Map<string, Buffer[]>()
  for (const { name, value } of row.primaryKey) values[name] = plain(value)
  for (const { columnName, columnValue } of row.attributes ?? []) {
    const [, column, at] = /^(.+)_gz(\d)$/.exec(columnName) ?? []
    if (column === undefined || !Buffer.isBuffer(columnValue)) values[columnName] = plain(columnValue)
    else packed.set(column, Object.assign(packed.get(column) ?? [], { [Number(at)]: columnValue }))
  }
  for (const [column, pieces] of packed) values[column] = gunzipSync(Buffer.concat(pieces)).toString('utf8')
  for (const name of Object.keys(values)) {
    if (name.endsWith(WHOLE)) values[name.slice(0, -WHOLE.length)] = values[name]
  }
  return values
}

function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'toNumber' in value && typeof value.toNumber === 'function'
    ? value.toNumber()
    : value
}

function sizeOf({ name, value }: { readonly name: string; readonly value: Attribute }): number {
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : Buffer.isBuffer(value) ? value.length : 8
  return Buffer.byteLength(name) + bytes
}
