import { describe, expect, it } from 'vitest'
import type { Statement } from '../../../shared/domain/decisions/statements.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import { use } from '../../support/domain/case-factory.ts'
import { textsOf } from '../../support/domain/rules/finding-texts.ts'

const at = '2026-11-20T00:00:00Z'
const WHO = { by: 'Li Na', at, until: null }
const principal = 'role/orders'
const saidKeys = (...keyIds: readonly string[]): Statement => ({
  ...WHO,
  value: { kind: 'keys-statement', principal, keyIds },
})
const saidGo: Statement = { ...WHO, value: { kind: 'client-statement', principal, client: 'go' } }

describe('what people said', () => {
  it('of keys names them, with who said it and when', () => {
    const { data, en, zh } = textsOf('settled-by-statement', { uses: [use({ said: [saidKeys('key-1', 'key-2')] })] })
    expect(data).toMatchObject({
      statements: [message('said-keys', { principal, keys: ['key-1', 'key-2'], by: 'Li Na', at })],
      moreStatements: 0,
    })
    for (const { message } of [en, zh])
      for (const each of [principal, 'key-1', 'key-2', 'Li Na', at]) expect(message).toContain(each)
  })

  it('of a language names it, with who said it and when', () => {
    const { data, en, zh } = textsOf('settled-by-statement', { uses: [use({ said: [saidGo] })] })
    expect(data).toMatchObject({
      statements: [message('said-client', { principal, client: 'go', by: 'Li Na', at })],
      moreStatements: 0,
    })
    for (const { message } of [en, zh])
      for (const each of [principal, ' Go ', 'Li Na', at]) expect(message).toContain(each)
  })

  it('holds for the calls of this key and for those of others, and each is told once', () => {
    const { data, events } = textsOf('settled-by-statement', {
      uses: [
        use({ said: [saidGo, saidKeys('key-1')], events: [{ id: 'this', at }], calls: 2 }),
        use({ events: [{ id: 'unsaid', at }], calls: 30 }),
      ],
      saidToBeOthers: [
        use({ operation: 'ReEncrypt', said: [saidKeys('key-1')], events: [{ id: 'other', at }], calls: 5 }),
      ],
    })
    expect(data).toMatchObject({
      statements: [
        message('said-client', { principal, client: 'go', by: 'Li Na', at }),
        message('said-keys', { principal, keys: ['key-1'], by: 'Li Na', at }),
      ],
      operations: ['Decrypt', 'ReEncrypt'],
      calls: 7,
    })
    expect(events).toEqual(['other', 'this'])
  })

  it('is listed ten times, and then counted', () => {
    const said = Array.from({ length: 12 }, (_, n) => saidKeys(`key-${n}`))
    const { data, en, zh } = textsOf('settled-by-statement', { uses: [use({ said })] })
    expect(data).toMatchObject({ moreStatements: 2 })
    expect(en.message).toMatch(/key-9 [^,]*, [^,]*\) and 2 more\.$/)
    expect(zh.message).toMatch(/key-9[^、]* 等 12 个。$/)
  })
})
