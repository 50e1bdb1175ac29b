import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { kmsEvent } from '../support/domain/events.ts'

/** An application's origin: over the internet from no address, unless the fields say more. */
function from(fields: Record<string, unknown>) {
  const place = { vpcId: '', eventSource: 'kms.cn-hangzhou.aliyuncs.com', sourceIpAddress: '' }
  const event = parseEvent(kmsEvent({ ...place, ...fields }))
  if (!event) throw new Error('the event must parse')
  return identifyCaller(event)
}

describe('where a call comes from', () => {
  it.each([
    ['vpc', { vpcId: 'vpc-1', sourceIpAddress: '47.1.2.3' }],
    ['vpc', { vpcId: 'vpc-bp1appnetwork', sourceIpAddress: '10.0.0.1' }],
    ['vpc', { vpcId: ' VPC-2zeaaa ', sourceIpAddress: '47.1.2.3' }],
    ['vpc', { vpcId: 'vpc-bp1****', sourceIpAddress: '47.1.2.3' }],
    ['vpc', { eventSource: 'kms-vpc.cn-hangzhou.aliyuncs.com', sourceIpAddress: '100.64.1.1' }],
    ['vpc', { eventSource: 'KMS-VPC.cn-shanghai-finance-1.aliyuncs.com', sourceIpAddress: '' }],
    ['internal', { sourceIpAddress: 'Internal' }],
    ['internal', { sourceIpAddress: ' INTERNAL ' }],
    ['internal', { eventSource: 'kms-intranet.cn-hangzhou.aliyuncs.com' }],
    ['internal', { sourceIpAddress: '192.168.0.3' }],
    ['internal', { sourceIpAddress: '100.64.1.1' }],
    ['internal', { sourceIpAddress: '100.100.2.148' }],
    ['internal', { sourceIpAddress: 'fd00::1' }],
    ['internal', { sourceIpAddress: '::ffff:10.0.0.1' }],
    ['internal', { sourceIpAddress: '::ffff:a00:1' }],
    ['public', { sourceIpAddress: '203.0.113.7' }],
    ['public', { sourceIpAddress: ' 203.0.113.7 ' }],
    ['public', { sourceIpAddress: '8.8.8.8' }],
    ['public', { sourceIpAddress: '::ffff:8.8.8.8' }],
    ['public', { sourceIpAddress: '172.32.0.1' }],
    ['public', { sourceIpAddress: '100.128.0.1' }],
    ['public', { sourceIpAddress: '2409:8a20::1' }],
    ['public', { sourceIpAddress: '2409:8a20::12' }],
    ['public', { sourceIpAddress: '2001:DB8::1' }],
  ])('%s: %j', (network, fields) => {
    expect(from(fields).network).toBe(network)
  })

  it.each([
    '-',
    'null',
    '0',
    '{}',
    '[]',
    'undefined',
    'N/A',
    ' vpc',
    'vpc',
    'vpc-',
    'vpc-*',
    'vpc_1',
    'xvpc-1',
    'vpc-a b',
    'vpc-1,vpc-2',
    {},
    [],
    0,
    false,
    true,
  ])('no VPC beside a public address: %j', (vpcId) => {
    expect(from({ vpcId, sourceIpAddress: '203.0.113.7' })).toMatchObject({ network: 'public', address: '203.0.113.7' })
  })

  it.each([
    'kms-vpc.cn-hangzhou.aliyuncs.com.evil.example',
    'kms-vpc.evil.example',
    'kms-vpc.',
    'xkms-vpc.cn-hangzhou.aliyuncs.com',
    'kms-vpc.cn-hangzhou.aliyuncs.com/x',
    'kms-vpc.a.b.aliyuncs.com',
    'kms-intranet.cn-hangzhou.aliyuncs.com.evil.example',
    'kms-intranet.',
    'intranet',
  ])('no host of the vendor’s: %s', (eventSource) => {
    expect(from({ eventSource, sourceIpAddress: '203.0.113.7' }).network).toBe('public')
  })

  it.each([
    '',
    '-',
    'null',
    'oss.aliyuncs.com',
    'Internal,10.0.0.1',
    '11.168.XX.XX',
    '11.168.1.1',
    '11.115.166.4',
    '::ffff:11.168.1.1',
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '0x0a.0.0.1',
    '010.0.0.1',
    '10.0.0.01',
    '167772161',
    '10.1',
    '10.0.0.1:443',
    '203.0.113.7:443',
    '203.0.113.7/32',
    '203.0.113.*',
    '300.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.4,10.0.0.1',
    '1.2.3.4, 10.0.0.1',
    '10.0.0.1 1.2.3.4',
    '[::1]',
    '[2409:8a20::1]',
    '[2409:8a20::1]:443',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1%eth0',
    '::1',
    '::',
    '::1.2.3.4',
    '::ffff:010.0.0.1',
    '2002:a00:1::1',
    '64:ff9b::a00:1',
    '0.0.0.0',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '169.254.1.1',
    '198.18.0.1',
    '192.0.0.8',
    'localhost',
  ])('no place that is known: %s', (sourceIpAddress) => {
    const { network, address } = from({ sourceIpAddress })
    expect({ network, address }).toEqual({ network: 'unknown', address: undefined })
  })

  it('any public address stays one, in its shortest form; none of the vendor’s does', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const range = ipaddr.parse(address).range()
        fc.pre(range === 'unicast')
        const isVendors = address.startsWith('11.')
        expect(from({ sourceIpAddress: address }).network).toBe(isVendors ? 'unknown' : 'public')
      }),
    )
  })

  it('keeps the address of a public caller, so that other ranges can be applied later', () => {
    const { address } = from({ sourceIpAddress: '203.0.113.7' })
    expect(new OwnRanges(['203.0.113.0/24']).has(address ?? '')).toBe(true)
    expect(new OwnRanges(['198.51.100.0/24', '2409::/16']).has(address ?? '')).toBe(false)
    expect(new OwnRanges([]).known).toBe(false)
    expect(new OwnRanges(['203.0.113.0/24']).known).toBe(true)
    expect(new OwnRanges(['203.0.113.0/24']).has('nowhere')).toBe(false)
  })
})
