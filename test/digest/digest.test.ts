import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { blockedRow, change, LAST_RUN, NOW, row, unknownRow } from '../support/rows.ts'

function digestOf(
  rows: readonly ReadinessRow[],
  changes: readonly Change[] = [],
  timezone = 'Asia/Shanghai',
): Promise<Digest> {
  return makeDigest({ rows, changes, diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone, rules: '2023-09' })
}

const ids = (keys: readonly { readonly keyId: string }[]) => keys.map(({ keyId }) => keyId)

describe('the day of a digest', () => {
  it('is the day of the newest check in the configured zone', async () => {
    expect((await digestOf([row()])).day).toBe('2026-11-23')
    expect((await digestOf([row()], [], 'UTC')).day).toBe('2026-11-22')
  })

  it('has the changes of that calendar day and no others', async () => {
    const changes = [
      // 16:00 UTC is midnight in Shanghai.
      change({ keyId: 'in', before: 'unknown', after: 'blocked', changedAt: '2026-11-22T16:00:00Z' }),
      change({ keyId: 'before', before: 'unknown', after: 'blocked', changedAt: '2026-11-22T15:59:59Z' }),
    ]
    expect(ids((await digestOf([row()], changes)).changes.other)).toEqual(['in'])
    expect(ids((await digestOf([row()], changes, 'UTC')).changes.other)).toEqual(['before', 'in'])
  })
})

describe('changes', () => {
  const inPeriod = async (changes: readonly Change[], rows: readonly ReadinessRow[] = [row()]) => {
    const lists = (await digestOf(rows, changes)).changes
    return Object.entries(lists).flatMap(([name, list]) => list.map(() => name))
  }

  it('are sorted by what they mean', async () => {
    expect(await inPeriod([change({ before: 'blocked', after: 'ready' })])).toEqual(['newlyReady'])
    expect(await inPeriod([change({ before: null, after: 'ready' })])).toEqual(['newlyReady'])
    expect(await inPeriod([change({ before: 'ready', after: 'unknown' })])).toEqual(['noLongerReady'])
    expect(await inPeriod([change({ before: 'ready', after: 'migrated' })])).toEqual(['migrated'])
    expect(await inPeriod([change({ before: 'ready', after: null })])).toEqual(['gone'])
    expect(await inPeriod([change({ before: null, after: 'blocked' })])).toEqual(['firstSeen'])
    expect(await inPeriod([change({ before: 'unknown', after: 'blocked' })])).toEqual(['other'])
  })

  it('tell a key that was ready for an hour of the day and is not any more', async () => {
    const morning = change({ before: 'blocked', after: 'ready', changedAt: '2026-11-22T17:00:00Z' })
    const evening = change({ before: 'ready', after: 'blocked', changedAt: '2026-11-22T19:00:00Z' })
    const { changes } = await digestOf([blockedRow()], [evening, morning])
    expect(changes.noLongerReady).toMatchObject([{ before: 'ready', after: 'blocked' }])
    expect(changes.newlyReady).toEqual([])
  })

  it('leave out what went back to where it was', async () => {
    const out = change({ before: 'ready', after: 'unknown', changedAt: '2026-11-22T17:00:00Z' })
    const back = change({ before: 'unknown', after: 'ready', changedAt: '2026-11-22T19:00:00Z' })
    expect(await inPeriod([out, back])).toEqual([])
  })

  it('never call a stale key newly ready', async () => {
    const old = row({ checkedAt: '2026-11-01T00:00:00Z' })
    const digest = await digestOf([old], [change({ changedAt: old.checkedAt })])
    expect(digest.changes.newlyReady).toEqual([])
    expect(digest.ready).toEqual([])
    expect(digest.unknown).toMatchObject([{ staleVerdict: 'ready' }])
  })

  it('say why, from the findings that decide now', async () => {
    const blocked = blockedRow()
    const { changes } = await digestOf([blocked], [change({ keyId: blocked.keyId, before: 'ready', after: 'blocked' })])
    expect(changes.noLongerReady[0]?.deciding).toMatchObject([
      { rule: 'blocked-operation', events: ['EVENT-1', 'EVENT-2'] },
    ])
  })
})

describe('what a digest holds', () => {
  it('lists every key under its verdict, by id', async () => {
    const digest = await digestOf([row({ keyId: 'b' }), row({ keyId: 'a' }), blockedRow(), unknownRow()])
    expect(ids(digest.ready)).toEqual(['a', 'b'])
    expect(ids(digest.blocked)).toEqual([blockedRow().keyId])
    expect(ids(digest.unknown)).toEqual([unknownRow().keyId])
    expect(digest.totals).toMatchObject({ keys: 4, byVerdict: { ready: 2, blocked: 1, unknown: 1 } })
  })

  it('names the callers that decided, and not the others', async () => {
    const { blocked } = await digestOf([blockedRow()])
    expect(blocked[0]?.callers.map(({ principal }) => principal)).toEqual(['role/app-pay'])
  })

  it('sums by account and region', async () => {
    const digest = await digestOf([
      row(),
      row({ keyId: 'b', region: 'cn-beijing' }),
      unknownRow({ region: 'cn-beijing' }),
    ])
    expect(digest.totals.byScope).toEqual([
      { accountId: '1234567890123456', region: 'cn-beijing', keys: 2, byVerdict: { ready: 1, unknown: 1 } },
      { accountId: '1234567890123456', region: 'cn-hangzhou', keys: 1, byVerdict: { ready: 1 } },
    ])
  })

  it('tells how fresh each scope is', async () => {
    const old = row({ keyId: 'old', checkedAt: '2026-11-19T00:00:00Z' })
    expect((await digestOf([old, row()])).freshness).toMatchObject([
      { oldestCheckedAt: '2026-11-19T00:00:00Z', newestCheckedAt: '2026-11-22T18:15:00Z', stale: 1 },
    ])
  })

  it('joins the gaps of a scope, of keys that needed the trail', async () => {
    const more = unknownRow({
      keyId: 'more',
      observed: { ...unknownRow().observed, gaps: [{ from: '2026-09-02T00:00:00Z', to: '2026-09-05T00:00:00Z' }] },
    })
    const service = unknownRow({ keyId: 'service', verdict: 'not-required', region: 'cn-beijing' })
    expect((await digestOf([unknownRow(), more, service])).gaps).toEqual([
      {
        accountId: '1234567890123456',
        region: 'cn-hangzhou',
        keys: 2,
        gaps: [{ from: '2026-09-01T00:00:00Z', to: '2026-09-05T00:00:00Z' }],
      },
    ])
  })

  it('is of today where no key was checked', async () => {
    expect((await digestOf([], [])).day).toBe('2026-11-23')
  })

  it('takes rows and changes as they stream', async () => {
    async function* stream<T>(values: readonly T[]) {
      yield* values
    }
    const input = { diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone: 'UTC', rules: '2023-09' } as const
    expect(await makeDigest({ ...input, rows: stream([row()]), changes: stream([change()]) })).toEqual(
      await makeDigest({ ...input, rows: [row()], changes: [change()] }),
    )
  })
})
