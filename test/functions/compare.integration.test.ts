import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { runJobs } from '../../functions/run/dispatch.ts'
import { reassessJobs } from '../../functions/run/resume.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import type { ComparisonAsJson } from '../../shared/rows/comparison-formats.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { NOW, smallCompany } from '../support/functions/a-company.ts'
import { appOver, ask, TOKEN } from '../support/functions/query/asked.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { askPage, linkTo } from '../support/pages/asked-page.ts'

let cloud: SimulatedCloud
let laboratory: Laboratory
/** By key: what audits by each pack say. */
const audited: Record<string, ReadonlyMap<string, ReadinessRow>> = {}
let before: unknown
beforeAll(async () => {
  cloud = await startCloud(smallCompany(), { clock: () => NOW, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
  const env = { CMK_REGIONS: 'cn-hangzhou' }
  await laboratory.night(cloud, { now: NOW, env })
  for (const pack of ['2024-11', '2023-09']) {
    await laboratory.work(cloud, { now: NOW + HOUR, env: { ...env, CMK_RULES: pack } }, async (services) => {
      await runJobs(await reassessJobs(services), services)
    })
    audited[pack] = new Map((await laboratory.rows()).map((row) => [row.keyId, row]))
  }
  before = await laboratory.tables()
})
afterAll(async () => {
  await cloud.close()
  await laboratory.close()
})

const compare = (...argv: string[]) =>
  runCli(['compare', ...argv], { env: { CMK_STORE: laboratory.storeAddress }, clock: () => NOW + 2 * HOUR })

it('judges what is stored as audits by each pack do, and writes nothing', async () => {
  const { status, stdout, stderr } = await compare('--all', '--format', 'json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const { rows, keys, totals, asOf } = JSON.parse(stdout) as ComparisonAsJson
  expect(keys).toBe(audited['2023-09']?.size)
  expect(rows).toHaveLength(keys)
  for (const { keyId, verdicts } of rows)
    for (const pack of ['2023-09', '2024-11'] as const)
      expect([keyId, verdicts[pack]]).toEqual([keyId, audited[pack]?.get(keyId)?.verdict])
  expect(totals['2023-09']?.blocked).toBeGreaterThan(totals['2024-11']?.blocked ?? 0)
  expect(asOf).toBe(audited['2023-09']?.get('key-plain')?.checkedAt)
  expect(await laboratory.tables()).toEqual(before)
})

it('lists the keys that differ and the rules that make the difference, and totals', async () => {
  const { stdout } = await compare()
  expect(stdout).toMatch(/key-source .*blocked +ready .*blocked-operation \(blocked → note\)/)
  expect(stdout).toMatch(/^VERDICT +2023-09 +2024-11$/m)
  expect(stdout).not.toContain('key-external')
  const { stdout: csv } = await compare('--format', 'csv', '--rules', '2024-11,2023-09')
  expect(csv).toContain('"2023-09\t","2024-11\t","rules","why"')
})

it('says where nothing was judged, and refuses one pack alone', async () => {
  const nowhere = await compare('--region', 'cn-beijing')
  expect(nowhere).toMatchObject({ status: 0, stderr: expect.stringContaining('No key of these accounts and regions') })
  for (const rules of ['2023-09', '2023-09,2023-09'])
    expect(await compare('--rules', rules)).toMatchObject({ status: 2, stderr: expect.stringContaining('two packs') })
  expect(await compare('--rules', '2022-01')).toMatchObject({ status: 2, stdout: '' })
})

it('GET /api/compare answers likewise', async () => {
  const [, file = ''] = laboratory.storeAddress.split('sqlite:')
  const store = await openStore({ kind: 'sqlite', file }, { mode: 'read' })
  try {
    const app = appOver(store, { clock: () => NOW + 2 * HOUR })
    const { status, json } = await ask(app, '/api/compare?region=cn-hangzhou')
    expect(status).toBe(200)
    const { rows, differing } = json as unknown as ComparisonAsJson
    expect(rows).toHaveLength(differing)
    expect(rows.map(({ keyId }) => keyId)).toContain('key-source')
    expect((await ask(app, '/api/compare?pack=x')).status).toBe(400)
  } finally {
    await store.close()
  }
})

it('leaves out what inventory has found since: no audit has looked at its use', async () => {
  const [, file = ''] = laboratory.storeAddress.split('sqlite:')
  const store = await openStore({ kind: 'sqlite', file }, { mode: 'write' })
  try {
    const [row] = audited['2023-09']?.values() ?? []
    const progress = new ScopeProgress(store, row ? scopeId(row) : '')
    const plain = (await progress.snapshots()).find(({ keyId }) => keyId === 'key-plain')
    const createdAt = iso(NOW + HOUR)
    if (plain) await progress.putSnapshots([{ ...plain, keyId: 'key-newer', facts: { ...plain.facts, createdAt } }], 99)
    expect((await progress.snapshots()).map(({ keyId }) => keyId)).toContain('key-newer')
  } finally {
    await store.close()
  }
  expect((await compare('--all', '--format', 'csv')).stdout).not.toContain('key-newer')
})

it('says by which settings the audit judged otherwise, in the terminal, over HTTP and on a page', async () => {
  const env = { CMK_STORE: laboratory.storeAddress, CMK_OBSERVATION_DAYS: '30' }
  const { status, stderr } = await runCli(['compare'], { env, clock: () => NOW + 2 * HOUR })
  expect(status).toBe(0)
  expect(stderr).toMatch(/warning: CMK_OBSERVATION_DAYS was 90 in the audit of \d+ cn-hangzhou, and 30 is used here/)
  const [, file = ''] = laboratory.storeAddress.split('sqlite:')
  const store = await openStore({ kind: 'sqlite', file }, { mode: 'read' })
  onTestFinished(() => store.close())
  const app = appOver(store, { env: { CMK_API_TOKEN: TOKEN, CMK_OBSERVATION_DAYS: '30' }, clock: () => NOW + 2 * HOUR })
  expect((await ask(app, '/api/compare')).json.settings).toMatchObject([
    { setting: 'CMK_OBSERVATION_DAYS', audited: '90', now: '30' },
  ])
  const { html, status: shown } = await askPage(app, '/compare?lang=zh')
  expect(shown).toBe(200)
  expect(html).toMatch(/<p class="alert">.* cn-hangzhou 审计时 CMK_OBSERVATION_DAYS 为 90，此处使用 30/)
  expect(html).toMatch(/<code>blocked-operation<\/code> \(blocked → note\)/)
  expect(linkTo((await askPage(app, '/')).html, 'Rule packs')).toBe('./compare')
  expect((await askPage(app, '/compare?region=cn-nowhere')).html).toContain('No key was judged')
})
