import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { endpointOf, functionsEndpoint, homeRegion } from '../../shared/cloud/endpoints.ts'
import { vendorHost } from '../../shared/cloud/vendor-hosts.ts'

const LISTED: Record<'kms' | 'actiontrail', Record<string, string>> = JSON.parse(
  readFileSync(new URL('../fixtures/endpoints.json', import.meta.url), 'utf8'),
)

const PUBLIC = { endpoints: {}, network: { kind: 'public' } } as const
const IN_VPC = { endpoints: {}, network: { kind: 'vpc', region: 'cn-shanghai' } } as const

describe.each(['kms', 'actiontrail'] as const)('the hosts of %s', (service) => {
  test.each(Object.entries(LISTED[service]))(`in %s: %s`, (region, host) => {
    expect(vendorHost(service, region)).toBe(host)
    expect(endpointOf(PUBLIC, service, region)).toEqual({ host, protocol: 'HTTPS' })
  })

  test('in a region that no table has', () => {
    expect(vendorHost(service, 'cn-somewhere-new')).toBe(`${service}.cn-somewhere-new.aliyuncs.com`)
    expect(vendorHost(service, 'constructor')).toBe(`${service}.constructor.aliyuncs.com`)
  })
})

test('finance and government regions of ActionTrail have hosts of their own, or the central one', () => {
  expect(vendorHost('actiontrail', 'cn-shanghai-finance-1')).toBe('actiontrail.cn-shanghai-finance-1.aliyuncs.com')
  expect(vendorHost('actiontrail', 'cn-north-2-gov-1')).toBe('actiontrail.cn-north-2-gov-1.aliyuncs.com')
  expect(vendorHost('actiontrail', 'cn-hangzhou-finance')).toBe('actiontrail.aliyuncs.com')
})

describe('in a VPC', () => {
  test.each([
    ['kms', 'kms-vpc.cn-shanghai.aliyuncs.com'],
    ['actiontrail', 'actiontrail-vpc.cn-shanghai.aliyuncs.com'],
    ['rds', 'rds-vpc.cn-shanghai.aliyuncs.com'],
    ['ecs', 'ecs-vpc.cn-shanghai.aliyuncs.com'],
    ['vpc', 'vpc-vpc.cn-shanghai.aliyuncs.com'],
    ['sls', 'cn-shanghai-intranet.log.aliyuncs.com'],
    ['oss', 'oss-cn-shanghai-internal.aliyuncs.com'],
  ] as const)('%s of its region is called by the address for VPCs, of another by the public one', (service, host) => {
    expect(endpointOf(IN_VPC, service, 'cn-shanghai')).toEqual({ host, protocol: 'HTTPS' })
    expect(endpointOf(IN_VPC, service, 'cn-hangzhou')).toEqual(endpointOf(PUBLIC, service, 'cn-hangzhou'))
  })

  test('services of all regions, the functions and the list of regions are asked near by', () => {
    expect(endpointOf(IN_VPC, 'sts', '').host).toBe('sts-vpc.cn-shanghai.aliyuncs.com')
    expect(endpointOf(IN_VPC, 'resourcedirectory', '').host).toBe('resourcedirectory.vpc-proxy.aliyuncs.com')
    const functions = (region: string) => functionsEndpoint(IN_VPC, { accountId: '1', region }).host
    expect(functions('cn-shanghai')).toBe('1.cn-shanghai-internal.fc.aliyuncs.com')
    expect(functions('cn-hangzhou')).toBe('1.cn-hangzhou.fc.aliyuncs.com')
    expect([homeRegion(PUBLIC), homeRegion(IN_VPC)]).toEqual(['cn-hangzhou', 'cn-shanghai'])
  })

  test('CMK_ENDPOINTS has the last word', () => {
    const config = { ...IN_VPC, endpoints: { kms: { 'cn-shanghai': 'https://kms.example.com' } } }
    expect(endpointOf(config, 'kms', 'cn-shanghai').host).toBe('kms.example.com')
    expect(endpointOf(config, 'sts', '').host).toBe('sts-vpc.cn-shanghai.aliyuncs.com')
  })
})
