import { describe, expect, it } from 'vitest'
import { aboutKey } from '../../../shared/domain/decisions/about-key.ts'
import { type KnownValue, subjectOf } from '../../../shared/domain/decisions/decision.ts'
import { finding, row } from '../../support/rows.ts'
import { decision } from '../../support/store/rows.ts'

const NOW = Date.parse('2026-11-23T00:00:00Z')
const KEY = row({
  findings: [
    finding({ rule: 'unattributed-operation', data: { callers: ['role/batch', 'unknown'] } }),
    finding({ rule: 'unattributed-use', data: { callers: ['role/files', 'role/batch'] } }),
    finding({ rule: 'unknown-client', data: { callers: ['role/orders'], agents: ['orders-service'] } }),
    finding({ rule: 'blocked-operation', data: { callers: ['role/known', 'role/\u202eodd'] } }),
  ],
})
const { keyId } = KEY
const made = (value: KnownValue, changes = {}) =>
  decision({ subject: subjectOf(value), value, until: null, ...changes })

describe('what there is to decide about a key', () => {
  it('is about the callers that hold it at unknown, and about nobody', () => {
    const about = aboutKey(KEY, [], NOW)
    expect(about).toMatchObject({
      openCallers: ['role/batch', 'role/files'],
      unknownCallers: ['role/orders', 'agent/orders-service'],
    })
    const open = row({
      findings: [finding({ rule: 'unattributed-use', data: { callers: ['role/files'], clients: ['unknown'] } })],
    })
    expect(aboutKey(open, [], NOW).unknownCallers).toEqual(['role/files'])
  })

  it('leaves out names that hide what they are', () => {
    const odd = row({ findings: [finding({ rule: 'unknown-client', data: { callers: ['role/\u202eodd'] } })] })
    expect(aboutKey(odd, [], NOW).unknownCallers).toEqual([])
  })
})

describe('what was decided about a key', () => {
  it.each<[KnownValue, boolean]>([
    [{ kind: 'owner', keyId, owner: 'a' }, true],
    [{ kind: 'owner', keyId: 'another', owner: 'a' }, false],
    [{ kind: 'waiver', keyId, rule: 'blocked-operation' }, true],
    [{ kind: 'keys-statement', principal: 'role/elsewhere', keyIds: [keyId] }, true],
    [{ kind: 'keys-statement', principal: 'role/batch', keyIds: ['another'] }, true],
    [{ kind: 'keys-statement', principal: 'role/elsewhere', keyIds: ['another'] }, false],
    [{ kind: 'client-statement', principal: 'role/orders', client: 'java' }, true],
    [{ kind: 'client-statement', principal: 'role/elsewhere', client: 'java' }, false],
    [{ kind: 'batch', batch: 'b', state: 'planned', keyIds: [keyId], secrets: [], destination: null }, true],
    [{ kind: 'batch', batch: 'b', state: 'planned', keyIds: [], secrets: [], destination: null }, false],
  ])('%o: %s', (value, isThere) => {
    expect(aboutKey(KEY, [made(value)], NOW).standing).toHaveLength(Number(isThere))
  })

  it('is what holds, and the numbers know what was withdrawn', () => {
    const owner = { kind: 'owner', keyId, owner: 'a' } as const
    const over = made({ kind: 'waiver', keyId, rule: 'blocked-operation' }, { until: '2026-11-22T00:00:00Z' })
    const about = aboutKey(KEY, [made(owner), made(owner, { number: 2, value: null }), over], NOW)
    expect(about.standing).toEqual([])
    expect([...about.numbers]).toEqual([
      [`owner/${keyId}`, 2],
      [`waiver/${keyId}/blocked-operation`, 1],
    ])
  })
})
