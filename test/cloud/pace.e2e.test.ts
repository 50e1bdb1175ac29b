import { expect, test } from 'vitest'
import { key } from '../../simulator/cloud/world.ts'
import { open, SCOPE } from '../support/cloud/open.ts'

const CALLS = 120
const CEILING = 20
/** What the ceiling leaves at best, in milliseconds. */
const FLOOR = (CALLS / CEILING) * 1_000
/**
 * Client and server share one busy process here, which may bunch two requests. The limiter's own test holds it to the exact ceiling; a
 * throttle that the machine caused would say nothing about the pace.
 */
const JITTER = 2

/** When the calls reached a server that answers after `latency`, in milliseconds. */
async function arrivalsAt(latency: number): Promise<readonly number[]> {
  const { cloud, server } = await open(
    { keys: [key({ keyId: 'k' })] },
    {
      latency,
      quotas: { kmsRead: CEILING + JITTER },
      env: { CMK_KMS_QPS: `${CEILING}` },
      timing: { startRate: undefined },
    },
  )
  const kms = cloud.kms(SCOPE)
  await Promise.all(Array.from({ length: CALLS }, () => kms.describeKey('k')))
  return server.calls.map(({ at }) => at)
}

function busiestSecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length))
}

/** Once is enough: who holds the processor meanwhile is no matter of ours, and no pace that is wrong is right by chance. */
const options = { retry: 2 }

test('calls go out within 1.1 times what the ceiling allows, at 5 and at 300 ms, and no faster', options, async () => {
  // One after the other: two at once in one process bunch each other's requests.
  for (const latency of [5, 300]) {
    const arrivals = await arrivalsAt(latency)
    expect(arrivals).toHaveLength(CALLS)
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeLessThan(1.1 * FLOOR)
    expect(busiestSecond(arrivals)).toBeLessThanOrEqual(CEILING + JITTER)
  }
})
