import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readScope } from '../../functions/inventory/read-scope.ts'
import type { KeyFilter, Kms } from '../../shared/cloud/cloud.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { listAllPages, PAGE_SIZE } from '../../shared/cloud/paging.ts'
import type { KeySnapshot } from '../../shared/domain/key.ts'
import { PacedService, played, useFakeClock } from '../support/cloud/quota-clock.ts'

beforeEach(useFakeClock)
afterEach(() => vi.useRealTimers())

const INSTANCE = 'kst-1'
const DETAILS = { name: null, status: null, spec: null, chargeType: null, createdAt: null, endsAt: null, vpcs: [] }
const NOTHING = { key: null, secret: null, qps: null, vpc: null }

/** A region with these CMKs, and a quarter as many service keys and keys of an instance each. */
function region(cmks: number, service: PacedService): Kms {
  const ids = (kind: string, count: number) => Array.from({ length: count }, (_, n) => `key-${kind}${n}`)
  const ofService = ids('service', cmks / 4)
  const ofInstance = ids('instance', cmks / 4)
  const ofUsers = [...ids('cmk', cmks), ...ofInstance]
  const list = async (items: readonly string[], options: CallOptions = {}) => {
    const page = (number: number) =>
      service.call(
        () => ({ total: items.length, items: items.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE) }),
        options.first,
      )
    return (await listAllPages(page, (id) => id)) ?? []
  }
  const idsOf = (filter?: KeyFilter) => {
    if (filter === undefined) return [...ofUsers, ...ofService]
    if (filter.key === 'CreatorType') return filter.value === 'User' ? ofUsers : ofService
    return filter.value === INSTANCE ? ofInstance : []
  }
  return {
    describeRegions: () => list(['cn-hangzhou']),
    listKeys: async (filter, options) => (await list(idsOf(filter), options)).map((keyId) => ({ keyId, arn: '' })),
    describeKey: (keyId, options) =>
      service.call(
        () => ({
          ...{
            keyId,
            arn: '',
            creator: '1',
            keyState: 'Enabled',
            keySpec: 'Aliyun_AES_256',
            keyUsage: 'ENCRYPT/DECRYPT',
          },
          ...{
            origin: 'Aliyun_KMS',
            automaticRotation: 'Disabled',
            nextRotationAt: null,
            protectionLevel: null,
            primaryVersion: `${keyId}-v`,
          },
          ...{ kmsInstanceId: keyId.startsWith('key-instance') ? INSTANCE : null, createdAt: '2021-03-01T08:00:00Z' },
        }),
        options?.first,
      ),
    listKeyVersions: async (keyId) => ({ total: 1, ids: await list([`${keyId}-v`]) }),
    listAliases: async (options) =>
      (await list(ids('cmk', cmks / 2), options)).map((keyId) => ({ alias: `alias/${keyId}`, keyId })),
    listKmsInstances: (options) => list([INSTANCE], options),
    kmsInstance: (id, options) => service.call(() => ({ id, details: DETAILS, bought: NOTHING }), options?.first),
    instanceQuota: (_id, _type, options) => service.call(() => ({ quota: 1000, used: 0 }), options?.first),
    listKeyTags: async (keyIds) => {
      await Promise.all(Array.from({ length: Math.ceil(keyIds.length / 50) }, () => list([])))
      return []
    },
    listSecrets: () => list(ids('secret', 10)),
    describeSecret: () => service.call(() => ({ encryptionKeyId: null, kmsInstanceId: null })),
    firstOf: async () => undefined,
  }
}

async function inventoryOf(
  cmks: number,
  quota: number,
  latency: number,
  nights = 1,
  known: ReadonlyMap<string, KeySnapshot> = new Map(),
): Promise<PacedService> {
  const service = new PacedService(quota, latency)
  const { keys } = await played(
    readScope(region(cmks, service), {
      ...{ known, asOf: '2026-11-23T02:15:00Z', now: Date.now() },
      ...{ signal: new AbortController().signal, onKey: () => {} },
    }),
  )
  expect(keys).toHaveLength(1.5 * cmks)
  return nights === 1
    ? service
    : inventoryOf(cmks, quota, latency, nights - 1, new Map(keys.map((key) => [key.keyId, key])))
}

describe('an inventory takes at most 1.05 times what the quota allows', () => {
  test.each([
    [200, 20, 5],
    [200, 20, 150],
    [200, 50, 5],
    [200, 50, 150],
    [1_000, 20, 600],
  ])('%d CMKs at %d a second and %d ms', async (cmks, quota, latency) => {
    const { sent, took, busiestSecond } = await inventoryOf(cmks, quota, latency)
    expect(took / ((sent.length / quota) * 1_000)).toBeLessThanOrEqual(1.05)
    expect(busiestSecond).toBeLessThanOrEqual(quota)
  })

  test.each([
    [200, 20],
    [200, 50],
    [1_000, 50],
  ])(
    '%d CMKs at %d a second and 600 ms, in which two answers that no call can be made in come on top',
    async (cmks, quota) => {
      const { sent, took, busiestSecond } = await inventoryOf(cmks, quota, 600)
      expect(took / ((sent.length / quota) * 1_000 + 2 * 600)).toBeLessThanOrEqual(1.05)
      expect(busiestSecond).toBeLessThanOrEqual(quota)
    },
  )

  test.each([
    [200, 20],
    [1_000, 50],
  ])('%d CMKs at %d a second and 600 ms, in a night that knows them', async (cmks, quota) => {
    const { sent, took, busiestSecond } = await inventoryOf(cmks, quota, 600, 2)
    expect(took / ((sent.length / quota) * 1_000)).toBeLessThanOrEqual(1.05)
    expect(busiestSecond).toBeLessThanOrEqual(quota)
  })
})
