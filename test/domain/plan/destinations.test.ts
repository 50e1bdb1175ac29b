import { describe, expect, it } from 'vitest'
import type { ScopeInstances } from '../../../shared/domain/instances/known-instances.ts'
import { makePlan } from '../../../shared/domain/plan/make-plan.ts'
import type { PlanOptions } from '../../../shared/domain/plan/plan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { hourOfWeek } from '../../../shared/domain/time.ts'
import { kmsInstance, peakUse, scopeInstances } from '../../support/domain/instances.ts'
import { OPTIONS, quietAt, readyRow } from '../../support/domain/plan-rows.ts'
import { blockedRow } from '../../support/rows.ts'

const OTHER = '9876543210987654'
const PEAK = peakUse(60)
const NOWHERE: Partial<PlanOptions> = { destinations: {} }

function plan(rows: readonly ReadinessRow[], instances: readonly ScopeInstances[], options: Partial<PlanOptions> = {}) {
  return makePlan(rows, { ...OPTIONS, ...options, instances })
}

function findings(...args: Parameters<typeof plan>) {
  return plan(...args).destinations.map(({ findings: said }) => said.map(({ level, text }) => [level, text.id]))
}

const ROWS = [readyRow('key-a'), readyRow('key-b')]

const UNLISTED = {
  level: 'check',
  text: {
    id: 'instances-unlisted',
    params: { region: 'cn-hangzhou', reasons: ['ListKmsInstances: Forbidden.NoPermission'] },
  },
}
const NEVER_READ = { level: 'check', text: { id: 'instances-never-read', params: { region: 'cn-hangzhou' } } }

const quietFrom = (time: string) => quietAt(hourOfWeek(Date.parse(time)))

