import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asKnownHere, type Caller } from '../../shared/domain/caller.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { natureOfRole, SERVICE_ROLES } from '../../shared/domain/service-roles.ts'
import { kmsEvent } from '../support/domain/events.ts'

function callerOf(fields: Record<string, unknown>) {
  const event = parseEvent(kmsEvent(fields))
  if (!event) throw new Error('the event must parse')
  return identifyCaller(event)
}

const role = (userName: string, accessKeyId = 'STS.synthetic') => ({ type: 'assumed-role', userName, accessKeyId })
const ROOT = { type: 'root-account', userName: 'root', principalId: '1' }
const INTRANET = { eventSource: 'kms-intranet.cn-hangzhou.aliyuncs.com', vpcId: '' }
const INTERNET = { eventSource: 'kms.cn-hangzhou.aliyuncs.com', vpcId: '', sourceIpAddress: '203.0.113.7' }

describe('a cloud service', () => {
  it.each([
    ['a system identity', { userIdentity: { type: 'system', userName: 'ecs.aliyuncs.com' } }],
    ['a system identity in other letters', { userIdentity: { type: 'System ', userName: 'ecs.aliyuncs.com' } }],
    ['a service-linked role', { userIdentity: role('AliyunServiceRoleForRdsBackupEncryption:1') }],
    ['a service-linked role in lower case', { userIdentity: role('aliyunservicerolefornas:1') }],
    ['a service-linked role without a key', { userIdentity: role('aliyunservicerolefornas:1', '') }],
    [
      'a service-linked role whose key the source left out',
      { userIdentity: role('aliyunservicerolefornas:1', 'null') },
    ],
    ['an encryption role', { userIdentity: role('AliyunRDSInstanceEncryptionDefaultRole:1') }],
    ['an encryption role in lower case', { userIdentity: role('aliyunecsdiskencryptdefaultrole:1') }],
    ['the message service', { userIdentity: role('AliyunMNSAccessingKMSRole:1') }],
    ['a managed cluster', { userIdentity: role('aliyuncsmanagedsecurityrole:1') }],
    ['a service on a public address', { userIdentity: role('aliyuncsmanagedsecurityrole:1'), ...INTERNET }],
  ])('%s', (_, fields) => {
    expect(callerOf(fields)).toMatchObject({ kind: 'cloud-service', client: 'cloud-service', network: 'cloud-service' })
  })

  it.each(SERVICE_ROLES)('$name, in any letters and with an invisible one', ({ name, source }) => {
    expect(source).toMatch(/^https:\/\/[a-z.]+\/[a-z0-9/._-]+$/)
    for (const spelled of [name, name.toLowerCase(), name.toUpperCase(), ` ${name}`, `\u200b${name}`]) {
      expect(callerOf({ userIdentity: role(`${spelled}:1`) }).kind).toBe('cloud-service')
    }
  })
})

describe('a role of the form of service roles that is not listed', () => {
  it.each([
    'AliyunNewProductEncryptDefaultRole',
    'aliyunstreamdefaultrole',
    'AliyunCSManagedLogRole',
    'AliyunHBRDefaultRole',
  ])('%s is neither a service nor an application', (name) => {
    expect(callerOf({ userIdentity: role(`${name}:1`), userAgent: 'x' })).toMatchObject({
      kind: 'unlisted-service-role',
      principal: `role/${name.toLowerCase()}`,
      client: 'unknown',
      network: 'vpc',
    })
  })

  it('is never a service, whatever stands in its name', () => {
    const listed = new Set(SERVICE_ROLES.map(({ name }) => name.toLowerCase()))
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9._-]{0,40}$/),
        fc.constantFrom('', 'Role', 'DefaultRole'),
        (middle, end) => {
          const name = `Aliyun${middle}${end}`
          fc.pre(!listed.has(name.toLowerCase()) && !/^aliyunservicerolefor/i.test(name))
          expect(natureOfRole(name)).not.toBe('service')
        },
      ),
    )
  })
})

