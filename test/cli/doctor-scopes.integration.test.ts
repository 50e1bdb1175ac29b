import { describe, expect, it } from 'vitest'
import { directory } from '../../simulator/cloud/resourcedirectory/directory.ts'
import { account, DEFAULT_ACCOUNT, readOnlyPolicy, region, trail, world } from '../../simulator/cloud/world.ts'
import { cloudFor, company, doctor, fullRegion, runDoctor } from '../support/cli/run-doctor.ts'
import {
  ACCOUNTS,
  calledWith,
  deletions,
  OTHER_ACCOUNT,
  statementsOf,
  twoAccounts,
} from '../support/deploy/two-accounts.ts'
import { leaping } from '../support/leaping-clock.ts'

const GRANTED = { auditor: statementsOf('auditor'), audited: statementsOf('audited') }
const TWO = { CMK_ACCOUNTS: ACCOUNTS, CMK_REGIONS: 'cn-hangzhou' }

describe('doctor on permissions', () => {
  it('tries each that the catalogue has, and finds the generated policies enough', async () => {
    const cloud = await cloudFor(twoAccounts(GRANTED))
    const { status, of } = await doctor(cloud, { env: TWO })
    expect(status).toBe(0)
    const all = calledWith('audited', 'lookup')
    const both = `of accounts 1000000000000001, ${OTHER_ACCOUNT}`
    expect(of('permissions').map(({ what }) => what)).toEqual([
      `${all.length} of the ${all.length} calls of an audit are allowed in cn-hangzhou ${both}`,
    ])
    // The trails of both accounts can be told, too.
    expect(of('trail').map(({ status: each }) => each)).toEqual(['ok', 'ok', 'ok'])
  })

  it.concurrent.for(deletions('audited'))('names what $name lacks', async ({ left, missing }, { expect: check }) => {
    const cloud = await cloudFor(twoAccounts({ ...GRANTED, audited: left }))
    const { status, of, failed } = await doctor(cloud, { env: TWO })
    check(status).toBe(3)
    check(failed.map(({ what }) => /^\w+:(\w+) is denied/.exec(what)?.[1]).sort()).toEqual([...missing].sort())
    for (const { what, advice } of failed) {
      check(what).toContain(OTHER_ACCOUNT)
      check(advice).toContain('Allow the caller')
    }
    check(
      of('permissions').some(({ status: each, what }) => each === 'ok' && what.includes('of account 1000000000000001')),
    ).toBe(true)
  })

  it('does not take the accounts of a Resource Directory for the own ones', async () => {
    const role = {
      name: 'cmk-readiness-audited',
      trusts: [`acs:ram::${DEFAULT_ACCOUNT}:root`],
      policy: readOnlyPolicy(),
    }
    const other = account({ id: OTHER_ACCOUNT, roles: [role] })
    const there = directory(DEFAULT_ACCOUNT, [OTHER_ACCOUNT])
    const cloud = await cloudFor(world({ accounts: [account(), other], directory: there }))
    const { of } = await doctor(cloud, { env: { CMK_ACCOUNTS: 'rd:', CMK_REGIONS: 'cn-hangzhou' } })
    expect(
      of('accounts')
        .map(({ what }) => what)
        .sort(),
    ).toEqual([`a role was assumed in account ${OTHER_ACCOUNT}`, `the caller's own account ${DEFAULT_ACCOUNT}`])
  })

  it('tells the same denial of many regions once', async () => {
    const names = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-shenzhen', 'cn-chengdu']
    const regions = Object.fromEntries(names.map((name) => [name, fullRegion(name)]))
    const faults = [{ where: { action: 'DescribeKey' }, effect: { kind: 'denied' } }] as const
    const cloud = await cloudFor(world({ accounts: [account({ regions })] }), { faults })
    const everywhere = await doctor(cloud, { env: { CMK_REGIONS: names.join(',') } })
    expect(everywhere.failed.map(({ what }) => what)).toEqual([
      expect.stringContaining('kms:DescribeKey is denied (Forbidden.NoPermission) in all 5 regions of'),
    ])
    cloud.setFaults([{ where: { action: 'DescribeKey', region: 'cn-beijing' }, effect: { kind: 'denied' } }])
    const one = await doctor(cloud, { env: { CMK_REGIONS: names.join(',') } })
    expect(one.failed.map(({ what }) => what)).toEqual([
      expect.stringContaining('kms:DescribeKey is denied (Forbidden.NoPermission) in cn-beijing of'),
    ])
  })

  it('says what could not be tried for want of a key, an instance or a secret', async () => {
    const there = world({ accounts: [account({ regions: { 'cn-hangzhou': region() } })] })
    const { status, of } = await doctor(await cloudFor(there), { env: { CMK_REGIONS: 'cn-hangzhou' } })
    expect(status).toBe(0)
    expect(
      of('permissions')
        .filter((each) => each.status === 'skipped')
        .map(({ what }) => what),
    ).toEqual([
      expect.stringMatching(
        /ListTagResources, kms:DescribeKey, kms:ListKeyVersions: not tried, no key there in account/,
      ),
      expect.stringMatching(/kms:GetKmsInstanceQuotaInfos: not tried, no KMS instance there in account/),
      expect.stringMatching(/kms:DescribeSecret: not tried, no secret there in account/),
    ])
  })

  it('ends with 1 where keys can be listed nowhere', async () => {
    const faults = [{ where: { action: 'ListKeys' }, effect: { kind: 'denied' } }] as const
    const { status, failed } = await doctor(await cloudFor(company(), { faults }))
    expect(status).toBe(1)
    expect(failed.at(-1)).toMatchObject({ fatal: true, what: expect.stringContaining('would judge nothing') })
  })

  it('says where KMS is not enabled', async () => {
    const there = company()
    for (const each of there.accounts) each.kmsStatus = 'NotEnabled'
    const { status, of } = await doctor(await cloudFor(there))
    expect(status).toBe(1)
    expect(of('services')).toEqual([
      {
        check: 'services',
        status: 'failed',
        what: 'kms refuses its calls (Forbidden.KmsServiceNotEnabled) in cn-hangzhou, cn-shanghai of account 1000000000000001',
        advice: expect.stringContaining('Activate the service'),
      },
    ])
  })
})

