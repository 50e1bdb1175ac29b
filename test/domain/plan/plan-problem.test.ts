import { describe, expect, it } from 'vitest'
import type { DayRange, PlanOptions } from '../../../shared/domain/plan/plan.ts'
import { PlanFacts } from '../../../shared/domain/plan/plan-facts.ts'
import { planProblem } from '../../../shared/domain/plan/plan-problem.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { kmsInstance, scopeInstances } from '../../support/domain/instances.ts'
import { NOW, OPTIONS, readyRow } from '../../support/domain/plan-rows.ts'
import { row } from '../../support/rows.ts'

const ROWS = [readyRow('key-a'), readyRow('key-b', { region: 'cn-shanghai' })]

function problemOf(
  options: Partial<PlanOptions>,
  { rows = ROWS, named = [] }: { rows?: readonly ReadinessRow[]; named?: readonly string[] } = {},
): string | undefined {
  const facts = new PlanFacts(NOW)
  for (const each of rows) facts.add(each)
  return planProblem(facts, { ...OPTIONS, ...options }, named)
}

const day = (text: string): DayRange => ({ from: text, to: text })

describe('the earliest day that is asked for', () => {
  // It is 15:00 in Shanghai, and 20:00 of the day before in Midway.
  it.each([
    ['2026-11-23', 'Asia/Shanghai'],
    ['2026-11-24', 'Asia/Shanghai'],
    // 400 days on.
    ['2027-12-28', 'Asia/Shanghai'],
    ['2026-11-22', 'Pacific/Midway'],
  ])('may be %s in %s', (from, timezone) => {
    expect(problemOf({ from, timezone })).toBeUndefined()
  })

  it.each([
    ['2026-11-22', 'Asia/Shanghai', '2026-11-22 is past: today is 2026-11-23 in Asia/Shanghai.'],
    ['2026-11-21', 'Pacific/Midway', '2026-11-21 is past: today is 2026-11-22 in Pacific/Midway.'],
    ['2027-12-29', 'Asia/Shanghai', '2027-12-29 is too far ahead: name a day up to 2027-12-28'],
    ['9999-12-31', 'Pacific/Midway', '9999-12-31 is too far ahead: name a day up to 2027-12-27'],
  ])('may not be %s in %s', (from, timezone, said) => {
    expect(problemOf({ from, timezone })).toContain(said)
  })

  it('need not be named', () => {
    expect(problemOf({})).toBeUndefined()
  })
})

describe('freezes', () => {
  const timezone = 'UTC'

  it.each<[string, Partial<PlanOptions>]>([
    ['the last of 56 days', { freezes: [{ from: '2026-11-24', to: '2027-01-17' }] }],
    ['one between two', { freezes: [day('2026-11-24'), { from: '2026-11-26', to: '2027-12-31' }], windowHours: 24 }],
    ['what is left of today', { from: '2026-11-23', freezes: [{ from: '2026-11-24', to: '2027-12-31' }] }],
    ['what comes after them', { from: '2027-02-01', freezes: [{ from: '2026-11-01', to: '2027-01-31' }] }],
  ])('may leave one day: %s', (_, options) => {
    expect(problemOf({ timezone, ...options })).toBeUndefined()
  })

  it.each<[string, Partial<PlanOptions>, string]>([
    [
      'from tomorrow on',
      { freezes: [{ from: '2026-11-24', to: '2027-01-18' }] },
      'of 2 h within 8 weeks from 2026-11-24',
    ],
    [
      'one after the other',
      {
        freezes: [
          { from: '2026-11-01', to: '2026-12-24' },
          { from: '2026-12-25', to: '2027-12-31' },
        ],
      },
      'of 2 h within 8 weeks from 2026-11-24',
    ],
    [
      'all but a day, which is too short for what begins now',
      { from: '2026-11-23', freezes: [{ from: '2026-11-24', to: '2027-12-31' }], windowHours: 17 },
      'of 17 h within 8 weeks from 2026-11-23',
    ],
    [
      'from the day that is asked for',
      { from: '2027-02-01', freezes: [{ from: '2027-02-01', to: '2027-03-28' }] },
      'of 2 h within 8 weeks from 2027-02-01',
    ],
  ])('may leave no window: %s', (_, options, said) => {
    expect(problemOf({ timezone, ...options })).toContain(said)
  })
})

describe('a destination that is asked for', () => {
  it('has to be of a region with a key of the default KMS instance', () => {
    expect(problemOf({}, { named: ['cn-hangzhou', 'cn-shanghai'] })).toBeUndefined()
    const said = problemOf({}, { named: ['cn-hangzhou', 'cn-beijing'] })
    expect(said).toContain('is in cn-beijing: there are such keys in cn-hangzhou, cn-shanghai.')
    expect(problemOf({}, { named: ['cn-beijing'], rows: [] })).toContain('such keys in no region.')
  })

  it('may be set for a region without keys: settings are of all regions', () => {
    expect(problemOf({ destinations: { 'cn-beijing': 'kst-bjj1' } })).toBeUndefined()
  })
})

describe('the instance of a destination', () => {
  const destinations = { 'cn-shanghai': 'kst-shh1', 'cn-hangzhou': 'kst-hzz1' }
  const there = (id: string, region: string) => scopeInstances([kmsInstance({ id })], { region })
  const moved = row({ keyId: 'moved', region: 'cn-beijing', verdict: 'migrated' })
  const rows = [...ROWS, { ...moved, facts: { ...moved.facts, kmsInstanceId: 'kst-hzz1' } }]

  it('may be in the region, or in no list', () => {
    expect(problemOf({ destinations })).toBeUndefined()
    expect(problemOf({ destinations, instances: [there('kst-hzz1', 'cn-hangzhou')] })).toBeUndefined()
  })

  it('may not be in another, by the list of instances or by its keys', () => {
    const instances = [there('kst-shh1', 'cn-shanghai'), there('kst-hzz1', 'cn-beijing')]
    const said = 'kst-hzz1 is in cn-beijing, not in cn-hangzhou'
    expect(problemOf({ destinations, instances })).toContain(said)
    expect(problemOf({ destinations }, { rows })).toContain(said)
  })

  it('is the same however its id is written', () => {
    const written = { 'cn-hangzhou': ' KST-hzz1' }
    const said = 'is in cn-beijing, not in cn-hangzhou'
    expect(problemOf({ destinations: written, instances: [there('kst-hzz1', 'cn-beijing')] })).toContain(said)
    expect(problemOf({ destinations: written }, { rows })).toContain(said)
  })

  it('is where the list of instances has it, whatever its keys tell', () => {
    expect(problemOf({ destinations, instances: [there('kst-hzz1', 'cn-hangzhou')] }, { rows })).toBeUndefined()
  })
})

it('of several problems the day is told first, then the freezes', () => {
  const freezes = [{ from: '2026-01-01', to: '2028-12-31' }]
  const named = ['cn-beijing']
  expect(problemOf({ from: '2026-11-22', freezes }, { named })).toContain('2026-11-22 is past')
  expect(problemOf({ freezes }, { named })).toContain('8 weeks from 2026-11-24')
})
