import { describe, expect, it } from 'vitest'
import type { InstancesReading } from '../../shared/domain/instances/kms-instance.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, key, type RegionWorld, region, secret, trail, world } from '../../simulator/cloud/world.ts'
import { event, instance } from '../../simulator/cloud/world-events.ts'
import { atFileEnd } from '../support/at-file-end.ts'
import { call } from '../support/domain/call.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = '2026-11-23T02:15:00Z'
const SCOPE = '1000000000000001:cn-hangzhou'
const VPC = { regionId: 'cn-hangzhou', vpcId: 'vpc-bp1other', vSwitchId: 'vsw-1', ownerId: '1000000000000009' }

const CMK = key({ keyId: 'key-app' })
const TWO_VERSIONS = ['v1', 'v2'].map((id) => ({ id, createdAt: '2021-03-01T08:00:00Z' }))

function place(parts: Partial<RegionWorld> = {}): Partial<RegionWorld> {
  return {
    keys: [CMK, key({ keyId: 'key-moved', instanceId: 'kst-1', versions: TWO_VERSIONS })],
    secrets: [secret({ name: 'moved', instanceId: 'kst-1' })],
    trails: [trail()],
    events: [event({ eventId: 'event-1', requestParameters: { KeyId: 'key-app' } })],
    instances: [instance({ id: 'kst-1', name: 'main', bindVpcs: [VPC] })],
    ...parts,
  }
}

async function company(here = place(), { faults = [] as readonly Fault[], env = {} as Record<string, string> } = {}) {
  const regions = { 'cn-hangzhou': region(here) }
  const cloud = await startCloud(world({ accounts: [account({ regions })] }), {
    clock: () => NOW,
    quotas: NO_QUOTAS,
    faults,
  })
  const laboratory = await Laboratory.open()
  atFileEnd(async () => {
    await cloud.close()
    await laboratory.close()
  })
  const night = await laboratory.night(cloud, { now: NOW, env })
  const stored = await laboratory.work(cloud, { now: NOW }, async ({ store }) => {
    const progress = new ScopeProgress(store, SCOPE)
    return { reading: await progress.instances(), peak: await progress.peakUse() }
  })
  return { cloud, night, ...stored, row: (keyId: string) => laboratory.row(keyId) }
}

function quotas(key: number | null, secret: number | null, qps: number | null, vpc: number | null) {
  const of = (quota: number, used: number | null) => ({ quota, used })
  return { key: of(1000, key), secret: of(100, secret), qps: of(1000, qps), vpc: of(5, vpc) }
}

