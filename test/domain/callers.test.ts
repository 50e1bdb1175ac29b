import { describe, expect, it } from 'vitest'
import { clientOfUserAgent } from '../../shared/domain/client.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { kmsEvent } from './events.ts'

describe('the client behind a user agent', () => {
  it.each([
    ['AlibabaCloud (Mac OS X; x86_64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient', 'java'],
    ['AlibabaCloud (Linux; amd64) Java/17.0.2+8 tea-util/0.2.21 TeaDSL/1', 'java'],
    ['Apache-HttpClient/4.5.7 (Java/1.8.0_152)', 'java'],
    ['AlibabaCloud (linux; amd64) Golang/1.19 Core/1.62.1', 'go'],
    ['AlibabaCloud (linux; amd64) Golang/1.21.3 Core/0.01 TeaDSL/1', 'go'],
    ['AlibabaCloud (linux; amd64) Golang/1.21.3 Core/0.01 TeaDSL/2', 'go'],
    ['Go-http-client/1.1', 'go'],
    [
      'AlibabaCloud (Linux 3.10.0-693.2.2.el7.x86_64;x86_64) Python/2.7.5 Core/2.13.16 python-requests/2.18.3',
      'python',
    ],
    ['AlibabaCloud (Linux; x86_64) Python/3.9.1 Core/0.3.6 TeaDSL/1', 'python'],
    ['Python-urllib/3.6', 'python'],
    ['AlibabaCloud (linux; x64) Node.js/v16.14.0 Core/1.8.0', 'nodejs'],
    ['AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2', 'nodejs'],
    ['AlibabaCloud (Linux 4.19; x86_64) Client/1.5.32 PHP/7.4.3', 'php'],
    ['AlibabaCloud (Linux; fpm-fcgi) PHP/8.1.2 Core/3.1 TeaDSL/1', 'php'],
    ['Alibaba Cloud (Unix 5.4.0.100) netcoreapp/6.0.1 Core/1.5.1', 'dotnet'],
    ['Alibaba Cloud (Microsoft Windows NT 10.0.17763.0) netframework64/v4.8 Core/1.5.1', 'dotnet'],
    ['Alibaba Cloud (Unix 5.4.0.100) RuntimeNotFound Core/1.5.1', 'dotnet'],
    ['AlibabaCloud (Unix 5.4.0.100) .NET 6.0.1 Core/1.0.0 TeaDSL/1', 'dotnet'],
    ['AlibabaCloud (Linux; x86_64) C++/201402 Core/1.0.0-beta TeaDSL/2', 'cpp'],
    ['AlibabaCloud (macOS; arm64) Swift Core/1.0.0 TeaDSL/1', 'swift'],
    ['AlibabaCloud (linux; amd64) Golang/1.18 Core/0.0.1 Aliyun-CLI/3.0.123', 'cli'],
    ['aliyuncli/2.0.6', 'cli'],
    [
      'AlibabaCloud (linux; amd64) Golang/1.20 Core/1.62 HashiCorp-Terraform/1.5.7 Terraform-Provider/1.210.0',
      'terraform',
    ],
    ['AlibabaCloud (linux; amd64) Golang/1.20 Core/0.01 TeaDSL/1 HashiCorp-Terraform/1.5.7', 'terraform'],
    ['AlibabaCloud (linux; amd64) Golang/1.20 Core/1.62 Extra/Terraform', 'terraform'],
    ['curl/7.68.0', 'unknown'],
    ['', 'unknown'],
  ])('%s', (userAgent, client) => {
    expect(clientOfUserAgent(userAgent)).toBe(client)
  })
})

function callerOf(fields: Record<string, unknown>) {
  const event = parseEvent(kmsEvent(fields))
  if (!event) throw new Error('the event must parse')
  return identifyCaller(event)
}

const role = (userName: string) => ({ type: 'assumed-role', userName, accessKeyId: 'STS.synthetic' })

