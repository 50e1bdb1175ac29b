import { expect, test } from 'vitest'
import type { EventFields } from '../../../shared/domain/event-shape.ts'
import { DAY } from '../../../shared/domain/time.ts'
import { ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { appOver, ask, errorOf, storeOf } from '../../support/functions/query/asked.ts'
import { ACCOUNT, AS_OF, putEvidence } from '../../support/functions/query/evidence-rows.ts'
import { askPage } from '../../support/pages/asked-page.ts'

async function appWithEvidence() {
  const store = await storeOf([])
  await putEvidence(store)
  return appOver(store)
}

test('GET /api/evidence tells of every scope of the last run what was read, by which source, and what is missing', async () => {
  const { status, json } = await ask(await appWithEvidence(), '/api/evidence')
  expect(status).toBe(200)
  expect(json).toMatchObject([
    {
      ...{ accountId: ACCOUNT, region: 'cn-hangzhou', days: 90, missing: [], secondsLeft: 0, reasons: [] },
      seen: [
        { source: 'lookup', mode: null },
        { source: 'sls', mode: 'accurate' },
      ],
      control: { state: 'proven', ownCallsAt: '2026-11-21T18:15:00Z', problem: null },
    },
    {
      ...{ region: 'cn-shanghai', missingDays: 79.2, secondsLeft: 7_200 },
      missing: [{ from: '2026-08-24T18:15:00Z', to: '2026-11-12T00:00:00Z' }],
      control: { state: 'unproven', problem: 'own-calls-missing' },
      reasons: [
        '<b>80 days</b> of events are not read yet',
        '<i>LookupEvents: Throttling',
        'the nightly budget is used up',
      ],
    },
    { region: 'eu-central-1', window: null, seen: [] },
  ])
})

test('scopes may be chosen, and other parameters are refused', async () => {
  const app = await appWithEvidence()
  const { json } = await ask(app, `/api/evidence?region=cn-shanghai,eu-central-1&account=${ACCOUNT}`)
  expect(json).toMatchObject([{ region: 'cn-shanghai' }, { region: 'eu-central-1' }])
  expect((await ask(app, '/api/evidence?account=999999')).json).toEqual([])
  expect(errorOf(await ask(app, '/api/evidence?verdict=ready')).message).toContain('verdict')
})

test('before any audit there is nothing to tell', async () => {
  expect((await ask(appOver(await storeOf([])), '/api/evidence')).json).toEqual([])
})

test('the page shows the same as a table and a bar, in both languages, and escapes what it was told', async () => {
  const app = await appWithEvidence()
  const { html } = await askPage(app, '/evidence?lang=en')
  expect(html).toContain('lookup: 79.2, sls (accurate): 10.8')
  expect(html).toContain('aria-label="Seen: 10.8 of 90. Missing: 2026-08-25 02:15 – 2026-11-12 08:00."')
  expect(html).toContain('about 2.0 h')
  expect(html).toContain('no key needs it')
  expect(html).toContain('&lt;b&gt;80 days&lt;/b&gt;')
  const chinese = (await askPage(app, '/evidence?lang=zh')).html
  expect(chinese).toContain('缺少本程序自己的调用')
  expect(chinese).toContain('<span lang="en">&lt;b&gt;80 days&lt;/b&gt; of events are not read yet</span>')
  expect(chinese).toContain('cn-shanghai：&lt;i&gt;LookupEvents: Throttling<')
  expect(chinese).toContain('cn-shanghai：每晚的时间预算已用完<')
  expect(chinese).toContain('href="evidence?lang=en"')
  expect((await askPage(app, '/?lang=en')).html).toContain('href="./evidence?lang=en"')
})

test('the page has a legend of the parts that its bars have, and says what proves a source', async () => {
  const store = await storeOf([])
  await putEvidence(store)
  const shanghai = new ScopeProgress(store, `${ACCOUNT}:cn-shanghai`)
  const from = AS_OF - 90 * DAY
  const covered = [
    { from, to: from + DAY },
    { from: from + 3 * DAY, to: AS_OF },
  ]
  const english = async () => (await askPage(appOver(store), '/evidence?lang=en')).html
  const before = await english()
  for (const text of ['read from lookup', 'read from sls accurate', 'not read yet'])
    expect(before).toContain(`</svg> ${text}</li>`)
  expect(before).not.toContain('gap: not read, though older days were')
  await shanghai.putReadings([['all', { covered, final: [], by: { lookup: covered } }]], 2)
  await shanghai.putSourceProof({ asOf: AS_OF, state: 'reading', seen: [] }, 2)
  const after = await english()
  expect(after).toContain('gap: not read, though older days were')
  expect(after).not.toContain('</svg> not read yet')
  expect(after).toContain(`<li>${ACCOUNT} cn-shanghai: “Not proven yet” means`)
  const chinese = (await askPage(appOver(store), '/evidence?lang=zh')).html
  expect(chinese).toContain(`<li>${ACCOUNT} cn-shanghai：“尚未证实”表示：`)
  expect(chinese).toContain('缺口：更早的日期已读取')
})

test('what a probe found stands in the answer and on the page, and its names are escaped', async () => {
  const store = await storeOf([])
  await putEvidence(store)
  const event: EventFields = {
    keyIn: ['resourceName'],
    maskedIn: [],
    tied: false,
    ciphertext: 'absent',
    responseElements: false,
    eventRW: 'Read',
    vpcId: false,
    sourceIpAddress: true,
    userAgent: 'as-sent',
    dryRunVisible: true,
    identity: ['type'],
  }
  const calls = [
    { operation: 'Decrypt', dryRun: true, shown: 'yes', delaySeconds: 300, event },
    { operation: 'ReEncrypt', dryRun: true, shown: 'no', delaySeconds: null },
  ] as const
  const progress = new ScopeProgress(store, `${ACCOUNT}:cn-hangzhou`)
  for (const source of ['sls', 'sls', 'dir:/<b>']) await progress.putEventShape({ source, at: AS_OF, calls })
  const app = appOver(store)
  const { json } = await ask(app, '/api/evidence?region=cn-hangzhou')
  const told = { problem: 'operations-not-shown', operations: ['ReEncrypt'], untied: ['Decrypt'], calls }
  const at = '2026-11-22T18:15:00Z'
  expect(json).toMatchObject([
    {
      shape: [
        { source: 'sls', at, ...told },
        { source: 'dir:/<b>', at, ...told },
      ],
    },
  ])
  expect((await ask(app, '/api/evidence?region=cn-shanghai')).json).toMatchObject([{ shape: [] }])
  const english = (await askPage(app, '/evidence?lang=en')).html
  expect(english).toContain('<h2>What events hold</h2>')
  expect(english).toContain('dir:/&lt;b&gt; showed 1 of 2 calls; it does not show ReEncrypt, and verdicts are unknown')
  expect((await askPage(app, '/evidence?lang=zh')).html).toContain('未显示 ReEncrypt，相关结论为“未知”')
})
