import { describe, expect, it } from 'vitest'
import type { DecisionValue } from '../../../shared/domain/decisions/decision.ts'
import { type Ability, Statements } from '../../../shared/domain/decisions/statements.ts'
import { application, atConsole, unlistedRole } from '../../support/domain/case-factory.ts'
import { decision } from '../../support/store/rows.ts'

const CALLER = application({ principal: 'role/orders', client: 'unknown' })
const CALLS = { caller: CALLER, lastAt: '2026-11-20T10:00:00Z' }

function said(value: DecisionValue, until: string | null = null): Statements {
  return new Statements([decision({ subject: 's', value, until })])
}

describe('which keys calls used', () => {
  const keys = (until?: string) =>
    said({ kind: 'keys-statement', principal: 'role/orders', keyIds: ['key-1', 'key-2'] }, until ?? null)

  it('is what was said of their principal', () => {
    expect(keys().keysOf(CALLS, undefined)?.keyIds).toEqual(['key-1', 'key-2'])
    expect(keys().keysOf({ ...CALLS, caller: unlistedRole({ principal: 'role/orders' }) }, undefined)).toBeDefined()
    const other = { ...CALLS, caller: application({ principal: 'role/orders-2' }) }
    expect(keys().keysOf(other, undefined)).toBeUndefined()
    const person = { ...CALLS, caller: atConsole('role/orders') }
    expect(keys().keysOf(person, undefined)).toBeUndefined()
    expect(new Statements().keysOf(CALLS, undefined)).toBeUndefined()
  })

  it('is never said of whoever has no name', () => {
    for (const principal of ['unknown', 'user/unknown', 'unknown/unknown']) {
      const calls = { ...CALLS, caller: application({ principal, client: 'unknown' }) }
      const uses = said({ kind: 'keys-statement', principal, keyIds: ['key-1'] })
      expect(uses.keysOf(calls, undefined)).toBeUndefined()
      expect(said({ kind: 'client-statement', principal, client: 'java' }).clientOf(calls)).toBeUndefined()
    }
  })

  it('is no more than the events leave open', () => {
    expect(keys().keysOf(CALLS, ['key-2', 'key-3'])?.keyIds).toEqual(['key-2'])
    expect(keys().keysOf(CALLS, ['key-3'])).toBeUndefined()
  })

  it('settles nothing where none of the keys can have been used by all of them', () => {
    const of = (able: Readonly<Record<string, Ability>>) =>
      keys().keysOf(CALLS, undefined, (keyId) => able[keyId] ?? 'none')?.keyIds
    expect(of({ 'key-1': 'all', 'key-2': 'all' })).toEqual(['key-1', 'key-2'])
    expect(of({ 'key-1': 'all', 'key-2': 'some' })).toEqual(['key-1', 'key-2'])
    expect(of({ 'key-1': 'all' })).toEqual(['key-1'])
    expect(of({ 'key-1': 'some', 'key-2': 'some' })).toBeUndefined()
    expect(of({})).toBeUndefined()
  })

  it('is said of the calls up to its end', () => {
    expect(keys('2026-11-20T10:00:01Z').keysOf(CALLS, undefined)).toBeDefined()
    expect(keys('2026-11-20T10:00:00Z').keysOf(CALLS, undefined)).toBeUndefined()
    expect(keys('some day').keysOf(CALLS, undefined)).toBeUndefined()
  })

  it('is nothing once it was withdrawn', () => {
    const value = { kind: 'keys-statement', principal: 'role/orders', keyIds: ['key-1'] } as const
    const decisions = [decision({ subject: 's', value }), decision({ subject: 's', number: 2, value: null })]
    expect(new Statements(decisions).keysOf(CALLS, undefined)).toBeUndefined()
  })
})

describe('the language of a caller', () => {
  const client = said({ kind: 'client-statement', principal: 'role/orders', client: 'java' })

  it('is what was said, where the user agent reveals none', () => {
    expect(client.clientOf(CALLS)?.value.client).toBe('java')
    expect(client.clientOf({ ...CALLS, caller: { ...CALLER, client: 'php' } })).toBeUndefined()
    expect(client.clientOf({ ...CALLS, caller: { ...CALLER, kind: 'cloud-service' } })).toBeUndefined()
  })

  it('is no language of the migration SDKs where the agent names another language or tool', () => {
    for (const agent of ['rust', 'ansible']) {
      const calls = { ...CALLS, caller: { ...CALLER, agent } }
      expect(client.clientOf(calls)).toBeUndefined()
      const ofAgent = said({ kind: 'client-statement', principal: `agent/${agent}`, client: 'python' })
      expect(ofAgent.clientOf(calls)).toBeUndefined()
      const php = said({ kind: 'client-statement', principal: 'role/orders', client: 'php' })
      expect(php.clientOf(calls)?.value.client).toBe('php')
    }
  })

  it('is what was said of the agent, where nothing was said of the caller', () => {
    const agent = said({ kind: 'client-statement', principal: 'agent/orders', client: 'go' })
    const calls = { ...CALLS, caller: { ...CALLER, agent: 'orders' } }
    expect(agent.clientOf(calls)?.value.client).toBe('go')
    expect(agent.clientOf({ ...CALLS, caller: { ...CALLER, agent: 'another' } })).toBeUndefined()
    expect(agent.clientOf(CALLS)).toBeUndefined()
    expect(client.clientOf(calls)?.value.client).toBe('java')
  })

  it('is not that of an agent where the caller shows none', () => {
    const agent = said({ kind: 'client-statement', principal: 'agent/undefined', client: 'go' })
    expect(agent.clientOf({ ...CALLS, caller: { ...CALLER, agent: 'undefined' } })?.value.client).toBe('go')
    expect(agent.clientOf(CALLS)).toBeUndefined()
  })
})
