import { describe, expect, it } from 'vitest'
import { aboutKey } from '../../../shared/domain/decisions/about-key.ts'
import { type KnownValue, subjectOf } from '../../../shared/domain/decisions/decision.ts'
import type { CallerSummary, FindingData } from '../../../shared/domain/readiness.ts'
import { call } from '../../support/domain/call.ts'
import { callerNamed } from '../../support/domain/plan-rows.ts'
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
const usedBy = (...callers: readonly CallerSummary[]) => row({ usage: { ...row().usage, callers } })
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

  it('is about callers of its use whose language nobody knows, and about no other', () => {
    const uses = usedBy(callerNamed('role/plain', 'java'), callerNamed('role/silent', 'unknown'))
    expect(aboutKey(uses, [], NOW)).toMatchObject({ openCallers: [], unknownCallers: ['role/silent'] })
  })

  it('names callers and then agents, each by name and once', () => {
    const data = { callers: ['role/z', 'role/a', 'role/z'], agents: ['z-tool', 'a-tool'] }
    const used = usedBy(callerNamed('role/m', 'unknown'))
    const held = { ...used, findings: [finding({ rule: 'unknown-client', data })] }
    expect(aboutKey(held, [], NOW).unknownCallers).toEqual([
      ...['role/a', 'role/m', 'role/z'],
      ...['agent/a-tool', 'agent/z-tool'],
    ])
  })

  it.each<[string, FindingData, readonly string[]]>([
    ['number', { callers: 3 }, []],
    ['sentence', { callers: [call('ListKeys', 'Forbidden.NoPermission'), 'role/files'] }, ['role/files']],
  ])('takes no %s for a name', (_, data, names) => {
    const held = row({ findings: [finding({ rule: 'unattributed-use', data })] })
    expect(aboutKey(held, [], NOW).openCallers).toEqual(names)
  })

  it('leaves out names that hide what they are', () => {
    const odd = row({ findings: [finding({ rule: 'unknown-client', data: { callers: ['role/\u202eodd'] } })] })
    expect(aboutKey(odd, [], NOW).unknownCallers).toEqual([])
  })
})

describe('what was decided about a key', () => {
  it('is what was said of any caller of its use', () => {
    const uses = usedBy(callerNamed('role/plain', 'java'))
    const value = { kind: 'keys-statement', keyIds: ['another'] } as const
    const said = ['role/plain', 'role/elsewhere'].map((principal) => made({ ...value, principal }))
    expect(aboutKey(uses, said, NOW).standing).toEqual(said.slice(0, 1))
  })

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
