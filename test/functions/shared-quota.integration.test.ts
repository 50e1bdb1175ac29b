import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY, iso, MINUTE } from '../../shared/domain/time.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, region, type World, world } from '../../simulator/cloud/world.ts'
import { event, signOfLife } from '../../simulator/cloud/world-events.ts'
import { NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { leaping } from '../support/leaping-clock.ts'

const BUSY = 'cn-hangzhou'
const QUIET = ['cn-beijing', 'cn-shanghai', 'us-west-1'] as const
const ENV = { CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '10' }

let now = NOW
let laboratory: Laboratory
let cloud: SimulatedCloud | undefined
beforeEach(async () => {
  now = NOW
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud?.close()
  await laboratory.close()
})

async function open(there: World, options: CloudOptions = {}): Promise<SimulatedCloud> {
  cloud = await startCloud(there, { clock: () => now, quotas: NO_QUOTAS, ...options })
  return cloud
}

/** One region with more events than a night can read, and quiet ones. */
function company(): World {
  const many = Array.from({ length: 2_000 }, (_, n) =>
    event({
      acsRegion: BUSY,
      eventTime: iso(NOW - 9 * DAY + n * 6 * MINUTE),
      requestParameters: { KeyId: 'key-busy' },
    }),
  )
  const quiet = QUIET.map((name) => [
    name,
    region({ keys: [named(`of-${name}`)], events: [signOfLife(iso(NOW - 2 * DAY), { acsRegion: name })] }),
  ])
  const regions = { [BUSY]: region({ keys: [named('busy')], events: many }), ...Object.fromEntries(quiet) }
  return world({ accounts: [account({ regions })] })
}

describe('a region with more events than a night can read', () => {
  it.each([
    ['first', [BUSY, ...QUIET]],
    ['last', [...QUIET, BUSY]],
  ])('leaves no quiet one unread, named %s', async (_, regions) => {
    const there = await open(company())
    there.setFaults([{ where: { action: 'LookupEvents', region: BUSY }, effect: { kind: 'latency', ms: 1_000 } }])
    const env = { ...ENV, CMK_REGIONS: regions.join(',') }
    const { diagnostics } = await leaping(() => laboratory.night(there, { now, env, trailBudget: 8_000 }))
    const verdicts = Object.fromEntries((await laboratory.rows()).map((row) => [row.keyId, row.verdict]))
    expect(verdicts).toEqual({
      'key-busy': 'unknown',
      ...Object.fromEntries(QUIET.map((name) => [`key-of-${name}`, 'ready'])),
    })
    expect(diagnostics.map((each) => each.region)).toEqual([BUSY])
  })

  it('has the same share of the calls as each of the others', async () => {
    const there = await open(company())
    await laboratory.night(there, { now, env: { ...ENV, CMK_REGIONS: [BUSY, ...QUIET].join(',') } })
    const lookups = there.calls.filter(({ action }) => action === 'LookupEvents')
    const lastOfQuiet = lookups.findLastIndex((call) => call.region !== BUSY)
    const before = lookups.slice(0, lastOfQuiet + 1)
    const share = before.filter((call) => call.region === BUSY).length / before.length
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.5)
    expect(lookups.length).toBeGreaterThan(2 * before.length)
  })

  it('goes on the next night where this one ended', async () => {
    const there = await open(company())
    there.setFaults([{ where: { action: 'LookupEvents', region: BUSY }, effect: { kind: 'latency', ms: 1_000 } }])
    const env = { ...ENV, CMK_REGIONS: [BUSY, ...QUIET].join(',') }
    await leaping(() => laboratory.night(there, { now, env, trailBudget: 5_000 }))
    there.setFaults([])
    const before = there.count({ action: 'LookupEvents', region: BUSY })
    now += DAY
    expect((await laboratory.night(there, { now, env })).diagnostics).toEqual([])
    expect((await laboratory.row('key-busy')).verdict).toBe('ready')
    expect((await laboratory.row('key-busy')).usage.calls).toBe(2_000)
    expect(there.count({ action: 'LookupEvents', region: BUSY })).toBeGreaterThan(before)
  })
})

describe('an event that comes days late', () => {
  const late = (eventName: string, days: number, raw = {}) =>
    event({ eventName, eventTime: iso(NOW - DAY), ...raw }, { visibleAt: iso(NOW + days * DAY - 12 * 60 * MINUTE) })
  const one = (...events: ReturnType<typeof event>[]) =>
    world({
      accounts: [
        account({
          regions: {
            [BUSY]: region({ keys: [named('one'), named('two')], events: [signOfLife(iso(NOW - 2 * DAY)), ...events] }),
          },
        }),
      ],
    })

  it.each([
    ['ReEncrypt', 3, { requestParameters: { SourceKeyId: 'key-one', DestinationKeyId: 'key-one' } }],
    ['ExportDataKey', 5, { responseElements: { KeyId: 'key-one' } }],
    ['GenerateAndExportDataKey', 6, { requestParameters: { KeyId: 'alias/one' } }],
  ])('%s after %d days is found by the next night', async (operation, days, raw) => {
    const there = await open(one(late(operation, days, raw)))
    for (let night = 0; night <= days; night += 1) {
      now = NOW + night * DAY
      await laboratory.night(there, { now, env: { ...ENV, CMK_REGIONS: BUSY } })
      expect((await laboratory.row('key-one')).verdict).toBe(night === days ? 'blocked' : 'ready')
      expect((await laboratory.row('key-two')).verdict).toBe('ready')
    }
  })

  it('is kept by what the full reading found, where a lookup by name shows less', async () => {
    const seen = event({
      eventName: 'ReEncrypt',
      eventTime: iso(NOW - DAY),
      requestParameters: { SourceKeyId: 'key-one', DestinationKeyId: 'key-one' },
    })
    const there = await open(one(seen))
    await laboratory.night(there, { now, env: { ...ENV, CMK_REGIONS: BUSY } })
    const events = there.world.accounts[0]?.regions[BUSY]?.events
    if (events) events.splice(events.indexOf(seen), 1)
    now += 3 * DAY
    await laboratory.night(there, { now, env: { ...ENV, CMK_REGIONS: BUSY } })
    expect((await laboratory.row('key-one')).verdict).toBe('blocked')
  })
})
