import { expect, test } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import { TotalsAggregator } from '../../shared/digest/totals.ts'
import { isStale } from '../../shared/domain/stale.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { LAST_RUN, NOW, row, unknownRow } from '../support/rows.ts'

test('summaries add up to what a digest says of the same rows', async () => {
  const rows = Array.from({ length: 60 }, (_, at) => {
    const verdict = VERDICTS[at % VERDICTS.length] ?? 'ready'
    return (at % 4 === 0 ? unknownRow : row)({
      keyId: `key-${at}`,
      accountId: at % 5 === 0 ? '999' : '1234567890123456',
      region: at % 3 === 0 ? 'cn-shanghai' : 'cn-hangzhou',
      verdict,
      checkedAt: at % 11 === 0 ? '2026-11-01T00:00:00Z' : `2026-11-22T18:${10 + (at % 40)}:00Z`,
    })
  })
  const aggregator = new TotalsAggregator()
  for (const each of rows) {
    const stale = isStale(each.checkedAt, NOW)
    aggregator.add(each, stale ? 'unknown' : each.verdict, stale)
  }
  const rest = { changes: [], diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone: 'UTC', rules: '2023-09' } as const
  const { totals, freshness, gaps, moves } = await makeDigest({ rows, ...rest })
  expect(aggregator.numbers()).toEqual({ totals, freshness, gaps, moves })
  expect(aggregator.newest).toBe('2026-11-22T18:49:00Z')
  const ready = rows.filter(({ verdict }) => verdict === 'ready').length
  const end = aggregator.trendEnd(NOW, 'UTC')
  expect(end).toMatchObject({ day: '2026-11-23', stored: { ready }, shown: totals.byVerdict })
  expect(end.shown.ready).toBeLessThan(ready)
})
