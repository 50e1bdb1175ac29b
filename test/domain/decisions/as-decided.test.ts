import { describe, expect, it } from 'vitest'
import { AsDecided } from '../../../shared/domain/decisions/as-decided.ts'
import { subjectOf } from '../../../shared/domain/decisions/decision.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import type { ScopeSummary } from '../../../shared/domain/scope-summary.ts'
import { afterMove } from '../../support/domain/case-factory.ts'
import { row } from '../../support/rows.ts'
import { decision } from '../../support/store/rows.ts'

const NOW = Date.parse('2026-11-23T00:00:00Z')
const ACCOUNT = '1234567890123456'

/** Every region has a key of this id: what was decided in one says nothing of the other's. */
const keyIn = (region: string, changes: Partial<ReadinessRow> = {}) =>
  row({ region, keyId: 'key-1', tags: [{ key: 'owner', value: 'tagged' }], ...changes })
const HERE = 'cn-hangzhou'
const ELSEWHERE = 'cn-shanghai'

function owned(keyId: string, owner: string, changes: Partial<ReturnType<typeof decision>> = {}) {
  const value = { kind: 'owner', keyId, owner } as const
  return decision({ accountId: ACCOUNT, region: HERE, subject: subjectOf(value), value, until: null, ...changes })
}

function waived(rule: 'multiple-versions' | 'rotation-enabled', until: string | null = null) {
  const value = { kind: 'waiver', keyId: 'key-1', rule } as const
  const said = { by: 'Li Na', at: '2026-11-20T00:00:00Z', why: `${rule} is known` }
  return decision({ accountId: ACCOUNT, region: HERE, subject: subjectOf(value), value, until, ...said })
}

describe('a row as people decided', () => {
  it('names the owner whom a person named, whatever the tags say', () => {
    const decided = new AsDecided([owned('key-1', 'payments')], NOW)
    expect(decided.row(keyIn(HERE))).toStrictEqual({ ...keyIn(HERE), owner: 'payments' })
  })

  it('keeps the owner of its tags where findings alone were taken note of', () => {
    const decided = new AsDecided(
      [waived('multiple-versions', '2026-12-01T00:00:00Z'), waived('rotation-enabled')],
      NOW,
    )
    const said = { by: 'Li Na', at: '2026-11-20T00:00:00Z' }
    expect(decided.row(keyIn(HERE))).toStrictEqual({
      ...keyIn(HERE),
      owner: 'tagged',
      waivers: [
        {
          rule: 'multiple-versions',
          ...said,
          why: 'multiple-versions is known',
          until: '2026-12-01T00:00:00Z',
        },
        { rule: 'rotation-enabled', ...said, why: 'rotation-enabled is known', until: null },
      ],
    })
  })

  it('has both where both were decided', () => {
    const decided = new AsDecided([waived('rotation-enabled'), owned('key-1', 'payments')], NOW).row(keyIn(HERE))
    expect(decided.owner).toBe('payments')
    expect(decided.waivers?.map(({ rule }) => rule)).toEqual(['rotation-enabled'])
  })

  it.each([
    ['of another region', keyIn(ELSEWHERE)],
    ['of another account', keyIn(HERE, { accountId: '2' })],
    ['with another id', keyIn(HERE, { keyId: 'key-2' })],
  ])('says nothing of a key %s', (_, other) => {
    const decided = new AsDecided([owned('key-1', 'payments'), waived('rotation-enabled')], NOW)
    expect(decided.row(other)).toStrictEqual(other)
  })

  it.each([
    ['that is over', { until: '2026-11-23T00:00:00Z' }],
    ['that was withdrawn', { value: null }],
  ])('knows nothing of a decision %s', (_, changes) => {
    const decided = new AsDecided(
      [owned('key-1', 'orders'), owned('key-1', 'payments', { number: 2, ...changes })],
      NOW,
    )
    expect(decided.row(keyIn(HERE))).toStrictEqual(keyIn(HERE))
  })
})

describe('the keys of a list', () => {
  it('have the owners whom people named, and are otherwise as they were', () => {
    const { owner: _, ...mine } = keyIn(HERE)
    const { owner: _theirs, ...theirs } = keyIn(ELSEWHERE)
    const decided = new AsDecided([owned('key-1', 'payments')], NOW)
    expect(decided.summaries([theirs, mine])).toStrictEqual([theirs, { ...mine, owner: 'payments' }])
  })

  it.each([
    ['nothing was decided', []],
    ['no owner was named', [waived('rotation-enabled')]],
  ])('are as they were where %s', (_, decisions) => {
    expect(new AsDecided(decisions, NOW).summaries([keyIn(HERE)])).toStrictEqual([keyIn(HERE)])
  })
})

describe('the sums of a region', () => {
  const moved = (keyId: string) => ({ keyId, aliases: [], tags: [], afterMove: afterMove() })
  const summary = (region: string, changes: Partial<ScopeSummary> = {}): ScopeSummary => ({
    ...{
      accountId: ACCOUNT,
      region,
      checks: [],
      calls: 7,
      owners: ['tagged'],
      moved: [moved('key-1'), moved('key-2')],
    },
    ...changes,
  })

  it('name owners of tags and those whom people named, each once', () => {
    const decided = new AsDecided(
      [owned('key-1', 'payments'), owned('key-3', 'tagged'), owned('key-4', 'orders')],
      NOW,
    ).scope(summary(HERE))
    expect(decided).toStrictEqual({
      ...summary(HERE),
      owners: ['tagged', 'payments', 'orders'],
      moved: [{ ...moved('key-1'), owner: 'payments' }, moved('key-2')],
    })
  })

  it('know nothing of what was decided in another', () => {
    const decided = new AsDecided([owned('key-1', 'payments')], NOW)
    expect(decided.scope(summary(ELSEWHERE))).toStrictEqual(summary(ELSEWHERE))
    expect(decided.scope(summary(HERE, { accountId: '2' }))).toStrictEqual(summary(HERE, { accountId: '2' }))
  })
})
