import { describe, expect, it } from 'vitest'
import { inEnglish } from '../../../shared/domain/messages/text-in.ts'
import { requestedText } from '../../../shared/domain/plan/left-keys.ts'
import { PlanFacts } from '../../../shared/domain/plan/plan-facts.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import { NOW, readyRow } from '../../support/domain/plan-rows.ts'
import { finding, row } from '../../support/rows.ts'

function factsOf(rows: readonly ReadinessRow[]): PlanFacts {
  const facts = new PlanFacts(NOW)
  for (const each of rows) facts.add(each)
  return facts
}

const checked = (keyId: string, hours: number) => readyRow(keyId, { checkedAt: iso(NOW - hours * HOUR) })
const blocked = (keyId: string, parts: Partial<ReadinessRow> = {}) =>
  row({
    ...{ keyId, verdict: 'blocked', checkedAt: iso(NOW - HOUR) },
    findings: [finding({ rule: 'key-disabled', effect: 'note' }), finding({ rule: 'external-material' })],
    ...parts,
  })
const rulesOf = (facts: PlanFacts) => facts.left.map(({ findings }) => findings.map(({ rule }) => rule))

describe('what a plan rests on', () => {
  it('is as of the newest check that is not too old, in whatever order rows come', () => {
    expect(factsOf([]).asOf).toBeNull()
    expect(factsOf([checked('a', 3), checked('b', 2), checked('c', 5)]).asOf).toBe(iso(NOW - 2 * HOUR))
    expect(factsOf([checked('a', 2), checked('b', 49)]).asOf).toBe(iso(NOW - 2 * HOUR))
    // A check of a clock that is wrong says nothing of when the others were made.
    expect(factsOf([checked('a', 2), checked('b', -2)]).asOf).toBe(iso(NOW - 2 * HOUR))
    expect(factsOf([checked('a', 49)]).asOf).toBeNull()
  })

  it('are keys by account, region and id', () => {
    const rows = [
      readyRow('key-b'),
      readyRow('key-a', { region: 'cn-shanghai' }),
      readyRow('key-a'),
      readyRow('key-z', { region: 'cn-beijing' }),
    ]
    const facts = factsOf(rows)
    expect(facts.ready.map(({ region, keyId }) => [region, keyId])).toEqual([
      ['cn-beijing', 'key-z'],
      ['cn-hangzhou', 'key-a'],
      ['cn-hangzhou', 'key-b'],
      ['cn-shanghai', 'key-a'],
    ])
    expect(factsOf([...rows, blocked('key-c')]).regions).toEqual(['cn-beijing', 'cn-hangzhou', 'cn-shanghai'])
  })

  it('are, of a key that is left, the findings that decide', () => {
    expect(rulesOf(factsOf([blocked('a')]))).toEqual([['external-material']])
  })

  it('is, of a key that was checked too long ago, that alone', () => {
    const facts = factsOf([blocked('a', { checkedAt: iso(NOW - 3 * DAY) })])
    expect(facts.left.map(({ verdict }) => verdict)).toEqual(['unknown'])
    expect(rulesOf(facts)).toEqual([['stale']])
  })

  it('is nothing of a key that belongs to an instance, but where that instance is', () => {
    const moved = row({ keyId: 'key-m', region: 'cn-beijing', verdict: 'migrated' })
    const facts = factsOf([{ ...moved, facts: { ...moved.facts, kmsInstanceId: 'kst-bjj1' } }])
    expect([facts.ready, facts.left, facts.asOf, facts.regionOf('kst-bjj1')]).toEqual([[], [], null, 'cn-beijing'])
    expect(facts.regionOf('kst-other')).toBeUndefined()
  })
})

describe('a key that is left in a batch that was requested', () => {
  it.each([
    ['requested', false],
    ['window-agreed', false],
    ['moved', true],
    ['verified', true],
  ] as const)('and is %s', (state, isOver) => {
    const text = requestedText({ requested: { batch: 'batch-1', state, ticket: 'TKT-1' } })
    expect(text?.id).toBe(isOver ? 'plan-left-moved' : 'plan-left-requested')
    expect(text && inEnglish(text)).toContain(isOver ? 'batch-1' : 'TKT-1')
  })

  it('is told of no other', () => {
    expect(requestedText({})).toBeUndefined()
  })
})
