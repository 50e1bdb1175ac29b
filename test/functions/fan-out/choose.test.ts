import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choose, type Finding, isOld, LOST_AFTER, slotKey } from '../../../functions/run/fan-out/choose.ts'
import { jobKey, type ScopedJob, taskId } from '../../../functions/run/fan-out/job-key.ts'
import { Siblings } from '../../../functions/run/fan-out/siblings.ts'
import { iso, SECOND } from '../../../shared/domain/time.ts'
import type { Slot } from '../../../shared/store/fan-out-ledger.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const job = (accountId: string, region: string): ScopedJob => ({
  ...{ run: 'run-1', asOf: '2026-11-23T02:15:00Z', stage: 'inventory', accountId, region },
})
const slot = (accountId: string, region: string, fields: Partial<Slot> = {}): Slot => ({
  ...{ ...job(accountId, region), accountId, attempt: 1, at: iso(NOW - SECOND) },
  ...fields,
})
const of = (choice: Partial<Parameters<typeof choose>[0]>) =>
  choose({ slots: [], candidates: [], findings: new Map(), limits: { total: 5, perAccount: 2 }, now: NOW, ...choice })

describe('what is dispatched next', () => {
  const jobs = fc.array(fc.tuple(fc.constantFrom('1', '2', '3'), fc.constantFrom('a', 'b', 'c', 'd')), {
    maxLength: 20,
  })
  const unique = (pairs: readonly (readonly [string, string])[]) => [
    ...new Map(pairs.map((pair) => [pair.join(), pair])).values(),
  ]
  const finding = fc.constantFrom<Finding | undefined>(undefined, 'ended', 'at-work', 'lost')

  it('never goes past the limits, is nothing twice, and leaves nothing out that fits', () => {
    fc.assert(
      fc.property(jobs, jobs, fc.array(finding, { minLength: 12, maxLength: 12 }), (under, left, found) => {
        const before = choose({
          ...{ slots: [], findings: new Map(), limits: { total: 5, perAccount: 2 }, now: NOW - SECOND },
          candidates: unique(under).map(([account, region]) => job(account, region)),
        }).slots
        const findings = new Map(before.flatMap((each, at) => (found[at] ? [[slotKey(each), found[at]] as const] : [])))
        const candidates = unique(left).map(([account, region]) => job(account, region))
        const { slots, dispatch } = of({ slots: before, candidates, findings })
        const keys = slots.map(jobKey)
        expect(new Set(keys).size).toBe(keys.length)
        expect(slots.length).toBeLessThanOrEqual(5)
        const ofAccount = (id: string) => slots.filter(({ accountId }) => accountId === id).length
        for (const id of ['1', '2', '3']) expect(ofAccount(id)).toBeLessThanOrEqual(2)
        for (const each of candidates) {
          const fits = slots.length < 5 && ofAccount(each.accountId) < 2
          if (fits) expect(keys).toContain(jobKey(each))
        }
        expect(slots).toEqual(expect.arrayContaining([...dispatch]))
        const stays = before.filter((each) => findings.get(slotKey(each)) !== 'ended').map(jobKey)
        expect(keys).toEqual(expect.arrayContaining(stays))
      }),
    )
  })

  it('is what was lost, under a new attempt, before anything that waits', () => {
    const lost = slot('1', 'a', { attempt: 2 })
    const findings = new Map([[slotKey(lost), 'lost' as const]])
    const { dispatch } = of({ slots: [lost], candidates: [job('1', 'b')], findings, by: 'the end' })
    expect(dispatch).toEqual([
      slot('1', 'a', { attempt: 3, at: iso(NOW), by: 'the end' }),
      slot('1', 'b', { at: iso(NOW), by: 'the end' }),
    ])
  })

  it('is looked at again later where somebody is at work on it', () => {
    const long = slot('1', 'a', { at: iso(NOW - LOST_AFTER) })
    expect([isOld(long, NOW), isOld(long, NOW - 1)]).toEqual([true, false])
    const { slots, dispatch } = of({ slots: [long], findings: new Map([[slotKey(long), 'at-work' as const]]) })
    expect([slots, dispatch]).toEqual([[{ ...long, at: iso(NOW) }], []])
  })
})

describe('a task id', () => {
  it('is of the form that Function Compute takes, and another one for each piece of work and attempt', () => {
    const long: ScopedJob = { ...job('12345678901234567890', 'ap-southeast-1-a-very-long-region'), run: 'x'.repeat(64) }
    const all = [
      { ...long, attempt: 1 },
      { ...long, attempt: 2 },
      { ...long, stage: 'assess' as const, attempt: 1 },
      { ...long, run: 'y'.repeat(64), attempt: 1 },
      { ...long, pass: 2, attempt: 1 },
      { ...long, pass: 21, attempt: 1 },
    ].map(taskId)
    expect(new Set(all).size).toBe(all.length)
    for (const id of all) expect(id).toMatch(/^[A-Za-z_][\w-]{0,127}$/)
    expect(taskId({ ...long, attempt: 1 })).toBe(all[0])
  })
})

describe('the functions of the stages', () => {
  it.each([
    ['cmk-readiness-inventory', 'cmk-readiness-assess'],
    ['audit_usage', 'audit_assess'],
    ['usage', 'assess'],
  ])('are known by the name of %s', (own, expected) => {
    expect(new Siblings(own).of('assess')).toBe(expected)
  })

  it.each(['cmk-readiness', 'nightly-usage-2', 'myusage', ''])('are not known by the name of "%s"', (own) => {
    expect(() => new Siblings(own)).toThrow(/its name must end with inventory, usage or assess/)
  })
})
