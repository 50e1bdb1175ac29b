import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { AccountNights } from '../../shared/store/nights/account-nights.ts'
import { DiagnosticsTable } from '../../shared/store/nights/diagnostics-table.ts'
import { gatherNights, readNights } from '../../shared/store/nights/read-nights.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import { scratchStore } from '../support/store/scratch-store.ts'

const ACCOUNT = '1000000000000001'
const HANGZHOU = `${ACCOUNT}:cn-hangzhou`
const REGIONS = ['cn-beijing', 'cn-hangzhou', 'cn-shanghai']
const PLAN = { run: 'run-1', asOf: '2026-11-23T02:15:00Z', regions: REGIONS }

let store: Store
beforeEach(async () => {
  const scratch = await scratchStore()
  onTestFinished(scratch.dispose)
  store = scratch.store
})

const progressOf = (place: string) => new ScopeProgress(store, `${ACCOUNT}:${place}`)

describe('the night of an account', () => {
  it('tells each region that was judged, however many end at once', async () => {
    const regions = Array.from({ length: 12 }, (_, at) => `region-${at}`)
    await progressOf('*').putRunPlan({ ...PLAN, regions })
    await Promise.all(
      regions.map((region, at) => progressOf(region).putAssessMark({ ...mark(), ownRanges: ranges(at) })),
    )
    const night = (await readNights(store)).get(ACCOUNT)
    expect(Object.keys(night?.judged ?? {}).sort()).toEqual([...regions].sort())
    expect(regions.map((region) => night?.ranges[night.judged[region] ?? -1])).toEqual(
      regions.map((_, at) => ranges(at)),
    )
    expect(night?.ranges).toHaveLength(2)
  })

  it('is that of the newest run, and takes no mark of another', async () => {
    await progressOf('*').putRunPlan(PLAN)
    await progressOf('*').putRunPlan({ ...PLAN, run: 'run-0', asOf: '2026-11-22T02:15:00Z', regions: [] })
    await progressOf('cn-hangzhou').putAssessMark({ ...mark(), run: 'run-0' })
    expect((await readNights(store)).get(ACCOUNT)).toEqual({ ...PLAN, refused: [], judged: {}, ranges: [] })
    await progressOf('*').putRunPlan({ ...PLAN, run: 'run-2', asOf: '2026-11-24T02:15:00Z' })
    expect((await readNights(store)).get(ACCOUNT)?.run).toBe('run-2')
  })

  it('that is planned once more keeps what was judged', async () => {
    await progressOf('*').putRunPlan(PLAN)
    await progressOf('cn-hangzhou').putAssessMark(mark())
    await progressOf('cn-beijing').putInventoryMark({ run: 'run-1', asOf: PLAN.asOf, ok: false, keys: 0 })
    await progressOf('*').putRunPlan(PLAN)
    expect((await readNights(store)).get(ACCOUNT)).toMatchObject({
      refused: ['cn-beijing'],
      judged: { 'cn-hangzhou': 0 },
    })
  })
})

describe('diagnostics', () => {
  it('are those that each stage said last of a scope', async () => {
    const progress = progressOf('cn-hangzhou')
    await progress.putDiagnostics('inventory', [diagnostic('inventory'), diagnostic('inventory')], 1)
    await progress.putDiagnostics('usage', [diagnostic('usage')], 1)
    await progress.putDiagnostics('inventory', [], 2)
    await progressOf('cn-hangzhou-finance').putDiagnostics('usage', [diagnostic('usage')], 1)
    expect(await progress.diagnostics()).toEqual([diagnostic('usage')])
    expect((await new DiagnosticsTable(store).byScope()).filter(({ diagnostics }) => diagnostics.length > 0)).toEqual([
      { scope: HANGZHOU, diagnostics: [diagnostic('usage')] },
      { scope: `${HANGZHOU}-finance`, diagnostics: [diagnostic('usage')] },
    ])
  })

  it('of a stage that has nothing to say leave nothing', async () => {
    await progressOf('cn-hangzhou').putDiagnostics('usage', [])
    expect(await new DiagnosticsTable(store).byScope()).toEqual([])
  })
})

describe('a table of before nights were laid together', () => {
  // As those versions wrote it.
  beforeEach(async () => {
    const put = (place: string, name: string, value: unknown) =>
      store.progress.put(`${ACCOUNT}:${place}`, [{ name, value }])
    await put('*', 'diagnostics/inventory', [])
    await put('*', 'run/run-0', { ...PLAN, run: 'run-0', asOf: '2026-11-22T02:15:00Z' })
    await put('*', 'run/run-1', PLAN)
    await put('cn-hangzhou', 'assess/run-1', { ...mark(), ownRanges: ['203.0.113.0/24'] })
    await put('cn-hangzhou', 'diagnostics/usage', [diagnostic('usage')])
    await put('cn-hangzhou', 'diagnostics/inventory', [])
    await put('cn-beijing', 'inventory/run-1', { run: 'run-1', asOf: PLAN.asOf, ok: false, keys: 0 })
    await put('cn-beijing', 'diagnostics/inventory', [diagnostic('inventory')])
    await put('cn-shanghai', 'assess/run-0', { ...mark(), run: 'run-0' })
  })

  const expected = {
    ...PLAN,
    refused: ['cn-beijing'],
    judged: { 'cn-hangzhou': 0 },
    ranges: [['203.0.113.0/24']],
  }

  it('is read as it is, and tells the same once it was laid together', async () => {
    for (const step of [async () => {}, () => gatherNights(store), () => gatherNights(store)]) {
      await step()
      expect([...(await readNights(store))]).toEqual([[ACCOUNT, expected]])
      expect(await new DiagnosticsTable(store).all()).toEqual(
        expect.arrayContaining([diagnostic('inventory'), diagnostic('usage')]),
      )
      expect(await new DiagnosticsTable(store).all()).toHaveLength(2)
      expect(await progressOf('cn-hangzhou').diagnostics()).toEqual([diagnostic('usage')])
    }
  })

  it('says what the next run says, and nothing of before', async () => {
    await gatherNights(store)
    await progressOf('cn-hangzhou').putDiagnostics('usage', [])
    await progressOf('*').putRunPlan({ ...PLAN, run: 'run-2', asOf: '2026-11-24T02:15:00Z' })
    expect(await new DiagnosticsTable(store).all()).toEqual([diagnostic('inventory')])
    expect((await readNights(store)).get(ACCOUNT)).toMatchObject({ run: 'run-2', judged: {}, refused: [] })
  })

  it('keeps what a run said that began before it was laid together', async () => {
    const night = { ...expected, run: 'run-9', asOf: '2026-11-25T02:15:00Z' }
    await new AccountNights(store).keep(ACCOUNT, night)
    await gatherNights(store)
    expect((await readNights(store)).get(ACCOUNT)).toEqual(night)
  })
})

function mark() {
  return { run: PLAN.run, asOf: PLAN.asOf, keys: 3 }
}

function ranges(at: number): readonly string[] {
  return at % 2 === 0 ? [] : ['203.0.113.0/24']
}

function diagnostic(stage: Diagnostic['stage']): Diagnostic {
  return {
    ...{ accountId: ACCOUNT, region: 'cn-hangzhou', stage, status: 'denied', action: 'ListKeys', asOf: PLAN.asOf },
    ...{ message: 'refused', advice: '', fatal: true },
  }
}