describe('a person at the console', () => {
  it.each([
    ['signs with nothing', { userIdentity: ROOT, ...INTERNET }, 'public'],
    ['signs with nothing, inside', { userIdentity: ROOT, sourceIpAddress: 'Internal', vpcId: '' }, 'internal'],
    ['a RAM user', { userIdentity: { type: 'ram-user', userName: 'ann' }, ...INTRANET }, 'internal'],
    ['a role, through the back end', { userIdentity: role('ops:ann'), ...INTRANET }, 'internal'],
    ['a role, from Internal', { userIdentity: role('ops:ann'), sourceIpAddress: 'internal', vpcId: '' }, 'internal'],
    [
      'a role, by the type of the event',
      { userIdentity: role('ops:ann'), ...INTERNET, eventType: 'ConsoleOperation' },
      'public',
    ],
    [
      'somebody of CloudSSO, through the back end',
      { userIdentity: { type: 'cloudsso-user', userName: 'x' }, ...INTRANET },
      'internal',
    ],
  ])('%s', (_, fields, network) => {
    for (const userAgent of ['AliyunConsole', 'kms.console.aliyun.com', 'ecs.console.alibabacloud.com']) {
      expect(callerOf({ ...fields, userAgent })).toMatchObject({ kind: 'console', client: 'console', network })
    }
  })

  it('in a browser, by the type of the event', () => {
    for (const userAgent of ['Mozilla/5.0 (Windows NT 10.0)', undefined]) {
      expect(callerOf({ userIdentity: ROOT, eventType: 'ConsoleCall', userAgent }).kind).toBe('console')
    }
  })
})

describe('an application', () => {
  const application = { kind: 'application', client: 'unknown' }

  it.each([
    'AliyunConsoleFoo',
    'AliyunConsole/1.0 MyApp',
    'ecs.console.aliyun.com.evil.example',
    'MyApp AliyunConsole',
    '',
  ])('is who calls himself %s', (userAgent) => {
    for (const userIdentity of [ROOT, role('app:1'), { type: 'ram-user', userName: 'x', accessKeyId: 'LTAI1' }]) {
      for (const place of [INTRANET, INTERNET]) {
        expect(callerOf({ userIdentity, userAgent, ...place })).toMatchObject(application)
      }
    }
  })

  it.each([
    ['a session behind the console’s agent', { userIdentity: role('app:1'), ...INTERNET }],
    ['a session in a VPC behind it', { userIdentity: role('app:1'), vpcId: 'vpc-1' }],
    [
      'a session at a host that only begins so',
      { userIdentity: role('app:1'), ...INTERNET, eventSource: 'kms-intranet.cn-hangzhou.aliyuncs.com.evil.example' },
    ],
    [
      'a permanent key behind it',
      { userIdentity: { type: 'ram-user', userName: 'x', accessKeyId: 'LTAI1' }, ...INTRANET },
    ],
    [
      'a permanent key in an event of the console',
      { userIdentity: { type: 'ram-user', userName: 'x', accessKeyId: 'LTAI1' }, eventType: 'ConsoleOperation' },
    ],
    [
      'a key that is masked away',
      { userIdentity: { type: 'ram-user', userName: 'x', accessKeyId: '****' }, ...INTERNET },
    ],
    ['nobody at all', { userIdentity: undefined, ...INTRANET }],
    ['an identity of another type', { userIdentity: { type: 'saml-user', userName: 'x' }, ...INTERNET }],
  ])('%s', (_, fields) => {
    expect(callerOf({ ...fields, userAgent: 'AliyunConsole' })).toMatchObject(application)
  })

  it.each([
    ['a role that carries customers’ code', { userIdentity: role('AliyunFCDefaultRole:1') }],
    ['the role of an instance', { userIdentity: role('AliyunECSInstanceForEMRRole:1') }],
    ['people who came through CloudSSO', { userIdentity: role('AliyunReservedSSO-DevRole:ann') }],
    ['a role with a hyphen', { userIdentity: role('aliyun-payments-role:1') }],
    ['a role that only begins like the vendor’s', { userIdentity: role('aliyunservicerolefor:1') }],
    ['a role that hides behind another', { userIdentity: role('app/AliyunServiceRoleForX:1') }],
    ['a session named like a service', { userIdentity: role('app:AliyunServiceRoleForX') }],
    [
      'a user with a role’s name',
      { userIdentity: { type: 'ram-user', userName: 'aliyunservicerolefornas', accessKeyId: 'LTAI1' } },
    ],
    [
      'a user with a role’s name and no key',
      { userIdentity: { type: 'ram-user', userName: 'aliyunservicerolefornas:1' } },
    ],
    ['a service role on a permanent key', { userIdentity: role('AliyunServiceRoleForNas:1', 'LTAI1') }],
    [
      'a system identity on a permanent key',
      { userIdentity: { type: 'system', userName: 'ecs.aliyuncs.com', accessKeyId: 'LTAI1' } },
    ],
    ['an unknown type of identity', { userIdentity: { type: 'saml-user', userName: 'x' } }],
    ['a type that is nearly system', { userIdentity: { type: 'systems', userName: 'ecs.aliyuncs.com' } }],
    ['nobody at all', { userIdentity: undefined }],
    ['a list where a type belongs', { userIdentity: { type: ['system'], userName: 'ecs.aliyuncs.com' } }],
    ['a list where a name belongs', { userIdentity: { ...role(''), userName: ['aliyunservicerolefornas:1'] } }],
    [
      'a user behind a service’s user agent',
      { userIdentity: { type: 'ram-user', userName: 'x' }, userAgent: 'oss.aliyuncs.com' },
    ],
    [
      'Node.js in an event of the console',
      {
        userIdentity: ROOT,
        eventType: 'ConsoleOperation',
        userAgent: 'AlibabaCloud (linux; x64) Node.js/v20 Core/1.0.1 TeaDSL/2',
      },
    ],
  ])('%s', (_, fields) => {
    expect(callerOf(fields).kind).toBe('application')
  })

  it('is one caller over all sessions of a role', () => {
    expect(callerOf({ userIdentity: role('App-Pay:one') }).principal).toBe('role/app-pay')
    expect(callerOf({ userIdentity: role('app-pay:two') }).principal).toBe('role/app-pay')
  })
})