describe('who is an application', () => {
  it.each([
    ['a system identity', { userIdentity: { type: 'system', userName: 'ecs.aliyuncs.com' } }],
    ['a service-linked role', { userIdentity: role('AliyunServiceRoleForRdsBackupEncryption:1') }],
    ['a service-linked role in lower case', { userIdentity: role('aliyunservicerolefornas:1') }],
    ['an encryption role', { userIdentity: role('AliyunRDSInstanceEncryptionDefaultRole:1') }],
    ['an encryption role in lower case', { userIdentity: role('aliyunecsdiskencryptdefaultrole:1') }],
  ])('not %s', (_, fields) => {
    expect(callerOf(fields)).toMatchObject({ kind: 'cloud-service', client: 'cloud-service', network: 'cloud-service' })
  })

  it('not a person at the console', () => {
    const root = { type: 'root-account', userName: 'root', principalId: '1' }
    expect(
      callerOf({ userIdentity: root, userAgent: 'AliyunConsole', sourceIpAddress: 'Internal', vpcId: '' }),
    ).toEqual({
      kind: 'console',
      principal: 'root',
      client: 'console',
      network: 'internal',
    })
    expect(callerOf({ userIdentity: root, userAgent: 'kms.console.aliyun.com' }).kind).toBe('console')
  })

  it.each([
    ['a role that carries customers’ code', { userIdentity: role('AliyunFCDefaultRole:1') }],
    [
      'a user with a role’s name',
      { userIdentity: { type: 'ram-user', userName: 'AliyunServiceRoleForX', accessKeyId: 'LTAI1' } },
    ],
    ['an unknown type of identity', { userIdentity: { type: 'saml-user', userName: 'x' } }],
    ['nobody at all', { userIdentity: undefined }],
    [
      'a user behind a service’s user agent',
      { userIdentity: { type: 'ram-user', userName: 'x' }, userAgent: 'oss.aliyuncs.com' },
    ],
    [
      'a permanent key behind the console’s user agent',
      { userIdentity: { type: 'ram-user', userName: 'x', accessKeyId: 'LTAI1' }, userAgent: 'AliyunConsole' },
    ],
  ])('%s', (_, fields) => {
    expect(callerOf(fields).kind).toBe('application')
  })

  it('is one caller over all sessions of a role', () => {
    expect(callerOf({ userIdentity: role('App-Pay:one') }).principal).toBe('role/app-pay')
    expect(callerOf({ userIdentity: role('app-pay:two') }).principal).toBe('role/app-pay')
  })
})

describe('where a call comes from', () => {
  const from = (fields: Record<string, unknown>) =>
    callerOf({ vpcId: '', eventSource: 'kms.cn-hangzhou.aliyuncs.com', ...fields })
  it.each([
    ['vpc', { vpcId: 'vpc-1', sourceIpAddress: '47.1.2.3' }],
    ['vpc', { eventSource: 'kms-vpc.cn-hangzhou.aliyuncs.com', sourceIpAddress: '100.64.1.1' }],
    ['internal', { sourceIpAddress: 'Internal' }],
    ['internal', { eventSource: 'kms-intranet.cn-hangzhou.aliyuncs.com', sourceIpAddress: '' }],
    ['internal', { sourceIpAddress: '192.168.0.3' }],
    ['internal', { sourceIpAddress: '::ffff:10.0.0.1' }],
    ['public', { sourceIpAddress: '203.0.113.7' }],
    ['public', { sourceIpAddress: '2409:8a20::1' }],
    ['unknown', { sourceIpAddress: '11.168.XX.XX' }],
    ['unknown', { sourceIpAddress: 'oss.aliyuncs.com' }],
    ['unknown', { sourceIpAddress: '127.0.0.1' }],
    ['unknown', { sourceIpAddress: '' }],
  ])('%s: %j', (network, fields) => {
    expect(from(fields).network).toBe(network)
  })

  it('keeps the address of a public caller, so that other ranges can be applied later', () => {
    const { address } = from({ sourceIpAddress: '203.0.113.7' })
    expect(new OwnRanges(['203.0.113.0/24']).has(address ?? '')).toBe(true)
    expect(new OwnRanges(['198.51.100.0/24', '2409::/16']).has(address ?? '')).toBe(false)
    expect(new OwnRanges([]).known).toBe(false)
  })
})
