import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isInstanceId,
  isKeyWord,
  KEY_WORDS,
  keyWord,
  quoted,
  readKeySpec,
  WORDED_FACTS,
} from '../../shared/domain/key-vocabulary.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'

const word = fc
  .constantFrom(...WORDED_FACTS)
  .chain((fact) => fc.constantFrom(...KEY_WORDS[fact]).map((text) => ({ fact, text })))
/** A spelling that means the same: other letter case, space around, characters that nobody sees. */
const respelled = (text: string) =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }),
      fc.constantFrom('', ' ', '\t', '\u00a0', '\u200b', '\ufeff'),
      fc.constantFrom('', ' ', '\n', '\u200b', '\u00ad'),
    )
    .map(([upper, before, after]) => {
      const letters = [...text].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter.toLowerCase()))
      return `${before}${letters.join('')}${after}`
    })

describe('a word of the vocabulary', () => {
  it('is read in every spelling', () => {
    fc.assert(
      fc.property(
        word.chain(({ fact, text }) => respelled(text).map((spelling) => ({ fact, text, spelling }))),
        ({ fact, text, spelling }) => {
          expect(keyWord(fact, spelling)).toBe(text)
        },
      ),
    )
  })

  it('is none with anything more or less', () => {
    fc.assert(
      fc.property(word, fc.string({ minLength: 1, maxLength: 3 }), fc.nat(), ({ fact, text }, more, place) => {
        const at = place % (text.length + 1)
        const other = `${text.slice(0, at)}${more}${text.slice(at)}`
        const isWord = KEY_WORDS[fact].some((each) => normalForm(each) === normalForm(other))
        expect(keyWord(fact, other) !== undefined).toBe(isWord)
      }),
    )
  })

  it.each([
    ['keyState', 'Unavailable'],
    ['keyState', 'Enabled (migrating)'],
    ['keyState', 'Updating'],
    ['keyState', ''],
    ['keyUsage', 'ENCRYPT'],
    ['keyUsage', 'ENCRYPT/DECRYPT,SIGN/VERIFY'],
    ['keyUsage', 'GENERATE/VERIFY_MAC'],
    ['origin', 'AWS_KMS'],
    ['origin', 'Aliyun KMS'],
    ['automaticRotation', 'Invalid'],
    ['automaticRotation', 'true'],
  ] as const)('is not: %s %s', (fact, text) => {
    expect(keyWord(fact, text)).toBeUndefined()
  })
})

describe('a word as the vendor writes it', () => {
  it('is one that rules ask for, and no other spelling is', () => {
    for (const fact of WORDED_FACTS) {
      for (const text of KEY_WORDS[fact]) expect(isKeyWord(fact, text)).toBe(true)
      for (const text of ['', 'Unavailable', ` ${KEY_WORDS[fact][0]}`]) expect(isKeyWord(fact, text)).toBe(false)
    }
    expect(isKeyWord('origin', 'Enabled')).toBe(false)
  })
})

describe('a key spec', () => {
  it.each([
    ['Aliyun_AES_256', 'Aliyun_AES_256', 'symmetric'],
    ['ALIYUN_AES_256', 'Aliyun_AES_256', 'symmetric'],
    [' aliyun_sm4 ', 'Aliyun_SM4', 'symmetric'],
    ['rsa_2048', 'RSA_2048', 'asymmetric'],
    ['RSA_4096', 'RSA_4096', 'asymmetric'],
    ['EC_P256K', 'EC_P256K', 'asymmetric'],
    ['ec_sm2', 'EC_SM2', 'asymmetric'],
  ])('%s is %s', (text, name, kind) => {
    expect(readKeySpec(text)).toMatchObject({ name, kind })
  })

  it.each(['AES_256', 'Aliyun_DES', 'RSA', 'RSA_2048 or so', 'HMAC_SHA256', 'ML_DSA_65', '', 'Aliyun_AES_256;drop'])(
    '%s is none that is known',
    (text) => {
      expect(readKeySpec(text)).toBeUndefined()
    },
  )
})

describe('an instance', () => {
  it.each(['kst-hzz65f176a0ogplgq****', 'KST-1', ' kst-phzz64c9f84eo32dbs '])('%s has an id', (text) => {
    expect(isInstanceId(text)).toBe(true)
  })

  it.each(['-', 'null', '0', 'none', '{}', 'kst', 'kst-', 'xkst-1', 'kst-1 x', 'kst-1,kst-2', 'cn-hangzhou'])(
    '%s has none',
    (text) => {
      expect(isInstanceId(text)).toBe(false)
    },
  )
})

it('quotes a word on one line, and short', () => {
  expect(quoted('Una\u001b[2Jvail\nable')).toBe('"Una[2Jvailable"')
  expect(quoted('a"b')).toBe(`"a'b"`)
  expect(quoted('x'.repeat(100))).toHaveLength(43)
  expect(quoted('x'.repeat(40))).toBe(`"${'x'.repeat(40)}"`)
  expect(quoted('x'.repeat(41))).toBe(`"${'x'.repeat(40)}…"`)
})
