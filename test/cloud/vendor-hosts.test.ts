import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { endpointOf } from '../../shared/cloud/endpoints.ts'
import { vendorHost } from '../../shared/cloud/vendor-hosts.ts'

const LISTED: Record<'kms' | 'actiontrail', Record<string, string>> = JSON.parse(
  readFileSync(new URL('../fixtures/endpoints.json', import.meta.url), 'utf8'),
)

describe.each(['kms', 'actiontrail'] as const)('the hosts of %s', (service) => {
  test.each(Object.entries(LISTED[service]))(`in %s: %s`, (region, host) => {
    expect(vendorHost(service, region)).toBe(host)
    expect(endpointOf({ endpoints: {} }, service, region)).toEqual({ host, protocol: 'HTTPS' })
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
