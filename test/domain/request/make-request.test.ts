import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../shared/domain/decisions/decision.ts'
import { BATCH_STATES } from '../../../shared/domain/decisions/decision.ts'
import { makePlan } from '../../../shared/domain/plan/make-plan.ts'
import type { Plan } from '../../../shared/domain/plan/plan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { batchSteps } from '../../../shared/domain/request/batch-steps.ts'
import { isOpen, makeRequest } from '../../../shared/domain/request/make-request.ts'
import { RequestFacts } from '../../../shared/domain/request/request-facts.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { callerNamed, NOW, OPTIONS, readyRow, weekOf } from '../../support/domain/plan-rows.ts'
import { batchDecision, requestRows, supportRow } from '../../support/domain/request-rows.ts'

function requestOf(rows: readonly ReadinessRow[], decisions: readonly Decision[] = [], given?: Plan) {
  const facts = new RequestFacts(decisions, NOW)
  const plan = given ?? makePlan(rows, { ...OPTIONS, decided: facts.decided })
  for (const row of rows) facts.add(row)
  return { plan, request: makeRequest(plan, facts, { now: NOW, rules: '2023-09' }) }
}

/** A plan of one batch: to look for quiet windows takes longer than all the rest. */
function planWith(keyIds: readonly string[]): Plan {
  const place = { accountId: '1234567890123456', region: 'cn-hangzhou', destination: 'kst-hzz1', environment: null }
  const keys = keyIds.map((keyId) => ({ keyId, aliases: [] }))
  const batch = { id: 'batch-plan', ...place, state: null, ticket: null, window: null, keys, secrets: [], why: [] }
  return {
    asOf: null,
    timezone: 'UTC',
    batches: keys.length === 0 ? [] : [batch],
    left: [],
    destinations: [],
    instances: [],
  }
}

const idsOf = (keys: readonly { readonly keyId: string }[]) => keys.map(({ keyId }) => keyId)

