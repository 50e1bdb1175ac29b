import { beforeAll, describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { secret, type World } from '../../simulator/cloud/world.ts'
import { hoursAgo, NOW, named, smallCompany } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const OWN = { CMK_OWN_CIDRS: '198.51.100.0/24' }
/** For stories of the last weeks. */
const LATELY = { ...OWN, CMK_OBSERVATION_DAYS: '40' }

async function judged(
  world: World,
  env: Record<string, string> = OWN,
): Promise<{ rows: Map<string, ReadinessRow>; cloud: SimulatedCloud }> {
  const cloud = await startCloud(world, { clock: () => NOW, quotas: NO_QUOTAS, emptyPageEvery: 3 })
  const laboratory = await Laboratory.open()
  try {
    await laboratory.night(cloud, { now: NOW, env: { CMK_REGIONS: 'all', ...env } })
    return { rows: new Map((await laboratory.rows()).map((row) => [row.keyId, row])), cloud }
  } finally {
    await cloud.close()
    await laboratory.close()
  }
}

function deciding(row: ReadinessRow | undefined) {
  return row?.findings.filter(({ effect }) => effect === row.verdict).map(({ rule, events }) => [rule, ...events])
}

describe('a night over a small company', () => {
  let rows: Map<string, ReadinessRow>
  let cloud: SimulatedCloud
  beforeAll(async () => {
    ;({ rows, cloud } = await judged(smallCompany()))
  })

  it.each([
    ['plain', 'ready', []],
    ['unused', 'ready', []],
    ['external', 'blocked', [['external-material']]],
    ['rotating', 'action-required', [['rotation-enabled']]],
    ['rotated', 'blocked', [['multiple-versions']]],
    ['leaving', 'action-required', [['pending-deletion']]],
    ['source', 'blocked', [['blocked-operation', 're-encrypt']]],
    ['destination', 'blocked', [['blocked-operation', 're-encrypt']]],
    ['exported', 'blocked', [['blocked-operation', 'export']]],
    ['node', 'support-required', [['unsupported-language', 'node']]],
    ['outside', 'support-required', [['outside-alibaba-cloud', 'outside']]],
    ['tried', 'ready', []],
    ['disk', 'ready', []],
    ['secretive', 'ready', []],
    ['oss', 'not-required', [['service-key']]],
    ['moved', 'not-required', [['in-kms-instance']]],
    ['young', 'ready', []],
  ])('judges key-%s %s', (name, verdict, proof) => {
    const row = rows.get(`key-${name}`)
    expect(row?.verdict).toBe(verdict)
    expect(deciding(row)).toEqual(proof)
  })

  it('loses no key', () => {
    expect(rows.size).toBe(17)
  })

  it('notes what does not decide', () => {
    const notes = (name: string) => rows.get(`key-${name}`)?.findings.map(({ rule }) => rule)
    expect(notes('unused')).toEqual(['no-use-seen'])
    expect(notes('disk')).toEqual(['cloud-service-use-only'])
    expect(notes('secretive')).toContain('dependent-secrets')
    expect(notes('tried')).toEqual(['blocked-operation-attempted'])
  })

  it('says how the key was used and what was looked at', () => {
    const row = rows.get('key-plain')
    expect(row?.usage).toMatchObject({
      calls: 80,
      failures: 0,
      byOperation: { Decrypt: 80 },
      lastUsedAt: '2026-11-22T23:30:00Z',
    })
    expect(row?.usage.callers).toMatchObject([{ client: 'java', network: 'vpc', calls: 80 }])
    expect(row?.observed).toMatchObject({ to: '2026-11-23T02:15:00Z', complete: true, gaps: [] })
    expect(rows.get('key-young')?.observed.from).toBe('2026-11-20T02:30:00Z')
  })

  it('asks at most twice for a key of the default instance, and of the others for a sample of an instance', () => {
    const asked = cloud.calls.filter(({ action }) => action === 'DescribeKey' || action === 'ListKeyVersions')
    expect(asked).toHaveLength(15 * 2 + 1)
    const others = asked.filter(({ params }) => ['key-oss', 'key-moved'].includes(String(params.KeyId)))
    expect(others).toMatchObject([{ action: 'DescribeKey', params: { KeyId: 'key-moved' } }])
  })
})

describe('the other rule pack', () => {
  it('makes notes of what applications do, on the same facts', async () => {
    const { rows } = await judged(smallCompany(), { ...OWN, CMK_RULES: '2024-11' })
    for (const name of ['source', 'destination', 'exported', 'node', 'outside']) {
      expect(rows.get(`key-${name}`)).toMatchObject({ verdict: 'ready', rules: '2024-11' })
      expect(rows.get(`key-${name}`)?.findings).not.toEqual([])
    }
    expect(rows.get('key-external')?.verdict).toBe('blocked')
  })
})

describe('evidence that does not settle', () => {
  const candidates = (rows: Map<string, ReadinessRow>) =>
    [...rows.values()].filter((row) => row.facts.kmsInstanceId === null && row.facts.origin !== null)

  it('makes every key unknown that the call may have used', async () => {
    const world = smallCompany()
    const open = hoursAgo(100, {
      eventId: 'open',
      eventName: 'ExportDataKey',
      requestParameters: { CiphertextBlob: '****' },
    })
    world.accounts[0]?.regions['cn-hangzhou']?.events.push(open)
    const { rows } = await judged(world, LATELY)
    expect(rows.get('key-plain')).toMatchObject({ verdict: 'unknown' })
    expect(deciding(rows.get('key-plain'))).toEqual([['unattributed-operation', 'open']])
    // Created after the call: it cannot have been this one.
    expect(rows.get('key-young')?.verdict).toBe('ready')
    expect(rows.get('key-external')?.verdict).toBe('blocked')
    expect(candidates(rows).length).toBe(15)
  })

  it('counts what only the lookup by name shows', async () => {
    const world = smallCompany()
    const requestParameters = { KeyId: 'key-unused' }
    world.accounts[0]?.regions['cn-hangzhou']?.events.push(
      hoursAgo(100, {
        eventId: 'unnamed',
        eventName: 'GenerateAndExportDataKey',
        requestParameters,
        serviceName: undefined,
      }),
    )
    const { rows } = await judged(world, LATELY)
    expect(deciding(rows.get('key-unused'))).toEqual([['blocked-operation', 'unnamed']])
  })

  it('is no matter of alias events from before any key was there', async () => {
    const world = smallCompany()
    const here = world.accounts[0]?.regions['cn-hangzhou']
    if (here) {
      here.keys = here.keys.filter(({ keyId }) => keyId === 'key-young')
      here.keys.push(named('other', { createdAt: iso(NOW - 2 * DAY) }))
    }
    const requestParameters = { KeyId: 'alias/young' }
    here?.events.push(hoursAgo(20, { eventId: 'young', eventName: 'GenerateAndExportDataKey', requestParameters }))
    const { rows } = await judged(world, LATELY)
    expect(deciding(rows.get('key-young'))).toEqual([['blocked-operation', 'young']])
    expect(rows.get('key-other')?.verdict).toBe('ready')
  })

  it('asks what an alias meant when the key is judged, not when the event was read', async () => {
    const world = smallCompany()
    const call = {
      eventId: 'by-alias',
      eventName: 'GenerateAndExportDataKey',
      requestParameters: { KeyId: 'alias/unused' },
    }
    const move = { eventName: 'UpdateAlias', requestParameters: { AliasName: 'alias/unused', KeyId: 'key-unused' } }
    const create = { eventName: 'CreateAlias', requestParameters: { AliasName: 'alias/unused', KeyId: 'key-plain' } }
    world.accounts[0]?.regions['cn-hangzhou']?.events.push(
      hoursAgo(900, create),
      hoursAgo(500, call),
      hoursAgo(200, move),
    )
    const { rows } = await judged(world, LATELY)
    expect(deciding(rows.get('key-plain'))).toEqual([['blocked-operation', 'by-alias']])
    expect(rows.get('key-unused')?.verdict).toBe('ready')
  })

  it('leaves keys alone when the version is of none of them', async () => {
    const world = smallCompany()
    const stranger = Buffer.from('99999999-1111-4222-8333-444444444444'.padEnd(90, 'x')).toString('base64')
    world.accounts[0]?.regions['cn-hangzhou']?.events.push(
      hoursAgo(100, { eventName: 'ExportDataKey', requestParameters: { CiphertextBlob: stranger } }),
    )
    const { rows } = await judged(world, LATELY)
    expect(rows.get('key-plain')?.verdict).toBe('ready')
  })
})

describe('a key that moves to a KMS instance', () => {
  const HERE = { ...OWN, CMK_REGIONS: 'cn-hangzhou', CMK_OBSERVATION_DAYS: '10' }
  const OWNED = { owner: 'payments', tags: [{ key: 'owner', value: 'payments' }] }

  it.each([
    ['are read again', [], 'billing'],
    ['cannot be read', [{ where: { action: 'ListTagResources' }, effect: { kind: 'denied' } }] as const, 'payments'],
  ])('keeps aliases, secrets, tags and owner where its tags %s', async (_, faults, owner) => {
    const world = smallCompany()
    const here = world.accounts[0]?.regions['cn-hangzhou']
    const plain = here?.keys.find(({ keyId }) => keyId === 'key-plain')
    if (!here || !plain) throw new Error('the company has a plain key')
    plain.tags = { owner: 'payments' }
    plain.aliases = ['alias/plain']
    here.secrets.push(secret({ name: 'plain/db', encryptionKeyId: 'key-plain' }))
    let now = NOW
    const cloud = await startCloud(world, { clock: () => now, quotas: NO_QUOTAS })
    const laboratory = await Laboratory.open()
    try {
      await laboratory.night(cloud, { now, env: HERE })
      expect(await laboratory.row('key-plain')).toMatchObject({ verdict: 'ready', ...OWNED })
      plain.instanceId = 'kst-hzz65synthetic'
      now += DAY
      await laboratory.night(cloud, { now, env: HERE })
      const kept = { verdict: 'migrated', aliases: ['alias/plain'], secrets: ['plain/db'] }
      expect(await laboratory.row('key-plain')).toMatchObject({ ...kept, ...OWNED })
      plain.tags = { owner: 'billing' }
      cloud.setFaults([...faults])
      now += DAY
      await laboratory.night(cloud, { now, env: HERE })
      expect(await laboratory.row('key-plain')).toMatchObject({ ...kept, owner })
    } finally {
      await cloud.close()
      await laboratory.close()
    }
  })
})

describe('a second night', () => {
  it('tells what changed, and reads only what is new', async () => {
    const world = smallCompany()
    const here = world.accounts[0]?.regions['cn-hangzhou']
    if (!here) throw new Error('the company has a region')
    let now = NOW
    const cloud = await startCloud(world, { clock: () => now, quotas: NO_QUOTAS })
    const laboratory = await Laboratory.open()
    try {
      await laboratory.night(cloud, { now, env: { ...OWN, CMK_REGIONS: 'cn-hangzhou' } })
      const firstLookups = cloud.count({ action: 'LookupEvents' })
      now += DAY
      for (const each of here.keys) if (each.keyId === 'key-plain') each.instanceId = 'kst-hzz65synthetic'
      for (const each of here.keys) if (each.keyId === 'key-rotating') each.automaticRotation = 'Disabled'
      here.keys = here.keys.filter((each) => each.keyId !== 'key-unused')
      await laboratory.night(cloud, { now, env: { ...OWN, CMK_REGIONS: 'cn-hangzhou' } })
      const second = new Map((await laboratory.rows()).map((row) => [row.keyId, row]))
      expect(second.get('key-plain')?.verdict).toBe('migrated')
      expect(second.get('key-rotating')).toMatchObject({ verdict: 'ready', changedAt: '2026-11-24T02:15:00Z' })
      expect(second.get('key-node')).toMatchObject({ verdict: 'support-required', changedAt: '2026-11-23T02:15:00Z' })
      expect(second.has('key-unused')).toBe(false)
      const changes = (await laboratory.changes()).filter(({ changedAt }) => changedAt === '2026-11-24T02:15:00Z')
      expect(changes.map(({ keyId, before, after }) => [keyId, before, after])).toEqual([
        ['key-plain', 'ready', 'migrated'],
        ['key-rotating', 'action-required', 'ready'],
        ['key-unused', 'ready', null],
      ])
      expect(cloud.count({ action: 'LookupEvents' }) - firstLookups).toBeLessThan(firstLookups / 2)
    } finally {
      await cloud.close()
      await laboratory.close()
    }
  })
})
