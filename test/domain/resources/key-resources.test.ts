import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../shared/domain/language.ts'
import { textIn } from '../../../shared/domain/messages/text-in.ts'
import { resourcesByKey } from '../../../shared/domain/resources/join-resources.ts'
import {
  type KeyResource,
  listedResources,
  MAX_RESOURCES,
  RESOURCE_KINDS,
  resourceCount,
  resourceEvidence,
} from '../../../shared/domain/resources/key-resource.ts'
import { resourceMessage } from '../../../shared/domain/resources/resource-message.ts'
import { taggedResources } from '../../../shared/domain/resources/tagged-resources.ts'
import { call } from '../../support/domain/call.ts'
import { noteOf } from '../../support/domain/resources.ts'

const SCOPE = { accountId: '1000000000000001', region: 'cn-hangzhou' }
const KEY = '08c33a6f-4e0a-4a1b-9fa7-7ddf3c1b2a90'
const disk = (id: string, fields: Partial<KeyResource> = {}): KeyResource => ({
  ...{ service: 'ecs', kind: 'disk', id, use: 'Available' },
  ...fields,
})

describe('resources', () => {
  it('are each listed once, those first that fail first', () => {
    const found: KeyResource[] = [
      disk('s-1', { kind: 'snapshot' }),
      disk('d-2'),
      disk('d-9', { attachedTo: 'i-1' }),
      disk('d-2'),
      disk('d-1'),
      { service: 'rds', kind: 'instance', id: 'rm-1', use: 'TDE' },
    ]
    const { resources, moreResources } = listedResources(found)
    expect(resources.map(({ id }) => id)).toEqual(['rm-1', 'd-9', 'd-1', 'd-2', 's-1'])
    expect(moreResources).toBe(0)
  })

  it('are listed up to 200 of a key, and those left out are counted', () => {
    const disks = Array.from({ length: MAX_RESOURCES + 3 }, (_, n) => disk(`d-${n}`))
    const { resources, moreResources } = listedResources([disk('s-1', { kind: 'snapshot' }), ...disks])
    expect([resources.length, moreResources]).toEqual([200, 4])
    expect(resources.every(({ kind }) => kind === 'disk')).toBe(true)
  })

  it('are the same whatever their order, and none is lost from the count', () => {
    const ids = fc.uniqueArray(fc.nat({ max: 9_999 }), { maxLength: 300 })
    fc.assert(
      fc.property(ids, fc.nat(), (numbers, seed) => {
        const found = numbers.map((n) => disk(`d-${n}`, n % 3 === 0 ? { kind: 'snapshot' } : {}))
        const turned = [...found.slice(seed % (found.length + 1)), ...found.slice(0, seed % (found.length + 1))]
        const listed = listedResources(found)
        expect(listedResources(turned)).toEqual(listed)
        expect(resourceCount(listed)).toBe(found.length)
        expect(listed.resources.length).toBeLessThanOrEqual(MAX_RESOURCES)
      }),
    )
  })

  it('have a name of their own in every language', () => {
    for (const language of LANGUAGES) {
      const names = RESOURCE_KINDS.map((kind) => textIn(resourceMessage(disk('x-1', { kind })), language))
      expect(new Set(names).size).toBe(RESOURCE_KINDS.length)
      for (const name of names) expect(name).toContain('x-1')
    }
  })

  it.each<[Partial<KeyResource>, object]>([
    [
      { kind: 'instance', use: 'TDE' },
      { id: 'resource-instance', params: { id: 'x-1', use: 'TDE' } },
    ],
    [{ kind: 'disk' }, { id: 'resource-disk', params: { id: 'x-1' } }],
    [
      { kind: 'disk', attachedTo: 'i-1' },
      { id: 'resource-attached-disk', params: { id: 'x-1', instance: 'i-1' } },
    ],
    [{ kind: 'snapshot' }, { id: 'resource-snapshot', params: { id: 'x-1' } }],
    [{ kind: 'default-disk-key' }, { id: 'resource-default-disk-key', params: { id: 'x-1' } }],
    [{ kind: 'bucket' }, { id: 'resource-bucket', params: { id: 'x-1' } }],
    [{ kind: 'tag' }, { id: 'resource-tag', params: { id: 'x-1' } }],
  ])('are called what they are: %o', (fields, expected) => {
    expect(resourceMessage(disk('x-1', fields))).toEqual(expected)
  })

  it('of a kind that only a newer version knows are called by its word', () => {
    const newer = { ...disk('fs-1'), kind: 'file-system' } as unknown as KeyResource
    expect(resourceMessage(newer)).toBe('file-system fs-1')
  })

  it('of a snapshot of before are none, and no empty list', () => {
    expect(resourceEvidence()).toStrictEqual({})
    expect(resourceEvidence({ resources: [], moreResources: 0, resourceReads: [] })).toEqual({
      ...{ resources: [], moreResources: 0, resourceReads: [] },
    })
  })
})

