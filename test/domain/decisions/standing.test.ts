import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DecisionValue, subjectOf } from '../../../shared/domain/decisions/decision.ts'
import { newestDecisions, ofKind, standingDecisions } from '../../../shared/domain/decisions/standing.ts'
import { decision } from '../../support/store/rows.ts'

const NOW = Date.parse('2026-11-29T00:00:00Z')

describe('what people decided', () => {
  it('is what was decided last, in whatever order it is read', () => {
    const decisions = [
      decision({ number: 1, value: { kind: 'owner', keyId: 'key-1', owner: 'orders' } }),
      decision({ number: 2, value: { kind: 'owner', keyId: 'key-1', owner: 'payments' } }),
      decision({ region: 'cn-shanghai', number: 1 }),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(decisions, { minLength: decisions.length }), (shuffled) => {
        const numbers = newestDecisions(shuffled).map(({ region, number }) => `${region} ${number}`)
        expect(numbers.sort()).toEqual(['cn-hangzhou 2', 'cn-shanghai 1'])
      }),
    )
  })

  it('holds until its end, or until it is withdrawn', () => {
    const held = (changes: Parameters<typeof decision>[0]) => standingDecisions([decision(changes)], NOW).length === 1
    expect(held({ until: null })).toBe(true)
    expect(held({ until: '2026-11-29T00:00:01Z' })).toBe(true)
    expect(held({ until: '2026-11-29T00:00:00Z' })).toBe(false)
    expect(held({ until: 'some day' })).toBe(false)
    expect(held({ until: null, value: null })).toBe(false)
    expect(standingDecisions([decision(), decision({ number: 2, value: null })], NOW)).toEqual([])
  })

  it('does not come back when what followed it is over', () => {
    const followed = decision({ number: 2, until: '2026-11-28T00:00:00Z' })
    expect(standingDecisions([decision({ until: null }), followed], NOW)).toEqual([])
  })

  it('is picked by kind', () => {
    const waiver = decision({
      subject: 'waiver/key-1/key-disabled',
      value: { kind: 'waiver', keyId: 'key-1', rule: 'key-disabled' },
    })
    const standing = standingDecisions([decision(), waiver], NOW)
    expect(ofKind(standing, 'waiver').map(({ value }) => value.rule)).toEqual(['key-disabled'])
  })

  it('has a subject that tells what it is about', () => {
    const subjects = (
      [
        { kind: 'owner', keyId: 'key-1', owner: 'a' },
        { kind: 'waiver', keyId: 'key-1', rule: 'key-disabled' },
        { kind: 'keys-statement', principal: 'role/a', keyIds: [] },
        { kind: 'client-statement', principal: 'role/a', client: 'go' },
        { kind: 'batch', batch: 'b-1', state: 'planned', keyIds: [], secrets: [], destination: null },
      ] satisfies DecisionValue[]
    ).map(subjectOf)
    expect(subjects).toEqual([
      'owner/key-1',
      'waiver/key-1/key-disabled',
      'keys-statement/role/a',
      'client-statement/role/a',
      'batch/b-1',
    ])
  })
})
