import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay, wallClock } from '../../../shared/domain/calendar.ts'
import { makePlan } from '../../../shared/domain/plan/make-plan.ts'
import type { Batch, PlanOptions } from '../../../shared/domain/plan/plan.ts'
import { applicationsOf } from '../../../shared/domain/plan/shared-callers.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { applyStaleness } from '../../../shared/domain/stale.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import { AS_OF, NOW, OPTIONS, readyRow, weekOf } from '../../support/domain/plan-rows.ts'

const weeks = fc.oneof(
  fc.constant(undefined),
  fc.constant(weekOf(0)),
  fc.array(fc.nat({ max: 3_000 }), { minLength: 168, maxLength: 168 }),
)
const facts = fc.record({
  accountId: fc.constantFrom('1000000000000001', '1000000000000002'),
  region: fc.constantFrom('cn-hangzhou', 'cn-shanghai'),
  verdict: fc.oneof({ weight: 3, arbitrary: fc.constant('ready' as const) }, fc.constantFrom(...VERDICTS)),
  callers: fc.uniqueArray(fc.constantFrom('role/a', 'role/b', 'user/c', 'user/d', 'role/e', 'role/f'), {
    maxLength: 2,
  }),
  environment: fc.constantFrom(undefined, 'Production', '测试环境', 'uat', 'blue'),
  secrets: fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 3 }) }, fc.nat({ max: 130 })),
  days: fc.constantFrom(90, 90, 90, 20, 3),
  age: fc.constantFrom(0, 0, 0, 3),
  week: weeks,
})

/** Tables as audits leave them; a table of one application that has hundreds of keys among them. */
const tables = fc
  .record({ rows: fc.array(facts, { maxLength: 40 }), together: fc.constantFrom(0, 0, 0, 49, 71, 130) })
  .map(({ rows, together }): readonly ReadinessRow[] => [
    ...rows.map(({ environment, secrets, age, callers, ...parts }, at) =>
      readyRow(`key-${at}`, {
        ...parts,
        callers,
        tags: environment === undefined ? [] : [{ key: 'Env', value: environment }],
        secrets: Array.from({ length: secrets }, (_, n) => `secret-${at}-${n}`),
        checkedAt: iso(AS_OF - age * DAY),
      }),
    ),
    ...Array.from({ length: together }, (_, at) =>
      readyRow(`key-many-${at}`, { callers: ['role/many', `role/of-${at % 7}`], week: weekOf(at) }),
    ),
  ])
