import { describe, expect, it } from 'vitest'
import { parseCoverage } from '../../shared/domain/coverage.ts'
import type { KeySummary } from '../../shared/domain/readiness.ts'
import { type ScopeSummary, summarizeScopes } from '../../shared/domain/scope-summary.ts'
import { mayBePicked, RowSelection, type Selection } from '../../shared/domain/selection.ts'
import { STALE_AFTER } from '../../shared/domain/stale.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { afterMove } from '../support/domain/case-factory.ts'
import { NOW, row } from '../support/rows.ts'

const HERE = { accountId: '1000000000000001', region: 'cn-hangzhou' }
const THERE = { accountId: '1000000000000001', region: 'cn-beijing' }
const CHECKED = iso(NOW - HOUR)

function key(keyId: string, parts: Partial<KeySummary> = {}): KeySummary {
  return { ...row({ ...HERE, keyId, checkedAt: CHECKED }), ...parts }
}

const used = (calls: number) => ({ usage: { calls, lastUsedAt: null, callers: [] } })
const unread = (from: string, to: string) => ({ observed: { complete: false, gaps: [{ from, to }] } })
const tagged = (value: string) => ({ tags: [{ key: 'owner', value }] })

async function only(keys: readonly KeySummary[]): Promise<ScopeSummary> {
  const [summary, ...others] = await summarizeScopes([keys])
  if (summary === undefined || others.length > 0) throw new Error('keys of one scope have one summary')
  return summary
}

describe('keys of scopes in sum', () => {
  it('are told by scope, in whatever pieces and order they come', async () => {
    const pieces = [[key('a')], [], [key('b', THERE), key('c')]]
    const summaries = await summarizeScopes(pieces)
    expect(summaries).toMatchObject([
      { ...THERE, checks: [{ byVerdict: { ready: 1 } }] },
      { ...HERE, checks: [{ byVerdict: { ready: 2 } }] },
    ])
    const streamed = (async function* () {
      yield* pieces
    })()
    expect(await summarizeScopes(streamed)).toEqual(summaries)
    expect(await summarizeScopes([])).toEqual([])
  })

  it('are counted by the moment, the rule pack and the verdict of their check', async () => {
    const earlier = { checkedAt: iso(NOW - 2 * HOUR) }
    const { checks } = await only([
      key('a'),
      key('b', { verdict: 'blocked' }),
      key('c', earlier),
      key('d', { rules: '2024-11' }),
      key('e'),
    ])
    expect(checks).toEqual([
      { checkedAt: CHECKED, rules: '2023-09', byVerdict: { ready: 2, blocked: 1 }, incomplete: [] },
      { ...earlier, rules: '2023-09', byVerdict: { ready: 1 }, incomplete: [] },
      { checkedAt: CHECKED, rules: '2024-11', byVerdict: { ready: 1 }, incomplete: [] },
    ])
  })

  it('whose windows were not read completely are counted by verdict, with what is missing of any of them', async () => {
    const { checks } = await only([
      key('a', { verdict: 'unknown', ...unread('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z') }),
      key('b', { verdict: 'unknown', ...unread('2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z') }),
      key('c', { verdict: 'blocked', ...unread('2026-11-07T00:00:00Z', '2026-11-08T00:00:00Z') }),
      key('d', { verdict: 'unknown' }),
    ])
    const gap = (from: string, to: string) => parseCoverage([{ from, to }])
    expect(checks[0]?.incomplete).toEqual([
      { verdict: 'unknown', keys: 2, gaps: gap('2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z') },
      { verdict: 'blocked', keys: 1, gaps: gap('2026-11-07T00:00:00Z', '2026-11-08T00:00:00Z') },
    ])
  })

  it('have the sum of their calls, and each owner that tags name once', async () => {
    const { calls, owners } = await only([
      key('a', { ...used(3), ...tagged('payments') }),
      key('b', { ...used(4), ...tagged('orders') }),
      key('c', tagged('payments')),
      key('d'),
    ])
    expect(calls).toBe(7)
    expect(owners).toEqual(['payments', 'orders'])
  })

  it('name those that moved and are still to be followed', async () => {
    const followed = afterMove({ left: 1, rotationOff: false })
    const { moved } = await only([
      key('a', { afterMove: followed, aliases: ['alias/pay'], ...tagged('payments') }),
      key('b', { afterMove: afterMove({ left: 0, rotationOff: false }) }),
      key('c'),
    ])
    expect(moved).toEqual([{ keyId: 'a', aliases: ['alias/pay'], ...tagged('payments'), afterMove: followed }])
  })
})

describe('rows of a scope', () => {
  it.each<[string, Selection, boolean]>([
    ['where nothing is asked', {}, true],
    ['by their account', { account: ['9', HERE.accountId] }, true],
    ['by another account', { account: ['9'] }, false],
    ['by their region', { region: [HERE.region] }, true],
    ['by another region', { region: ['cn-beijing'] }, false],
    ['by a verdict that one of them has', { verdict: ['blocked'] }, true],
    ['by one of several verdicts', { verdict: ['migrated', 'ready'] }, true],
    ['by a verdict that none has', { verdict: ['unknown'] }, false],
    ['by key alone, of which a summary says nothing', { key: ['key-z'] }, true],
    ['by everything at once, where one does not fit', { account: [HERE.accountId], verdict: ['unknown'] }, false],
  ])('may be picked: %s', async (_, selection, may) => {
    const summary = await only([key('a'), key('b', { verdict: 'blocked' })])
    expect(mayBePicked(summary, selection, NOW)).toBe(may)
  })

  it('may be picked as they are shown: what is too old is unknown', async () => {
    const summary = await only([key('a')])
    const later = Date.parse(CHECKED) + STALE_AFTER + 1
    expect(mayBePicked(summary, { verdict: ['unknown'] }, later)).toBe(true)
    expect(mayBePicked(summary, { verdict: ['ready'] }, later)).toBe(false)
    expect(mayBePicked({ ...summary, checks: [] }, { verdict: ['ready'] }, NOW)).toBe(false)
  })

  it('may be meant by their id, or by an alias with or without its prefix', () => {
    const selection = new RowSelection({ key: ['key-9', 'pay', 'alias/web'] }, NOW)
    const may = (keyId: string, ...aliases: string[]) => selection.mayMean(key(keyId, { aliases }))
    expect([may('key-9'), may('key-1', 'alias/pay'), may('key-1', 'alias/web')]).toEqual([true, true, true])
    expect([may('key-1'), may('key-1', 'alias/other')]).toEqual([false, false])
    expect(new RowSelection({ key: ['alias/web'] }, NOW).mayMean(key('key-1'))).toBe(false)
    expect(new RowSelection({}, NOW).mayMean(key('key-1'))).toBe(false)
  })
})
