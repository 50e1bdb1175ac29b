import { describe, expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/messages/message.ts'
import { makePlan } from '../../../shared/domain/plan/make-plan.ts'
import type { Batch, PlanOptions } from '../../../shared/domain/plan/plan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { kmsInstance, scopeInstances } from '../../support/domain/instances.ts'
import { decidedBatches, OPTIONS, quietAt, readyRow, weekOf } from '../../support/domain/plan-rows.ts'
import { batchDecision } from '../../support/domain/request-rows.ts'

function batchesOf(rows: readonly ReadinessRow[], options: Partial<PlanOptions> = {}): readonly Batch[] {
  return makePlan(rows, { ...OPTIONS, ...options }).batches
}

/** What a batch says of itself, each by its id and what it names. */
function saidOf({ why }: Batch): readonly (readonly [string, Message['params']])[] {
  return why.map((text) => {
    if (typeof text === 'string') throw new Error(`${text} is no message of the catalogue`)
    return [text.id, text.params] as const
  })
}

const env = (value: string) => [{ key: 'env', value }]
const secrets = (count: number) => Array.from({ length: count }, (_, at) => `secret-${100 + at}`)
const ONE_KEY = ['plan-one-key', {}] as const
const QUIET = ['plan-quiet', {}] as const

describe('a batch says why it is as it is', () => {
  it.each<[string, readonly ReadinessRow[], readonly (readonly [string, Message['params']])[]]>([
    ['one key in a quiet hour', [readyRow('key-a')], [ONE_KEY, QUIET]],
    ['one key that is used at all hours', [readyRow('key-a', { week: weekOf(3) })], [ONE_KEY]],
    ['one key that is used at one hour of the week', [readyRow('key-a', { week: weekOf(0, { 3: 900 }) })], [ONE_KEY]],
    [
      'groups that share no application',
      [readyRow('key-a'), readyRow('key-b')],
      [['plan-packed', { groups: 2 }], QUIET],
    ],
    [
      'keys with secrets',
      [readyRow('key-a', { secrets: secrets(1) }), readyRow('key-b')],
      [['plan-packed', { groups: 2 }], ['plan-keys-before-secrets', {}], QUIET],
    ],
    [
      'a row of an older version, without a week',
      [readyRow('key-a', { week: undefined })],
      [ONE_KEY, ['plan-no-profile', { keys: 1 }]],
    ],
    ['little evidence', [readyRow('key-a', { days: 2 })], [ONE_KEY, ['plan-short-evidence', { keys: 1 }]]],
    [
      'a region without a destination',
      [readyRow('key-a', { region: 'cn-beijing' })],
      [ONE_KEY, ['plan-no-destination', { region: 'cn-beijing' }], QUIET],
    ],
  ])('%s', (_, rows, said) => {
    const batches = batchesOf(rows)
    expect(batches.map(saidOf)).toEqual([said])
  })

  it('a destination that is elsewhere', () => {
    const instances = ['cn-beijing', 'cn-hangzhou'].map((region) =>
      scopeInstances(region === 'cn-beijing' ? [kmsInstance({ id: 'kst-hzz1' })] : [], { region }),
    )
    const plan = makePlan([readyRow('key-a')], { ...OPTIONS, instances })
    const [batch] = plan.batches
    const elsewhere = ['plan-destination-elsewhere', { instance: 'kst-hzz1', region: 'cn-beijing' }]
    expect(batch && saidOf(batch)).toEqual([ONE_KEY, elsewhere, QUIET])
    // Instances of regions without a key are no matter of the plan.
    expect(plan.instances.map(({ region }) => region)).toEqual(['cn-hangzhou'])
    expect(batch?.destination).toBeNull()
  })

  it('no window within the weeks that are searched', () => {
    const [batch] = batchesOf([readyRow('key-a')], { freezes: [{ from: '2026-11-01', to: '2027-12-31' }] })
    expect(batch && saidOf(batch)).toEqual([ONE_KEY, ['plan-no-window', { weeks: 8 }]])
  })
})

describe('environments', () => {
  const tagged = (days?: number) => [
    readyRow('key-a', { tags: env('prod') }),
    readyRow('key-b', { tags: env('test'), ...(days !== undefined && { days }) }),
  ]

  it('of production come after the others, and say so', () => {
    const [test, prod] = batchesOf(tagged())
    expect(test && saidOf(test)).toEqual([['plan-environment', { environment: 'test' }], ONE_KEY, QUIET])
    expect(prod && saidOf(prod)).toEqual([
      ['plan-environment', { environment: 'prod' }],
      ONE_KEY,
      ['plan-after-environments', {}],
      QUIET,
    ])
    expect(prod?.window?.from).toBe(test?.window?.to)
  })

  it('wait for none that has no window', () => {
    const [test, prod] = batchesOf(tagged(2))
    expect([test?.window, test?.environment]).toEqual([null, 'test'])
    expect(prod && saidOf(prod)).toEqual([['plan-environment', { environment: 'prod' }], ONE_KEY, QUIET])
  })
})

describe('batches of one scope', () => {
  const decidedOn = (parts: Partial<Parameters<typeof batchDecision>[0]>, rows: readonly ReadinessRow[]) => {
    const elsewhere = { batch: 'batch-one', keyIds: ['key-a'], secrets: [], destination: 'kst-other', ...parts }
    return batchesOf(rows, { decided: decidedBatches(batchDecision(elsewhere)) }).map(
      ({ environment, keys: [key] }) => [environment, key?.keyId],
    )
  }
  const in2Weeks = { from: '2026-12-07T18:00:00Z', to: '2026-12-07T20:00:00Z' }

  it('are told of by environment, tests first, whatever instance they move to', () => {
    const rows = [readyRow('key-a', { tags: env('prod') }), readyRow('key-b', { tags: env('test') })]
    const told = [
      ['test', 'key-b'],
      ['prod', 'key-a'],
    ]
    expect(decidedOn({}, rows)).toEqual(told)
    expect(decidedOn({ state: 'window-agreed', window: in2Weeks }, rows)).toEqual(told)
  })

  it('of one environment are told of by their windows, and last where they have none', () => {
    const rows = (days: number) => [readyRow('key-a', { days: 91 }), readyRow('key-b', { days })]
    const agreed = { state: 'window-agreed', window: in2Weeks } as const
    expect(decidedOn(agreed, rows(91)).map(([, key]) => key)).toEqual(['key-b', 'key-a'])
    expect(decidedOn(agreed, rows(2)).map(([, key]) => key)).toEqual(['key-a', 'key-b'])
    expect(decidedOn({}, rows(2)).map(([, key]) => key)).toEqual(['key-a', 'key-b'])
    expect(decidedOn({}, [readyRow('key-a', { days: 2 }), readyRow('key-b')]).map(([, key]) => key)).toEqual([
      'key-b',
      'key-a',
    ])
  })

  it('of production begin when the last of the others has ended, however quiet it is before', () => {
    const tests = [
      readyRow('key-b', { tags: env('test'), week: quietAt(60) }),
      readyRow('key-c', { tags: env('uat'), week: quietAt(40) }),
    ]
    const all = batchesOf([readyRow('key-a', { tags: env('prod'), week: quietAt(20) }), ...tests])
    expect(all.map(({ environment, window }) => [environment, window?.from])).toEqual([
      ['test', '2026-11-25T12:00:00Z'],
      ['staging', '2026-12-01T16:00:00Z'],
      ['prod', '2026-12-07T20:00:00Z'],
    ])
  })

  it('share the time of their place where no instance is named', () => {
    const decided = decidedBatches(batchDecision({ keyIds: ['key-a'], secrets: [], destination: null }))
    const batches = batchesOf([readyRow('key-a'), readyRow('key-b')], { decided, destinations: {} })
    expect(batches.map(({ destination }) => destination)).toEqual([null, null])
    expect(batches[1]?.window?.from).toBe(batches[0]?.window?.to)
  })
})

describe('the secrets of a key that has more than a batch takes', () => {
  it('follow in batches of their own, one after the other', () => {
    const [first, ...others] = batchesOf([readyRow('key-a', { secrets: secrets(120) })])
    const following = (part: number) => [['plan-secrets-of', { key: 'key-a', part, parts: 3, after: first?.id }], QUIET]
    expect(others.map(saidOf)).toEqual([following(2), following(3)])
    expect(others.map((each) => each.secrets.length)).toEqual([50, 20])
    expect(others.map(({ window }) => window?.from)).toEqual([first?.window?.to, others[0]?.window?.to])
  })

  it('have no window where their key has none', () => {
    const batches = batchesOf([readyRow('key-a', { days: 2, secrets: secrets(70) })])
    expect(batches.map(({ window }) => window)).toEqual([null, null])
  })
})

describe('the id of a batch', () => {
  it('is that of every version before: people have written down what they decided about it', () => {
    const batches = batchesOf([readyRow('key-a', { secrets: Array.from({ length: 120 }, (_, at) => `s${100 + at}`) })])
    expect(batches.map(({ id }) => id)).toEqual(['batch-8c883fba9e67', 'batch-fedaa04bbc41', 'batch-9cbcafeb3eba'])
    // Whatever the order in which groups bring their keys.
    const three = (callers: string[]) =>
      batchesOf([readyRow('key-a', { callers }), readyRow('key-b'), readyRow('key-c', { callers })])
    expect(three(['one']).map(({ id, keys }) => [id, keys.map(({ keyId }) => keyId)])).toEqual([
      [three([])[0]?.id, ['key-a', 'key-c', 'key-b']],
    ])
    for (const ids of [
      ['key-b', 'key-a'],
      ['key-a', 'key-b'],
    ])
      expect(batchesOf(ids.map((keyId) => readyRow(keyId))).map(({ id }) => id)).toEqual(['batch-d6c534f692d1'])
  })
})

describe('a batch that was requested', () => {
  const decidedOn = (value: Parameters<typeof batchDecision>[0], rows: readonly ReadinessRow[]) =>
    batchesOf(rows, { decided: decidedBatches(batchDecision(value)) })
  const REQUESTED = { batch: 'batch-one', keyIds: ['key-a', 'key-b'], secrets: [], destination: null }
  const requested = ['plan-requested', { ticket: 'TKT-12' }]

  it('is of the environment that all of its keys are of', () => {
    const rows = (of: string) => [readyRow('key-a', { tags: env('prod') }), readyRow('key-b', { tags: env(of) })]
    expect(decidedOn(REQUESTED, rows('prod')).map(({ environment }) => environment)).toEqual(['prod'])
    expect(decidedOn(REQUESTED, rows('test')).map(({ environment }) => environment)).toEqual([null])
  })

  it('says that it was, and nothing of how a plan would have made it', () => {
    const [batch] = decidedOn(REQUESTED, [readyRow('key-a', { tags: env('prod') })])
    expect(batch && saidOf(batch)).toEqual([requested, QUIET])
  })

  it.each(['moved', 'verified'] as const)('and is %s says that its keys have not moved', (state) => {
    const [batch] = decidedOn({ ...REQUESTED, state }, [readyRow('key-a')])
    expect(batch && saidOf(batch)).toEqual([requested, ['plan-not-moved', {}], QUIET])
  })

  it('is its own, and not that of the same id in another account', () => {
    const rows = [readyRow('key-a', { secrets: secrets(70) })]
    const follower = batchesOf(rows)[1]?.id ?? ''
    const decision = batchDecision({ batch: follower, keyIds: [], secrets: [], destination: null })
    const told = (accountId: string) =>
      batchesOf(rows, { decided: decidedBatches({ ...decision, accountId }) }).map(({ state }) => state)
    expect(told(decision.accountId)).toEqual([null, 'requested'])
    expect(told('1234567890123457')).toEqual([null, null])
  })
})
