import { describe, expect, it } from 'vitest'
import { BATCH_STATES } from '../../../shared/domain/decisions/decision.ts'
import type { Batch, PlannedWindow } from '../../../shared/domain/plan/plan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { isOpen, makeRequest } from '../../../shared/domain/request/make-request.ts'
import { RequestFacts } from '../../../shared/domain/request/request-facts.ts'
import type { RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { HOUR, iso } from '../../../shared/domain/time.ts'
import { NOW, readyRow } from '../../support/domain/plan-rows.ts'
import { batchDecision, supportRow } from '../../support/domain/request-rows.ts'

const ACCOUNT = '1234567890123456'

/** A batch of one key, as a plan has it. */
function batchOf(parts: Partial<Batch> = {}): Batch {
  return {
    ...{ id: 'batch-plan', accountId: ACCOUNT, region: 'cn-hangzhou', destination: 'kst-hzz1', environment: null },
    ...{ state: null, ticket: null, window: null, keys: [{ keyId: 'key-1', aliases: [] }], secrets: [], why: [] },
    ...parts,
  }
}

function windowUntil(to: number, weeksOfEvidence: number): PlannedWindow {
  return { from: iso(to - 2 * HOUR), to: iso(to), weekday: 'Tuesday', expectedCalls: 1.5, weeksOfEvidence }
}

interface Given {
  readonly batches?: readonly Batch[]
  readonly decided?: readonly Parameters<typeof batchDecision>[0][]
  readonly rows?: readonly ReadinessRow[]
  readonly rules?: RulePack
}

/** A request by a plan that was made elsewhere. */
function requestOf({ batches = [], decided = [], rows = [readyRow('key-1')], rules = '2023-09' }: Given) {
  const facts = new RequestFacts(decided.map(batchDecision), NOW)
  for (const row of rows) facts.add(row)
  const plan = { asOf: null, timezone: 'UTC', batches, left: [], destinations: [], instances: [] }
  return makeRequest(plan, facts, { now: NOW, rules })
}

describe('the batches of a request', () => {
  it('stand by account and region, whether they were planned or decided', () => {
    const decided = [{ batch: 'batch-told', keyIds: ['key-2'] }]
    const batches = [
      batchOf({ id: 'batch-shanghai', region: 'cn-shanghai' }),
      batchOf({ id: 'batch-beijing', region: 'cn-beijing' }),
    ]
    const ids = requestOf({ batches, decided }).batches.map(({ id }) => id)
    expect(ids).toEqual(['batch-beijing', 'batch-told', 'batch-shanghai'])
  })

  it.each([
    { what: 'neither', keyIds: [], secrets: [], asked: 0 },
    { what: 'a key', keyIds: ['key-1'], secrets: [], asked: 1 },
    { what: 'a secret', keyIds: [], secrets: ['db'], asked: 1 },
  ])('have something to move: $what', ({ keyIds, secrets, asked }) => {
    const batches = [batchOf({ keys: keyIds.map((keyId) => ({ keyId, aliases: [] })), secrets })]
    expect(requestOf({ batches }).batches).toHaveLength(asked)
    expect(requestOf({ decided: [{ keyIds, secrets }] }).batches).toHaveLength(asked)
  })

  it.each(BATCH_STATES)('are open until their keys have moved: %s', (state) => {
    expect(isOpen({ state })).toBe(state === 'planned' || state === 'requested' || state === 'window-agreed')
  })

  it.each([
    ['2023-09', 'ticket'],
    ['2024-11', 'tool'],
  ] as const)('of secrets alone go by the pack of today: %s', (rules, way) => {
    const batches = [batchOf({ keys: [], secrets: ['db'] })]
    expect(requestOf({ batches, rules }).batches).toMatchObject([{ way }])
  })
})

describe('the destination of a batch', () => {
  it.each([
    { decided: 'kst-hzz9', planned: 'kst-hzz1', goes: 'kst-hzz9' },
    { decided: null, planned: 'kst-hzz1', goes: 'kst-hzz1' },
    { decided: null, planned: null, goes: null },
    { decided: 'kst-hzz9', planned: undefined, goes: 'kst-hzz9' },
    { decided: null, planned: undefined, goes: null },
  ])('is the one decided, else that of the plan: $decided, $planned', ({ decided, planned, goes }) => {
    const batches = planned === undefined ? [] : [batchOf({ destination: planned })]
    const decision = { batch: 'batch-plan', keyIds: ['key-1'], destination: decided }
    const [batch] = requestOf({ batches, decided: [decision] }).batches
    expect(batch?.destination).toBe(goes)
    expect(batch?.missing).toEqual(goes === null ? ['window', 'destination'] : ['window'])
  })
})

describe('the window of a batch', () => {
  const LATER = NOW + 24 * HOUR

  it.each([
    { weeks: 13, expected: { expectedCalls: 1.5, weeksOfEvidence: 13 } },
    { weeks: 0, expected: null },
  ])('tells what it expects by its evidence: $weeks weeks', ({ weeks, expected }) => {
    const batches = [batchOf({ window: windowUntil(LATER, weeks) })]
    const window = { from: iso(LATER - 2 * HOUR), to: iso(LATER) }
    for (const decided of [[], [{ batch: 'batch-plan', keyIds: ['key-1'] }]]) {
      const [batch] = requestOf({ batches, decided }).batches
      expect(batch).toMatchObject({ window, agreed: false, expected, missing: [] })
    }
  })

  it.each([
    { to: NOW - HOUR, missing: ['window-past'] },
    { to: NOW, missing: ['window-past'] },
    { to: NOW + HOUR, missing: [] },
  ])('is over from its last moment on, where it was agreed', ({ to, missing }) => {
    const window = { from: iso(to - 2 * HOUR), to: iso(to) }
    const decided = [{ batch: 'batch-plan', state: 'window-agreed' as const, window }]
    expect(requestOf({ decided }).batches).toMatchObject([{ window, agreed: true, expected: null, missing }])
  })

  it('is not called over where it was only planned', () => {
    const batches = [batchOf({ window: windowUntil(NOW - HOUR, 13) })]
    expect(requestOf({ batches }).batches).toMatchObject([{ agreed: false, missing: [] }])
  })
})

it('cases for technical support stand by account and region, with their keys by id', () => {
  const rows = [
    supportRow({ keyId: 'key-d', region: 'cn-shanghai' }),
    supportRow({ keyId: 'key-c', accountId: '2000000000000002' }),
    supportRow({ keyId: 'key-a' }),
    supportRow({ keyId: 'key-b' }),
  ]
  const { support } = requestOf({ rows })
  expect(support.map(({ keys, ...place }) => ({ ...place, keyIds: keys.map(({ keyId }) => keyId) }))).toEqual([
    { accountId: ACCOUNT, region: 'cn-hangzhou', keyIds: ['key-a', 'key-b'] },
    { accountId: ACCOUNT, region: 'cn-shanghai', keyIds: ['key-d'] },
    { accountId: '2000000000000002', region: 'cn-hangzhou', keyIds: ['key-c'] },
  ])
})
