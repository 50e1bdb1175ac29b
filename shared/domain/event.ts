import { z } from 'zod'
import { type Instant, parseInstant } from './time.ts'

/** Values of a request or a response by lower-case name: `KeyId` and `keyId` are one, and a field may come in two forms at once. */
export type Fields = ReadonlyMap<string, readonly unknown[]>

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
  readonly service: string
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

const text = z.preprocess(
  (value) => (typeof value === 'string' ? value : value == null ? '' : String(value)),
  z.string(),
)
const looseObject = z.preprocess(
  (value) => (typeof value === 'string' ? parseJsonObject(value) : value),
  z.record(z.string(), z.unknown()).nullish().catch(null),
)

/** Everything but a moment, a name and an id is optional, as the vendor's own samples are (reference section 5.1). */
const rawEvent = z.object({
  eventId: text,
  requestId: text,
  eventTime: z.string(),
  acsRegion: text,
  recipientAccountId: text,
  eventName: z.string().min(1),
  serviceName: text,
  eventType: text,
  errorCode: text,
  userAgent: text,
  sourceIpAddress: text,
  vpcId: text,
  eventSource: text,
  userIdentity: z
    .object({ type: text, userName: text, principalId: text, accessKeyId: text, accountId: text })
    .nullish()
    .catch(null),
  requestParameters: looseObject,
  requestParameterJson: looseObject,
  responseElements: looseObject,
  referencedResources: looseObject,
  resourceName: text,
})

const NOBODY: Identity = { type: '', userName: '', principalId: '', accessKeyId: '', accountId: '' }

/** An event as ActionTrail shows it, or undefined when it has no id, no name or no time: then nobody can say what it was. */
export function parseEvent(raw: unknown): TrailEvent | undefined {
  const parsed = rawEvent.safeParse(raw)
  if (!parsed.success) return undefined
  const event = parsed.data
  const at = parseInstant(event.eventTime)
  const id = event.eventId || event.requestId
  if (at === undefined || id === '') return undefined
  const request = fields(event.requestParameterJson, event.requestParameters)
  return {
    id,
    at,
    region: event.acsRegion,
    recipientAccountId: event.recipientAccountId,
    service: event.serviceName,
    name: event.eventName,
    type: event.eventType,
    errorCode: event.errorCode,
    identity: event.userIdentity ?? NOBODY,
    userAgent: event.userAgent,
    sourceIp: event.sourceIpAddress,
    vpcId: event.vpcId,
    eventSource: event.eventSource,
    request,
    response: fields(event.responseElements),
    resources: [...resourceTexts(event.referencedResources), ...namesIn(event.resourceName)],
    // Where the two forms differ, the call is taken for a real one.
    dryRun: request.get('dryrun')?.every((value) => String(value).toLowerCase() === 'true') ?? false,
  }
}

/** The moment of something that is no readable event, if it says one. */
export function momentOf(raw: unknown): Instant | undefined {
  const time = z.object({ eventTime: z.string() }).safeParse(raw)
  return time.success ? parseInstant(time.data.eventTime) : undefined
}

/** The texts of a field, none empty: one, or one a form. */
export function texts(fields: Fields, name: string): string[] {
  const values = (fields.get(name) ?? []).filter((value): value is string => typeof value === 'string')
  return values.map((value) => value.trim()).filter((value) => value !== '')
}

function fields(...objects: (Record<string, unknown> | null | undefined)[]): Fields {
  const merged = new Map<string, unknown[]>()
  for (const object of objects) {
    for (const [name, value] of Object.entries(object ?? {})) {
      const values = merged.get(name.toLowerCase())
      if (values === undefined) merged.set(name.toLowerCase(), [value])
      else if (!values.includes(value)) values.push(value)
    }
  }
  return merged
}

function resourceTexts(resources: Record<string, unknown> | null | undefined): string[] {
  return Object.entries(resources ?? {})
    .filter(([type]) => /(^|::)(key|cmk|alias)$/i.test(type))
    .flatMap(([, names]) => (Array.isArray(names) ? names : [names]))
    .filter((name): name is string => typeof name === 'string')
}

/** resourceName may list several, joined by a comma or a slash; aliases and ARNs carry slashes of their own. */
function namesIn(resourceName: string): string[] {
  return resourceName
    .split(/[,;]/)
    .map((each) => each.trim().replace(/^key\//, ''))
    .flatMap((each) => (/^(alias\/|acs:)/.test(each) ? [each] : each.split('/')))
    .filter((each) => each !== '')
}

function parseJsonObject(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
