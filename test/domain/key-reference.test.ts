import { describe, expect, it } from 'vitest'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import {
  isWellFormedId,
  keyOfVersion,
  matchesMask,
  parseKeyReference,
  versionIdOfCiphertext,
} from '../../shared/domain/key-reference.ts'
import { ciphertextOf } from '../support/domain/events.ts'

const UUID = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40001'
const NEWER = 'key-hzz62f1cb66fa42qo0001'
const SCOPE = { accountId: '1000000000000001', region: 'cn-hangzhou' }

describe('a text says of a key', () => {
  it.each<[string, ReturnType<typeof parseKeyReference>]>([
    [UUID, { kind: 'id', id: UUID }],
    [` ${UUID.toUpperCase()} `, { kind: 'id', id: UUID }],
    [NEWER, { kind: 'id', id: NEWER }],
    ['key-x', { kind: 'id', id: 'key-x' }],
    [`key-${'x'.repeat(60)}`, { kind: 'id', id: `key-${'x'.repeat(60)}` }],
    [`acs:kms:cn-hangzhou:1000000000000001:key/${UUID}`, { kind: 'id', id: UUID }],
    [`acs:kms:cn-hangzhou:1000****:key/${UUID}`, { kind: 'id', id: UUID }],
    [`ACS:KMS:CN-HANGZHOU:1000000000000001:KEY/${UUID}`, { kind: 'id', id: UUID }],
    ['alias/pay', { kind: 'alias', alias: 'alias/pay' }],
    ['ALIAS/Pay', { kind: 'alias', alias: 'alias/Pay' }],
    ['alias/alias/pay', { kind: 'alias', alias: 'alias/alias/pay' }],
    ['acs:kms:cn-hangzhou:1000000000000001:ALIAS/pay', { kind: 'alias', alias: 'alias/pay' }],
    ['acs:kms:::alias/pay', { kind: 'alias', alias: 'alias/pay' }],
    [`alias/${'x'.repeat(249)}`, { kind: 'alias', alias: `alias/${'x'.repeat(249)}` }],
    ['08c33a6f-****', { kind: 'masked', prefix: '08c33a6f-', suffix: '' }],
    ['08c33a6f****', { kind: 'masked', prefix: '08c33a6f', suffix: '' }],
    ['08c3****0001', { kind: 'masked', prefix: '08c3', suffix: '0001' }],
    ['****a1d40001', { kind: 'masked', prefix: '', suffix: 'a1d40001' }],
    ['key-hzz62f1c****', { kind: 'masked', prefix: 'key-hzz62f1c', suffix: '' }],
    ['hzz6key-f****', { kind: 'masked', prefix: 'hzz6key-f', suffix: '' }],
    ['hzz62key-f1c*', { kind: 'masked', prefix: 'hzz62key-f1c', suffix: '' }],
    ['08c3**6f**0001', { kind: 'masked', prefix: '08c3', suffix: '0001' }],
    [`${'a'.repeat(79)}*`, { kind: 'masked', prefix: 'a'.repeat(79), suffix: '' }],
    ['acs:kms:cn-hangzhou:1000000000000001:key/08c33a6f****', { kind: 'masked', prefix: '08c33a6f', suffix: '' }],
    [
      `acs:kms:cn-beijing:1000000000000001:key/${UUID}`,
      { kind: 'elsewhere', arn: `acs:kms:cn-beijing:1000000000000001:key/${UUID}`, id: UUID },
    ],
    [
      `ACS:KMS:cn-hangzhou:2000000000000002:key/${UUID.toUpperCase()}`,
      { kind: 'elsewhere', arn: `acs:kms:cn-hangzhou:2000000000000002:key/${UUID}`, id: UUID },
    ],
    [
      'acs:kms:cn-beijing:1:key/08c33a6f****',
      { kind: 'elsewhere', arn: 'acs:kms:cn-beijing:1:key/08c33a6f****', id: '08c33a6f****' },
    ],
    ['ACS:kms:cn-beijing:1:alias/Pay', { kind: 'elsewhere', arn: 'acs:kms:cn-beijing:1:alias/Pay' }],
    ['acs:kms:cn-beijing:1:alias/p*', { kind: 'elsewhere', arn: 'acs:kms:cn-beijing:1:alias/p*' }],
    ['', undefined],
    ['****', undefined],
    ['key-****', undefined],
    ['08c33a6****', undefined],
    ['key-hzz62f1****', undefined],
    [`${'a'.repeat(80)}*`, undefined],
    ['08c33a6f_****', undefined],
    [`x${UUID}`, undefined],
    [`${UUID}x`, undefined],
    [UUID.replace('a', 'g'), undefined],
    ['08c33a6f-4e0a-4a1b-7ddfa1d40001', undefined],
    ['x-key-a', undefined],
    ['key-', undefined],
    ['key-a_b', undefined],
    [`key-${'x'.repeat(61)}`, undefined],
    ['alias/', undefined],
    ['alias/p*', undefined],
    ['my-alias/pay', undefined],
    ['key-alias/x', undefined],
    [`alias/${'x'.repeat(250)}`, undefined],
    ['alias/a b', undefined],
    ['alias/a|b', undefined],
    [`${UUID} ${UUID}`, undefined],
    ['acs:kms:cn-hangzhou:1000000000000001:key/', undefined],
    ['acs:kms:cn-hangzhou:1000000000000001:secret/a', undefined],
    ['acs:kms:cn-beijing:1:key/key_wrapping', undefined],
    [`acs:kms:cn-beijing:1:alias/${'x'.repeat(250)}`, undefined],
    [`acs:ecs:cn-hangzhou:1:key/${UUID}`, undefined],
    [`x:acs:kms:cn-hangzhou:1:key/${UUID}`, undefined],
  ])('%s', (text, reference) => {
    expect(parseKeyReference(text, SCOPE)).toEqual(reference)
  })

  it('of another place, which is cut where it is longer than any', () => {
    const head = `acs:kms:cn-beijing:${'1'.repeat(300)}`
    expect(parseKeyReference(`${head}:key/${UUID}`, SCOPE)).toMatchObject({ arn: `${head.slice(0, 255)}:key/${UUID}` })
  })

  it('of any place, where no scope is asked about', () => {
    expect(parseKeyReference(`acs:kms:cn-beijing:2:key/${UUID}`)).toEqual({ kind: 'id', id: UUID })
    expect(parseKeyReference('acs:kms:cn-beijing:2:alias/pay')).toEqual({ kind: 'alias', alias: 'alias/pay' })
  })
})

