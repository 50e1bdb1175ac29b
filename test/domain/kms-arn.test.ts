import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayBe, placeContradicting, readKmsArn } from '../../shared/domain/kms-arn.ts'

const SCOPE = { accountId: '1540355698840001', region: 'cn-hangzhou' }
const of = (arn: string) => {
  const read = readKmsArn(arn)
  return read && (placeContradicting(read, SCOPE) ?? 'fits')
}

describe('an ARN', () => {
  it.each([
    'acs:kms:cn-hangzhou:1540355698840001:key/a',
    'ACS:KMS:CN-HANGZHOU:1540355698840001:KEY/A',
    ' acs:kms:cn-hangzhou:1540355698840001:key/a\u200b',
    'acs:kms: cn-hangzhou :1540355698840001:alias/x:y',
    'acs:kms:cn-hangzhou:154035569884****:key/a',
    'acs:kms:cn-hangzhou:1540****0001:key/a',
    'acs:kms:cn-hangzhou:*:key/a',
    'acs:kms:*:*:keystore/kst-1',
    'acs:kms:::key/a',
    'acs:kms:cn-hangzhou:-:key/a',
  ])('%s fits its scope', (arn) => {
    expect(of(arn)).toBe('fits')
  })

  it.each([
    ['acs:kms:cn-shanghai:1540355698840001:key/a', 'AnotherRegion'],
    ['acs:kms:cn-hangzhou-finance:1540355698840001:key/a', 'AnotherRegion'],
    ['acs:kms:hangzhou:1540355698840001:key/a', 'AnotherRegion'],
    ['acs:kms:cn-hangzhou:1540355698840002:key/a', 'AnotherAccount'],
    ['acs:kms:cn-hangzhou:154035569884000:key/a', 'AnotherAccount'],
    ['acs:kms:cn-hangzhou:154035569885****:key/a', 'AnotherAccount'],
    ['acs:kms:cn-hangzhou:****0002:key/a', 'AnotherAccount'],
    ['acs:kms:cn-hangzhou:15403556988400010000****:key/a', 'AnotherAccount'],
  ])('%s is of %s', (arn, code) => {
    expect(of(arn)).toBe(code)
  })

  it.each([
    '',
    'key/a',
    'acs:kms:cn-hangzhou',
    'acs:kms:cn-hangzhou:1:',
    'arn:aws:kms:eu-west-1:1:key/a',
    'acs:ecs:cn-hangzhou:1:x',
    '{}',
  ])('%s is none', (arn) => {
    expect(readKmsArn(arn)).toBeUndefined()
  })
})

describe('the parts of an ARN', () => {
  it('are in normal form, without space around them', () => {
    expect(readKmsArn('ACS:KMS: CN-Hangzhou : 1 : Alias/x:Y ')).toEqual({
      region: 'cn-hangzhou',
      account: '1',
      resource: 'alias/x:y',
    })
    expect(readKmsArn('arn:kms:cn-hangzhou:1:key/a')).toBeUndefined()
  })
})

describe('a masked text', () => {
  it('hides no fewer letters than none', () => {
    expect(mayBe('123*4', '1234')).toBe(true)
    expect(mayBe('123*34', '1234')).toBe(false)
  })

  const digits = fc.stringMatching(/^\d{5,20}$/)
  it('may be the name that it hides, and no name that differs in what it shows', () => {
    fc.assert(
      fc.property(digits, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 6 }), (name, one, other, stars) => {
        const [from, to] = [one % (name.length + 1), other % (name.length + 1)].sort((a, b) => a - b)
        const masked = `${name.slice(0, from)}${'*'.repeat(stars)}${name.slice(to)}`
        expect(mayBe(masked, name)).toBe(true)
        const shown = from ?? 0
        if (shown > 0) {
          const digit = String((Number(name[0]) + 1) % 10)
          expect(mayBe(masked, `${digit}${name.slice(1)}`)).toBe(false)
        }
      }),
    )
  })

  it('that is empty says nothing', () => {
    for (const nothing of ['', ' ', '-', 'null', '*', '****']) expect(mayBe(nothing, '1')).toBe(true)
  })
})
