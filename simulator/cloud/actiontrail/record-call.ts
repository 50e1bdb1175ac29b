import { isCryptographic } from '../../../shared/domain/operations.ts'
import { iso } from '../../../shared/domain/time.ts'
import type { Caller } from '../service.ts'
import { numericId } from '../sts/identity.ts'
import { region as emptyRegion, type RawEvent } from '../world.ts'
import { recordedCalls } from './recorded-calls.ts'
import { PLAIN_SHAPE, type RecordedShape, shapedMembers } from './recorded-shape.ts'

/** What ActionTrail calls the services whose calls it records here, and where they listen. */
const SERVICES = {
  kms: { serviceName: 'Kms', host: 'kms', apiVersion: '2016-01-20' },
  actiontrail: { serviceName: 'Actiontrail', host: 'actiontrail', apiVersion: '2020-07-06' },
} as const

/** The address that a caller on loopback would show: one for documentation (RFC 5737). */
const SOURCE_ADDRESS = '203.0.113.7'

/** A call that a service of a region was asked, and what became of it. */
export interface MadeCall {
  readonly service: keyof typeof SERVICES
  readonly region: string
  readonly action: string
  readonly caller: Caller
  readonly params: ReadonlyMap<string, string>
  readonly userAgent: string
  readonly requestId: string
  /** Empty: success. */
  readonly errorCode: string
  /** The cloud's clock, in milliseconds. */
  readonly now: number
  /** Milliseconds until LookupEvents shows it. */
  readonly delay: number
  /** What was answered, where the call worked. */
  readonly result?: Readonly<Record<string, unknown>> | undefined
}

/** Makes a call an event of the caller's account in the region, as ActionTrail does of every call of KMS and of its own. */
export function recordCall(call: MadeCall): void {
  const { regions } = call.caller.account
  regions[call.region] ??= emptyRegion()
  const here = regions[call.region]
  const shape = isCryptographic(call.action) ? { ...PLAIN_SHAPE, ...here?.recordedShape } : undefined
  if (shape?.hidden.includes(call.action)) return
  const late = shape?.delays[call.action]
  const shown = late === undefined ? { lookupAt: iso(call.now + call.delay) } : { visibleAt: iso(call.now + late) }
  recordedCalls(here?.recorded ?? []).add({ raw: eventOf(call, shape), synthetic: true, ...shown })
}

function eventOf(call: MadeCall, shape: RecordedShape | undefined): RawEvent {
  const { service, region, action, caller, params, userAgent, requestId, errorCode, now, result } = call
  const { serviceName, host, apiVersion } = SERVICES[service]
  const event: RawEvent = {
    eventId: requestId,
    requestId,
    eventVersion: '1',
    eventTime: iso(now),
    eventName: action,
    eventType: 'ApiCall',
    eventRW: /^(Describe|Get|List|Lookup|Encrypt|Decrypt|Generate|ReEncrypt|Export|Sign|Verify|Asymmetric)/.test(action)
      ? 'Read'
      : 'Write',
    eventCategory: 'Management',
    eventSource: `${host}.${region}.aliyuncs.com`,
    serviceName,
    apiVersion,
    acsRegion: region,
    recipientAccountId: caller.account.id,
    isGlobal: false,
    sourceIpAddress: SOURCE_ADDRESS,
    userAgent,
    userIdentity: identityOf(caller),
    requestParameters: Object.fromEntries(params),
    ...(errorCode === '' ? {} : { errorCode, errorMessage: errorCode }),
  }
  if (!shape) return event
  const { requestParameters: _, ...rest } = event
  const full = { ...rest, ...shapedMembers(params, shape, result, userAgent), ...resourcesOf(shape, result) }
  return Object.fromEntries(Object.entries(full).filter(([, value]) => value !== undefined))
}

function resourcesOf({ resources }: RecordedShape, result: MadeCall['result']): RawEvent {
  const keyId = result?.KeyId
  return resources && keyId ? { resourceName: keyId, referencedResources: { 'ACS::KMS::Key': [keyId] } } : {}
}

function identityOf({ account, accessKeyId, identity }: Caller): RawEvent {
  const about = { accountId: account.id, accessKeyId }
  if (identity.kind === 'root') return { type: 'root-account', principalId: account.id, userName: 'root', ...about }
  const principalId = numericId(identity.kind, account.id, identity.name)
  if (identity.kind === 'user') return { type: 'ram-user', principalId, userName: identity.name, ...about }
  return {
    type: 'assumed-role',
    principalId: `${principalId}:${identity.session}`,
    // As in real events, which show the role in lower case.
    userName: `${identity.name.toLowerCase()}:${identity.session}`,
    ...about,
  }
}
