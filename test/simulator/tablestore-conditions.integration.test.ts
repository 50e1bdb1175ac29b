import TableStore from 'tablestore'
import { describe, expect, test } from 'vitest'
import {
  EXPECT_EXIST,
  EXPECT_NOT_EXIST,
  expecting,
  failureOf,
  keyOf,
  long,
  openTablestore,
  putRow,
} from '../support/cloud/tablestore-client.ts'

const { ComparatorType, CompositeCondition, LogicalOperator, SingleColumnCondition } = TableStore
const { EQUAL, NOT_EQUAL, GREATER_THAN, GREATER_EQUAL, LESS_THAN, LESS_EQUAL } = ComparatorType
type Comparator = (typeof ComparatorType)[keyof typeof ComparatorType]

/** A row with n = 5, s = m, whose update on this condition goes through, or fails as a failed condition does. */
async function passes(condition: TableStore.ColumnCondition): Promise<boolean> {
  const { client } = await openTablestore()
  await putRow(client, 'x', [{ n: long(5) }, { s: 'm' }, { d: 1.5 }, { b: true }, { bin: Buffer.from([1, 2]) }])
  const put = putRow(client, 'x', [{ done: true }], expecting(0, condition))
  const failure = await put.then(
    () => undefined,
    () => failureOf(put),
  )
  if (failure) expect(failure).toMatchObject({ status: 403, code: 'OTSConditionCheckFail' })
  return failure === undefined
}

function combine(operator: 1 | 2 | 3, ...parts: TableStore.ColumnCondition[]) {
  const condition = new CompositeCondition(operator)
  for (const part of parts) condition.addSubCondition(part)
  return condition
}

const TRUE = new SingleColumnCondition('n', long(5), EQUAL)
const FALSE = new SingleColumnCondition('n', long(5), NOT_EQUAL)

describe('existence', () => {
  test('EXPECT_EXIST and EXPECT_NOT_EXIST, on every kind of write', async () => {
    const { client, table } = await openTablestore()
    const row = (id: string, existence: 1 | 2) => ({
      tableName: 't',
      condition: expecting(existence),
      primaryKey: keyOf('a', id),
    })
    const columns = { attributeColumns: [{ n: 'v' }] }
    const updates = { updateOfAttributeColumns: [{ PUT: [{ n: 'w' }] }] }
    const failing = [
      () => client.putRow({ ...row('x', EXPECT_EXIST), ...columns }),
      () => client.updateRow({ ...row('x', EXPECT_EXIST), ...updates }),
      () => client.deleteRow(row('x', EXPECT_EXIST)),
    ]
    for (const call of failing) {
      expect(await failureOf(call())).toMatchObject({ status: 403, code: 'OTSConditionCheckFail' })
    }
    expect(table.rows()).toEqual([])
    await client.putRow({ ...row('x', EXPECT_NOT_EXIST), ...columns })
    const again = await failureOf(client.putRow({ ...row('x', EXPECT_NOT_EXIST), ...columns }))
    expect(again.message).toContain('Condition check failed.')
    await client.updateRow({ ...row('x', EXPECT_EXIST), ...updates })
    expect(table.rows()).toEqual([{ scope: 'a', id: 'x', n: 'w' }])
    await client.deleteRow(row('x', EXPECT_EXIST))
    expect(table.rows()).toEqual([])
  })
})

