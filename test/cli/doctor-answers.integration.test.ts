import { describe, expect, it } from 'vitest'
import { iso } from '../../shared/domain/time.ts'
import { says, with200 } from '../../simulator/cloud/faults/lies.ts'
import { account, DEFAULT_ACCOUNT, type RawEvent, world } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { cloudFor, doctor, fullRegion } from '../support/cli/run-doctor.ts'

const REGIONS = ['cn-hangzhou', 'cn-shanghai'] as const

/** Two full regions, with an event of an hour ago in each. */
function usedCompany(raw: (region: string) => RawEvent = () => ({})) {
  const regions = Object.fromEntries(
    REGIONS.map((name) => {
      const made = event({
        eventName: 'Decrypt',
        eventTime: iso(Date.now() - 3_600_000),
        acsRegion: name,
        recipientAccountId: DEFAULT_ACCOUNT,
        ...raw(name),
      })
      return [name, { ...fullRegion(), events: [made] }]
    }),
  )
  return world({ accounts: [account({ regions })] })
}

/** CMK_ENDPOINTS with the address of Shanghai in the place of Hangzhou's. */
async function misdirected(service: 'kms' | 'actiontrail') {
  const cloud = await cloudFor(usedCompany())
  const wrong = { ...cloud.endpoints[service], 'cn-hangzhou': cloud.endpoints[service]['cn-shanghai'] }
  const env = { CMK_ENDPOINTS: JSON.stringify({ ...cloud.endpoints, [service]: wrong }) }
  return { told: await doctor(cloud, { env }), host: new URL(cloud.endpoints[service]['cn-shanghai'] ?? '').host }
}

describe('doctor on answers that are not about what was asked', () => {
  it('finds nothing where all fit', async () => {
    const { status, failed } = await doctor(await cloudFor(usedCompany()))
    expect([status, failed]).toEqual([0, []])
  })

  it.each(['kms', 'actiontrail'] as const)(
    'fails on an address of %s that is of another region, and names it',
    async (service) => {
      const { told, host } = await misdirected(service)
      expect(told.status).toBe(3)
      expect(told.of('endpoints')).toEqual([
        {
          check: 'endpoints',
          status: 'failed',
          what: `${service} answers about something else than was asked (AnotherRegion) in cn-hangzhou`,
          advice: `The response of ${host} is about another region (cn-shanghai): check CMK_ENDPOINTS, and any proxy in between.`,
        },
        { check: 'endpoints', status: 'ok', what: 'KMS and ActionTrail answer in cn-shanghai' },
      ])
    },
  )

  it.each([
    ['of another account', { recipientAccountId: '1000000000000009' }, 'AnotherAccount'],
    [
      'of callers of another account alone',
      { recipientAccountId: '', userIdentity: { accountId: '7' } },
      'AnotherAccount',
    ],
    ['of another region in other letters', { acsRegion: ' CN-Beijing' }, 'AnotherRegion'],
  ])('fails on events %s', async (_, raw, code) => {
    const { status, of } = await doctor(await cloudFor(usedCompany(() => raw)))
    expect(status).toBe(3)
    expect(of('endpoints')[0]?.what).toContain(`actiontrail answers about something else than was asked (${code})`)
  })

  it.each([
    [{ acsRegion: '', recipientAccountId: '' }],
    [{ recipientAccountId: '1000****' }],
    [{ userIdentity: { accountId: '1000000000000009' } }],
  ])('but not on events of %j', async (raw) => {
    const { status } = await doctor(await cloudFor(usedCompany(() => raw)))
    expect(status).toBe(0)
  })

  it('fails on an identity that contradicts itself', async () => {
    const faults = [
      { where: { action: 'GetCallerIdentity' }, effect: with200({ Arn: 'acs:ram::1000000000000009:user/auditor' }) },
    ]
    const { status, of } = await doctor(await cloudFor(usedCompany(), { faults }))
    expect(status).toBe(1)
    expect(of('credentials')[0]).toMatchObject({
      status: 'failed',
      what: expect.stringContaining('AnotherAccount'),
      advice: expect.stringContaining('CMK_ENDPOINTS'),
    })
  })

  it('fails on keys of another account, and on an error in a 200', async () => {
    const faults = [
      {
        where: { service: 'kms', region: 'cn-hangzhou', action: 'ListKeys' },
        effect: says(DEFAULT_ACCOUNT, '2000000000000002'),
      },
      {
        where: { action: 'LookupEvents', region: 'cn-shanghai' },
        effect: with200({ Success: false, Code: 'NoPermission' }),
      },
    ] as const
    const { status, of } = await doctor(await cloudFor(usedCompany(), { faults }))
    expect(status).toBe(3)
    expect(of('endpoints')[0]?.what).toContain('AnotherAccount')
    expect(of('permissions')[0]?.what).toContain('actiontrail:LookupEvents is denied (NoPermission) in cn-shanghai')
  })
})

describe('doctor on one address for several regions', () => {
  it('refuses the configuration, also where --region names several', async () => {
    const cloud = await cloudFor(usedCompany())
    const endpoints = { ...cloud.endpoints, actiontrail: cloud.endpoints.actiontrail['cn-hangzhou'] }
    const one = { CMK_REGIONS: 'cn-hangzhou', CMK_ENDPOINTS: JSON.stringify(endpoints) }
    expect((await doctor(cloud, { env: one })).status).toBe(0)
    const several = await doctor(cloud, { env: one }, ['--region', REGIONS.join(',')])
    expect(several.status).toBe(2)
    expect(several.failed[0]?.what).toContain('actiontrail has one address for several regions')
    const all = await doctor(cloud, { env: { ...one, CMK_REGIONS: 'all' } })
    expect(all.status).toBe(2)
    expect(cloud.count({ action: 'LookupEvents' })).toBe(1)
  })
})
