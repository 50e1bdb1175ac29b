import { describe, expect, it } from 'vitest'
import { AliasHistory, type AliasRecord } from '../../shared/domain/alias-history.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { type Open, resolveTarget } from '../../shared/domain/resolve-target.ts'

const ONE = 'key-hzz62f1cb66fa42qo0001'
const TWO = 'key-hzz62f1cb66fa42qo0002'
/** A key whose id has no form that is known. */
const ODD = 'key-odd'
const VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
const GONE = '11111111-2222-4333-8444-555555555555'
const NOON = Date.parse('2026-11-20T12:00:00Z')
const keys = new KeyIndex([
  { keyId: ONE, versionIds: [VERSION] },
  { keyId: TWO.toUpperCase(), versionIds: [] },
  { keyId: ODD, versionIds: [] },
])

const listed = (alias: string, keyId: string | null, kind: AliasRecord['kind'] = 'seen'): AliasRecord => ({
  alias,
  at: NOON,
  kind,
  keyId,
})
const aliases = new AliasHistory(
  [
    listed('alias/one', ONE),
    listed('alias/two', TWO),
    listed('alias/gone', GONE),
    listed('alias/strange', 'key-strange'),
    listed('alias/both', ONE, 'set'),
    { ...listed('alias/both', GONE, 'set'), at: NOON - 1_000 },
    { ...listed('alias/moved', ONE, 'set'), at: NOON - 1_000 },
    listed('alias/moved', 'key-strange', 'set'),
    listed('alias/hidden', null, 'set'),
    listed('alias/acs/rds', ONE),
    listed('alias/acs/moved', null, 'set'),
    { ...listed('alias/acs/moved', ONE, 'set'), at: NOON - 1_000 },
    listed('alias/odd', ODD),
    listed('alias/deleted', null, 'gone'),
    listed('alias/acs/oss', null, 'set'),
  ],
  true,
)

function resolve(target: string, scope = { keys, aliases }) {
  const at = '2026-11-20T12:00:00Z'
  return resolveTarget(target, { firstAt: at, lastAt: at }, scope)
}

const unknown: Open = { reference: '?' }

describe('a target is', () => {
  it.each<[string, string, readonly string[], Open | undefined]>([
    ['a known key', ONE, [ONE], undefined],
    ['a known key as KMS lists it', TWO, [TWO.toUpperCase()], undefined],
    ['the key of a version', VERSION, [ONE], undefined],
    ['the key of a version that is said to be one', `version:${VERSION}`, [ONE], undefined],
    [
      'nobody’s, once all versions are known',
      `version:${GONE}`,
      [],
      { reference: `version:${GONE}`, byVersions: true },
    ],
    ['nobody’s by its id, once all are known', GONE, [], { reference: GONE, byVersions: true }],
    ['the key that a mask fits', 'masked:key-hzz62f1cb66fa42qo*1', [ONE], undefined],
    [
      'one of those that a mask fits',
      'masked:key-hzz62f1cb66fa42qo*',
      [],
      { reference: 'masked:key-hzz62f1cb66fa42qo*', among: [ONE, TWO.toUpperCase()] },
    ],
    [
      'nobody’s by a mask, once all are known',
      'masked:99999999*',
      [],
      { reference: 'masked:99999999*', byVersions: true },
    ],
    ['nobody’s by a mask that is none', 'masked:x', [], { reference: 'masked:x', byVersions: true }],
    ['nobody’s by a mask that names one', `masked:${ONE}`, [], { reference: `masked:${ONE}`, byVersions: true }],
    ['nothing that anybody knows', '?', [], unknown],
    ['any key’s, where an older version took it for an id', 'key-wrapping', [], unknown],
    ['a key of the scope under another account', `acs:kms:cn-hangzhou:2:key/${ONE}`, [ONE], undefined],
    ['a key of another account', `acs:kms:cn-hangzhou:2:key/${GONE}`, [], undefined],
    ['an alias of another account', 'acs:kms:cn-hangzhou:2:alias/one', [], undefined],
    ['the key of an alias', 'alias:alias/one', [ONE], undefined],
    ['the key of an alias as KMS lists it', 'alias:alias/two', [TWO.toUpperCase()], undefined],
    ['a key that is no more, by its alias', 'alias:alias/gone', [GONE], undefined],
    [
      'open where an alias named what is no id',
      'alias:alias/strange',
      ['key-strange'],
      { reference: 'alias:alias/strange' },
    ],
    [
      'open where an alias named a key and what is none',
      'alias:alias/moved',
      [ONE, 'key-strange'],
      { reference: 'alias:alias/moved' },
    ],
    [
      'open where an alias was set to what nobody can read',
      'alias:alias/hidden',
      [],
      { reference: 'alias:alias/hidden' },
    ],
    ['open where nobody knows the alias', 'alias:alias/nobody', [], { reference: 'alias:alias/nobody' }],
    ['the key of a service’s alias', 'alias:alias/acs/rds', [ONE], undefined],
    ['no candidate by a service’s alias that names nothing', 'alias:alias/acs/oss', [], undefined],
    ['no candidate by a service’s alias that nobody knows', 'alias:alias/acs/nas', [], undefined],
    [
      'open where a service’s alias may have named another key',
      'alias:alias/acs/moved',
      [ONE],
      { reference: 'alias:alias/acs/moved' },
    ],
    ['a known key of no known form, by its alias', 'alias:alias/odd', [ODD], undefined],
    [
      'open where nothing says what a deleted alias named',
      'alias:alias/deleted',
      [],
      { reference: 'alias:alias/deleted' },
    ],
    ['a known key beside what settles it', `also:${ONE}`, [ONE], undefined],
    ['nothing open beside what settles it', 'also:alias:alias/nobody', [], undefined],
    ['the key of a version beside another', `version:${VERSION}|${TWO}`, [ONE], undefined],
    ['none beside itself', `version:${VERSION}|${ONE}`, [], undefined],
    ['none beside itself in capitals and others', `also:${ONE}|${GONE},${ONE.toUpperCase()}`, [], undefined],
    ['still open beside a key', `alias:alias/nobody|${ONE}`, [], { reference: 'alias:alias/nobody' }],
    ['none beside one that is no more', `alias:alias/gone|${GONE}`, [], undefined],
  ])('%s', (_, target, keyIds, open) => {
    expect(resolve(target)).toEqual(open === undefined ? { keyIds } : { keyIds, open })
  })

  it('one of two keys that an alias named when it moved, both of them certain', () => {
    expect([...resolve('alias:alias/both').keyIds].sort()).toEqual([GONE, ONE].sort())
    expect(resolve('alias:alias/both').open).toBeUndefined()
  })

  it('open while alias events are missing', () => {
    const incomplete = new AliasHistory([listed('alias/one', ONE)], false)
    expect(resolve('alias:alias/one', { keys, aliases: incomplete })).toEqual({
      keyIds: [ONE],
      open: { reference: 'alias:alias/one' },
    })
  })
})
