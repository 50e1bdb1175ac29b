import { describe, expect, it } from 'vitest'
import { iso, MINUTE } from '../../shared/domain/time.ts'
import { logProject } from '../../simulator/cloud/sls/projects.ts'
import { DEFAULT_ACCOUNT, type RegionWorld, trail } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { openLogs } from '../support/cloud/logs.ts'
import { NOW } from '../support/cloud/lookups.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'
import { operatorPolicy, operatorWorld } from '../support/setup/operator.ts'

const PROJECT = 'audit-logs'
const ARN = `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/${PROJECT}`
const POLICY = operatorPolicy(true, PROJECT, 'actiontrail_*')

function worldWith(here: Partial<RegionWorld> = {}, more: Parameters<typeof operatorWorld>[1] = {}) {
  return operatorWorld({ logProjects: [logProject({ name: PROJECT })], ...here }, { policy: POLICY, ...more })
}

describe('CreateTrail', () => {
  it('makes a trail that delivers writes unless told otherwise, and does not record yet', async () => {
    const { trail: call } = await openCloud(worldWith())
    await call('CreateTrail', { Name: 'cmk-readiness', SlsProjectArn: ARN })
    const { body } = await call('DescribeTrails')
    expect(body).toMatchObject({
      TrailList: [{ Name: 'cmk-readiness', Status: 'Fresh', EventRW: 'Write', TrailRegion: 'All' }],
    })
    expect((await call('GetTrailStatus', { Name: 'cmk-readiness' })).body).toMatchObject({ IsLogging: false })
    await call('StartLogging', { Name: 'cmk-readiness' })
    expect((await call('GetTrailStatus', { Name: 'cmk-readiness' })).body).toMatchObject({ IsLogging: true })
  })

  it.each([
    ['a short name', { Name: 'short', SlsProjectArn: ARN }, 'InvalidTrailNameException'],
    ['a name in capitals', { Name: 'Cmk-readiness', SlsProjectArn: ARN }, 'InvalidTrailNameException'],
    ['a name that is taken', { Name: 'audit-all', SlsProjectArn: ARN }, 'TrailAlreadyExistsException'],
    ['another EventRW', { Name: 'cmk-readiness', EventRW: 'all', SlsProjectArn: ARN }, 'InvalidEventRWException'],
    ['no place to deliver to', { Name: 'cmk-readiness' }, 'MissingParameter'],
    ['an ARN that is none', { Name: 'cmk-readiness', SlsProjectArn: PROJECT }, 'InvalidSlsProjectArnException'],
    [
      'a project that is not there',
      { Name: 'cmk-readiness', SlsProjectArn: `${ARN}-2` },
      'SlsProjectDoesNotExistException',
    ],
  ])('refuses %s', async (_, query, code) => {
    const { trail: call } = await openCloud(worldWith({ trails: [trail({ name: 'audit-all' })] }))
    expect((await call('CreateTrail', { EventRW: 'All', ...query })).code).toBe(code)
  })

  it('needs the right to', async () => {
    const { trail: call } = await openCloud(worldWith({}, { policy: [] }))
    expect((await call('CreateTrail', { Name: 'cmk-readiness', SlsProjectArn: ARN })).code).toMatch(/NoPermission/)
  })
})

describe('CreateDeliveryHistoryJob', () => {
  const mine = () => trail({ name: 'cmk-readiness', slsProjectArn: ARN, createdAt: iso(NOW - MINUTE) })
  const create = { TrailName: 'cmk-readiness' }

  it('makes one job for a token, one at a time, which is done after a while', async () => {
    let now = NOW
    const { trail: call } = await openCloud(worldWith({ trails: [mine()] }), { clock: () => now })
    const first = await call('CreateDeliveryHistoryJob', { ...create, ClientToken: 'a' })
    expect(await call('CreateDeliveryHistoryJob', { ...create, ClientToken: 'a' })).toMatchObject({
      body: { JobId: (first.body as { JobId: number }).JobId },
    })
    expect((await call('CreateDeliveryHistoryJob', { ...create, ClientToken: 'b' })).code).toBe(
      'DeliveryHistoryJobRunningException',
    )
    const job = { JobId: (first.body as { JobId: number }).JobId }
    expect((await call('GetDeliveryHistoryJob', job)).body).toMatchObject({ JobStatus: 1 })
    now += 11 * MINUTE
    expect((await call('GetDeliveryHistoryJob', job)).body).toMatchObject({ JobStatus: 2 })
    expect((await call('CreateDeliveryHistoryJob', create)).code).toBe('')
  })

  it.each([
    ['a trail that is not there', {}, { TrailName: 'another' }, 'TrailNotFoundException'],
    ['a trail of an organization', { isOrganization: true }, create, 'InvalidTrailException'],
    ['a long token', {}, { ...create, ClientToken: 'a'.repeat(65) }, 'InvalidParameterValue'],
  ])('refuses %s', async (_, fields, query, code) => {
    const { trail: call } = await openCloud(worldWith({ trails: [{ ...mine(), ...fields }] }))
    expect((await call('CreateDeliveryHistoryJob', query)).code).toBe(code)
  })

  it('refuses an account that is not on the list', async () => {
    const there = worldWith({ trails: [mine()] }, { historyJobs: 'refused' })
    expect((await (await openCloud(there)).trail('CreateDeliveryHistoryJob', create)).code).toBe(
      'NotSupportDeliveryHistoryJob',
    )
  })

  it('delivers what was before the trail, when it is done', async () => {
    let now = NOW
    const past = event({ eventTime: iso(NOW - 100 * MINUTE), serviceName: 'Kms', eventName: 'Decrypt' })
    const audit = { ...mine(), name: 'audit', startedAt: iso(NOW - 5 * MINUTE) }
    const policy = [
      ...POLICY,
      ...operatorPolicy(),
      { Effect: 'Allow' as const, Action: ['log:GetLogStoreLogs'], Resource: ['*'] },
    ]
    const { cloud, rows } = await openLogs(worldWith({ trails: [audit], events: [past] }, { policy }), {
      clock: () => now,
    })
    const decrypts = () => rows('event.eventName: Decrypt | select count(1) as n')
    expect(await decrypts()).toMatchObject([{ n: '0' }])
    const here = cloud.world.accounts[0]?.regions['cn-hangzhou']
    const [made] = here?.trails ?? []
    if (made) made.history = [{ id: 1, createdAt: iso(now), status: 1, endsAt: iso(now + 10 * MINUTE) }]
    expect(await decrypts()).toMatchObject([{ n: '0' }])
    now += 11 * MINUTE
    expect(await decrypts()).toMatchObject([{ n: '1' }])
  })
})
