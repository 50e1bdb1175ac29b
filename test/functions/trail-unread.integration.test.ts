import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkNight } from '../../functions/digest/check-night.ts'
import { DAY, HOUR, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { startReceiver } from '../support/receivers.ts'

const FIRST = Date.parse('2026-11-23T18:30:00Z')
const HANGZHOU = 'cn-hangzhou'
const SHANGHAI = 'cn-shanghai'
const ENV = { CMK_REGIONS: `${HANGZHOU},${SHANGHAI}`, CMK_OBSERVATION_DAYS: '3' }

const regions = Object.fromEntries(
  [HANGZHOU, SHANGHAI].map((acsRegion) => [
    acsRegion,
    region({
      keys: [key({ keyId: `key-of-${acsRegion}` })],
      events: [0, 1, 2].map((day) => signOfLife(iso(FIRST - 2 * HOUR + day * DAY), { acsRegion })),
    }),
  ]),
)

let laboratory: Laboratory
let cloud: SimulatedCloud
let now = FIRST
let heartbeat: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  laboratory = await Laboratory.open()
  heartbeat = await startReceiver(() => ({ status: 200 }))
  cloud = await startCloud(world({ accounts: [account({ regions })] }), { clock: () => now, quotas: NO_QUOTAS })
})
afterAll(async () => {
  await cloud.close()
  await laboratory.close()
})

/** A night with these faults, and what the check makes of it a quarter of an hour later. */
async function nightWith(...faults: Fault[]) {
  cloud.setFaults(faults)
  await laboratory.night(cloud, { now, env: ENV })
  const env = { ...ENV, CMK_HEARTBEAT_URL: `${heartbeat.url}/id` }
  const checked = await laboratory.work(cloud, { now: now + HOUR / 4, env }, checkNight)
  now += DAY
  return checked
}

const denied = (where: Fault['where']): Fault => ({
  where: { action: 'LookupEvents', ...where },
  effect: { kind: 'denied' },
})
const GOOD = { problems: [], failed: 0, heartbeat: 'called' }
const UNREAD = { problems: [], failed: 0, trailUnread: true, heartbeat: 'not-called' }

it('is not good where the trail of no region could be read, though keys need it', async () => {
  expect(await nightWith(denied({}))).toEqual(UNREAD)
  expect(await nightWith()).toEqual(GOOD)
  // What earlier nights have read is no reading of this one.
  expect(await nightWith(denied({}))).toEqual(UNREAD)
})

it('is good where one region could be read, or where some of a trail was', async () => {
  expect(await nightWith(denied({ region: HANGZHOU }))).toEqual(GOOD)
  // The lookups of the deciding operations, as of an account whose calls are too many to be read.
  expect(await nightWith(denied({ params: { 'LookupAttribute.1.Value': 'Kms' } }))).toEqual(GOOD)
})
