import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runJobs } from '../../functions/run/dispatch.ts'
import { resumeJobs } from '../../functions/run/resume.ts'
import { DAY, HOUR, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, DEFAULT_ACCOUNT, region, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const KEYS = 12
const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OBSERVATION_DAYS: '2', CMK_OWN_CIDRS: '198.51.100.0/24' }

let now = NOW
let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  now = NOW
  const keys = Array.from({ length: KEYS }, (_, n) => named(`key${n}`))
  const here = region({ keys, events: [signOfLife(iso(NOW - DAY))] })
  cloud = await startCloud(world({ accounts: [account({ regions: { 'cn-hangzhou': here } })] }), {
    clock: () => now,
    quotas: NO_QUOTAS,
    recordCalls: false,
  })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

const asked = (action: string) => cloud.calls.filter((call) => call.action === action && call.status === 200)
/** The keys of which an answer is saved, by entry. */
const saved = () =>
  laboratory.reading(async ({ progress }) => {
    const entries: string[][] = []
    for await (const { value } of progress.list(`${DEFAULT_ACCOUNT}:cn-hangzhou`, 'answers/'))
      entries.push(
        (value as { keyId: string; metadata?: object }[]).flatMap((each) => (each.metadata ? each.keyId : [])),
      )
    return entries
  })

/** A night that is stopped when so many requests more have come. */
async function stopped(requests: number): Promise<void> {
  const stop = new AbortController()
  cloud.killAfter(requests, () => stop.abort(new Error('the time is up')))
  await expect(laboratory.night(cloud, { now, env: ENV, signal: stop.signal })).rejects.toThrow('the time is up')
}

const goOn = () =>
  laboratory.work(cloud, { now, env: ENV }, async (services) => runJobs(await resumeJobs(services), services))

describe('an inventory that is stopped', () => {
  it('goes on where it was, and leaves the rows of one that was not', async () => {
    await stopped(16)
    const [known = []] = await saved()
    expect(known.length).toBeGreaterThan(0)
    expect(known.length).toBeLessThan(KEYS)
    now += HOUR
    await goOn()
    const ids = asked('DescribeKey').map(({ params }) => params.KeyId ?? '')
    expect(new Set(ids).size).toBe(KEYS)
    expect(ids.filter((id) => known.includes(id)).sort()).toEqual([...known].sort())
    expect(await saved()).toEqual([])
    const rows = await laboratory.rows()
    expect(rows.map(({ keyId }) => keyId).sort()).toEqual(Array.from({ length: KEYS }, (_, n) => `key-key${n}`).sort())
    expect(rows.every(({ facts, unread }) => facts.versions === 1 && unread.length === 0)).toBe(true)
  })

  it('keeps nothing of it for the next night, which asks anew', async () => {
    await stopped(16)
    now += DAY
    await laboratory.night(cloud, { now, env: ENV })
    expect(asked('DescribeKey').length).toBeGreaterThan(KEYS)
    expect(await saved()).toEqual([])
  })
})
