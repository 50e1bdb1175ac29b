import { describe, expect, test } from 'vitest'
import { key } from '../../simulator/cloud/world.ts'
import { openCloud, worldOf } from '../support/cloud/open-cloud.ts'

function keyIds(body: Record<string, unknown>): string[] {
  return (body as { Keys: { Key: { KeyId: string }[] } }).Keys.Key.map((each) => each.KeyId)
}

const refusedParameter = { status: 400, code: 'InvalidParameter' }

describe('ListKeys', () => {
  test('shows pages of 10 unless asked for up to 100', async () => {
    const keys = Array.from({ length: 123 }, () => key())
    const { kms } = await openCloud(worldOf({ keys }))
    const first = await kms('ListKeys')
    expect(first.body).toMatchObject({ PageNumber: 1, PageSize: 10, TotalCount: 123 })
    expect(keyIds(first.body)).toEqual(keys.slice(0, 10).map((each) => each.keyId))
    const second = await kms('ListKeys', { PageNumber: 2, PageSize: 100 })
    expect(keyIds(second.body)).toEqual(keys.slice(100).map((each) => each.keyId))
    expect(keyIds((await kms('ListKeys', { PageNumber: 3, PageSize: 100 })).body)).toEqual([])
    for (const bad of [{ PageSize: 101 }, { PageSize: 0 }, { PageNumber: 0 }, { PageNumber: 'x' }, { PageSize: '' }]) {
      expect(await kms('ListKeys', bad)).toMatchObject(refusedParameter)
    }
  })

  const user = key({ keyId: 'user', tags: { team: 'pay' }, aliases: ['alias/pay'] })
  const service = key({ keyId: 'service', creatorType: 'Service', creator: 'ecs' })
  const moved = key({ keyId: 'moved', instanceId: 'kst-1', keyState: 'Disabled' })
  const signing = key({ keyId: 'signing', keySpec: 'RSA_2048', keyUsage: 'SIGN/VERIFY', instanceId: 'kst-2' })

  const cases: [string, object[], string[]][] = [
    ['one value', [{ Key: 'CreatorType', Values: ['Service'] }], ['service']],
    ['OR within a name', [{ Key: 'DKMSInstanceId', Values: ['kst-1', 'kst-2'] }], ['moved', 'signing']],
    [
      'OR for a name given twice',
      [
        { Key: 'keyId', Values: ['user'] },
        { Key: 'keyId', Values: ['moved'] },
      ],
      ['user', 'moved'],
    ],
    [
      'AND between names',
      [
        { Key: 'CreatorType', Values: ['User'] },
        { Key: 'KeyState', Values: ['Disabled'] },
      ],
      ['moved'],
    ],
    ['usage', [{ Key: 'KeyUsage', Values: ['SIGN/VERIFY'] }], ['signing']],
    ['spec', [{ Key: 'KeySpec', Values: ['RSA_2048'] }], ['signing']],
    [
      'alias and tag',
      [
        { Key: 'AliasName', Values: ['alias/pay'] },
        { Key: 'TagKey', Values: ['team'] },
        { Key: 'TagValue', Values: ['pay'] },
      ],
      ['user'],
    ],
    ['creator', [{ Key: 'Creator', Values: ['ecs'] }], ['service']],
    ['protection level', [{ Key: 'ProtectionLevel', Values: ['HSM'] }], []],
    ['nothing', [], ['user', 'service', 'moved', 'signing']],
  ]
  for (const [name, filters, expected] of cases) {
    test(`filters by ${name}`, async () => {
      const { kms } = await openCloud(worldOf({ keys: [user, service, moved, signing] }))
      const { body } = await kms('ListKeys', { Filters: JSON.stringify(filters) })
      expect(keyIds(body)).toEqual(expected)
      expect(body.TotalCount).toBe(expected.length)
    })
  }

  test('refuses filters that the vendor does not know', async () => {
    const { kms } = await openCloud(worldOf({}))
    const many = (length: number) => Array.from({ length }, (_, index) => String(index))
    const bad: unknown[] = [
      [{ Key: 'KeyManagerType', Values: ['CMK'] }],
      [{ Key: 'CreatorType', Values: ['user'] }],
      [{ Key: 'CreatorType', Values: [] }],
      [{ Key: 'DKMSInstanceId', Values: many(11) }],
      many(11).map((id) => ({ Key: 'keyId', Values: [id] })),
      { Key: 'CreatorType', Values: ['User'] },
    ]
    for (const filters of bad) {
      expect(await kms('ListKeys', { Filters: JSON.stringify(filters) })).toMatchObject(refusedParameter)
    }
    expect(await kms('ListKeys', { Filters: '[{' })).toMatchObject(refusedParameter)
  })
})
