import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { estimate, functionCost, instancesOf, type Rates, ratesOf } from '../../bench/scale/estimate.ts'
import { CMKS, type Figures, keptFigures, type NightFigures } from '../../bench/scale/figures.ts'
import { overdue, scalePage, time } from '../../bench/scale/page.ts'
import { VENDOR } from '../../bench/scale/vendor-limits.ts'

const RATES: Rates = { listCalls: 8, jobCpu: 0.14, tableCalls: 50, verdicts: 1_000, events: 10_000, rowBytes: 2_000 }

describe('by hand', () => {
  it('a region of 200 keys takes 414 calls: two a key, three lists of two pages, and eight; 41.4 s at 10 a second', () => {
    const { inventory } = estimate({ accounts: 1, regions: 1, keys: 200, events: 0 }, RATES)
    expect(inventory.calls).toBe(414)
    expect(inventory.seconds).toBeCloseTo(41.4)
  })

  it('an account of a million events and 30 regions takes 20,180 lookups, 10,090 s and four invocations', () => {
    const { lookup, jobs } = estimate({ accounts: 1_000, regions: 30, keys: 1, events: 1_000_000_000 }, RATES)
    expect(lookup).toEqual({ calls: 20_180, seconds: 10_090, invocations: 4 })
    expect(jobs).toEqual({ lookup: 64_000, sls: 61_000 })
  })

  it('1,000 accounts of 30 regions with 200 keys have 6 million rows, of one unit each, and as many snapshots', () => {
    const { scopes, keys, rows, sls, units, underWay } = estimate(
      { accounts: 1_000, regions: 30, keys: 200, events: 1_000_000_000 },
      RATES,
    )
    expect([scopes, keys]).toEqual([30_000, 6_000_000])
    expect(rows).toEqual({ readiness: 6_000_000, snapshots: 6_000_000, usage: 36_000_000 })
    expect(sls.statements).toBe(60_000)
    expect(sls.eventsEach).toBeCloseTo(33_333.3, 0)
    // 50 tasks of 260 bytes are 13,000: four units, to read and to write at the end of each of 61,000 jobs.
    expect(underWay).toEqual({ bytes: 13_000, units: 488_000 })
    expect(units.written).toBe(48_488_000)
  })

  it('all jobs of an organization take as long as their instances wait, 50 or 300 at a time', () => {
    // 10 calls of lists, 1 s; a verdict 0.4 s of waiting for a core; nothing to read but two statements of 2 s, five at once.
    const rates = { ...RATES, listCalls: 5, verdicts: 1 }
    const { busy, wall } = estimate({ accounts: 100, regions: 1, keys: 1, events: 0 }, rates)
    // (2 + 3 + 5) / 10 + 0.14 / 0.35 + 1 / 0.35
    expect(busy).toBeCloseTo(100 * (1 + 0.4 + 2.857), 0)
    // 200 statements of 2 s, five at once, are the longest of all.
    expect(wall.sls).toBe(80)
    expect(wall.slsAtMost).toBe(80)
    expect(wall.lookup).toBeCloseTo((busy + 100 * 3) / 50)
  })

  it('instances fit into the pool of a region, and are no more than an account has', () => {
    expect([600, 100, 50].map(instancesOf)).toEqual([300, 285, 142])
  })

  it('10,000 invocations are 75 units, and a second of an instance is 0.45', () => {
    // 75 units for the invocations, and 0.35 + 0.075 + 0.025 a second.
    expect(functionCost(10_000, 1)).toBeCloseTo(0.00002 * 75.45)
    expect(functionCost(0, 10_000)).toBeCloseTo(0.00002 * 4_500)
  })

  it('what does not fit into a night is told, the worst first', () => {
    const many = overdue(estimate({ accounts: 1_000, regions: 30, keys: 200, events: 1_000_000_000 }, RATES))
    expect(many[0]?.what).toContain('lookup')
    expect(many.map(({ seconds }) => seconds)).toEqual(many.map(({ seconds }) => seconds).sort((a, b) => b - a))
    expect(overdue(estimate({ accounts: 10, regions: 2, keys: 10, events: 1_000 }, RATES))).toEqual([])
  })
})

describe('rates', () => {
  const night = { accounts: 10, dispatch: 'fc3', trouble: false, kms: 200, scopes: 10, described: 50 } as NightFigures
  const figures = (nights: NightFigures[]): Figures => ({
    ...{ measured: '2026-11-29', machine: 'a machine' },
    domain: { verdicts: 100, usesOfKey: 3, events: 1_000, rowsOfThousand: 200 },
    stores: [{ store: 'tablestore', rows: 10, writing: 1, reading: 1, writes: 1, reads: 1, bytesRead: 20_000 }],
    nights,
  })

  it('are those of the largest spread night without trouble', () => {
    const larger = { ...night, accounts: 100, cpu: 30, runs: 300, tablestore: 6_000 }
    const others = [
      { ...larger, accounts: 1_000, trouble: true },
      { ...larger, accounts: 1_000, dispatch: 'local' as const },
    ]
    expect(ratesOf(figures([night, ...others, larger]))).toEqual({
      ...{ listCalls: 10, jobCpu: 0.1, tableCalls: 20, verdicts: 100, events: 1_000, rowBytes: 2_000 },
    })
  })

  it('are asked for by name where a part was never measured', () => {
    expect(() => ratesOf(figures([]))).toThrow('npm run bench -- scale')
  })
})

it('times are told in what fits them', () => {
  expect([119, 120, 7_199, 7_200].map(time)).toEqual(['119 s', '2 min', '120 min', '2.0 h'])
})

it('each number of the vendor names its source', () => {
  for (const { source } of Object.values(VENDOR)) expect(source).toMatch(/^https:\/\/|^docs\/vendor-facts\.md/)
})

it('bench/scale.md is what the script makes of the kept figures', async () => {
  const page = await readFile(new URL('../../bench/scale.md', import.meta.url), 'utf8')
  expect(page).toBe(scalePage(await keptFigures()))
})

it('no job of a kept night was lost, or done twice without trouble', async () => {
  const { nights = [] } = await keptFigures()
  expect(nights.map(({ accounts }) => accounts)).toContain(1_000)
  for (const { accounts, keys, scopes, open, described, trouble } of nights) {
    // Five CMKs and a service key an account.
    expect({ keys, scopes, open }).toEqual({ keys: 6 * accounts, scopes: accounts, open: 0 })
    if (!trouble) expect(described).toBe(CMKS * accounts)
  }
})
