import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Instance, type RawEvent, uuidOf, type WorldEvent } from './world.ts'

let made = 0

/**
 * A synthetic event, and the world says so: an application in Java decrypts from a VPC, unless the members given say otherwise. A member
 * given as undefined is left out.
 */
export function event(raw: RawEvent = {}, marks: Partial<Omit<WorldEvent, 'raw'>> = {}): WorldEvent {
  made += 1
  const id = uuidOf(`event ${made}`)
  const region = typeof raw.acsRegion === 'string' ? raw.acsRegion : DEFAULT_REGION
  const full: RawEvent = {
    eventId: id,
    requestId: raw.eventId ?? id,
    eventVersion: '1',
    eventTime: '2026-11-20T10:00:00Z',
    eventName: 'Decrypt',
    eventType: 'ApiCall',
    eventRW: 'Read',
    eventCategory: 'Management',
    eventSource: `kms-vpc.${region}.aliyuncs.com`,
    serviceName: 'Kms',
    apiVersion: '2016-01-20',
    acsRegion: region,
    isGlobal: false,
    sourceIpAddress: '10.0.0.8',
    vpcId: 'vpc-bp1appnetwork',
    userAgent: 'AlibabaCloud (Linux; amd64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient',
    userIdentity: {
      type: 'ram-user',
      principalId: '200000000000000001',
      accountId: DEFAULT_ACCOUNT,
      accessKeyId: 'LTAIapplication',
      userName: 'app-pay',
    },
    requestParameters: {},
    ...raw,
  }
  const present = Object.fromEntries(Object.entries(full).filter(([, value]) => value !== undefined))
  return { raw: present, synthetic: true, ...marks }
}

/** Somebody looks at the list of keys: the trail of a region that shows it is alive, and no key is used. */
export function signOfLife(eventTime: string, raw: RawEvent = {}): WorldEvent {
  const console = { userAgent: 'AliyunConsole', sourceIpAddress: 'Internal', vpcId: undefined }
  return event({ eventName: 'ListKeys', eventTime, ...console, ...raw })
}

/** A ciphertext as shared KMS writes it: 36 bytes of key version id, 12 of IV, and what only KMS can read. */
export function ciphertextOf(versionId: string): string {
  return Buffer.concat([Buffer.from(versionId, 'ascii'), Buffer.alloc(12, 5), Buffer.alloc(32, 7)]).toString('base64')
}

/** A connected KMS instance. */
export function instance(fields: Partial<Instance> = {}): Instance {
  const id = fields.id ?? 'kst-hzz65instance1'
  return {
    id,
    name: id,
    status: 'Connected',
    spec: 1000,
    keyNum: 1000,
    secretNum: 100,
    vpcNum: 5,
    vpcId: 'vpc-bp1appnetwork',
    bindVpcs: [],
    createdAt: '2024-01-10T08:00:00Z',
    endsAt: '2028-01-10T16:00:00Z',
    ...fields,
  }
}
