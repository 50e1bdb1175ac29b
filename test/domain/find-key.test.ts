import { describe, expect, it } from 'vitest'
import { ClosestNames, NamedRows, readKeyName } from '../../shared/domain/find-key.ts'
import { row } from '../support/rows.ts'

const KEY_ID = '08c33a6f-4e0a-4a1b-9fa7-7ddf3c1b2a90'
const ARN = `acs:kms:cn-hangzhou:1234567890123456:key/${KEY_ID}`
const ALIAS_ARN = 'acs:kms:cn-hangzhou:1234567890123456:alias/pay'
const key = row({ keyId: KEY_ID, aliases: ['alias/other', 'alias/pay'] })

describe('a text names a key', () => {
  it.each([
    ['by its id', KEY_ID, true],
    ['by its id in capitals', KEY_ID.toUpperCase(), true],
    ['with space around it', `  ${KEY_ID}\n`, true],
    ['by its ARN', ARN, true],
    ['by its ARN in capitals', ARN.replace(KEY_ID, KEY_ID.toUpperCase()).replace('acs:kms', 'ACS:KMS'), true],
    ['by an ARN of another region', ARN.replace('cn-hangzhou', 'cn-beijing'), false],
    ['by an ARN of another account', ARN.replace('1234567890123456', '2000000000000002'), false],
    ['by the ARN of another key', ARN.replace(/.$/, '1'), false],
    ['by an alias', 'alias/pay', true],
    ['by the ARN of an alias', ALIAS_ARN, true],
    ['by the ARN of an alias, its kind in capitals', ALIAS_ARN.replace('alias/', 'ALIAS/'), true],
    ['by the ARN of another alias', ALIAS_ARN.replace('pay', 'paid'), false],
    ['by a part of an alias', 'alias/pa', false],
    ['by an alias in capitals, which is another one', 'alias/PAY', false],
    ['by an alias as if it were a key', ALIAS_ARN.replace('alias/', 'key/'), false],
    ['by its id as if it were an alias', ARN.replace('key/', 'alias/'), false],
  ])('%s', (_, reference, isNamed) => {
    const name = readKeyName(reference)
    expect(name.reference).toBe(reference)
    expect(name.names(key)).toBe(isNamed)
  })

  it('by an alias without `alias/`, where no key has it as its id', () => {
    const name = readKeyName('pay')
    expect(name.names(key)).toBe(false)
    expect(name.otherwise?.(key)).toBe(true)
    expect(name.otherwise?.(row({ aliases: ['alias/pay2'] }))).toBe(false)
  })

  it.each([['alias/pay'], [ARN], [ALIAS_ARN]])('%s leaves no other reading', (reference) => {
    expect(readKeyName(reference).otherwise).toBeUndefined()
  })
})

describe('the rows that a text means', () => {
  const byId = row({ keyId: 'pay', aliases: [] })
  const byAlias = row({ keyId: KEY_ID, aliases: ['alias/pay'] })
  const neither = row({ keyId: 'key-3', aliases: ['alias/third'] })

  it('are those that have it as an alias while none has it as an id', () => {
    const rows = new NamedRows('pay')
    expect([neither, byAlias].map((each) => rows.add(each))).toEqual([false, true])
    expect(rows.rows()).toEqual([byAlias])
  })

  it('are those that have it as an id, whatever else bears it as an alias', () => {
    const rows = new NamedRows('pay')
    expect([byAlias, byId, neither].map((each) => rows.add(each))).toEqual([true, true, false])
    expect(rows.rows()).toEqual([byId])
  })

  it('are none where the text names none', () => {
    const rows = new NamedRows('alias/nobody')
    expect(rows.add(byAlias)).toBe(false)
    expect(rows.rows()).toEqual([])
  })
})

describe('the names that come closest', () => {
  const closest = (reference: string, ...aliases: readonly string[]) => {
    const names = new ClosestNames(reference)
    for (const [n, alias] of aliases.entries()) names.add(row({ keyId: `1111111${n}`, aliases: [alias] }))
    return names.names()
  }

  it.each([
    ['the same', 'payment', 'alias/payment', true],
    ['the same in full', 'alias/payment', 'alias/payment', true],
    ['the same in capitals', 'PAYMENT', 'alias/payment', true],
    ['with space around it', '   pay   ', 'alias/pay', true],
    ['one letter left out', 'paymnt', 'alias/payment', true],
    ['one letter more', 'paymentt', 'alias/payment', true],
    ['one letter another', 'paymemt', 'alias/payment', true],
    ['two letters changed about', 'paymetn', 'alias/payment', true],
    ['three letters of eight', 'paymXXXt', 'alias/paymentt', false],
    ['one letter of three', 'pat', 'alias/pay', true],
    ['two letters of six', 'abcdef', 'alias/abcdXX', true],
    ['two letters of five', 'abcde', 'alias/abcXX', false],
    ['nothing in common', 'storage', 'alias/payment', false],
    ['a part of a long name', 'pay', 'alias/service-for-payments', true],
    ['a part too short to tell', 'pa', 'alias/service-for-payments', false],
    ['a longer text that holds the name', 'alias/service-for-payments', 'alias/pay', false],
    ['an ARN', 'acs:kms:cn-hangzhou:1234567890123456:alias/paymnt', 'alias/payment', true],
    ['a name that holds alias/ further in', 'x-alias/payment', 'alias/x-payment', false],
    ['no text at all', '', 'alias/payment', false],
  ])('%s', (_, reference, alias, isClose) => {
    expect(closest(reference, alias)).toEqual(isClose ? [alias] : [])
  })

  it('are ids as well', () => {
    const names = new ClosestNames(KEY_ID.replace('4a1b', '4a1c'))
    names.add(key)
    expect(names.names()).toEqual([KEY_ID])
  })

  it('come in the order of how close they are, at most three', () => {
    const aliases = ['alias/abXXefgh', 'alias/abcdefgX', 'alias/zzzzzzzz', 'alias/abcdefgh', 'alias/XXcdefgh']
    expect(closest('abcdefgh', ...aliases)).toEqual(['alias/abcdefgh', 'alias/abcdefgX', 'alias/abXXefgh'])
  })

  it('put a slip before a name that only holds the text when the slip is smaller', () => {
    expect(closest('abcdefghijklmnop', 'alias/of-abcdefghijklmnop', 'alias/abcdefghijklmnoX')).toEqual([
      'alias/abcdefghijklmnoX',
      'alias/of-abcdefghijklmnop',
    ])
  })

  it('put what holds the text before a greater slip', () => {
    expect(closest('abcd', 'alias/abcX', 'alias/the-abcd-of-all')).toEqual(['alias/the-abcd-of-all', 'alias/abcX'])
  })

  it('put the name itself before one that holds it', () => {
    expect(closest('pay', 'alias/payments', 'alias/pay')).toEqual(['alias/pay', 'alias/payments'])
  })

  it('come once, however many keys bear them', () => {
    expect(closest('payment', 'alias/payment', 'alias/payment')).toEqual(['alias/payment'])
  })
})
