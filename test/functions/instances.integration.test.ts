import { describe, expect, it } from 'vitest'
import { readScope } from '../../functions/inventory/read-scope.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, key, type RegionWorld, region, secret, trail, world } from '../../simulator/cloud/world.ts'
import { event, instance } from '../../simulator/cloud/world-events.ts'
import { atFileEnd } from '../support/at-file-end.ts'
import { open, SCOPE } from '../support/cloud/open.ts'
import { call } from '../support/domain/call.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = '2026-11-23T02:15:00Z'
const VPC = { regionId: 'cn-hangzhou', vpcId: 'vpc-bp1other', vSwitchId: 'vsw-1', ownerId: '1000000000000009' }

const CMK = key({ keyId: 'key-app' })
const TWO_VERSIONS = ['v1', 'v2'].map((id) => ({ id, createdAt: '2021-03-01T08:00:00Z' }))
const MOVED = key({ keyId: 'key-moved', instanceId: 'kst-1', versions: TWO_VERSIONS })

function place(parts: Partial<RegionWorld> = {}): Partial<RegionWorld> {
  return {
    keys: [CMK, MOVED],
    secrets: [secret({ name: 'moved', instanceId: 'kst-1' })],
    instances: [instance({ id: 'kst-1', name: 'main', bindVpcs: [VPC] })],
    ...parts,
  }
}

/** What an inventory learns of the instances, and what it was refused. */
async function inventoryOf(
  here: Partial<RegionWorld>,
  { faults = [] as readonly Fault[], hasDestination = false } = {},
) {
  const { cloud, server } = await open(here, { faults })
  const signal = new AbortController().signal
  const question = { known: new Map(), asOf: AS_OF, now: NOW, signal, onKey: () => {}, hasDestination }
  const { instances: reading, errors } = await readScope(cloud.kms(SCOPE), question)
  return {
    reading,
    errors: errors.map(({ error }) => error.action),
    calls: (action: string) => server.count({ action }),
  }
}

function denied(action: string): readonly Fault[] {
  return [{ where: { action }, effect: { kind: 'denied' } }]
}

function quotas(key: number | null, secret: number | null, qps: number | null, vpc: number | null) {
  const of = (quota: number, used: number | null) => ({ quota, used })
  return { key: of(1000, key), secret: of(100, secret), qps: of(1000, qps), vpc: of(5, vpc) }
}

describe('the KMS instances of a scope', () => {
  it('are read with their quotas, VPCs and end', async () => {
    const { reading, errors, calls } = await inventoryOf(place())
    expect(errors).toEqual([])
    expect(reading).toEqual({
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
    })
    expect([calls('GetKmsInstance'), calls('GetKmsInstanceQuotaInfos')]).toEqual([1, 4])
  })

  it('are listed over all pages, and read one by one up to twenty', async () => {
    const instances = Array.from({ length: 130 }, (_, n) => instance({ id: `kst-${String(n).padStart(3, '0')}` }))
    const { reading, calls } = await inventoryOf(place({ instances, keys: [CMK], secrets: [] }))
    expect(reading?.instances).toHaveLength(130)
    expect(reading?.instances?.filter(({ details }) => details !== null)).toHaveLength(20)
    expect(calls('GetKmsInstance')).toBe(20)
  })

  it('are not asked for where no key may move, unless a destination is configured', async () => {
    const nobody = await inventoryOf(place({ keys: [MOVED] }))
    expect([nobody.reading, nobody.calls('GetKmsInstance')]).toEqual([undefined, 0])
    const asked = await inventoryOf(place({ keys: [MOVED] }), { hasDestination: true })
    expect(asked.reading?.instances?.map(({ id }) => id)).toEqual(['kst-1'])
    const empty = await inventoryOf(place({ keys: [], secrets: [] }), { hasDestination: true })
    expect(empty.reading?.instances?.map(({ id }) => id)).toEqual(['kst-1'])
  })

  it.each([
    ['GetKmsInstance', ['details'], quotas(2, 1, 0, 2)],
    // What was bought stands in for a quota.
    ['GetKmsInstanceQuotaInfos', ['key', 'secret', 'qps', 'vpc'], quotas(null, null, null, null)],
  ] as const)('that %s does not tell are told once, and by what', async (action, lacking, known) => {
    const instances = ['kst-1', 'kst-2'].map((id) => instance({ id, bindVpcs: [VPC] }))
    const { reading, errors } = await inventoryOf(place({ instances }), { faults: denied(action) })
    expect(errors).toEqual([action])
    const reason = call(action, 'Forbidden.NoPermission')
    expect(reading?.instances?.[0]?.unread).toEqual(lacking.map((what) => ({ what, reason })))
    expect(reading?.instances?.[0]?.quotas).toEqual(known)
  })

  it('that cannot be listed say so', async () => {
    const { reading } = await inventoryOf(place(), { faults: denied('ListKmsInstances') })
    expect(reading).toEqual({ instances: null, unread: call('ListKmsInstances', 'Forbidden.NoPermission') })
  })

  it('that are not enabled have no quotas to tell, and nothing was refused', async () => {
    const instances = [instance({ id: 'kst-1', status: 'Uninitialized' })]
    const { reading, errors } = await inventoryOf(place({ instances, keys: [CMK], secrets: [] }))
    expect(errors).toEqual([])
    expect(reading?.instances).toMatchObject([
      { details: { status: 'Uninitialized' }, quotas: quotas(null, null, null, null), unread: [{}, {}, {}, {}] },
    ])
  })
})

