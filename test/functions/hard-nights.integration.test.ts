import { beforeAll, describe, expect, it } from 'vitest'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { DAY } from '../../shared/domain/time.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { NOW, smallCompany } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { leaping } from '../support/leaping-clock.ts'

const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '40' }
const CLOUD = { clock: () => NOW, quotas: NO_QUOTAS }

/** What a quiet night leaves behind, and how many requests it took. */
let quiet: { readonly tables: unknown; readonly requests: number }
beforeAll(async () => {
  const cloud = await startCloud(smallCompany(), CLOUD)
  const laboratory = await Laboratory.open()
  try {
    await laboratory.night(cloud, { now: NOW, env: ENV })
    quiet = { tables: await laboratory.tables(), requests: cloud.calls.length }
  } finally {
    await cloud.close()
    await laboratory.close()
  }
})

describe('a night with faults', () => {
  const faults: readonly Fault[] = [
    { where: { every: 7 }, effect: { kind: 'throttle' } },
    { where: { every: 11 }, effect: { kind: 'reset' } },
    { where: { every: 13 }, effect: { kind: 'html', status: 502 } },
    { where: { every: 17 }, effect: { kind: 'truncated' } },
    { where: { every: 19 }, effect: { kind: 'error', status: 503, code: 'ServiceUnavailableTemporary' } },
  ]

  it('ends with the same tables as a quiet one', async () => {
    const cloud = await startCloud(smallCompany(), { ...CLOUD, faults, emptyPageEvery: 2 })
    const laboratory = await Laboratory.open()
    try {
      const night = await laboratory.night(cloud, { now: NOW, env: ENV })
      expect(night.diagnostics).toEqual([])
      expect(new Set(cloud.calls.map(({ code }) => code)).size).toBeGreaterThan(4)
      expect(await laboratory.tables()).toEqual(quiet.tables)
    } finally {
      await cloud.close()
      await laboratory.close()
    }
  })
})

describe('a night in which an endpoint does not answer for a while', () => {
  it('ends with the same tables as a quiet one', async () => {
    const silence: Fault = { where: { service: 'kms', from: 4, to: 9 }, effect: { kind: 'stall', after: 'nothing' } }
    const cloud = await startCloud(smallCompany(), { ...CLOUD, faults: [silence] })
    const laboratory = await Laboratory.open()
    try {
      const night = await leaping(() => laboratory.night(cloud, { now: NOW, env: ENV }))
      expect(night.diagnostics).toEqual([])
      expect(await laboratory.tables()).toEqual(quiet.tables)
    } finally {
      await cloud.close()
      await laboratory.close()
    }
  })
})

describe('a night that is stopped', () => {
  it('after any number of requests, and run again, ends with the same tables', { timeout: 120_000 }, async () => {
    const stops = Array.from({ length: 6 }, (_, n) => 1 + Math.floor((n * quiet.requests) / 6))
    const ends = stops.map(async (after) => {
      const cloud = await startCloud(smallCompany(), CLOUD)
      const laboratory = await Laboratory.open()
      try {
        const stop = new AbortController()
        cloud.killAfter(after, () => stop.abort(new Error('stopped')))
        await expect(laboratory.night(cloud, { now: NOW, env: ENV, signal: stop.signal })).rejects.toThrow()
        await laboratory.night(cloud, { now: NOW, env: ENV })
        return await laboratory.tables()
      } finally {
        await cloud.close()
        await laboratory.close()
      }
    })
    for (const end of await Promise.all(ends)) expect(end).toEqual(quiet.tables)
  })
})