describe('doctor on regions and endpoints', () => {
  it('names a region that does not exist, and the one that was meant', async () => {
    const cloud = await cloudFor()
    const { status, of } = await doctor(cloud, { env: { CMK_REGIONS: 'cn-hangzhou,cn-shangai' } })
    expect(status).toBe(3)
    expect(of('regions')).toEqual([
      {
        check: 'regions',
        status: 'failed',
        what: 'cn-shangai is not a region of KMS',
        advice: 'Did you mean cn-shanghai? See CMK_REGIONS.',
      },
    ])
    expect((await doctor(cloud, {}, ['--region', 'cn-nowhere'])).status).toBe(1)
  })

  it('says where no connection leads, soon', async () => {
    const cloud = await cloudFor()
    const { kms, ...others } = cloud.endpoints
    const endpoints = { ...others, kms: { ...kms, 'cn-shanghai': 'http://127.0.0.1:1' } }
    const before = performance.now()
    const { status, of } = await doctor(cloud, { env: { CMK_ENDPOINTS: JSON.stringify(endpoints) } })
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(status).toBe(3)
    expect(of('endpoints')).toMatchObject([
      { status: 'failed', what: 'kms does not answer as it should (ECONNREFUSED) in cn-shanghai' },
      { status: 'ok', what: 'KMS and ActionTrail answer in cn-hangzhou' },
    ])
  })

  it('says within 20 seconds that an endpoint takes connections and never answers', async () => {
    const stall = { kind: 'stall', after: 'nothing' } as const
    const faults = [
      { where: { service: 'kms', region: 'cn-shanghai' }, effect: stall },
      { where: { service: 'actiontrail', region: 'cn-hangzhou' }, effect: stall },
    ] as const
    const cloud = await cloudFor(company(), { faults })
    const { status, of } = await leaping(async () => {
      const before = performance.now()
      const done = await doctor(cloud)
      expect(performance.now() - before).toBeLessThan(20_000)
      expect(performance.now() - before).toBeGreaterThan(4_000)
      return done
    })
    expect(status).toBe(3)
    expect(of('endpoints').map(({ what }) => what)).toEqual([
      'actiontrail does not answer in time in cn-hangzhou',
      'kms does not answer in time in cn-shanghai',
    ])
  })

  it('stops when asked', async () => {
    const stop = new AbortController()
    const cloud = await cloudFor(company(), {
      faults: [{ where: { service: 'kms' }, effect: { kind: 'stall', after: 'nothing' } }],
    })
    cloud.killAfter(4, () => stop.abort(new Error('SIGINT')))
    const before = performance.now()
    await expect(doctor(cloud, { signal: stop.signal })).rejects.toThrow('JSON')
    expect(performance.now() - before).toBeLessThan(3_000)
  })
})

describe('doctor on the trail', () => {
  it('notes whether a trail delivers reads', async () => {
    const there = company()
    const trails = [trail({ name: 'writes', eventRW: 'Write' }), trail({ name: 'off', status: 'Disable' })]
    for (const { regions } of there.accounts) Object.assign(regions['cn-hangzhou'] ?? {}, { trails })
    const without = await doctor(await cloudFor(there))
    expect(without.of('trail').map(({ what }) => what)).toEqual([
      'LookupEvents answers, and keeps 90 days',
      expect.stringContaining('no trail delivers reads'),
    ])
    trails.push(trail({ name: 'everything' }))
    const withOne = await doctor(await cloudFor(there))
    expect(withOne.of('trail')[1]).toMatchObject({
      status: 'ok',
      what: expect.stringContaining('trail everything delivers reads'),
    })
  })

  it('shows the name of a trail harmlessly', async () => {
    const there = company()
    const trails = [trail({ name: 'evil\u001b[2Jname' })]
    for (const { regions } of there.accounts) Object.assign(regions['cn-hangzhou'] ?? {}, { trails })
    const cloud = await cloudFor(there)
    expect((await runDoctor(cloud)).stdout).toContain('evil\\u{1b}[2Jname')
    expect((await doctor(cloud)).stdout).not.toContain('\u001b')
  })

  it('warns of a window that is longer than what ActionTrail keeps', async () => {
    const { status, of } = await doctor(await cloudFor(), { env: { CMK_OBSERVATION_DAYS: '180' } })
    expect(status).toBe(0)
    expect(of('trail')[0]).toMatchObject({ status: 'warning', advice: expect.stringContaining('CMK_OBSERVATION_DAYS') })
  })

  it('names LookupEvents where it is denied, and leaves the trail alone', async () => {
    const faults = [{ where: { action: 'LookupEvents' }, effect: { kind: 'denied' } }] as const
    const { status, of, failed } = await doctor(await cloudFor(company(), { faults }))
    expect(status).toBe(3)
    expect(failed.map(({ what }) => what)).toEqual([expect.stringContaining('actiontrail:LookupEvents is denied')])
    expect(of('trail')).toEqual([])
  })
})
