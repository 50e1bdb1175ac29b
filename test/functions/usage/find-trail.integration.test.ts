import { describe, expect, test } from 'vitest'
import { type TrailConfig, TrailFinder } from '../../../functions/usage/sources/trail/find-trail.ts'
import { account, region, type Trail, trail, type World, world } from '../../../simulator/cloud/world.ts'
import { open, SCOPE } from '../../support/cloud/open.ts'

const PROJECT = { slsProjectArn: 'acs:log:cn-shanghai:1000000000000001:project/logs' }
const BUCKET = { ossBucketName: 'archive', ossKeyPrefix: '/a/b/' }

/** A company whose trails are at home in another region than the scope's. */
function company(trails: readonly Trail[]): World {
  const regions = { 'cn-hangzhou': region(), 'cn-shanghai': region({ trails: [...trails] }) }
  return world({ accounts: [account({ regions })] })
}

async function find(wanted: TrailConfig, where: World, scope = SCOPE) {
  const { cloud } = await open(where)
  return new TrailFinder(wanted, cloud).find(scope, new AbortController().signal)
}

describe('the trail that is meant', () => {
  const trails = [
    trail({ name: 'writes', eventRW: 'Write', ...PROJECT }),
    trail({ name: 'young', ...PROJECT, startedAt: '2026-11-01T00:00:00Z' }),
    trail({ name: 'old', ...PROJECT, ...BUCKET }),
    trail({ name: 'nowhere' }),
    trail({ name: 'stopped', ...PROJECT, status: 'Disable' }),
  ]
  test.each<[string, TrailConfig, string, string]>([
    ['by its name', { kind: 'trail', name: 'writes' }, 'writes', 'sls'],
    [
      'by its logstore',
      { kind: 'sls', region: 'cn-shanghai', project: 'logs', logstore: 'actiontrail_young' },
      'young',
      'sls',
    ],
    [
      'by its bucket and prefix',
      { kind: 'oss', region: 'cn-shanghai', bucket: 'archive', prefix: 'a/b' },
      'old',
      'oss',
    ],
    ['by what it can say: the one that has recorded longest', { kind: 'auto' }, 'old', 'sls'],
  ])('%s', async (_, wanted, name, destination) => {
    expect(await find(wanted, company(trails))).toMatchObject({ found: { trail: { name }, destination } })
  })

  test.each<TrailConfig>([
    { kind: 'trail', name: 'audi' },
    { kind: 'sls', region: 'cn-shanghai', project: 'logs', logstore: 'actiontrail_other' },
    { kind: 'oss', region: 'cn-shanghai', bucket: 'archive', prefix: 'a' },
  ])('is not there: the others are named (%o)', async (wanted) => {
    const others = ['nowhere', 'old', 'stopped', 'writes', 'young'].map((name) => expect.objectContaining({ name }))
    expect(await find(wanted, company(trails))).toEqual({ found: 'none', others })
  })

  test('is none of those that say less than everything', async () => {
    const blind = trails.filter(({ name }) => ['writes', 'stopped', 'nowhere'].includes(name))
    expect(await find({ kind: 'auto' }, company(blind))).toMatchObject({ found: 'none' })
  })
})

test('a trail of the organization is found in the account of the caller', async () => {
  const member = '1000000000000002'
  const role = { name: 'audited', trusts: ['acs:ram::1000000000000001:root'] }
  const organization = company([
    trail({ name: 'org', isOrganization: true, ...PROJECT }),
    trail({ name: 'own', ...PROJECT }),
  ])
  const [management] = organization.accounts
  if (!management) throw new Error('no account')
  const [key] = management.accessKeys
  const accounts = [management, account({ id: member, roles: [{ ...role, policy: key?.policy ?? [] }] })]
  const { cloud } = await open(world({ accounts }), {
    env: { CMK_ACCOUNTS: `acs:ram::${member}:role/audited` },
  })
  const signal = new AbortController().signal
  const scope = { ...SCOPE, accountId: member }
  expect(await new TrailFinder({ kind: 'auto' }, cloud).find(scope, signal)).toMatchObject({
    found: { trail: { name: 'org' } },
  })
  // A trail of one account says nothing of another.
  expect(await new TrailFinder({ kind: 'trail', name: 'own' }, cloud).find(scope, signal)).toMatchObject({
    found: 'none',
  })
})

test('what may not be asked is unknown', async () => {
  const where = company([trail(PROJECT)])
  for (const each of where.accounts[0]?.accessKeys ?? [])
    each.policy = each.policy.map((statement) => ({ ...statement, Action: ['actiontrail:LookupEvents', 'sts:*'] }))
  expect(await find({ kind: 'auto' }, where)).toMatchObject({ found: 'unknown', error: { action: 'DescribeTrails' } })
})

test('what is the same for all regions of an account is asked once', async () => {
  const regions = {
    'cn-hangzhou': region(),
    'cn-beijing': region(),
    'cn-shanghai': region({ trails: [trail({ name: 'audit', ...PROJECT })] }),
  }
  const { cloud, server } = await open(world({ accounts: [account({ regions })] }))
  const finder = new TrailFinder({ kind: 'auto' }, cloud)
  const signal = new AbortController().signal
  const found = await Promise.all(Object.keys(regions).map((at) => finder.find({ ...SCOPE, region: at }, signal)))
  for (const each of found) expect(each).toMatchObject({ found: { trail: { name: 'audit' } } })
  const asked = ['GetCallerIdentity', 'GetTrailStatus', 'ListDeliveryHistoryJobs', 'DescribeTrails']
  expect(asked.map((action) => server.count({ action }))).toEqual([1, 1, 1, 3])
})