describe('a destination', () => {
  it('is told once for each account and region, with what fits by the numbers of all accounts', () => {
    const rows = [...ROWS, readyRow('key-c', { accountId: OTHER }), readyRow('key-d', { region: 'cn-shanghai' })]
    const one = kmsInstance({ quotas: { key: { quota: 1000, used: 998 } } })
    const known = [
      scopeInstances([one], { peak: PEAK }),
      scopeInstances([], { accountId: OTHER, peak: PEAK }),
      scopeInstances([], { region: 'cn-shanghai', peak: PEAK }),
    ]
    const { destinations } = plan(rows, known)
    expect(destinations.map(({ accountId, region, instance }) => [accountId, region, instance])).toEqual([
      ['1234567890123456', 'cn-hangzhou', 'kst-hzz1'],
      ['1234567890123456', 'cn-shanghai', null],
      [OTHER, 'cn-hangzhou', 'kst-hzz1'],
    ])
    const [first, , third] = destinations
    expect(first?.findings[0]?.text).toEqual({
      id: 'instance-lacks-keys',
      params: { instance: 'kst-hzz1', needed: 3, free: 2, missing: 1 },
    })
    expect(third?.findings).toEqual(first?.findings)
  })

  it('counts the batches only: a key that is not ready takes no room yet', () => {
    const one = kmsInstance({ quotas: { key: { quota: 1000, used: 998 } } })
    const rows = [...ROWS, blockedRow({ checkedAt: ROWS[0]?.checkedAt ?? '' })]
    expect(findings(rows, [scopeInstances([one], { peak: PEAK })])).toEqual([[['check', 'instance-image']]])
  })

  it('that ends before the last window is told so', () => {
    const one = kmsInstance({ details: { endsAt: '2026-11-23T16:30:00Z' } })
    expect(findings(ROWS, [scopeInstances([one], { peak: PEAK })])[0]?.[0]).toEqual(['problem', 'instance-ends-before'])
  })

  const tuesday = quietFrom('2026-11-24T18:00:00Z')
  const thursday = quietFrom('2026-11-26T18:00:00Z')
  const elsewhere = { region: 'cn-shanghai', week: thursday }
  const ends = (endsAt: string) => [
    scopeInstances([kmsInstance({ details: { endsAt } })]),
    scopeInstances([], { region: 'cn-shanghai' }),
  ]

  it.each([
    ['of the first batch', readyRow('key-a', { week: thursday }), readyRow('key-b', { week: tuesday })],
    ['of the last batch', readyRow('key-a', { week: tuesday }), readyRow('key-b', { week: thursday })],
    ['beside a batch without one', readyRow('key-a', { days: 2 }), readyRow('key-b', { week: thursday })],
    ['beside one of another region', readyRow('key-a', { week: thursday }), readyRow('key-b', elsewhere)],
  ])('has to last until the last window ends: one %s', (_, ...rows) => {
    const [said] = plan(rows, ends('2026-11-25T16:30:00Z')).destinations
    const params = { instance: 'kst-hzz1', endsAt: '2026-11-25T16:30:00Z', window: '2026-11-26T20:00:00Z' }
    expect(said?.findings[0]?.text).toEqual({ id: 'instance-ends-before', params })
  })

  it.each([
    ['of another region', readyRow('key-a', { week: tuesday }), readyRow('key-b', elsewhere)],
    ['that no batch has', readyRow('key-a', { days: 2 }), readyRow('key-b', { days: 2 })],
  ])('need not last for a window %s', (_, ...rows) => {
    expect(findings(rows, ends('2026-11-25T16:30:00Z'))[0]).toEqual([
      ['check', 'instance-peak-unknown'],
      ['check', 'instance-ends-soon'],
      ['check', 'instance-image'],
    ])
  })

  it('of another region takes no batch, by the list of instances as by its keys', () => {
    const made = plan(ROWS, [scopeInstances([kmsInstance()], { region: 'cn-shanghai' }), scopeInstances([])])
    expect(made.batches.map(({ destination }) => destination)).toEqual([null])
    expect(made.destinations[0]?.findings).toEqual([
      { level: 'problem', text: { id: 'instance-elsewhere', params: { instance: 'kst-hzz1', region: 'cn-shanghai' } } },
    ])
  })

  it('that is in no list is told with those that are', () => {
    const [said] = plan(ROWS, [scopeInstances([kmsInstance({ id: 'kst-hzz2' })])]).destinations
    expect(said?.findings).toEqual([
      {
        level: 'problem',
        text: {
          id: 'instance-not-found',
          params: { instance: 'kst-hzz1', region: 'cn-hangzhou', others: ['kst-hzz2'] },
        },
      },
    ])
  })

  it('is not called missing where a list was not read', () => {
    expect(plan(ROWS, [scopeInstances(null)]).destinations[0]?.findings).toEqual([UNLISTED])
    expect(plan(ROWS, []).destinations[0]?.findings).toEqual([NEVER_READ])
    const other = [readyRow('key-c', { accountId: OTHER })]
    expect(findings([...ROWS, ...other], [scopeInstances([])])).toEqual([
      [['check', 'instances-never-read']],
      [['check', 'instances-never-read']],
    ])
    expect(plan([...ROWS, ...other], [scopeInstances(null)]).destinations[1]?.findings).toEqual([UNLISTED, NEVER_READ])
  })
})

describe('without a destination', () => {
  it('instances that are there are named, and a list that may lack some', () => {
    const other = readyRow('key-c', { accountId: OTHER })
    const known = [scopeInstances([kmsInstance(), kmsInstance({ id: 'kst-hzz2' })])]
    const notChosen = {
      level: 'advice',
      text: { id: 'instance-not-chosen', params: { region: 'cn-hangzhou', instances: ['kst-hzz1', 'kst-hzz2'] } },
    }
    expect(plan(ROWS, known, NOWHERE).destinations[0]?.findings).toEqual([notChosen])
    expect(plan([...ROWS, other], known, NOWHERE).destinations[0]?.findings).toEqual([notChosen, NEVER_READ])
    expect(plan(ROWS, [scopeInstances(null)], NOWHERE).destinations[0]?.findings).toEqual([UNLISTED])
  })

  it('and without an instance it says what to buy, for keys that are not ready too', () => {
    const rows = [...ROWS, blockedRow({ checkedAt: ROWS[0]?.checkedAt ?? '' })]
    const [said] = plan(rows, [scopeInstances([], { peak: PEAK })], NOWHERE).destinations
    expect(said?.buy).toEqual({ kind: 'software', keys: 4, secrets: 0, qps: 1000 })
    expect(said?.findings[0]?.text).toMatchObject({ id: 'buy-instance', params: { keysNow: 3, growth: 20 } })
  })
})