describe('what cannot be read', () => {
  async function nightWith(fault: Fault) {
    const cloud = await startCloud(smallCompany(), { ...CLOUD, faults: [fault] })
    const laboratory = await Laboratory.open()
    try {
      const night = await laboratory.night(cloud, { now: NOW, env: { ...ENV, CMK_OBSERVATION_DAYS: '10' } })
      return { night, rows: new Map((await laboratory.rows()).map((row) => [row.keyId, row])) }
    } finally {
      await cloud.close()
      await laboratory.close()
    }
  }

  it('of one key costs one key', async () => {
    const { night, rows } = await nightWith({
      where: { action: 'DescribeKey', keyId: 'key-plain' },
      effect: { kind: 'denied' },
    })
    expect(rows.size).toBe(17)
    expect(rows.get('key-plain')).toMatchObject({ verdict: 'unknown', facts: { origin: null, versions: 1 } })
    expect(rows.get('key-plain')?.findings[0]?.message).toContain('DescribeKey: Forbidden.NoPermission')
    expect(rows.get('key-unused')?.verdict).toBe('ready')
    expect(night.diagnostics).toMatchObject([
      { keyId: 'key-plain', action: 'DescribeKey', status: 'denied', fatal: false },
    ])
  })

  it('of the versions of one key makes no key ready that may be it', async () => {
    const { rows } = await nightWith({
      where: { action: 'ListKeyVersions', keyId: 'key-plain' },
      effect: { kind: 'denied' },
    })
    expect(rows.get('key-plain')).toMatchObject({ verdict: 'unknown', facts: { versions: null, origin: 'Aliyun_KMS' } })
  })

  it.each(['CreatorType', 'DKMSInstanceId'])('by the %s filter is told by DescribeKey', async (filter) => {
    const value = filter === 'CreatorType' ? 'Service' : 'kst-hzz65synthetic'
    const params = { Filters: JSON.stringify([{ Key: filter, Values: [value] }]) }
    const effect = { kind: 'error', status: 400, code: 'InvalidParameter' } as const
    const { rows } = await nightWith({ where: { action: 'ListKeys', params }, effect })
    expect(rows.get('key-oss')?.verdict).toBe('not-required')
    expect(rows.get('key-moved')?.verdict).toBe('not-required')
    expect(rows.get('key-plain')?.verdict).toBe('ready')
  })

  it('of the trail is a gap, and no key is ready', async () => {
    const { night, rows } = await nightWith({
      where: { action: 'LookupEvents', params: { 'LookupAttribute.1.Value': 'Kms' } },
      effect: { kind: 'denied' },
    })
    expect(rows.get('key-plain')).toMatchObject({ verdict: 'unknown', observed: { complete: false } })
    expect(rows.get('key-source')?.verdict).toBe('blocked')
    expect([...rows.values()].some(({ verdict }) => verdict === 'ready')).toBe(false)
    expect(night.diagnostics.map(({ stage, status }) => [stage, status])).toContainEqual(['usage', 'denied'])
  })

  it('of a region is a diagnostic that says so', async () => {
    const { night, rows } = await nightWith({ where: { service: 'kms' }, effect: { kind: 'denied' } })
    expect(rows.size).toBe(0)
    expect(night).toMatchObject({ judged: [], keys: 0 })
    expect(night.diagnostics).toMatchObject([
      { region: 'cn-hangzhou', action: 'ListKeys', status: 'denied', fatal: true },
    ])
  })

  it('for being throttled all night ends with the budget, and says so', async () => {
    const fault: Fault = { where: { action: 'LookupEvents' }, effect: { kind: 'throttle' } }
    const cloud = await startCloud(smallCompany(), { ...CLOUD, faults: [fault] })
    const laboratory = await Laboratory.open()
    try {
      const night = await laboratory.night(cloud, { now: NOW, env: ENV, trailBudget: 1_000 })
      expect(night.keys).toBe(17)
      expect(
        inEnglish(night.diagnostics)
          .map(({ message }) => message)
          .join(),
      ).toContain('the nightly budget is used up')
      expect((await laboratory.row('key-plain')).verdict).toBe('unknown')
    } finally {
      await cloud.close()
      await laboratory.close()
    }
  })

  it('within the budget is read by the next night', async () => {
    let now = NOW
    const cloud = await startCloud(smallCompany(), { ...CLOUD, clock: () => now, quotas: { ...NO_QUOTAS } })
    const laboratory = await Laboratory.open()
    try {
      cloud.setFaults([
        {
          where: { action: 'LookupEvents', params: { 'LookupAttribute.1.Value': 'Kms' }, from: 2 },
          effect: { kind: 'denied' },
        },
      ])
      await laboratory.night(cloud, { now, env: ENV })
      expect((await laboratory.row('key-plain')).verdict).toBe('unknown')
      cloud.setFaults([])
      now += DAY
      await laboratory.night(cloud, { now, env: ENV })
      expect(await laboratory.row('key-plain')).toMatchObject({
        verdict: 'ready',
        observed: { complete: true, gaps: [] },
      })
    } finally {
      await cloud.close()
      await laboratory.close()
    }
  })
})
