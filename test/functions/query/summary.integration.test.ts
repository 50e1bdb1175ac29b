import { describe, expect, test } from 'vitest'
import { HOUR, iso } from '../../../shared/domain/time.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { appOver, ask, errorOf, storeOf } from '../../support/functions/query/asked.ts'
import { askPage } from '../../support/pages/asked-page.ts'
import { blockedRow, diagnostic, NOW, row, unknownRow } from '../../support/rows.ts'
import { readinessWith } from '../../support/store/readiness-with.ts'

const accountId = '1234567890123456'
const region = 'cn-hangzhou'

describe('GET /api/summary', () => {
  test('counts verdicts, by scope too, and tells freshness, gaps, the last night and what refused', async () => {
    const newest = iso(NOW - HOUR)
    const elsewhere = { region: 'cn-shanghai', accountId: '2222222222222222', checkedAt: newest }
    const store = await storeOf([row(), blockedRow(), unknownRow(), row(elsewhere)])
    for (const [account, run, asOf] of [
      [accountId, 'old', '2026-11-21T18:15:00Z'],
      [accountId, 'last', '2026-11-22T18:15:00Z'],
      ['2222222222222222', 'later', newest],
    ] as const)
      await new ScopeProgress(store, accountScope(account)).putRunPlan({ run, asOf, regions: [region] })
    // A region that refused has no row: only this tells of it.
    const refusal = diagnostic({ accountId: '2222222222222222', asOf: newest })
    for (const account of [accountId, '2222222222222222']) {
      const mine = account === refusal.accountId ? [refusal] : []
      await new ScopeProgress(store, accountScope(account)).putDiagnostics('inventory', mine)
    }
    const { status, json } = await ask(appOver(store), '/api/summary')
    expect(status).toBe(200)
    const checked = row().checkedAt
    expect(json).toEqual({
      madeAt: iso(NOW),
      rules: '2023-09',
      rulePacks: { '2023-09': 4 },
      configuredRules: '2023-09',
      totals: {
        keys: 4,
        byVerdict: { ready: 2, blocked: 1, unknown: 1 },
        byScope: [
          { accountId, region, keys: 3, byVerdict: { ready: 1, blocked: 1, unknown: 1 } },
          { accountId: '2222222222222222', region: 'cn-shanghai', keys: 1, byVerdict: { ready: 1 } },
        ],
      },
      moves: { keys: 0, needAttention: 0, listed: [] },
      freshness: [
        { accountId, region, oldestCheckedAt: checked, newestCheckedAt: checked, stale: 0 },
        {
          accountId: '2222222222222222',
          region: 'cn-shanghai',
          oldestCheckedAt: newest,
          newestCheckedAt: newest,
          stale: 0,
        },
      ],
      gaps: [{ accountId, region, keys: 1, gaps: [{ from: '2026-09-01T00:00:00Z', to: '2026-09-03T00:00:00Z' }] }],
      night: {
        state: 'unfinished',
        lastAsOf: newest,
        unfinished: [accountId, '2222222222222222'].map((account) => ({ accountId: account, region })),
        ownRanges: [],
      },
      diagnostics: [refusal],
    })
  })

  test('tells what nothing could be judged for before the rest, as the dashboard does', async () => {
    const store = await storeOf([row()])
    const small = ['cn-beijing', 'cn-aaa'].map((each) => diagnostic({ accountId, region: each, fatal: false }))
    const grave = diagnostic({ accountId, region: 'cn-zzz', advice: 'Grant the grave one.' })
    await new ScopeProgress(store, accountScope(accountId)).putDiagnostics('inventory', [...small, grave])
    const app = appOver(store)
    const { json } = await ask(app, '/api/summary')
    expect(json).toMatchObject({
      diagnostics: [{ region: 'cn-zzz' }, { region: 'cn-aaa' }, { region: 'cn-beijing' }],
    })
    const { html } = await askPage(app, '/')
    const unread = html.slice(html.indexOf('id="unread"'))
    expect(unread.indexOf('cn-zzz')).toBeLessThan(unread.indexOf('cn-aaa'))
    expect(unread.indexOf('cn-aaa')).toBeLessThan(unread.indexOf('cn-beijing'))
  })

  test('counts what is stale as unknown', async () => {
    const app = appOver(await storeOf([row(), blockedRow()]), { clock: () => NOW + 49 * HOUR })
    const { json } = await ask(app, '/api/summary')
    expect(json.totals).toMatchObject({ byVerdict: { unknown: 2 } })
    expect(json.freshness).toMatchObject([{ stale: 2 }])
  })

  test('reads summaries: no whole row, and no history', async () => {
    const { readiness, history, ...rest } = await storeOf([row(), blockedRow()])
    const list = () => {
      throw new Error('read whole')
    }
    const store = { ...rest, readiness: readinessWith(readiness, { list }), history: { ...history, list } }
    const { status, json } = await ask(appOver(store), '/api/summary')
    expect([status, json.totals]).toEqual([200, expect.objectContaining({ keys: 2 })])
  })

  test('of an empty table counts nothing', async () => {
    const { json } = await ask(appOver(await storeOf()), '/api/summary')
    expect(json).toMatchObject({
      totals: { keys: 0, byVerdict: {}, byScope: [] },
      freshness: [],
      night: { state: 'never' },
    })
  })

  test('takes no parameters', async () => {
    const error = errorOf(await ask(appOver(await storeOf()), '/api/summary?region=cn-hangzhou'))
    expect(error).toMatchObject({ status: 400, code: 'bad-request' })
  })
})