it('a key has all the resources that name it, however they do', () => {
  const [first, second, third] = [disk('d-1'), disk('d-2'), disk('d-3')]
  const named = [
    { key: KEY, resource: first },
    { key: 'alias/pay', resource: second },
    { key: 'key-other0000000000000000', resource: third },
  ]
  const found = resourcesByKey(named, SCOPE, () => KEY)
  expect([...found]).toEqual([
    [KEY, [first, second]],
    ['key-other0000000000000000', [third]],
  ])
})

describe('a resource belongs to the key that it names', () => {
  const aliases: Readonly<Record<string, string>> = { 'alias/pay': KEY }
  const join = (key: string) => [
    ...resourcesByKey([{ key, resource: disk('d-1') }], SCOPE, (alias) => aliases[alias]).keys(),
  ]

  it.each([
    ['by id', KEY],
    ['by id in capital letters', KEY.toUpperCase()],
    ['by ARN', `acs:kms:cn-hangzhou:1000000000000001:key/${KEY}`],
    ['by alias', 'alias/pay'],
    ['by the ARN of an alias', 'acs:kms:cn-hangzhou:1000000000000001:alias/pay'],
  ])('%s', (_, key) => {
    expect(join(key)).toEqual([KEY])
  })

  it.each([
    ['of another account', `acs:kms:cn-hangzhou:2000000000000002:key/${KEY}`],
    ['of another region', `acs:kms:cn-beijing:1000000000000001:key/${KEY}`],
    ['of an alias that is not there', 'alias/gone'],
    ['that is masked', '08c33a6f-4e0a-4a1b-9fa7-7ddf****'],
    ['that is none', 'a key'],
  ])('and to none where it names one %s', (_, key) => {
    expect(join(key)).toEqual([])
  })
})

it('tags of services are resources, those of people are not', () => {
  const tags = [
    { key: 'acs:rds:instance-encryption', value: 'true' },
    { key: 'acs:nas:instance-encryption', value: 'false' },
    { key: 'acs:', value: 'true' },
    { key: 'team', value: 'acs:rds:x' },
  ]
  expect(taggedResources(tags)).toEqual([
    { service: 'tag', kind: 'tag', id: 'acs:rds:instance-encryption', use: 'true' },
  ])
})

describe('what the rule says', () => {
  it('names resources in both languages, ten of them, and how many more there are', () => {
    const resources = Array.from({ length: 12 }, (_, n) => disk(`d-${n}`))
    expect(noteOf({ resources, moreResources: 5 }, 'en').message).toMatch(/^Cloud resources .* d-9 .* and 7 more\.$/)
    expect(noteOf({ resources, moreResources: 5 }, 'zh').message).toMatch(/等 17 个。$/)
  })

  it('is that it could not be judged where a service was not read', () => {
    const unread = noteOf(
      { resources: [], resourceReads: [{ service: 'ecs', unread: call('DescribeDisks', 'Forbidden.RAM') }] },
      'en',
    )
    expect(unread.missing).toEqual(['resources of ECS (DescribeDisks: Forbidden.RAM) were not read'])
    expect(noteOf({ resources: [], resourceReads: [{ service: 'ecs', unread: null }] }, 'en').missing).toEqual([])
  })
})
