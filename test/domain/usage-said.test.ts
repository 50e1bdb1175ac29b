import { describe, expect, it } from 'vitest'
import { AliasHistory } from '../../shared/domain/alias-history.ts'
import type { DecisionValue } from '../../shared/domain/decisions/decision.ts'
import { type Ability, Statements } from '../../shared/domain/decisions/statements.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import type { UsageRow } from '../../shared/domain/usage.ts'
import { UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import { decision, usageRow } from '../support/store/rows.ts'

const WINDOW = { from: Date.parse('2026-11-20T00:00:00Z'), to: Date.parse('2026-11-21T00:00:00Z') }
const KEYS = ['key-1', 'key-2', 'key-3']
const KEYS_SAID: DecisionValue = { kind: 'keys-statement', principal: 'role/orders', keyIds: ['key-1', 'key-2'] }
const CLIENT_SAID: DecisionValue = { kind: 'client-statement', principal: 'role/orders', client: 'java' }

interface Circumstances {
  readonly said?: readonly DecisionValue[]
  readonly ability?: (keyId: string) => Ability
  readonly mayMove?: (keyId: string) => boolean
}

/** What becomes of rows where people said something. */
function summed(rows: readonly UsageRow[], { said = [], ...able }: Circumstances = {}): UsageAggregator {
  const decisions = said.map((value, at) => decision({ subject: `s${at}`, value, until: null }))
  const sum = new UsageAggregator({
    keys: new KeyIndex(KEYS.map((keyId) => ({ keyId, versionIds: [] }))),
    aliases: new AliasHistory([], true),
    own: new OwnRanges([]),
    statements: new Statements(decisions),
    ...able,
    window: WINDOW,
    windowOf: () => WINDOW,
    nominalWindowOf: () => WINDOW,
  })
  for (const row of rows) sum.add(row)
  return sum
}

/** A call that names no key. */
const open = (changes: Partial<UsageRow> = {}) => usageRow({ keyId: 'unknown', ...changes })
const callsOf = (sum: UsageAggregator) => KEYS.map((keyId) => sum.usesOf(keyId).map(({ calls }) => calls))
const principals = (uses: readonly { readonly caller: { readonly principal: string } }[]) =>
  uses.map(({ caller }) => caller.principal)

describe('calls whose key nobody knows', () => {
  it('are no key’s, and open', () => {
    const sum = summed([open()])
    expect(callsOf(sum)).toEqual([[], [], []])
    expect(principals(sum.unattributed(true).other)).toEqual(['role/orders'])
    expect(sum.saidToBeOthers(true)).toEqual({ deciding: [], other: [] })
  })

  it('are those of the keys that somebody said, and open no more', () => {
    const sum = summed([open(), open({ operation: 'ReEncrypt' })], { said: [KEYS_SAID] })
    expect(callsOf(sum)).toEqual([[5, 5], [5, 5], []])
    expect(sum.unattributed(true)).toEqual({ deciding: [], other: [] })
    const others = sum.saidToBeOthers(true)
    expect([principals(others.deciding), principals(others.other)]).toEqual([['role/orders'], ['role/orders']])
    const said = [{ value: KEYS_SAID, by: 'Li Na', at: '2026-11-20T00:00:00Z', until: null }]
    expect(sum.usesOf('key-1')[0]?.said).toEqual(said)
  })

  it('are none of a key that cannot be theirs', () => {
    const ability = (keyId: string): Ability => (keyId === 'key-1' ? 'all' : 'none')
    expect(callsOf(summed([open()], { said: [KEYS_SAID], ability }))).toEqual([[5], [], []])
    const sum = summed([open()], { said: [KEYS_SAID], ability: () => 'none' })
    expect([callsOf(sum), sum.unattributed(true).other.length]).toEqual([[[], [], []], 1])
  })

  it('that an event ties to a key are its, whatever was said, and nothing was said of them', () => {
    const sum = summed([usageRow({ keyId: 'key-3' })], { said: [KEYS_SAID] })
    expect(callsOf(sum)).toEqual([[], [], [5]])
    expect(sum.usesOf('key-3')[0]).not.toHaveProperty('said')
  })
})

describe('a client that nobody knows', () => {
  const caller = { ...usageRow().caller, client: 'unknown', agent: 'orders-service' } as const

  it('is the one that somebody said, and goes by its agent no more', () => {
    const [use] = summed([usageRow({ caller })], { said: [CLIENT_SAID] }).usesOf('key-1')
    expect(use?.caller).toEqual({
      kind: 'application',
      principal: 'role/orders',
      client: 'java',
      network: 'public',
      address: '203.0.113.7',
    })
    expect(use?.said?.map(({ value }) => value)).toEqual([CLIENT_SAID])
  })

  it('is told apart from the same of which nothing was said', () => {
    const java = { ...usageRow().caller, client: 'java' } as const
    const uses = summed([usageRow({ caller }), usageRow({ caller: java })], { said: [CLIENT_SAID] }).usesOf('key-1')
    expect(uses.map(({ said = [] }) => said.length)).toEqual([1, 0])
  })
})

describe('the busiest hour of keys that may move', () => {
  const mayMove = (keyId: string) => keyId === 'key-2'
  const at = (hour: number, calls: number) => Array.from({ length: 24 }, (_, each) => (each === hour ? calls : 0))
  const busiest = (rows: readonly UsageRow[], said: readonly DecisionValue[] = []) =>
    summed(rows, { mayMove, said }).busiest()

  it.each<[string, UsageRow, number | undefined]>([
    ['one of them', usageRow({ keyId: 'key-2', hours: at(7, 9) }), 9],
    ['another key', usageRow({ keyId: 'key-1', hours: at(7, 9) }), undefined],
    [
      'one of them, by what is no use',
      usageRow({ keyId: 'key-2', hours: at(7, 9), operation: 'DescribeKey' }),
      undefined,
    ],
    [
      'one of them, by what nobody knows',
      usageRow({ keyId: 'key-2', hours: at(7, 9), operation: 'NewKey' }),
      undefined,
    ],
  ])('has calls of %s', (_, row, calls) => {
    expect(busiest([row])?.calls).toBe(calls)
  })

  it('has calls of keys that somebody said, each call once', () => {
    expect(busiest([open({ hours: at(7, 9) })], [KEYS_SAID])).toEqual({ from: '2026-11-20T07:00:00Z', calls: 9 })
    expect(busiest([open({ hours: at(7, 9) })])).toBeNull()
  })

  it('is of none where nothing says which keys may move', () => {
    expect(summed([usageRow({ hours: at(7, 9) })]).busiest()).toBeNull()
  })
})
