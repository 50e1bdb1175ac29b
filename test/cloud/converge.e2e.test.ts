import { expect, test } from 'vitest'
import { key } from '../../simulator/cloud/world.ts'
import { open, SCOPE } from '../support/cloud/open.ts'

test('a ceiling of 200 where the quota is 20: every key is read, with fewer than 4 calls', async () => {
  const keys = Array.from({ length: 60 }, (_, n) => key({ keyId: `key-${n}` }))
  const timing = { startRate: undefined }
  const { cloud, server } = await open(
    { keys },
    { latency: 20, quotas: { kmsRead: 20 }, env: { CMK_KMS_QPS: '200' }, timing },
  )
  const kms = cloud.kms(SCOPE)
  const read = await Promise.all(
    keys.map(async ({ keyId }) => [await kms.describeKey(keyId), await kms.listKeyVersions(keyId)] as const),
  )
  expect(read.map(([{ keyId }]) => keyId)).toEqual(keys.map(({ keyId }) => keyId))
  expect(read.every(([, { total }]) => total === 1)).toBe(true)
  expect(server.calls.length).toBeLessThan(4 * keys.length)
  const { throttled, rate } = cloud.pace(SCOPE, 'kms')
  expect(throttled).toBe(server.count({ status: 429 }))
  expect(throttled).toBeGreaterThan(0)
  // The rate has settled near the quota.
  expect(rate).toBeLessThan(40)
}, 30_000)