const options = fc.record({
  timezone: fc.constantFrom('Asia/Shanghai', 'UTC', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe'),
  windowHours: fc.constantFrom(1, 2, 5, 24),
  freezes: fc.constantFrom([], [{ from: '2026-11-24', to: '2026-12-02' }], [{ from: '2026-11-28', to: '2026-11-29' }]),
  destinations: fc.constantFrom({}, { 'cn-hangzhou': 'kst-hzz1' }, { 'cn-hangzhou': 'kst-1', 'cn-shanghai': 'kst-2' }),
})

function planned(rows: readonly ReadinessRow[], chosen: Partial<PlanOptions>) {
  return makePlan(rows, { ...OPTIONS, ...chosen })
}

/** A law of every plan: `hold` is told the table, the options and the plan. */
function always(
  hold: (plan: ReturnType<typeof makePlan>, rows: readonly ReadinessRow[], chosen: Omit<PlanOptions, 'from'>) => void,
  numRuns = 25,
): void {
  fc.assert(
    fc.property(tables, options, (rows, chosen) => hold(planned(rows, chosen), rows, { ...OPTIONS, ...chosen })),
    { numRuns },
  )
}

const nameOf = ({ accountId, region }: Batch, keyId: string) => `${accountId} ${region} ${keyId}`

describe('a plan of any table', () => {
  it('has every key of the default instance once: the ready ones in batches, the others left', () => {
    always(({ batches, left }, rows) => {
      const shown = rows
        .filter(({ verdict }) => verdict !== 'not-required' && verdict !== 'migrated')
        .map((row) => applyStaleness(row, NOW))
      const names = (ready: boolean) =>
        shown
          .filter(({ verdict }) => (verdict === 'ready') === ready)
          .map(({ accountId, region, keyId }) => `${accountId} ${region} ${keyId}`)
      const inBatches = batches.flatMap((batch) => batch.keys.map(({ keyId }) => nameOf(batch, keyId)))
      expect(inBatches.sort()).toEqual(names(true).sort())
      expect(left.map(({ accountId, region, keyId }) => `${accountId} ${region} ${keyId}`).sort()).toEqual(
        names(false).sort(),
      )
    })
  })

  it('keeps to 50 keys and 50 secrets, one place and one environment, and ids of its own', () => {
    always(({ batches }, rows, { destinations }) => {
      expect(new Set(batches.map(({ id }) => id)).size).toBe(batches.length)
      for (const { keys, secrets, region, destination, why } of batches) {
        expect(keys.length).toBeLessThanOrEqual(50)
        expect(secrets.length).toBeLessThanOrEqual(50)
        expect(keys.length + secrets.length).toBeGreaterThan(0)
        expect(destination).toBe((destinations as Record<string, string>)[region] ?? null)
        expect(why.length).toBeGreaterThan(0)
        const tagged = rows.filter(({ keyId, tags }) => tags.length > 0 && keys.some((key) => key.keyId === keyId))
        expect(new Set(tagged.flatMap(({ tags }) => tags.map(({ value }) => value))).size).toBeLessThanOrEqual(1)
      }
    })
  })

  it('moves every secret once, with its key or after it', () => {
    always(({ batches }, rows) => {
      const all = rows.filter((row) => batches.some(({ keys }) => keys.some(({ keyId }) => keyId === row.keyId)))
      expect(batches.flatMap(({ secrets }) => secrets).sort()).toEqual(all.flatMap(({ secrets }) => secrets).sort())
      for (const { keyId, secrets } of all) {
        const own = batches.findIndex(({ keys }) => keys.some((key) => key.keyId === keyId))
        for (const [at, batch] of batches.entries()) {
          if (!batch.secrets.some((name) => secrets.includes(name)) || at === own) continue
          expect(at).toBeGreaterThan(own)
          expect(batch.keys).toEqual([])
          const before = batches[own]?.window
          if (batch.window) expect(before && before.to <= batch.window.from).toBe(true)
        }
      }
    })
  })

  it('keeps keys that share an application together where they fit', () => {
    always(({ batches }, rows) => {
      const cut = (id: string) =>
        batches.find((each) => each.id === id)?.why.some((text) => typeof text === 'object' && text.id === 'plan-cut')
      for (const one of rows)
        for (const other of rows) {
          const place = (row: ReadinessRow) => batches.find(({ keys }) => keys.some(({ keyId }) => keyId === row.keyId))
          const [a, b] = [place(one), place(other)]
          if (!a || !b || a.id === b.id || a.accountId !== b.accountId || a.region !== b.region) continue
          if (a.environment !== b.environment || cut(a.id) || cut(b.id)) continue
          expect(applicationsOf(one).filter((name) => applicationsOf(other).includes(name))).toEqual([])
        }
    }, 10)
  })

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(
        tables.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.length }))),
        options,
        ([rows, shuffled], chosen) => {
          expect(planned(shuffled, chosen)).toEqual(planned(rows, chosen))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('has windows that lie ahead, at full hours, on no frozen day and never over each other', () => {
    always(({ batches }, _, { timezone, freezes, windowHours }) => {
      for (const { window } of batches) {
        if (!window) continue
        expect(window.weeksOfEvidence).toBeGreaterThan(0)
        const [from, to] = [Date.parse(window.from), Date.parse(window.to)]
        expect(to - from).toBe(windowHours * 3_600_000)
        expect(wallClock(from, timezone)).toMatch(/:00$/)
        const [first, last] = [calendarDay(from, timezone), calendarDay(to - 1, timezone)]
        expect(first > calendarDay(NOW, timezone)).toBe(true)
        for (const freeze of freezes) expect(last < freeze.from || first > freeze.to).toBe(true)
      }
      const dated = batches.filter(({ window }) => window !== null)
      for (const [at, one] of dated.entries())
        for (const other of dated.slice(at + 1)) {
          const isOnePlace =
            one.destination === null
              ? one.accountId === other.accountId && one.region === other.region
              : one.destination === other.destination
          if (!isOnePlace || !one.window || !other.window) continue
          expect(one.window.to <= other.window.from || other.window.to <= one.window.from).toBe(true)
        }
    })
  })

  it('keeps the batches that share nothing with a key that goes', () => {
    fc.assert(
      fc.property(tables, fc.nat(), (rows, at) => {
        const gone = rows[at % Math.max(1, rows.length)]
        if (!gone) return
        const elsewhere = ({ accountId, region }: Batch) => accountId !== gone.accountId || region !== gone.region
        const ids = (left: readonly ReadinessRow[]) =>
          planned(left, {})
            .batches.filter(elsewhere)
            .map(({ id }) => id)
        expect(ids(rows.filter((row) => row !== gone))).toEqual(ids(rows))
      }),
      { numRuns: 15 },
    )
  })

  it('gives the same keys the same id, whatever else changes about them', () => {
    fc.assert(
      fc.property(tables, options, (rows, { windowHours: _, ...chosen }) => {
        const keysById = (plan: ReturnType<typeof makePlan>) =>
          new Map(plan.batches.map(({ id, keys }) => [id, keys.map(({ keyId }) => keyId).join()]))
        const before = keysById(planned(rows, {}))
        for (const [id, keys] of keysById(planned(rows, chosen))) if (before.has(id)) expect(before.get(id)).toBe(keys)
      }),
      { numRuns: 15 },
    )
  })
})
