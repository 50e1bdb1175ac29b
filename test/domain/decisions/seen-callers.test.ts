import { describe, expect, it } from 'vitest'
import { SeenCallers } from '../../../shared/domain/decisions/seen-callers.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import { blockedRow, finding, row } from '../../support/rows.ts'

const HELD = row({
  findings: [
    finding({ rule: 'unattributed-operation', data: { callers: ['role/batch'] } }),
    finding({ rule: 'unknown-client', data: { callers: ['role/orders'], agents: ['orders-service'] } }),
    finding({
      rule: 'settled-by-statement',
      data: {
        statements: ['text', message('said-client', { principal: 'agent/files', client: 'java', by: 'x', at: 'y' })],
      },
    }),
  ],
})
const said = (principal: string) => ({ kind: 'keys-statement', principal, keyIds: ['key-1'] }) as const
const client = (principal: string) => ({ kind: 'client-statement', principal, client: 'java' }) as const

describe('a statement about a caller', () => {
  it.each(['role/batch', 'role/orders'])('that a row names leaves no doubt: %s', (principal) => {
    expect(new SeenCallers([HELD]).doubtOf(said(principal))).toBeUndefined()
  })

  it.each(['agent/orders-service', 'agent/files'])('or about an agent: %s', (principal) => {
    expect(new SeenCallers([HELD]).doubtOf(client(principal))).toBeUndefined()
  })

  it('that no row names is told, with the nearest', () => {
    const seen = new SeenCallers([HELD])
    expect(seen.doubtOf(said('role/btach'))).toEqual({ principal: 'role/btach', nearest: 'role/batch', isWhole: true })
    expect(seen.doubtOf(client('agent/other'))).toStrictEqual({ principal: 'agent/other', isWhole: true })
  })

  it.each([
    ['of a key', blockedRow()],
    ['of a finding', row({ findings: [finding({ data: { callers: ['role/a'], moreCallers: 1 } })] })],
    ['of agents', row({ findings: [finding({ data: { agents: ['a'], moreAgents: 1 } })] })],
  ])('is told to be uncertain where a list was cut: %s', (_, cut) => {
    expect(new SeenCallers([HELD, cut]).doubtOf(said('role/else'))).toEqual({ principal: 'role/else', isWhole: false })
  })

  it('is the only decision that is held against calls', () => {
    const seen = new SeenCallers()
    expect(seen.doubtOf(null)).toBeUndefined()
    expect(seen.doubtOf({ kind: 'owner', keyId: 'key-1', owner: 'role/x' })).toBeUndefined()
  })
})
