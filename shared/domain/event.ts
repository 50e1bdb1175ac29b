import * as z from 'zod'
import { firstId } from './event-id.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsIn, wordOf } from './event-values.ts'
import { plainText } from './normal-form.ts'
import { canonicalOperation, canonicalService } from './operations.ts'
import { type Instant, parseInstant } from './time.ts'

/** Who an event says it was; every part may be missing. */
export interface Identity {
  readonly type: string
  readonly userName: string
  readonly principalId: string
  readonly accessKeyId: string
  /** Of the caller's own account. */
  readonly accountId: string
}

/** What the product reads of an ActionTrail event. The body itself is never kept: an Encrypt call may carry plaintext. */
export interface TrailEvent {
  readonly id: string
  readonly at: Instant
  /** acsRegion: where the call was made. */
  readonly region: string
  /** recipientAccountId: whose resources it was about. */
  readonly recipientAccountId: string
  /** `Kms`, however it was spelled; other services as they came. */
  readonly service: string
  /** A known operation as the vendor spells it; any other as it came. */
  readonly name: string
  readonly type: string
  /** Empty: success. */
  readonly errorCode: string
  readonly identity: Identity
  readonly userAgent: string
  readonly sourceIp: string
  readonly vpcId: string
  readonly eventSource: string
  readonly request: Fields
  readonly response: Fields
  /** Texts of referencedResources and resourceName that may name keys. */
  readonly resources: readonly string[]
  readonly dryRun: boolean
}

const text = z.unknown().optional().transform(textOf)
const word = z.unknown().optional().transform(wordOf)
const anything = z.unknown().optional()

/** Everything but a moment, a name and an id is optional, as the vendor's own samples are (docs/vendor-facts.md, "ActionTrail: events"). */
const rawEvent = z.object({
  eventId: text,
  requestId: text,
  eventTime: text,
  acsRegion: text,
  recipientAccountId: text,
  eventName: text,
  serviceName: text,
  eventType: word,
  errorCode: word,
  userAgent: word,
  sourceIpAddress: word,
  vpcId: word,
  eventSource: word,
  userIdentity: anything,
  requestParameters: anything,
  requestParameterJson: anything,
  responseElements: anything,
  referencedResources: anything,
  resourceName: anything,
})

const identity = z.object({ type: word, userName: word, principalId: word, accessKeyId: word, accountId: text })

/** An event as ActionTrail shows it, or undefined when it has no id, no name or no time: then nobody can say what it was. */
export function parseEvent(raw: unknown): TrailEvent | undefined {
  const parsed = rawEvent.safeParse(raw)
  if (!parsed.success) return undefined
  const event = parsed.data
  const at = parseInstant(event.eventTime)
  const id = firstId(event.eventId, event.requestId)
  const name = canonicalOperation(event.eventName)
  if (at === undefined || id === '' || name === '') return undefined
  const request = fieldsOf(event.requestParameterJson, event.requestParameters)
  const dryRun = (request.get('dryrun') ?? []).flatMap((value) => textsIn(value))
  return {
    id,
    at,
    region: event.acsRegion,
    recipientAccountId: event.recipientAccountId,
    service: canonicalService(event.serviceName),
    name,
    type: event.eventType,
    errorCode: event.errorCode,
    identity: identity.parse(objectsIn(event.userIdentity)[0] ?? {}),
    userAgent: event.userAgent,
    sourceIp: event.sourceIpAddress,
    vpcId: event.vpcId,
    eventSource: event.eventSource,
    request,
    response: fieldsOf(event.responseElements),
    resources: [...textsIn(event.referencedResources), ...textsIn(event.resourceName)].flatMap(namesIn),
    // Where the two forms differ, the call is taken for a real one.
    dryRun: dryRun.length > 0 && dryRun.every((value) => value.toLowerCase() === 'true'),
  }
}

/** The moment of something that is no readable event, if it says one. */
export function momentOf(raw: unknown): Instant | undefined {
  const time = z.object({ eventTime: text }).safeParse(raw)
  return time.success ? parseInstant(time.data.eventTime) : undefined
}

/** resourceName may list several names, joined by commas, spaces or slashes. */
function namesIn(list: string): readonly string[] {
  return list
    .normalize('NFKC')
    .split(/[\s,;|\u3001\u3002]+/)
    .flatMap((each) => splitAtSlashes(plainText(each)))
    .filter((each) => each !== '')
}

/** An ARN has a slash of its own, an alias as many as it likes: what stands behind the first may be a name of its own, and is given besides. */
function splitAtSlashes(names: string): readonly string[] {
  const parts = names.split('/')
  const isAlias = /^alias$|^acs:.*:alias$/i.test(parts[0] ?? '')
  if (isAlias) return [names, ...parts.slice(2)]
  const isKey = /^acs:.*:key$/i.test(parts[0] ?? '')
  return isKey ? [parts.slice(0, 2).join('/'), ...splitAtSlashes(parts.slice(2).join('/'))] : parts
}
