import { DAY, type Instant } from '../../shared/domain/time.ts'
import { type InstanceCall, kmsInstanceLog } from '../cloud/sls/instance-log.ts'
import type { Key, RegionWorld, WorldEvent } from '../cloud/world.ts'
import { ciphertextOf } from '../cloud/world-events.ts'
import { AGENT } from './agents.ts'

/** Agent of the migration SDK, which calls the instance. */
const MIGRATION_SDK = 'alibabacloud-dkms-transfer-java-sdk/0.2.2'
/** Characters of a ciphertext that name its key version. */
const HEAD = 48
/** KMS refuses who comes through the shared gateway where public access of the instance is not on. */
const REFUSED = { errorCode: 'Forbidden.NoPermission', errorMessage: 'synthetic', responseElements: undefined }

/** What the log of a region's instance holds by now. */
const LOGGED = new WeakMap<RegionWorld, readonly InstanceCall[]>()

/** How applications of moved keys take it, by user or role and in days from the move. Who is not named goes over to the instance at once. */
export interface Habits {
  /** Calls the shared gateway that long, and then the instance. */
  readonly late: Readonly<Record<string, number>>
  /** Is refused that long, and then calls the instance. */
  readonly refused: Readonly<Record<string, number>>
  /** Calls no more. */
  readonly silent: readonly string[]
}

/**
 * Lets applications go on with keys that have moved: who calls the instance leaves ActionTrail, and stands in the log that the instance
 * writes. Cloud services and people go on as before.
 */
export function useMoved(
  region: RegionWorld,
  instanceId: string,
  keys: readonly Key[],
  at: Instant,
  habits: Habits,
): void {
  const served = [...(LOGGED.get(region) ?? [])]
  region.events = region.events.flatMap((event) => {
    const caller = nameOf(event)
    const isSilent = habits.silent.includes(caller)
    const isLater = timeOf(event) > at && (isSilent || isApplication(event))
    const key = isLater ? keys.find((each) => names(event, each)) : undefined
    if (!key) return [event]
    if (isSilent) return []
    const days = (timeOf(event) - at) / DAY
    if (days < (habits.late[caller] ?? 0)) return [event]
    if (days < (habits.refused[caller] ?? 0)) return [{ ...event, raw: { ...event.raw, ...REFUSED } }]
    served.push(servedCall(event, key))
    return []
  })
  LOGGED.set(region, served)
  const log = kmsInstanceLog(instanceId, served)
  region.logProjects = [...region.logProjects.filter(({ name }) => name !== log.name), log]
}

function servedCall({ raw }: WorldEvent, { keyId }: Key): InstanceCall {
  const identity = raw.userIdentity as Readonly<Record<string, string>>
  return {
    ...{ at: String(raw.eventTime), keyId, gateway: 'dedicated', operation: String(raw.eventName) },
    ...{ identity: identity.type === 'assumed-role' ? 'ram-role' : 'ram-user', agent: MIGRATION_SDK },
    principalId: identity.principalId?.split(':')[0] ?? '',
  }
}

function isApplication({ raw }: WorldEvent): boolean {
  const { type } = raw.userIdentity as Readonly<Record<string, string>>
  return type !== 'system' && raw.userAgent !== AGENT.console && !/\.aliyuncs\.com$/.test(String(raw.userAgent))
}

function names({ raw }: WorldEvent, { keyId, aliases, versions }: Key): boolean {
  const text = JSON.stringify([
    raw.requestParameters,
    raw.requestParameterJson,
    raw.responseElements,
    raw.referencedResources,
  ])
  const marks = [
    keyId,
    ...aliases.map((alias) => `"${alias}"`),
    ...versions.map(({ id }) => ciphertextOf(id).slice(0, HEAD)),
  ]
  return marks.some((mark) => text.includes(mark))
}

/** `app-shop`; of a role without its session. */
function nameOf({ raw }: WorldEvent): string {
  return String((raw.userIdentity as Readonly<Record<string, unknown>>).userName).split(':')[0] ?? ''
}

function timeOf({ raw }: WorldEvent): Instant {
  return Date.parse(String(raw.eventTime))
}
