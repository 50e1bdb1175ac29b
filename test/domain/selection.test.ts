import { describe, expect, it, vi } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { type Condition, RowSelection, type Selection } from '../../shared/domain/selection.ts'
import { STALE_AFTER } from '../../shared/domain/stale.ts'
import { NOW, row } from '../support/rows.ts'

const ONE = row({ keyId: 'key-1', aliases: ['alias/one'] })
const TWO = row({ keyId: 'key-2', aliases: ['alias/key-3'], verdict: 'blocked', region: 'cn-beijing' })
const THREE = row({ keyId: 'key-3', aliases: [], verdict: 'unknown', accountId: '2000000000000002' })
const TABLE = [ONE, TWO, THREE]

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}

async function select(selection: Selection, rows: readonly ReadinessRow[] = TABLE, now = NOW) {
  const selected = new RowSelection(selection, now)
  const picked: ReadinessRow[] = []
  await selected.settle(() => [rows])
  for await (const one of selected.pick(each(rows))) picked.push(one)
  return { keys: picked.map(({ keyId }) => keyId), picked, notes: selected.notes() }
}

const uses = (least: number): Condition => ({ text: `calls>=${least}`, holds: ({ usage }) => usage.calls >= least })

describe('a selection picks', () => {
  it.each<[string, Selection, readonly string[]]>([
    ['all rows where nothing is asked', {}, ['key-1', 'key-2', 'key-3']],
    ['a verdict', { verdict: ['ready'] }, ['key-1']],
    ['one of several verdicts', { verdict: ['ready', 'unknown'] }, ['key-1', 'key-3']],
    ['a region', { region: ['cn-beijing'] }, ['key-2']],
    ['one of several regions', { region: ['cn-beijing', 'cn-hangzhou'] }, ['key-1', 'key-2', 'key-3']],
    ['an account', { account: ['2000000000000002'] }, ['key-3']],
    ['a key by its id', { key: ['key-1'] }, ['key-1']],
    ['a key by its alias', { key: ['alias/one'] }, ['key-1']],
    ['a key by its alias without `alias/`', { key: ['one'] }, ['key-1']],
    ['the key that has the text as its id before one that has it as an alias', { key: ['key-3'] }, ['key-3']],
    ['one of several keys', { key: ['key-2', 'one'] }, ['key-1', 'key-2']],
    ['what meets a condition', { where: [uses(0)] }, ['key-1', 'key-2', 'key-3']],
    ['nothing by a condition that no row meets', { where: [uses(0), uses(1)] }, []],
    ['what meets every condition at once', { verdict: ['ready', 'blocked'], region: ['cn-beijing'] }, ['key-2']],
    ['nothing where conditions exclude each other', { verdict: ['ready'], region: ['cn-beijing'] }, []],
    ['nothing where the key is none of the account', { key: ['key-1'], account: ['2000000000000002'] }, []],
  ])('%s', async (_, selection, keys) => {
    expect((await select(selection)).keys).toEqual(keys)
  })

  it('rows as they are shown: a verdict that is too old is unknown', async () => {
    const later = Date.parse(ONE.checkedAt) + STALE_AFTER + 1
    expect((await select({ verdict: ['ready'] }, TABLE, later)).keys).toEqual([])
    const { picked } = await select({ verdict: ['unknown'] }, [ONE], later)
    expect(picked).toMatchObject([{ verdict: 'unknown', staleVerdict: 'ready' }])
  })
})

describe('the whole table is read', () => {
  const outlines = (rows: readonly ReadinessRow[]) => vi.fn(() => each([rows]))

  it.each<[string, Selection, number]>([
    ['not without keys', {}, 0],
    ['not for an alias in full', { key: ['alias/one'] }, 0],
    ['once for what may be an id or an alias', { key: ['one', 'key-1'] }, 1],
  ])('%s', async (_, selection, times) => {
    const listed = outlines(TABLE)
    await new RowSelection(selection, NOW).settle(listed)
    expect(listed).toHaveBeenCalledTimes(times)
  })

  it('no further than to the last id', async () => {
    const seen: string[] = []
    async function* watched() {
      for (const one of TABLE) {
        seen.push(one.keyId)
        yield [one]
      }
    }
    await new RowSelection({ key: ['key-1', 'key-2'] }, NOW).settle(watched)
    expect(seen).toEqual(['key-1', 'key-2'])
  })

  it('and rows can be taken one by one after', async () => {
    const selection = new RowSelection({ key: ['key-3'] }, NOW)
    await selection.settle(() => each([TABLE]))
    expect(TABLE.map((one) => selection.take(one)?.keyId)).toEqual([undefined, undefined, 'key-3'])
  })
})

describe('the notes', () => {
  it('are none where something was picked', async () => {
    for (const selection of [{}, { region: ['cn-beijing'] }, { key: ['one'] }, { where: [uses(0)] }])
      expect((await select(selection)).notes).toEqual([])
  })

  it('say alone that the table is empty', async () => {
    const { notes } = await select({ region: ['cn-beijing'], key: ['one'] }, [])
    expect(notes).toHaveLength(1)
    expect(notes[0]).toContain('audit')
  })

  it('say that no row meets all of what was asked, where each alone is met', async () => {
    const { notes } = await select({ verdict: ['ready'], region: ['cn-beijing'] })
    expect(notes).toHaveLength(1)
    expect(notes[0]).not.toContain('cn-beijing')
  })

  it('name each value that no row of the table has, and the ones that it has', async () => {
    const { notes } = await select({
      region: ['cn-hangzhou', 'eu-central-1'],
      account: ['3000000000000003', '2000000000000002'],
      key: ['key-1', 'nobody'],
      where: [uses(0), uses(7)],
    })
    expect(notes).toHaveLength(4)
    expect(notes[0]).toMatch(/region.*eu-central-1.*cn-beijing, cn-hangzhou/)
    expect(notes[1]).toMatch(/account.*3000000000000003.*1234567890123456, 2000000000000002/)
    expect(notes[2]).toContain('nobody')
    expect(notes[3]).toContain('calls>=7')
    expect(notes.join()).not.toContain('calls>=0')
  })
})
