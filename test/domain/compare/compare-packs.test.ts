import { expect, it } from 'vitest'
import { ChangedSettings } from '../../../shared/domain/compare/changed-settings.ts'
import { ComparisonMaker } from '../../../shared/domain/compare/compare-packs.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { finding, row } from '../../support/rows.ts'

/** One key under both packs. */
function judged(keyId: string, literal: Partial<ReadinessRow>, newer: Partial<ReadinessRow>): readonly ReadinessRow[] {
  return [row({ keyId, rules: '2023-09', ...literal }), row({ keyId, rules: '2024-11', ...newer })]
}

const blocked = finding({ rule: 'blocked-operation', effect: 'blocked' })
const external = finding({ rule: 'external-material', effect: 'blocked' })
const note = (rule: string) => finding({ rule, effect: 'note' })
const reEncrypts = judged(
  'key-b',
  { verdict: 'blocked', findings: [external, blocked, note('no-use-seen')] },
  {
    verdict: 'ready',
    findings: [external, note('blocked-operation'), note('reencrypt-stays-on-shared-gateway'), note('no-use-seen')],
  },
)
const same = judged('key-a', { verdict: 'blocked', findings: [external] }, { verdict: 'blocked', findings: [external] })

function compared(all: boolean, ...keys: readonly (readonly ReadinessRow[])[]) {
  const maker = new ComparisonMaker(['2023-09', '2024-11'], all)
  for (const key of keys) maker.add(key)
  return maker.make()
}

it('a key that differs is told with the rules of which the packs make different things', () => {
  const { rows, ...numbers } = compared(false, reEncrypts, same)
  expect(numbers).toEqual({
    asOf: row().checkedAt,
    packs: ['2023-09', '2024-11'],
    keys: 2,
    differing: 1,
    totals: { '2023-09': { blocked: 2 }, '2024-11': { ready: 1, blocked: 1 } },
  })
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({
    keyId: 'key-b',
    verdicts: { '2023-09': 'blocked', '2024-11': 'ready' },
    differs: true,
  })
  expect(rows[0]?.why).toEqual([{ finding: blocked, effects: { '2023-09': 'blocked', '2024-11': 'note' } }])
})

it('a rule that only one pack knows has no effect under the other', () => {
  const only = finding({ rule: 'only-new', effect: 'action-required' })
  const { rows } = compared(false, judged('key-c', {}, { verdict: 'action-required', findings: [only] }))
  expect(rows[0]?.why).toEqual([{ finding: only, effects: { '2023-09': null, '2024-11': 'action-required' } }])
})

it('all keys are in order, with what decides where the packs agree', () => {
  const { rows } = compared(true, reEncrypts, same)
  expect(rows.map(({ keyId, differs }) => [keyId, differs])).toEqual([
    ['key-a', false],
    ['key-b', true],
  ])
  expect(rows[0]?.why).toEqual([{ finding: external, effects: { '2023-09': 'blocked', '2024-11': 'blocked' } }])
})

it('of no key there is nothing', () => {
  const nothing = { asOf: null, packs: ['2023-09', '2024-11'], keys: 0, differing: 0, rows: [] }
  expect(compared(true)).toEqual({ ...nothing, totals: { '2023-09': {}, '2024-11': {} } })
  expect(compared(true, [])).toEqual({ ...nothing, totals: { '2023-09': {}, '2024-11': {} } })
})

it('settings of an audit are told where they differ, once for all scopes', () => {
  const now = { CMK_OBSERVATION_DAYS: '90', CMK_OWN_CIDRS: '', CMK_DESTINATION: '' }
  const settings = new ChangedSettings()
  const [one, two] = ['cn-hangzhou', 'cn-shanghai'].map((region) => ({ accountId: '1', region }))
  if (one) settings.add(one, { ...now, CMK_OWN_CIDRS: '203.0.113.0/26' }, now)
  if (two) settings.add(two, { CMK_OWN_CIDRS: '203.0.113.0/26' }, now)
  settings.add({ accountId: '2', region: 'cn-beijing' }, now, now)
  settings.add({ accountId: '3', region: 'cn-beijing' }, {}, now)
  const audited = '203.0.113.0/26'
  expect(settings.list()).toEqual([{ setting: 'CMK_OWN_CIDRS', audited, now: '', scopes: [one, two] }])
})