describe('an id', () => {
  it.each([
    [UUID, true],
    [UUID.toUpperCase(), true],
    [NEWER, true],
    [`${NEWER}-20v29b0001`, true],
    ['key-wrapping', false],
    [`${NEWER}1`, false],
    [`${NEWER}-20v29b000`, false],
    [`x${NEWER}`, false],
    ['key-hz162f1cb66fa42qo0001', false],
    ['key-hzzg2f1cb66fa42qo0001', false],
    ['08c33a6f****', false],
  ])('%s is well-formed: %s', (id, expected) => {
    expect(isWellFormedId(id)).toBe(expected)
  })

  it('of a newer version says which key it is of', () => {
    expect(keyOfVersion(`${NEWER}-20v29b0001`)).toBe(NEWER)
    for (const other of [NEWER, UUID, '', 'key-x-20v29b0001']) expect(keyOfVersion(other)).toBeUndefined()
  })
})

describe('a ciphertext', () => {
  const text = ciphertextOf(UUID)

  it.each([
    ['whole', text],
    ['its head alone', text.slice(0, 48)],
    ['masked behind its head', `${text.slice(0, 48)}****`],
    ['broken into lines', text.replace(/(.{10})/g, '$1\r\n')],
    ['of a version in capitals', ciphertextOf(UUID.toUpperCase())],
  ])('%s begins with the id of a version', (_, ciphertext) => {
    expect(versionIdOfCiphertext(ciphertext)).toBe(UUID)
  })

  it.each([
    ['nothing', ''],
    ['too short a head', text.slice(0, 47)],
    ['a head masked at its end', `${text.slice(0, 47)}*${text.slice(48)}`],
    ['a head masked at its beginning', `*${text.slice(1)}`],
    ['something else', Buffer.alloc(60, 9).toString('base64')],
    ['padding in its head', `${text.slice(0, 47)}=`],
    ['an id behind something else', Buffer.from(`xxx${UUID}`).toString('base64')],
  ])('of %s does not', (_, ciphertext) => {
    expect(versionIdOfCiphertext(ciphertext)).toBeUndefined()
  })

  it('in the alphabet of URLs is read like any other', () => {
    for (const head of ['---', '___', '-_-_']) expect(versionIdOfCiphertext(head.padEnd(48, 'A'))).toBeUndefined()
  })
})

describe('a mask', () => {
  it.each([
    ['abcdef', 'abc', 'def', true],
    ['abcdef', 'abc', '', true],
    ['abcdef', '', 'def', true],
    ['abcdef', 'abcd', 'cdef', false],
    ['abcdef', 'abd', '', false],
    ['abcdef', '', 'dff', false],
  ])('%s: %s*%s', (id, prefix, suffix, matches) => {
    expect(matchesMask(id, { prefix, suffix })).toBe(matches)
  })
})

describe('the keys of a scope', () => {
  const VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
  const keys = new KeyIndex([
    { keyId: UUID, versionIds: [VERSION] },
    { keyId: NEWER.toUpperCase(), versionIds: [] },
    { keyId: 'key-hzz62f1cb66fa42qo0002', versionIds: ['86a9efd9-9999-4894-bd4f-1fc43f3f2abf'] },
  ])

  it.each<[string, readonly string[]]>([
    [VERSION, [UUID]],
    [VERSION.toUpperCase(), [UUID]],
    [UUID, [UUID]],
    [NEWER, [NEWER.toUpperCase()]],
    [`${NEWER}-20v29b0001`, [NEWER.toUpperCase()]],
    ['key-hzz62f1cb66fa42qo****', [NEWER.toUpperCase(), 'key-hzz62f1cb66fa42qo0002']],
    ['86a9efd9****', [UUID, 'key-hzz62f1cb66fa42qo0002']],
    ['86a9efd9-3d16****', [UUID]],
    ['11111111****', []],
    ['11111111-2222-4333-8444-555555555555', []],
    ['', []],
  ])('are asked by %s', (text, owners) => {
    expect(keys.ownersOfVersion(text)).toEqual(owners)
    expect(keys.ownersOfVersion(text)).toEqual(owners)
  })

  it('give an id as KMS lists it', () => {
    expect(keys.known(NEWER)).toBe(NEWER.toUpperCase())
    expect(keys.known(VERSION)).toBeUndefined()
  })

  it('name a key once, however many of its ids a mask fits', () => {
    const twice = new KeyIndex([{ keyId: 'abcdefgh-1', versionIds: ['abcdefgh-2', 'abcdefgh-3'] }])
    expect(twice.like({ prefix: 'abcdefgh', suffix: '' })).toEqual(['abcdefgh-1'])
    expect(twice.like({ prefix: '', suffix: '-2' })).toEqual(['abcdefgh-1'])
    expect(twice.like({ prefix: '', suffix: '-9' })).toEqual([])
  })
})
