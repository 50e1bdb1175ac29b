import { describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { disk, snapshot } from '../../simulator/cloud/ecs/resources.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { only200, says } from '../../simulator/cloud/faults/lies.ts'
import { bucket } from '../../simulator/cloud/oss/buckets.ts'
import { NO_QUOTAS, type Quotas } from '../../simulator/cloud/quota/quotas.ts'
import { rdsInstance } from '../../simulator/cloud/rds/instances.ts'
import { account, key, type RegionWorld, region, trail, uuidOf, world } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { atFileEnd } from '../support/at-file-end.ts'
import { call } from '../support/domain/call.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const [QUIET, BUSY] = [uuidOf('quiet'), uuidOf('busy')]
const SERVICES = ['rds', 'ecs', 'oss'] as const
const ALL = { CMK_RESOURCES: 'rds,ecs,oss' }
const TEN_DAYS = { CMK_OBSERVATION_DAYS: '10' }

/** A quiet key and one that an application uses, and something of every service that names the quiet one. */
function place(): Partial<RegionWorld> {
  return {
    keys: [
      key({ keyId: QUIET, aliases: ['alias/quiet'], tags: { 'acs:rds:instance-encryption': 'true', env: 'prod' } }),
      key({ keyId: BUSY }),
    ],
    trails: [trail()],
    events: [event({ eventId: 'event-1', eventName: 'Decrypt', requestParameters: { KeyId: BUSY } })],
    rdsInstances: [rdsInstance('rm-1', { tdeKeyId: QUIET })],
    disks: [
      disk('d-1', { keyId: QUIET, instanceId: 'i-1' }),
      disk('d-2', { keyId: `acs:kms:cn-hangzhou:1000000000000001:key/${QUIET}` }),
      disk('d-deleted', { keyId: uuidOf('a key that was deleted') }),
      disk('d-elsewhere', { keyId: `acs:kms:cn-hangzhou:2000000000000002:key/${QUIET}` }),
    ],
    snapshots: [snapshot('s-1', { keyId: QUIET })],
    defaultDiskKey: QUIET,
    buckets: [bucket('ledger', { encryption: { algorithm: 'KMS', keyId: 'alias/quiet' } })],
  }
}

async function company(faults: readonly Fault[] = [], quotas: Partial<Quotas> = {}) {
  const regions = { 'cn-hangzhou': region(place()) }
  const cloud = await startCloud(world({ accounts: [account({ regions })] }), {
    clock: () => NOW,
    quotas: { ...NO_QUOTAS, ...quotas },
    faults,
  })
  const laboratory = await Laboratory.open()
  atFileEnd(async () => {
    await cloud.close()
    await laboratory.close()
  })
  const night = (env: Record<string, string> = ALL) =>
    laboratory.night(cloud, { now: NOW, env: { ...TEN_DAYS, ...env } })
  const row = (keyId: string) => laboratory.row(keyId)
  const calls = () => SERVICES.map((service) => cloud.count({ service }))
  return { cloud, night, row, calls }
}

const idsOf = ({ resources = [] }: ReadinessRow) => resources.map(({ kind, id }) => `${kind} ${id}`)

describe('the resources of a key', () => {
  it('come from every service, by id, ARN and alias, and are noted', async () => {
    const { night, row, calls } = await company()
    expect((await night()).diagnostics).toEqual([])
    const quiet = await row(QUIET)
    expect(idsOf(quiet)).toEqual([
      'instance rm-1',
      'disk d-1',
      'disk d-2',
      'bucket ledger',
      'default-disk-key cn-hangzhou',
      'tag acs:rds:instance-encryption',
      'snapshot s-1',
    ])
    expect(quiet.resourceReads).toEqual(SERVICES.map((service) => ({ service, unread: null })))
    const effects = Object.fromEntries(quiet.findings.map(({ rule, effect }) => [rule, effect]))
    expect(effects).toMatchObject({ 'needed-by-resource': 'note', 'no-use-seen': 'note' })
    expect(quiet.findings.find(({ rule }) => rule === 'no-use-seen')?.message).toMatch(/^Quiet but needed: /)
    expect(await row(BUSY)).toMatchObject({ resources: [], moreResources: 0 })
    // Lists once, RDS for each of the two keys.
    expect(calls()).toEqual([2, 3, 2])
  })

  it('are not asked for where CMK_RESOURCES names no service, but for the tags that are there already', async () => {
    const { night, row, calls } = await company()
    await night({})
    expect(calls()).toEqual([0, 0, 0])
    expect(idsOf(await row(QUIET))).toEqual(['tag acs:rds:instance-encryption'])
    expect((await row(QUIET)).resourceReads).toEqual([])
  })

  it('are asked of the named services only', async () => {
    const { night, row, calls } = await company()
    await night({ CMK_RESOURCES: 'ecs' })
    expect(calls()).toEqual([0, 3, 0])
    expect((await row(QUIET)).resourceReads).toEqual([{ service: 'ecs', unread: null }])
  })

  it('are read whole where the services throttle, however slowly that goes', async () => {
    const { night, row, cloud } = await company([], { rdsAssociates: 1 })
    await night()
    expect(cloud.count({ service: 'rds', code: 'Throttling.User' })).toBeGreaterThan(0)
    for (const keyId of [QUIET, BUSY])
      expect((await row(keyId)).resourceReads).toEqual(SERVICES.map((service) => ({ service, unread: null })))
    expect(idsOf(await row(QUIET))).toContain('disk d-1')
  })

  it('change no verdict', async () => {
    const { night, row } = await company()
    await night({})
    const before = [(await row(QUIET)).verdict, (await row(BUSY)).verdict]
    await night()
    expect([(await row(QUIET)).verdict, (await row(BUSY)).verdict]).toEqual(before)
  })
})

describe.each([
  ['denied', { where: { service: 'ecs' }, effect: { kind: 'denied' } }, 'denied', 'DescribeDisks', 'Forbidden.RAM'],
  [
    'of another region',
    { where: { service: 'ecs', action: 'DescribeDisks' }, effect: says('"cn-hangzhou"', '"cn-beijing"') },
    'error',
    'DescribeDisks',
    'AnotherRegion',
  ],
  [
    'malformed',
    { where: { service: 'ecs', action: 'DescribeDisks' }, effect: only200({}) },
    'error',
    'DescribeDisks',
    'UnexpectedAnswer',
  ],
] as const)('an answer that is %s', (_, fault, status, action, code) => {
  it('is a diagnostic and nothing more: verdicts stay, and the key says what was not read', async () => {
    const { night, row, cloud } = await company()
    await night()
    const [quiet, busy] = [await row(QUIET), await row(BUSY)]
    cloud.setFaults([fault])
    const { diagnostics } = await night()
    expect(diagnostics[0]).toMatchObject({ status, action, code, fatal: false })
    const [after, other] = [await row(QUIET), await row(BUSY)]
    expect([after.verdict, other.verdict]).toEqual([quiet.verdict, busy.verdict])
    expect(after.unread).toEqual(quiet.unread)
    const unread = call(action, code)
    expect(after.resourceReads).toEqual([
      { service: 'rds', unread: null },
      { service: 'ecs', unread },
      { service: 'oss', unread: null },
    ])
    // What was learnt before is not taken for gone.
    expect(idsOf(after)).toEqual(idsOf(quiet))
  })
})

it('a service that throttles is asked again, and nothing is missing', async () => {
  const throttled = SERVICES.map((service): Fault => ({ where: { service, nth: [1] }, effect: { kind: 'throttle' } }))
  const { night, row } = await company(throttled)
  expect((await night()).diagnostics).toEqual([])
  expect(idsOf(await row(QUIET))).toHaveLength(7)
})

it('a failure of RDS that concerns one key costs one key', async () => {
  const { night, row } = await company([
    {
      where: { service: 'rds', params: { KmsResourceId: BUSY } },
      effect: { kind: 'error', status: 400, code: 'InvalidKmsResource' },
    },
  ])
  const { diagnostics } = await night()
  expect(diagnostics).toMatchObject([{ keyId: BUSY, code: 'InvalidKmsResource', fatal: false }])
  expect((await row(QUIET)).resourceReads?.[0]).toEqual({ service: 'rds', unread: null })
  expect((await row(BUSY)).resourceReads?.[0]?.unread).not.toBeNull()
})

it('a resource that is gone is gone from the key, once its service says so', async () => {
  const { night, row, cloud } = await company()
  await night()
  const here = cloud.world.accounts[0]?.regions['cn-hangzhou']
  here?.disks.splice(0)
  await night()
  expect(idsOf(await row(QUIET)).filter((id) => id.startsWith('disk'))).toEqual([])
})
