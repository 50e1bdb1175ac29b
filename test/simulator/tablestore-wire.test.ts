import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderedKey } from '../../simulator/cloud/tablestore/ordered-key.ts'
import { type Bound, compare, type Value } from '../../simulator/cloud/tablestore/value.ts'
import { crc8 } from '../../simulator/cloud/tablestore/wire/crc8.ts'
import { readRow } from '../../simulator/cloud/tablestore/wire/read-row.ts'
import { type OutRow, writeRows } from '../../simulator/cloud/tablestore/wire/write-rows.ts'

const value: fc.Arbitrary<Value> = fc.oneof(
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((integer) => ({ type: 'INTEGER' as const, value: integer })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((double) => !Object.is(double, -0))
    .map((double) => ({ type: 'DOUBLE' as const, value: double })),
  fc.boolean().map((boolean) => ({ type: 'BOOLEAN' as const, value: boolean })),
  fc.string({ unit: 'grapheme' }).map((text) => ({ type: 'STRING' as const, value: text })),
  fc.uint8Array().map((bytes) => ({ type: 'BINARY' as const, value: Buffer.from(bytes) })),
)

const ROW: OutRow = {
  primaryKey: [{ name: 'pk', value: { type: 'STRING', value: 'a' } }],
  attributes: [{ name: 'n', value: { type: 'INTEGER', value: 5n }, timestamp: 1_700_000_000_000 }],
}

test('the checksum is CRC-8', () => {
  expect(crc8(0, Buffer.from('123456789'))).toBe(0xf4)
  expect(crc8(crc8(0, Buffer.from('12345')), Buffer.from('6789'))).toBe(0xf4)
})

describe('PlainBuffer', () => {
  test('what is written reads as it was', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.nat(), (values, timestamp) => {
        const row: OutRow = {
          ...ROW,
          attributes: values.map((each, at) => ({ name: `c${at}`, value: each, timestamp })),
        }
        expect(readRow(writeRows([row]))).toEqual({ ...row, deleteMarker: false })
      }),
    )
  })

  test('is the bytes that the vendor documents', () => {
    const header = '75000000'
    const key = '01 03 04 02000000 706b 05 06000000 03 01000000 61 0a'
    expect(writeRows([ROW]).toString('hex').startsWith(`${header}${key}`.replaceAll(' ', ''))).toBe(true)
    expect(writeRows([])).toHaveLength(0)
  })

  test('a row with any byte changed is refused, and so is any part of one', () => {
    const bytes = writeRows([ROW])
    for (let at = 0; at < bytes.length; at += 1) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const spoilt = Buffer.from(bytes)
        spoilt[at] = (spoilt[at] ?? 0) ^ flip
        expect(() => readRow(spoilt), `byte ${at}`).toThrow(expect.objectContaining({ code: 'OTSParameterInvalid' }))
      }
      expect(() => readRow(bytes.subarray(0, at))).toThrow(expect.objectContaining({ status: 400 }))
    }
  })

  test('zeros after a row do not matter, anything else does', () => {
    const bytes = writeRows([ROW])
    expect(readRow(Buffer.concat([bytes, Buffer.alloc(3)]))).toEqual(readRow(bytes))
    expect(() => readRow(Buffer.concat([bytes, Buffer.of(0, 1)]))).toThrow('has more data')
  })
})

describe('keys are in order', () => {
  const part = value.filter(({ type }) => type === 'INTEGER' || type === 'STRING' || type === 'BINARY')

  test('column by column, as their values are', () => {
    fc.assert(
      fc.property(
        part,
        part,
        value.filter(({ type }) => type === 'STRING'),
        (one, other, more) => {
          fc.pre(one.type === other.type)
          const order = compare(one, other) ?? 0
          expect(Math.sign(orderOf([one], [other]))).toBe(Math.sign(order))
          if (order !== 0) expect(Math.sign(orderOf([one, more], [other, one]))).toBe(Math.sign(order))
        },
      ),
    )
  })

  test('text by its bytes, not by its UTF-16 units, and the end of a text before what it goes on with', () => {
    const text = (value: string): Value => ({ type: 'STRING', value })
    expect('\u{1f511}' < '\ufffd').toBe(true)
    expect(orderOf([text('\u{1f511}')], [text('\ufffd')])).toBe(1)
    expect(orderOf([text('a'), text('z')], [text('a\x00'), text('a')])).toBe(-1)
  })

  test('within the infinite bounds', () => {
    const empty: Value = { type: 'STRING', value: '' }
    const high: Value = { type: 'BINARY', value: Buffer.alloc(9, 0xff) }
    expect(orderOf([{ type: 'INF_MIN' }], [empty])).toBe(-1)
    expect(orderOf([{ type: 'INF_MAX' }], [high])).toBe(1)
    expect(orderOf([empty, { type: 'INF_MAX' }], [high, { type: 'INF_MIN' }])).toBe(-1)
  })
})

function orderOf(one: readonly (Value | Bound)[], other: readonly (Value | Bound)[]): number {
  const [left, right] = [orderedKey(one), orderedKey(other)]
  if (left === right) return 0
  return left < right ? -1 : 1
}
