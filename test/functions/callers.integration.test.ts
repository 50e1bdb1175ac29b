import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, DEFAULT_ACCOUNT, type RawEvent, region, world } from '../../simulator/cloud/world.ts'
import { hoursAgo, NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const INTERNET = { vpcId: undefined, eventSource: 'kms.cn-hangzhou.aliyuncs.com' }
const assumed = (userName: string) => ({
  type: 'assumed-role',
  userName: `${userName}:1`,
  accessKeyId: 'STS.synthetic',
})
const sdk = (agent: string) => ({ userAgent: agent })

/** What one call of a key's makes of it under 2023-09: the call, the verdict and what decides. */
const STORIES: Readonly<Record<string, readonly [RawEvent, ReadinessRow['verdict'], ...string[]]>> = {
  'node-then-java': [
    sdk('AlibabaCloud (linux; x64) Node.js/v20 Core/1.0.1 TeaDSL/2 orders-api (prod) Java/17'),
    'support-required',
    'unsupported-language',
  ],
  'python-cli': [
    sdk('AlibabaCloud (Linux; x86_64) Python/2.7.18 Core/2.13.36 python-requests/2.18.3 client/aliyuncli/2.1.9'),
    'support-required',
    'unsupported-language',
  ],
  terraform: [
    sdk('AlibabaCloud (linux; amd64) Golang/1.12.4 Core/1.60.0 Extra/HashiCorp-Terraform-v0.12.0'),
    'support-required',
    'unsupported-language',
  ],
  swift: [sdk('AlibabaCloud iOS/16.4.0 Swift Core/MyApp/1.0 TeaDSL/1'), 'support-required', 'unsupported-language'],
  ruby: [sdk('AlibabaCloud (linux; x86_64) Ruby/2.7.0 Core/0.0.17'), 'support-required', 'unsupported-language'],
  'go-http': [sdk('Go-http-client/1.1'), 'unknown', 'unknown-client'],
  requests: [sdk('python-requests/2.31.0'), 'unknown', 'unknown-client'],
  java: [sdk('AlibabaCloud (Linux; amd64) Java/17.0.9 tea-util/0.2.21 TeaDSL/1'), 'ready'],
  'fake-console': [{ userAgent: 'AliyunConsoleFoo', userIdentity: assumed('app') }, 'unknown', 'unknown-client'],
  'own-domain': [
    { userAgent: 'ecs.console.aliyun.com.evil.example', userIdentity: assumed('app') },
    'unknown',
    'unknown-client',
  ],
  console: [
    {
      userAgent: 'AliyunConsole',
      sourceIpAddress: 'Internal',
      vpcId: undefined,
      userIdentity: { type: 'root-account', userName: 'root' },
      eventSource: 'kms-intranet.cn-hangzhou.aliyuncs.com',
    },
    'ready',
  ],
  'vpc-dash': [
    { ...INTERNET, vpcId: '-', sourceIpAddress: '203.0.113.7' },
    'support-required',
    'outside-alibaba-cloud',
  ],
  'vpc-null': [
    { ...INTERNET, vpcId: 'null', sourceIpAddress: '203.0.113.7' },
    'support-required',
    'outside-alibaba-cloud',
  ],
  'vpc-zero': [{ ...INTERNET, vpcId: 0, sourceIpAddress: '203.0.113.7' }, 'support-required', 'outside-alibaba-cloud'],
  'vpc-object': [
    { ...INTERNET, vpcId: {}, sourceIpAddress: '203.0.113.7' },
    'support-required',
    'outside-alibaba-cloud',
  ],
  'own-address': [{ ...INTERNET, sourceIpAddress: '198.51.100.9' }, 'ready'],
  'vendor-range': [{ ...INTERNET, sourceIpAddress: '11.168.3.4' }, 'unknown', 'unknown-network'],
  'message-service': [
    {
      ...INTERNET,
      sourceIpAddress: '11.115.1.2',
      userAgent: undefined,
      userIdentity: assumed('AliyunMNSAccessingKMSRole'),
    },
    'ready',
  ],
  cluster: [
    {
      ...INTERNET,
      sourceIpAddress: '11.168.3.4',
      userAgent: 'x',
      userIdentity: assumed('aliyuncsmanagedsecurityrole'),
    },
    'ready',
  ],
  'unlisted-role': [
    {
      ...INTERNET,
      sourceIpAddress: '203.0.113.7',
      userAgent: 'x',
      userIdentity: assumed('aliyunnewproductdefaultrole'),
    },
    'unknown',
    'unknown-service-role',
  ],
  'unlisted-role-re-encrypts': [
    { eventName: 'ReEncrypt', userIdentity: assumed('aliyunnewproductdefaultrole') },
    'unknown',
    'unknown-service-role',
  ],
  'refused-by-status': [{ eventName: 'GenerateAndExportDataKey', errorCode: '408' }, 'blocked', 'blocked-operation'],
  'client-closed': [{ eventName: 'GenerateAndExportDataKey', errorCode: '499' }, 'blocked', 'blocked-operation'],
  'internal-error': [
    { eventName: 'GenerateAndExportDataKey', errorCode: 'InternalError.NotFound' },
    'blocked',
    'blocked-operation',
  ],
  refused: [{ eventName: 'GenerateAndExportDataKey', errorCode: 'forbidden.nopermission ' }, 'ready'],
  'refused-and-done': [
    {
      eventName: 'GenerateAndExportDataKey',
      errorCode: 'Forbidden.NoPermission',
      responseElements: { CiphertextBlob: '****' },
    },
    'blocked',
    'blocked-operation',
  ],
}

describe('one call decides, through a whole night', () => {
  let cloud: SimulatedCloud
  let laboratory: Laboratory
  let rows: ReadonlyMap<string, ReadinessRow>

  beforeAll(async () => {
    const names = Object.keys(STORIES)
    const events = Object.entries(STORIES).map(([name, [call]], index) => {
      const parameters = { KeyId: `key-${name}`, SourceKeyId: `key-${name}`, DestinationKeyId: `key-${name}` }
      return hoursAgo(100 + index, { eventName: 'Encrypt', requestParameters: parameters, ...call })
    })
    const here = region({ keys: names.map((name) => named(name)), events })
    const all = world({ accounts: [account({ id: DEFAULT_ACCOUNT, regions: { 'cn-hangzhou': here } })] })
    cloud = await startCloud(all, { clock: () => NOW, quotas: NO_QUOTAS })
    laboratory = await Laboratory.open()
    await laboratory.night(cloud, {
      now: NOW,
      env: { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '60' },
    })
    rows = new Map((await laboratory.rows()).map((row) => [row.keyId, row]))
  }, 120_000)

  afterAll(async () => {
    await cloud?.close()
    await laboratory?.close()
  })

  it.each(Object.keys(STORIES))('%s', (name) => {
    const [, verdict, ...deciding] = STORIES[name] ?? []
    const row = rows.get(`key-${name}`)
    const counting = row?.findings.filter(({ effect }) => effect === row.verdict).map(({ rule }) => rule)
    expect({ verdict: row?.verdict, counting }).toEqual({ verdict, counting: deciding })
  })

  it('names the role, and what to do about it', () => {
    const finding = rows.get('key-unlisted-role')?.findings.find(({ rule }) => rule === 'unknown-service-role')
    expect(finding?.message).toContain('role/aliyunnewproductdefaultrole')
    expect(finding?.action).toContain('trust policy of role/aliyunnewproductdefaultrole')
  })
})