describe('one column', () => {
  const cases: [string, TableStore.CellValue, Record<string, boolean>][] = [
    ['n', long(4), { EQUAL: false, NOT_EQUAL: true, GREATER_THAN: true, GREATER_EQUAL: true, LESS_THAN: false }],
    ['n', long(5), { EQUAL: true, NOT_EQUAL: false, GREATER_THAN: false, GREATER_EQUAL: true, LESS_EQUAL: true }],
    ['n', long(6), { EQUAL: false, GREATER_THAN: false, GREATER_EQUAL: false, LESS_THAN: true, LESS_EQUAL: true }],
    ['s', 'm', { EQUAL: true, NOT_EQUAL: false, GREATER_EQUAL: true }],
    ['s', 'a', { GREATER_THAN: true, LESS_EQUAL: false }],
    ['d', 1.5, { EQUAL: true, LESS_THAN: false }],
    ['b', false, { EQUAL: false, GREATER_THAN: true }],
    ['bin', Buffer.from([1, 3]), { LESS_THAN: true, GREATER_EQUAL: false }],
    ['id', 'x', { EQUAL: true, NOT_EQUAL: false }],
  ]
  const byName: Record<string, Comparator> = { EQUAL, NOT_EQUAL, GREATER_THAN, GREATER_EQUAL, LESS_THAN, LESS_EQUAL }
  for (const [column, value, outcomes] of cases) {
    test(`${column} against ${String(value)}`, async () => {
      for (const [name, outcome] of Object.entries(outcomes)) {
        const condition = new SingleColumnCondition(column, value, byName[name] ?? EQUAL)
        expect(await passes(condition), name).toBe(outcome)
      }
    })
  }

  test('that is missing passes or fails as told', async () => {
    for (const comparator of [EQUAL, NOT_EQUAL]) {
      expect(await passes(new SingleColumnCondition('none', 'v', comparator, true))).toBe(true)
      expect(await passes(new SingleColumnCondition('none', 'v', comparator, false))).toBe(false)
    }
  })

  test('with a value of another type never passes', async () => {
    expect(await passes(new SingleColumnCondition('n', '5', EQUAL))).toBe(false)
    expect(await passes(new SingleColumnCondition('n', 5, NOT_EQUAL))).toBe(false)
  })

  test('of a row that does not exist is missing', async () => {
    const { client, table } = await openTablestore()
    const on = (passIfMissing: boolean) => expecting(0, new SingleColumnCondition('n', 'v', EQUAL, passIfMissing))
    expect(await failureOf(putRow(client, 'x', [{ n: 'v' }], on(false)))).toMatchObject({
      code: 'OTSConditionCheckFail',
    })
    await putRow(client, 'x', [{ n: 'v' }], on(true))
    expect(table.rows()).toHaveLength(1)
  })
})

describe('several columns', () => {
  const { AND, OR, NOT } = LogicalOperator

  test('AND, OR and NOT, within each other', async () => {
    expect(await passes(combine(AND, TRUE, TRUE))).toBe(true)
    expect(await passes(combine(AND, TRUE, FALSE))).toBe(false)
    expect(await passes(combine(OR, FALSE, TRUE))).toBe(true)
    expect(await passes(combine(OR, FALSE, FALSE))).toBe(false)
    expect(await passes(combine(NOT, FALSE))).toBe(true)
    expect(await passes(combine(NOT, combine(OR, FALSE, combine(AND, TRUE, TRUE))))).toBe(false)
  })

  test('badly formed ones are refused', async () => {
    const { client } = await openTablestore()
    const many = Array.from({ length: 10 }, () => TRUE).reduce<TableStore.ColumnCondition>(
      (condition, part) => combine(AND, condition, part),
      TRUE,
    )
    const refused: [TableStore.ColumnCondition, string][] = [
      [combine(AND, TRUE), 'the number of sub-filters must be 2'],
      [combine(OR, TRUE, TRUE, TRUE), 'the number of sub-filters must be 2'],
      [combine(NOT, TRUE, TRUE), 'the number of sub-filters must be 1'],
      [many, 'The count of filter exceeds the max: 10.'],
    ]
    for (const [condition, message] of refused) {
      const failure = await failureOf(putRow(client, 'x', [{ n: 'v' }], expecting(0, condition)))
      expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
      expect(failure.message).toContain(message)
    }
  })
})

test('two writers that expect no row: one of them makes it', async () => {
  const { client, table } = await openTablestore()
  const writers = Array.from({ length: 8 }, (_, n) =>
    putRow(client, 'lease', [{ owner: `${n}` }], expecting(EXPECT_NOT_EXIST)),
  )
  const outcomes = await Promise.allSettled(writers)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(table.rows()).toHaveLength(1)
})
