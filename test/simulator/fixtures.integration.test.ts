import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  account,
  DEFAULT_ACCOUNT,
  key,
  region,
  secret,
  trail as trailOf,
  type World,
  world,
} from '../../simulator/cloud/world.ts'
import { instance } from '../../simulator/cloud/world-events.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'
import { shapeOf } from '../support/cloud/shape.ts'

const folder = new URL('../fixtures/', import.meta.url)

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
}

/** A region with one of everything, every optional member set. */
function full(): World {
  const here = region({
    keys: [
      key({
        keyId: 'k',
        aliases: ['alias/k'],
        tags: { a: 'b' },
        instanceId: 'kst-1',
        automaticRotation: 'Enabled',
        deletesAt: '2027-01-01T00:00:00Z',
      }),
    ],
    secrets: [
      secret({
        name: 's',
        encryptionKeyId: 'k',
        instanceId: 'kst-1',
        plannedDeleteAt: '2027-01-01T00:00:00Z',
        tags: { a: 'b' },
      }),
    ],
    instances: [
      instance({
        id: 'kst-1',
        bindVpcs: [{ regionId: 'cn-hangzhou', vpcId: 'v', vSwitchId: 'w', ownerId: DEFAULT_ACCOUNT }],
      }),
    ],
    trails: [trailOf({ status: 'Disable', slsProjectArn: 'acs:log:cn-hangzhou:1:project/p', ossBucketName: 'logs' })],
    accessPoints: [{ name: 'aap' }],
  })
  return world({ accounts: [account({ regions: { 'cn-hangzhou': here } })] })
}

const k = { KeyId: 'k' }

/** The query behind each sample, and members of the sample that only assets of other kinds have. */
const samples: Record<string, { query?: Record<string, unknown>; elsewhere?: string[]; newer?: string[] }> = {
  'kms.DescribeAccountKmsStatus': {},
  'kms.DescribeKey': { query: k },
  'kms.DescribeRegions': {},
  'kms.DescribeSecret': {
    query: { SecretName: 's', FetchTags: 'true' },
    elsewhere: ['ExtendedConfig', 'LastRotationDate', 'NextRotationDate', 'RotationInterval'],
  },
  'kms.GetKmsInstance': {
    query: { KmsInstanceId: 'kst-1' },
    newer: ['KmsInstance.ChargeType', 'KmsInstance.ProductVersion'],
  },
  'kms.ListAliases': {},
  'kms.ListApplicationAccessPoints': {},
  'kms.ListKeyVersions': { query: k },
  'kms.ListKeys': {},
  'kms.ListKmsInstances': {},
  'kms.ListResourceTags': { query: k },
  'kms.ListSecrets': { query: { FetchTags: 'true' } },
  'kms.ListTagResources': { query: { RegionId: 'cn-hangzhou', ResourceType: 'key' } },
  'actiontrail.DescribeRegions': {},
  'actiontrail.DescribeTrails': {
    elsewhere: ['OrganizationId', 'MaxComputeWriteRoleArn', 'MaxComputeProjectArn'].map(
      (name) => `TrailList[].${name}`,
    ),
  },
  'actiontrail.GetTrailStatus': { query: { Name: 'audit' } },
}

describe('answers have the members of the vendor sample, of the same kinds', () => {
  for (const [name, { query = {}, elsewhere = [], newer = [] }] of Object.entries(samples)) {
    test(name, async () => {
      const { kms, trail } = await openCloud(full())
      const [service, action = ''] = name.split('.')
      const { status, body } = await (service === 'kms' ? kms : trail)(action, query)
      expect(status).toBe(200)
      const sample = shapeOf(fixture(`responses/${name}.json`)).filter((line) => !elsewhere.includes(memberOf(line)))
      expect(shapeOf(body).filter((line) => !newer.includes(memberOf(line)))).toEqual(sample)
    })
  }

  test('LookupEvents, whose sample event is a placeholder', async () => {
    const { trail } = await openCloud(full())
    const { body } = await trail('LookupEvents')
    const sample = shapeOf(fixture('responses/actiontrail.LookupEvents.json'))
    const own = sample.filter((line) => !line.startsWith('Events') && !line.startsWith('NextToken'))
    expect(shapeOf(body).filter((line) => !line.startsWith('Events'))).toEqual(own)
  })
})

describe('error codes are those of the vendor', () => {
  const codes: Record<string, Record<string, Record<string, Record<string, string>>>> = fixture('error-codes.json')
  const cases: [string, string, Record<string, unknown>][] = [
    ['kms', 'DescribeKey', { KeyId: 'none' }],
    ['kms', 'DescribeKey', { KeyId: 'alias/none' }],
    ['kms', 'ListKeyVersions', { KeyId: 'none' }],
    ['kms', 'ListKeyVersions', { KeyId: 'k', PageSize: 102 }],
    ['kms', 'ListAliases', { PageNumber: 0 }],
    ['kms', 'ListSecrets', { PageSize: 0 }],
    ['kms', 'DescribeSecret', { SecretName: 'none' }],
    ['kms', 'ListTagResources', { RegionId: 'cn-hangzhou', ResourceType: 'key', Tag: [{ Key: 'a' }, { Key: 'a' }] }],
    ['kms', 'ListTagResources', { RegionId: 'cn-hangzhou', ResourceType: 'key', ResourceId: ['none'] }],
    ['actiontrail', 'LookupEvents', { MaxResults: '0' }],
    ['actiontrail', 'LookupEvents', { StartTime: '2020-01-01T00:00:00Z', EndTime: '2020-01-02T00:00:00Z' }],
    ['actiontrail', 'LookupEvents', { StartTime: '2099-01-02T00:00:00Z', EndTime: '2099-01-01T00:00:00Z' }],
    ['actiontrail', 'LookupEvents', { StartTime: '2099-01-02T00:00:00Z', EndTime: 'now' }],
    ['actiontrail', 'GetTrailStatus', { Name: 'none' }],
  ]
  for (const [service, action, query] of cases) {
    test(`${service} ${action} ${JSON.stringify(query)}`, async () => {
      const { kms, trail } = await openCloud(full())
      const { status, code } = await (service === 'kms' ? kms : trail)(action, query)
      expect(Object.keys(codes[service]?.[action]?.[status] ?? {})).toContain(code)
    })
  }
})

describe('real events', () => {
  for (const file of readdirSync(new URL('events/', folder))) {
    test(`${file} comes as it was`, async () => {
      const raw = fixture(`events/${file}`)
      const events = [{ raw, synthetic: false }]
      const there = world({ accounts: [account({ regions: { 'cn-hangzhou': region({ events }) } })] })
      const { trail } = await openCloud(there, { clock: () => Date.parse(raw.eventTime) + 60_000 })
      const query = { 'LookupAttribute.1.Key': 'ServiceName', 'LookupAttribute.1.Value': raw.serviceName }
      const { body } = await trail('LookupEvents', query)
      expect(body.Events).toEqual([raw])
    })
  }
})

function memberOf(line: string): string {
  return line.split(':')[0] ?? ''
}
