import { describe, expect, test } from 'vitest'
import { key } from '../cloud/world.ts'
import { open, SCOPE } from './open.ts'

/** The most requests that reached the server in any second. */
function busiestSecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length))
}

describe.concurrent('against a server that counts', () => {
  for (const latency of [5, 300]) {
    test(`120 calls at 20 a second take less than 1.1 times 6 seconds at ${latency} ms`, async () => {
      const { cloud, server } = await open(
        { keys: [key({ keyId: 'k' })] },
        { latency, quotas: { kmsRead: 20 }, env: { CMK_KMS_QPS: '20' } },
      )
      const kms = cloud.kms(SCOPE)
      // The SDK is loaded, which is no matter of pace.
      await kms.describeRegions()
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      const started = performance.now()
      await Promise.all(Array.from({ length: 120 }, () => kms.describeKey('k')))
      const took = performance.now() - started
      expect(took).toBeLessThan(1.1 * 6_000 + latency)
      expect(busiestSecond(server.calls.map(({ at }) => at))).toBeLessThanOrEqual(20)
    })
  }

  test('a ceiling of 200 where the quota is 20: every key is read, with fewer than 4 calls', async () => {
    const keys = Array.from({ length: 60 }, (_, n) => key({ keyId: `key-${n}` }))
    const { cloud, server } = await open(
      { keys },
      { latency: 20, quotas: { kmsRead: 20 }, env: { CMK_KMS_QPS: '200' } },
    )
    const kms = cloud.kms(SCOPE)
    const read = await Promise.all(
      keys.map(async ({ keyId }) => [await kms.describeKey(keyId), await kms.listKeyVersions(keyId)] as const),
    )
    expect(read.map(([{ keyId }]) => keyId)).toEqual(keys.map(({ keyId }) => keyId))
    expect(read.every(([, { total }]) => total === 1)).toBe(true)
    expect(server.calls.length).toBeLessThan(4 * keys.length)
    expect(cloud.pace(SCOPE, 'kms').throttled).toBe(server.count({ status: 429 }))
    // The rate has settled near the quota.
    expect(cloud.pace(SCOPE, 'kms').rate).toBeLessThan(30)
  }, 20_000)
})