describe('a request', () => {
  it('has the batches of the plan with window, destination, keys and secrets', () => {
    const { plan, request } = requestOf(requestRows())
    const [hangzhou, shanghai] = request.batches
    expect(hangzhou).toMatchObject({
      ...{ id: plan.batches[0]?.id, way: 'ticket', destination: 'kst-hzz1', state: null, ticket: null, agreed: false },
      ...{ secrets: ['orders-db'], missing: [], window: { from: plan.batches[0]?.window?.from } },
    })
    expect(idsOf(hangzhou?.keys ?? [])).toEqual(['key-invoices', 'key-orders'])
    expect(shanghai).toMatchObject({ missing: ['window', 'destination'], destination: null, window: null })
    expect(shanghai?.keys).toMatchObject([{ keyId: 'key-disk', protectionLevel: 'HSM', scenario: 1 }])
  })

  it('has the keys for technical support by account and region, and no other that is not ready', () => {
    const blocked = supportRow({ keyId: 'key-blocked', verdict: 'blocked' })
    const { request } = requestOf([...requestRows(), supportRow({ keyId: 'key-a' }), blocked])
    expect(request.support).toMatchObject([{ region: 'cn-hangzhou', keys: [{ keyId: 'key-a' }, { keyId: 'key-web' }] }])
    expect(request.support[0]?.keys[1]?.findings[0]?.events).toEqual(['EVENT-9'])
  })

  it('takes a key that was not checked for 48 hours for unknown', () => {
    const stale = { checkedAt: iso(NOW - 3 * DAY) }
    expect(requestOf([readyRow('key-1', stale), supportRow(stale)]).request).toMatchObject({ batches: [], support: [] })
  })

  it('has a batch as it was decided: its window, its destination, its ticket', () => {
    const [batch] = requestOf(requestRows()).plan.batches
    const window = { from: '2026-12-05T18:00:00Z', to: '2026-12-05T20:00:00Z' }
    const keyIds = idsOf(batch?.keys ?? [])
    const decided = batchDecision({ batch: batch?.id ?? '', state: 'window-agreed', keyIds, window })
    const { request } = requestOf(requestRows(), [decided])
    expect(request.batches.filter(({ region }) => region === 'cn-hangzhou')).toMatchObject([
      {
        window,
        agreed: true,
        expected: null,
        destination: 'kst-hzz9',
        ticket: 'TKT-12',
        state: 'window-agreed',
      },
    ])
  })

  it('says of an agreed window that it is over, unless the keys have moved', () => {
    const window = { from: iso(NOW - DAY), to: iso(NOW - DAY + 1) }
    const missing = (state: 'window-agreed' | 'moved') =>
      requestOf(requestRows(), [batchDecision({ state, window })]).request.batches.find(
        ({ id }) => id === 'batch-0123456789ab',
      )?.missing
    expect(missing('window-agreed')).toEqual(['window-past'])
    expect(missing('moved')).toEqual([])
  })

  it("asks for no key twice: what an earlier batch has is left out of the plan's, with its secrets", () => {
    const { request } = requestOf(requestRows(), [batchDecision()])
    const [decided, planned] = request.batches
    expect(decided).toMatchObject({ id: 'batch-0123456789ab', keys: [{ keyId: 'key-orders' }], secrets: ['orders-db'] })
    expect(planned).toMatchObject({ keys: [{ keyId: 'key-invoices' }], secrets: [] })
  })

  it('goes by the plan where a batch was planned only, and leaves one out that the plan no longer has', () => {
    const [batch] = requestOf(requestRows()).plan.batches
    const id = batch?.id ?? ''
    const planned = batchDecision({ batch: id, state: 'planned', keyIds: ['key-old'], destination: null })
    const { request } = requestOf(requestRows(), [planned, batchDecision({ state: 'planned' })])
    expect(request.batches.map((each) => each.state)).toEqual(['planned', null])
    expect(idsOf(request.batches[0]?.keys ?? [])).toEqual(['key-invoices', 'key-orders'])
  })

  it('tells what became of the keys of a batch that was requested', () => {
    const rows = [
      readyRow('key-ready'),
      { ...readyRow('key-spoilt'), verdict: 'blocked' as const },
      { ...readyRow('key-moved'), verdict: 'migrated' as const },
    ]
    const keyIds = ['key-ready', 'key-spoilt', 'key-moved', 'key-gone']
    const batch = requestOf(rows, [batchDecision({ keyIds })]).request.batches.find(
      ({ id }) => id === 'batch-0123456789ab',
    )
    expect(idsOf(batch?.keys ?? [])).toEqual(['key-ready'])
    expect(batch?.notReady).toMatchObject([{ keyId: 'key-spoilt', verdict: 'blocked' }])
    expect(idsOf(batch?.moved ?? [])).toEqual(['key-moved'])
    expect(batch?.gone).toEqual(['key-gone'])
  })

  it.each([
    [['2024-11', '2024-11'], 'tool'],
    [['2024-11', '2023-09'], 'ticket'],
  ] as const)('goes by the tool only where all its keys were judged by its page: %j', (packs, way) => {
    const rows = packs.map((rules, at) => readyRow(`key-${at}`, { rules, callers: ['role/a'] }))
    expect(requestOf(rows).request.batches).toMatchObject([{ way }])
  })

  it('names the steps of an application once for all its keys', () => {
    const operations = (name: string) => ({ ...callerNamed('role/orders'), operations: [name] })
    const rows = ['Decrypt', 'GenerateMac'].map((name) =>
      readyRow(`key-${name}`, { usage: { callers: [operations(name)] }, week: weekOf(1) }),
    )
    const steps = batchSteps(requestOf(rows).request.batches[0]?.keys ?? [])
    expect(steps.map(({ step, keyIds }) => [step.id, keyIds.length])).toEqual([
      ['app-access', 2],
      ['app-sdk', 2],
      ['app-operations', 2],
    ])
    expect(steps[2]?.step.params).toEqual({ principal: 'role/orders', moved: ['Decrypt'], stay: ['GenerateMac'] })
  })
})

it('whatever was decided, each ready key is asked for in exactly one open batch, or was asked for in one that has moved', () => {
  const ids = ['key-0', 'key-1', 'key-2', 'key-3', 'key-4']
  const decisions = fc.uniqueArray(
    fc.record({
      batch: fc.constantFrom('batch-a', 'batch-b'),
      state: fc.constantFrom(...BATCH_STATES),
      keyIds: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
    }),
    { selector: ({ batch }) => batch, maxLength: 2 },
  )
  fc.assert(
    fc.property(decisions, fc.subarray(ids), (decided, ready) => {
      // Two people do not request one key in two batches.
      const taken = new Set<string>()
      const apart = decided.map((each) => ({
        ...each,
        keyIds: each.keyIds.filter((id) => !taken.has(id) && taken.add(id)),
      }))
      const rows = ready.map((id) => readyRow(id, { callers: ['role/a'] }))
      const told = apart.filter(({ state }) => state !== 'planned')
      // The plan has them in no other batch; see test/domain/plan/requested.test.ts.
      const asked = new Set(told.flatMap(({ keyIds }) => keyIds))
      const decisions = apart.filter(({ keyIds }) => keyIds.length > 0).map((value) => batchDecision(value))
      const { request } = requestOf(rows, decisions, planWith(ready.filter((id) => !asked.has(id))))
      const moved = new Set(told.filter((each) => !isOpen(each)).flatMap(({ keyIds }) => keyIds))
      for (const id of ready) {
        const open = request.batches.filter(isOpen).filter(({ keys }) => idsOf(keys).includes(id))
        expect(open).toHaveLength(moved.has(id) ? 0 : 1)
      }
    }),
  )
})