describe('a night', () => {
  const used = (eventId: string, at: string, KeyId: string, eventName = 'Decrypt') =>
    event({ eventId, eventName, eventTime: `2026-11-22T${at}Z`, requestParameters: { KeyId } })
  const here = place({
    keys: [CMK, key({ keyId: 'key-other' }), MOVED],
    trails: [trail()],
    events: [
      ...[used('1', '10:00:00', 'key-app'), used('2', '10:59:59', 'key-other'), used('3', '11:00:00', 'key-app')],
      ...[used('4', '12:00:00', 'key-moved'), used('5', '12:10:00', 'key-moved'), used('6', '12:20:00', 'key-moved')],
      ...[used('7', '13:00:00', 'key-app', 'DescribeKey'), used('8', '13:10:00', 'key-app', 'DescribeKey')],
    ],
  })

  it('keeps both, and the busiest hour; a refusal is a diagnostic, and changes no verdict', async () => {
    const accounts = [account({ regions: { 'cn-hangzhou': region(here) } })]
    const cloud = await startCloud(world({ accounts }), { clock: () => NOW, quotas: NO_QUOTAS })
    const laboratory = await Laboratory.open()
    atFileEnd(async () => {
      await cloud.close()
      await laboratory.close()
    })
    const night = () => laboratory.night(cloud, { now: NOW, env: { CMK_OBSERVATION_DAYS: '2' } })
    const stored = () =>
      laboratory.work(cloud, { now: NOW }, async ({ store }) => {
        const progress = new ScopeProgress(store, '1000000000000001:cn-hangzhou')
        return { reading: await progress.instances(), peak: await progress.peakUse() }
      })
    expect((await night()).diagnostics).toEqual([])
    const { reading, peak } = await stored()
    expect(reading).toMatchObject({ asOf: AS_OF, instances: [{ id: 'kst-1', unread: [] }] })
    // Of keys that may move, together, and of calls that use them.
    expect(peak).toEqual({ asOf: AS_OF, busiest: { from: '2026-11-22T10:00:00Z', calls: 2 }, complete: true })
    const rows = await laboratory.rows()
    cloud.setFaults(denied('GetKmsInstance'))
    expect((await night()).diagnostics).toMatchObject([{ action: 'GetKmsInstance', status: 'denied', fatal: false }])
    expect((await stored()).reading).toMatchObject({ instances: [{ details: null, unread: [{ what: 'details' }] }] })
    expect(await laboratory.rows()).toEqual(rows)
  })
})