describe('a principal', () => {
  it.each([
    ['root', ROOT],
    ['user/ann', { type: 'ram-user', userName: 'ann', principalId: '2' }],
    ['user/2', { type: 'RAM-User ', userName: '', principalId: '2' }],
    ['user/unknown', { type: 'ram-user' }],
    ['role/app', role('App:session')],
    ['role/300:app', { type: 'assumed-role', userName: '', principalId: '300:app' }],
    ['service/ecs.aliyuncs.com', { type: 'system', userName: 'ecs.aliyuncs.com' }],
    ['saml-user/ann', { type: 'saml-user', userName: 'ann' }],
    ['unknown/ann', { userName: 'ann' }],
    ['unknown/unknown', undefined],
  ])('%s', (principal, userIdentity) => {
    expect(callerOf({ userIdentity }).principal).toBe(principal)
  })
})

describe('what a newer version wrote of a caller', () => {
  const known = { kind: 'application', principal: 'role/orders', client: 'java', network: 'vpc' } as const

  it.each([
    ['kind', 'application'],
    ['client', 'unknown'],
    ['network', 'unknown'],
  ])('is nothing that lets a key be ready: %s', (member, judged) => {
    const newer = { ...known, [member]: 'word-of-tomorrow' } as unknown as Caller
    expect(asKnownHere(newer)).toEqual({ ...known, [member]: judged })
    expect(asKnownHere(known)).toBe(known)
  })
})

describe('the name that an application gives itself', () => {
  it.each([
    ['orders-service/2.1', 'unknown', 'orders-service'],
    // A language that is known says enough.
    ['AlibabaCloud (linux; amd64) Golang/1.22 Core/0.01 orders-service/2.1', 'go', undefined],
    ['', 'unknown', undefined],
  ])('%j: client %s, agent %s', (userAgent, client, agent) => {
    const caller = callerOf({ userAgent })
    expect(caller).toMatchObject({ kind: 'application', client })
    expect(caller.agent).toBe(agent)
    expect('agent' in caller).toBe(agent !== undefined)
  })
})
