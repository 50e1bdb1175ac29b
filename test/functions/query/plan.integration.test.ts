import { describe, expect, test } from 'vitest'
import { scopeId } from '../../../shared/domain/scope.ts'
import type { PlanAsJson } from '../../../shared/rows/plan-as-json.ts'
import { ScopeProgress } from '../../../shared/store/scope-progress.ts'
import type { Store } from '../../../shared/store/store.ts'
import { kmsInstance, peakUse, scopeInstances } from '../../support/domain/instances.ts'
import { NOW, readyRow, weekOf } from '../../support/domain/plan-rows.ts'
import { appOver, ask, errorOf, storeOf, TOKEN } from '../../support/functions/query/asked.ts'
import { askPage } from '../../support/pages/asked-page.ts'
import { blockedRow, HOSTILE } from '../../support/rows.ts'

const HOSTILE_NAME = '<img src=x onerror=alert(1)>'
const env = { CMK_API_TOKEN: TOKEN, CMK_DESTINATION: 'cn-hangzhou=kst-hzz1', CMK_WINDOW_HOURS: '3' }

const ENDS = '2026-12-01T16:00:00Z'

/** One instance in cn-hangzhou that ends soon and has a hostile name; none in cn-shanghai. */
async function putInstances(store: Store): Promise<void> {
  const hangzhou = scopeInstances([kmsInstance({ details: { name: HOSTILE_NAME, endsAt: ENDS } })], {
    peak: peakUse(60),
  })
  const shanghai = scopeInstances([], { region: 'cn-shanghai', peak: peakUse(5) })
  for (const { reading, peak, ...scope } of [hangzhou, shanghai]) {
    const progress = new ScopeProgress(store, scopeId(scope))
    if (reading) await progress.putInstances(reading)
    if (peak) await progress.putPeakUse(peak, 1)
  }
}

async function app() {
  const rows = [
    readyRow('key-1', { callers: [HOSTILE_NAME], aliases: [HOSTILE_NAME], week: weekOf(26), secrets: [HOSTILE_NAME] }),
    readyRow('key-2', { callers: [HOSTILE_NAME], week: weekOf(26), tags: [{ key: 'env', value: HOSTILE_NAME }] }),
    readyRow('key-3', { region: 'cn-shanghai', week: undefined }),
    blockedRow({ aliases: Object.values(HOSTILE), checkedAt: readyRow('any').checkedAt }),
  ]
  const store = await storeOf(rows)
  await putInstances(store)
  return appOver(store, { env, clock: () => NOW })
}

describe('GET /api/plan', () => {
  test('answers with the plan of the settings', async () => {
    const { status, json } = await ask(await app(), '/api/plan')
    expect(status).toBe(200)
    const { batches, left, destinations } = json as unknown as PlanAsJson
    expect(destinations.map(({ findings }) => findings.map(({ id }) => id))).toEqual([
      ['instance-ends-soon', 'instance-image', 'instance-vpcs'],
      ['buy-instance', 'buy-qps'],
    ])
    expect(batches).toMatchObject([
      {
        destination: 'kst-hzz1',
        keys: ['key-1', 'key-2'],
        secrets: [HOSTILE_NAME],
        window: { from: '2026-11-23T16:00:00Z', to: '2026-11-23T19:00:00Z', expectedCalls: 12, weeksOfEvidence: 13 },
      },
      { region: 'cn-shanghai', destination: null, keys: ['key-3'], window: null },
    ])
    expect(left).toMatchObject([{ keyId: blockedRow().keyId, verdict: 'blocked' }])
  })

  test('takes regions and accounts, and nothing else', async () => {
    const { json } = await ask(await app(), '/api/plan?region=cn-shanghai')
    expect(json).toMatchObject({ batches: [{ keys: ['key-3'] }], left: [] })
    expect((await ask(await app(), '/api/plan?account=99999')).json).toMatchObject({
      asOf: null,
      batches: [],
      left: [],
    })
    expect(errorOf(await ask(await app(), '/api/plan?window=4h')).message).toContain('window')
  })

  test('answers where settings leave no window, and says why', async () => {
    const store = await storeOf([readyRow('key-1')])
    const frozen = appOver(store, { env: { ...env, CMK_FREEZES: '2026-01-01/2028-01-01' }, clock: () => NOW })
    const { batches } = (await ask(frozen, '/api/plan')).json as unknown as PlanAsJson
    expect(batches).toMatchObject([{ window: null }])
    expect(batches[0]?.why.join(' ')).toContain('No window is free within 8 weeks')
  })
})

describe('GET /api/instances', () => {
  test('answers with what is there, of some accounts and regions or of all', async () => {
    const { status, json } = await ask(await app(), '/api/instances')
    expect(status).toBe(200)
    expect(json).toMatchObject([{ instance: 'kst-hzz1', name: HOSTILE_NAME, isDestination: true, endsAt: ENDS }])
    expect((await ask(await app(), '/api/instances?region=cn-shanghai')).json).toEqual([])
    expect(errorOf(await ask(await app(), '/api/instances?verdict=ready')).message).toContain('verdict')
  })
})

describe('the page of the plan', () => {
  test('shows how destinations fit, and what to buy', async () => {
    const { html } = await askPage(await app(), '/plan?lang=en')
    expect(html).toContain('900 of 1,000 used')
    expect(html).toContain('kst-hzz1 ends at 2026-12-02 00:00, in 8 days')
    expect(html).toContain('software, 2 keys, 0 secrets, 1,000 calls a second')
    const chinese = (await askPage(await app(), '/plan?lang=zh')).html
    expect(chinese).toContain('已用 900，共 1,000')
    expect(chinese).toContain('软件密钥管理实例，密钥 2 个，凭据 0 个，每秒 1,000 次')
    expect(chinese).not.toMatch(/instance (ends|yet)|To check/)
  })

  test('shows batches and what is left, in both languages, and escapes what it was told', async () => {
    const { status, html } = await askPage(await app(), '/plan?lang=en')
    expect(status).toBe(200)
    expect(html).toContain('3 ready keys in 2 batches; 1 key is left')
    expect(html).toContain('Tuesday 2026-11-24 00:00 – 03:00')
    expect(html).toContain('12 calls expected · 13 weeks of evidence')
    expect(html).toContain('No evidence of a quiet window')
    expect(html).not.toContain('<img')
    const chinese = (await askPage(await app(), '/plan?lang=zh')).html
    expect(chinese).toContain('3 个可迁移的密钥分为 2 批；另有 1 个密钥暂不迁移')
    expect(chinese).toContain('星期二 2026-11-24 00:00 – 03:00')
    expect(chinese).not.toMatch(/calls expected|weeks of/)
    const utc = (await askPage(await app(), '/plan?lang=en&tz=utc')).html
    expect(utc).toContain('Monday 2026-11-23 16:00 – 19:00')
  })

  test('is linked from the dashboard, and says so where there is nothing to plan', async () => {
    expect((await askPage(await app(), '/?lang=en')).html).toContain('href="./plan?lang=en"')
    const { html } = await askPage(appOver(await storeOf([]), { clock: () => NOW }), '/plan?lang=en')
    expect(html).toContain('No key is ready: there is nothing to plan.')
  })
})
