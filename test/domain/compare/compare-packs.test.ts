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

it('facts are as of the newest of all keys, in whatever order they come', () => {
  const at = (keyId: string, checkedAt: string) => judged(keyId, { checkedAt }, { checkedAt })
  const [older, newer] = [at('key-1', '2026-11-20T00:00:00Z'), at('key-2', '2026-11-21T00:00:00Z')]
  expect(compared(false, older, newer).asOf).toBe('2026-11-21T00:00:00Z')
  expect(compared(false, newer, older).asOf).toBe('2026-11-21T00:00:00Z')
})

it('a rule that decides under both packs is told as the first tells it', () => {
  const [first, second] = ['2023-09', '2024-11'].map((pack) => ({ ...external, data: { pack } }))
  if (!first || !second) throw new Error('no packs')
  const verdict = 'blocked'
  const { rows } = compared(true, judged('key-d', { verdict, findings: [first] }, { verdict, findings: [second] }))
  expect(rows[0]?.why.map(({ finding }) => finding.data)).toEqual([{ pack: '2023-09' }])
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

it('each setting that is another, and each value that an audit judged by, is told by itself', () => {
  const now = { CMK_OBSERVATION_DAYS: '90', CMK_OWN_CIDRS: '', CMK_DESTINATION: 'kst-hzz1:software' }
  const settings = new ChangedSettings()
  const scope = { accountId: '1', region: 'cn-hangzhou' }
  const other = { accountId: '1', region: 'cn-shanghai' }
  settings.add(scope, { CMK_OBSERVATION_DAYS: '30', CMK_DESTINATION: '' }, now)
  settings.add(other, { CMK_OBSERVATION_DAYS: '60' }, now)
  settings.add(other, { CMK_DESTINATION: '' }, { ...now, CMK_DESTINATION: 'kst-shh1:software' })
  expect(settings.list()).toEqual([
    { setting: 'CMK_OBSERVATION_DAYS', audited: '30', now: '90', scopes: [scope] },
    { setting: 'CMK_DESTINATION', audited: '', now: 'kst-hzz1:software', scopes: [scope] },
    { setting: 'CMK_OBSERVATION_DAYS', audited: '60', now: '90', scopes: [other] },
    { setting: 'CMK_DESTINATION', audited: '', now: 'kst-shh1:software', scopes: [other] },
  ])
})