describe('the KMS instances of a scope', () => {
  it('are read with their quotas, VPCs and end', async () => {
    const { night, reading, cloud } = await company()
    expect(night.diagnostics).toEqual([])
    expect(reading).toEqual({
      asOf: AS_OF,
      unread: null,
      instances: [
        {
          id: 'kst-1',
          details: {
            ...{ name: 'main', status: 'Connected', spec: 1000, chargeType: 'PREPAY' },
            ...{ createdAt: '2024-01-10T08:00:00Z', endsAt: '2028-01-10T16:00:00Z' },
            vpcs: [
              { id: 'vpc-bp1appnetwork', owner: null },
              { id: 'vpc-bp1other', owner: '1000000000000009' },
            ],
          },
          // Each version of a key counts.
          quotas: quotas(2, 1, 0, 2),
          unread: [],
        },
      ],
    } satisfies InstancesReading)
    expect(cloud.count({ action: 'GetKmsInstance' })).toBe(1)
    expect(cloud.count({ action: 'GetKmsInstanceQuotaInfos' })).toBe(4)
  })

  it('are listed over all pages, and read one by one up to twenty', async () => {
    const instances = Array.from({ length: 130 }, (_, n) => instance({ id: `kst-${String(n).padStart(3, '0')}` }))
    const { reading, cloud } = await company(place({ instances, keys: [CMK], secrets: [] }))
    expect(reading?.instances).toHaveLength(130)
    expect(reading?.instances?.filter(({ details }) => details !== null)).toHaveLength(20)
    expect(cloud.count({ action: 'GetKmsInstance' })).toBe(20)
  })

  it('are not asked for where no key may move, unless a destination is configured', async () => {
    const keys = [key({ keyId: 'key-moved', instanceId: 'kst-1' })]
    const nobody = await company(place({ keys }))
    expect(nobody.reading).toBeUndefined()
    expect(nobody.cloud.count({ action: 'GetKmsInstance' })).toBe(0)
    const asked = await company(place({ keys }), { env: { CMK_DESTINATION: 'cn-hangzhou=kst-1' } })
    expect(asked.reading?.instances?.map(({ id }) => id)).toEqual(['kst-1'])
  })

  it.each([
    ['GetKmsInstance', ['details']],
    ['GetKmsInstanceQuotaInfos', ['key', 'secret', 'qps', 'vpc']],
  ] as const)('that %s does not tell are a diagnostic, and change no verdict', async (action, lacking) => {
    const { row } = await company()
    const refused = await company(place(), { faults: [{ where: { action }, effect: { kind: 'denied' } }] })
    expect(refused.night.diagnostics).toMatchObject([{ action, status: 'denied', fatal: false }])
    const reason = call(action, 'Forbidden.NoPermission')
    expect(refused.reading?.instances?.[0]?.unread).toEqual(lacking.map((what) => ({ what, reason })))
    const verdict = await row('key-app')
    expect(await refused.row('key-app')).toEqual(verdict)
    // What was bought stands in for a quota.
    if (action !== 'GetKmsInstance')
      expect(refused.reading?.instances?.[0]?.quotas).toEqual(quotas(null, null, null, null))
  })

  it('that cannot be listed say so', async () => {
    const { reading } = await company(place(), {
      faults: [{ where: { action: 'ListKmsInstances' }, effect: { kind: 'denied' } }],
    })
    const unread = call('ListKmsInstances', 'Forbidden.NoPermission')
    expect(reading).toEqual({ asOf: AS_OF, instances: null, unread })
  })

  it('that are not enabled have no quotas to tell, and nothing was refused', async () => {
    const { night, reading } = await company(place({ instances: [instance({ id: 'kst-1', status: 'Uninitialized' })] }))
    expect(night.diagnostics).toEqual([])
    expect(reading?.instances).toMatchObject([
      { details: { status: 'Uninitialized' }, quotas: quotas(null, null, null, null), unread: [{}, {}, {}, {}] },
    ])
  })
})

describe('the busiest hour', () => {
  const call = (eventId: string, at: string, KeyId: string, eventName = 'Decrypt') =>
    event({ eventId, eventName, eventTime: `2026-11-20T${at}Z`, requestParameters: { KeyId } })
  const other = key({ keyId: 'key-other' })

  it('is that of all keys together that may move, and of calls that use them', async () => {
    const { peak } = await company(
      place({
        keys: [CMK, other, key({ keyId: 'key-moved', instanceId: 'kst-1' })],
        events: [
          ...[call('1', '10:00:00', 'key-app'), call('2', '10:59:59', 'key-other'), call('3', '11:00:00', 'key-app')],
          ...[
            call('4', '12:00:00', 'key-moved'),
            call('5', '12:10:00', 'key-moved'),
            call('6', '12:20:00', 'key-moved'),
          ],
          ...[call('7', '13:00:00', 'key-app', 'DescribeKey'), call('8', '13:10:00', 'key-app', 'DescribeKey')],
        ],
      }),
    )
    expect(peak).toEqual({ asOf: AS_OF, busiest: { from: '2026-11-20T10:00:00Z', calls: 2 }, complete: true })
  })

  it('is kept where nothing is used, and not where no key may move', async () => {
    expect((await company(place({ events: [] }))).peak).toMatchObject({ busiest: null })
    const moved = await company(place({ keys: [key({ keyId: 'key-moved', instanceId: 'kst-1' })] }))
    expect(moved.peak).toBeUndefined()
  })
})
