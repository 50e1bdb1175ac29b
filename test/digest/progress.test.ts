import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import { renderTerminal } from '../../shared/views/digest-text.ts'
import { change, LAST_RUN, NOW, row } from '../support/rows.ts'

const timezone = 'Asia/Shanghai'

function digestOf(rows: readonly ReadinessRow[], changes: readonly Change[] = []): Promise<Digest> {
  return makeDigest({ rows, changes, diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone, rules: '2023-09' })
}

const keys = (count: number, verdict: Verdict, name: string = verdict) =>
  Array.from({ length: count }, (_, index) => row({ keyId: `${name}-${index}`, verdict }))

/** Night by night, a run at 18:15 UTC: a quarter past two of the next day in Shanghai. */
const on = (day: number, keyId: string, before: Change['before'], after: Change['after']) =>
  change({ keyId, before, after, changedAt: `2026-11-${String(day).padStart(2, '0')}T18:15:00Z` })

async function section(digest: Digest, language: 'en' | 'zh' = 'en'): Promise<string[]> {
  const text = renderTerminal(digest, { language, timezone, colour: false })
  const lines = text.split('\n')
  const start = lines.indexOf(language === 'zh' ? '进度' : 'Progress')
  return start < 0 ? [] : lines.slice(start + 1, lines.indexOf('', start)).map((line) => line.trim())
}

describe('progress', () => {
  it('counts what has migrated, what may, and what is left, of the keys that have to', async () => {
    const rows = [
      ...keys(2, 'migrated'),
      ...keys(1, 'ready'),
      ...keys(1, 'blocked'),
      ...keys(1, 'unknown'),
      ...keys(1, 'support-required'),
      ...keys(1, 'action-required'),
      ...keys(9, 'not-required'),
    ]
    expect((await digestOf(rows)).progress).toMatchObject({ migrated: 2, ready: 1, left: 5, percent: 28 })
  })

  it('leaves out what did not have to migrate when it was checked, and is only stale', async () => {
    const checkedAt = '2026-11-19T18:15:00Z'
    const stale = (verdict: Verdict) => row({ keyId: verdict, verdict, checkedAt })
    const digest = await digestOf([stale('not-required'), stale('migrated'), stale('ready'), stale('blocked'), row()])
    expect(digest.totals.byVerdict).toEqual({ unknown: 4, ready: 1 })
    expect(digest.progress).toMatchObject({ migrated: 0, ready: 1, left: 3 })
    expect(digest.progress.trend.at(-1)).toMatchObject({ migrated: 0, ready: 1, left: 3 })
  })

  it('is 100 % only when all have migrated', async () => {
    expect((await digestOf([...keys(999, 'migrated'), ...keys(1, 'ready')])).progress.percent).toBe(99)
    expect((await digestOf(keys(3, 'migrated'))).progress.percent).toBe(100)
  })

  it('is not told where no key has to migrate', async () => {
    const digest = await digestOf(keys(3, 'not-required'))
    expect(digest.progress.percent).toBeNull()
    expect(await section(digest)).toEqual([])
  })

  it('has a trend by the days of the reader, the last of which is as the keys stand', async () => {
    const rows = [row({ keyId: 'a', verdict: 'migrated' }), row({ keyId: 'b' })]
    const changes = [on(19, 'a', null, 'ready'), on(22, 'a', 'ready', 'migrated'), on(20, 'b', null, 'ready')]
    const { trend, progress } = await digestOf(rows, changes)
    expect(trend).toEqual([
      { day: '2026-11-20', counts: { ready: 1 } },
      { day: '2026-11-21', counts: { ready: 2 } },
      { day: '2026-11-22', counts: { ready: 2 } },
      { day: '2026-11-23', counts: { migrated: 1, ready: 1 } },
    ])
    expect(progress.trend.slice(-2)).toEqual([
      { day: '2026-11-22', migrated: 0, ready: 2, left: 2 },
      { day: '2026-11-23', migrated: 1, ready: 1, left: 1 },
    ])
  })

  it('counts a key of which no change is kept as what it is, all the time', async () => {
    const rows = [...keys(4, 'blocked'), row({ keyId: 'a' })]
    const { trend } = await digestOf(rows, [on(21, 'a', null, 'ready')])
    expect(trend[0]).toEqual({ day: '2026-11-22', counts: { ready: 1, blocked: 4 } })
  })

  it('counts a stale key as unknown today, and as what it was before', async () => {
    const old = row({ keyId: 'a', checkedAt: '2026-11-19T18:15:00Z' })
    const { trend } = await digestOf([old, row({ keyId: 'b' })], [on(19, 'a', null, 'ready')])
    expect(trend[0]?.counts).toEqual({ ready: 2 })
    expect(trend.at(-1)?.counts).toEqual({ ready: 1, unknown: 1 })
  })
})

describe('progress in words', () => {
  const history = async () => {
    const first = Array.from({ length: 1_200 }, (_, index) => on(2, `ready-${index}`, null, 'blocked'))
    const later = first.map((each, index) => ({ ...on(5 + (index % 16), each.keyId, 'blocked', 'ready') }))
    return digestOf(
      keys(1_200, 'ready'),
      first.flatMap((each, index) => [each, later[index] ?? each]),
    )
  }

  it('tells a line of numbers, what they were on the first night, and a drawing', async () => {
    expect(await section(await history())).toEqual([
      '0% done: 0 migrated, 1,200 left, 1,200 of them ready',
      'Since 3 Nov: migrated 0, left 1,200, ready 0 → 1,200',
      expect.stringMatching(/^ready ▁[▁-█]+█ · left █+$/u),
    ])
  })

  it('speaks Chinese', async () => {
    const lines = await section(await history(), 'zh')
    expect(lines[0]).toBe('已完成 0%：已迁移 0 个，剩余 1,200 个，其中可迁移 1,200 个')
    expect(lines[1]).toBe('自11月3日以来：已迁移 0，剩余 1,200，可迁移 0 → 1,200')
  })

  it('has no trend on the first night, and no drawing on the second', async () => {
    expect(await section(await digestOf([row()], [on(22, row().keyId, null, 'ready')]))).toHaveLength(1)
    expect(await section(await digestOf([row()], [on(21, row().keyId, null, 'ready')]))).toHaveLength(2)
  })
})
