/** No params. */
export type None = Readonly<Record<string, never>>

/** A proxy as `host:port`, and the variable that names it. */
interface ProxyParams {
  readonly at: string
  readonly variable: string
}

/** A fact by the API's name, and what DescribeKey said of it, in quotes. */
interface FactParams {
  readonly field: string
  readonly value: string
}

/** A cloud resource by its own id. */
interface ResourceParams {
  readonly id: string
}

/** A KMS instance by its id. */
interface InstanceParams {
  readonly instance: string
}

/** How many are needed, how many it has room for, and how many too few these are. */
interface RoomParams extends InstanceParams {
  readonly needed: number
  readonly free: number
  readonly missing: number
}

/** What it is sold with, and the calls of the busiest hour; of `scopes` accounts, each of its own busiest hour. */
interface SpeedParams extends InstanceParams {
  readonly tier: number
  readonly perSecond: number
  readonly calls: number
  readonly at: string
  readonly scopes: number
}

/** Key specs, and how many keys have one of them. */
interface SpecParams extends InstanceParams {
  readonly specs: readonly string[]
  readonly keys: number
}

/** Why a file or a folder of an archive cannot be used. */
export type ArchiveFault =
  | 'unreadable'
  | 'gone'
  | 'not-gzip'
  | 'damaged'
  | 'cut'
  | 'no-json'
  | 'no-event'
  | 'count'
  | 'no-archive'

/** The first and the last day of a range, as `2026-11-24`. */
export type DayRange = readonly [from: string, to: string]

/** A day as `2026-11-24`; of what is the same on several days, `day-ranges`. */
type Days = string | Message

/**
 * Everything that is said of a run and may be stored, by id, with its params. What was stored is still read: an id keeps its meaning and
 * its params, and a sentence that needs others gets an id of its own. Params are numbers, names and codes as they came (hostile: whoever
 * shows a sentence escapes it), moments in ISO 8601 UTC, and other messages.
 */
export interface MessageParams {
  // Calls that failed.
  readonly call: { readonly action: string; readonly code: string }
  readonly 'call-failed': {
    readonly service: string
    readonly action: string
    /** Empty where the service has one address for all. */
    readonly region: string
    readonly code: string
  }
  // What to do about them.
  readonly 'set-clock': None
  readonly 'check-settings': None
  readonly 'lower-rate': None
  readonly 'check-network': None
  readonly 'endpoint-silent': None
  readonly 'role-missing': None
  readonly 'may-be-deleted': None
  readonly 'service-failed': None
  readonly 'response-malformed': None
  readonly 'response-mismatch': None
  readonly 'response-of-another': {
    readonly host: string
    readonly what: 'region' | 'account' | 'key' | 'secret' | 'instance' | 'period' | 'page' | 'logstore'
    /** What the response says in place of what was asked; null where that is nothing to repeat. */
    readonly reported: string | null
  }
  readonly 'invocation-not-queued': { readonly host: string; readonly status: string }
  readonly 'renew-credentials': None
  readonly 'run-again': None
  /** Of earlier versions. */
  readonly 'check-source': None
  readonly 'set-credentials': None
  readonly 'credential-chain-silent': None
  readonly 'secret-unusable': { readonly variable: string; readonly problem: string }
  readonly 'check-access-key-id': None
  readonly 'check-access-key-secret': None
  readonly 'check-security-token': None
  readonly 'activate-service': None
  readonly 'settle-payments': None
  readonly 'project-disabled': None
  readonly 'account-disabled': None
  readonly 'allow-assume-role': None
  /** `permission`: `kms:ListKeys`. `policy`: the system policy that has it. */
  readonly 'allow-call': { readonly permission: string; readonly policy: string | null }
  readonly 'bucket-missing': None
  readonly 'bucket-elsewhere': None
  readonly 'restore-object': None
  readonly 'allow-bucket': { readonly permission: string }
  readonly 'account-needs-role': { readonly account: string }
  readonly 'allow-directory': { readonly permission: string }
  readonly 'directory-missing': None
  readonly 'directory-folder-missing': None
  readonly 'directory-folder-empty': None
  /** A member of the Resource Directory, and the vendor's word for its state. */
  readonly 'member-not-active': { readonly account: string; readonly status: string }
  readonly 'account-left': { readonly account: string }
  readonly 'account-left-advice': None
  readonly 'no-simulated-address': { readonly service: string; readonly region: string }
  readonly 'list-kept-changing': None
  readonly 'filter-ignored': { readonly filter: string }
  readonly 'all-keys-gone': None
  readonly 'fix-failure': None
  /** `permission` as RAM names it. */
  readonly 'allow-dispatch': { readonly permission: string }
  readonly 'function-missing': None
  /** Functions of the stages, and the place that CMK_DISPATCH names. */
  readonly 'functions-missing': { readonly place: string; readonly names: string }
  /** A stage's job that was dispatched so often and never came to an end. */
  readonly 'job-lost': { readonly stage: string; readonly attempts: number }
  readonly 'find-lost-job': None
  // Proxies.
  readonly 'proxy-in-between-refuses': None
  readonly 'proxy-unreachable': ProxyParams
  readonly 'proxy-needs-login': ProxyParams
  readonly 'proxy-refuses': ProxyParams
  readonly 'proxy-cannot-connect': ProxyParams
  readonly 'proxy-speaks-no-http': ProxyParams
  readonly 'proxy-certificate': ProxyParams
  readonly 'check-proxy': ProxyParams
  // Reading the trail.
  readonly 'budget-used-up': None
  readonly 'time-used-up': None
  readonly 'not-an-event': { readonly action: string; readonly day: Days }
  /** `left`: how long the rest would take. */
  readonly 'days-unread': { readonly days: number; readonly reasons: readonly Text[]; readonly left: Message | null }
  readonly 'minutes-left': { readonly minutes: number }
  readonly 'hours-left': { readonly hours: number }
  readonly reasons: { readonly reasons: readonly Text[] }
  /** Reasons beside those that are told. */
  readonly 'more-reasons': { readonly count: number }
  /** UTC days, each range with its last one; `more`: days beside them. */
  readonly 'day-ranges': { readonly ranges: readonly DayRange[]; readonly more: number }
  readonly 'next-run-resumes': None
  readonly 'coverage-grows': None
  /** Each a sentence or two. */
  readonly advices: { readonly advices: readonly Message[] }
  readonly 'mend-index': None
  readonly 'shorten-answers': None
  readonly 'check-events': None
  readonly 'check-delivery': None
  // A trail's bucket. `source`: what CMK_SOURCE says.
  readonly 'bucket-without-archive': { readonly source: string }
  readonly 'bucket-check-files': None
  readonly 'bucket-not-there': { readonly source: string }
  readonly 'bucket-in-another-region': { readonly source: string }
  readonly 'source-refused': { readonly source: string; readonly code: string }
  // The trail behind a source. `others`: trails that there are.
  /** Of earlier versions. */
  readonly 'trail-missing': { readonly source: string; readonly others: readonly string[] }
  readonly 'named-trail-missing': { readonly source: string; readonly others: readonly string[] }
  /** `places`: where the others deliver to, as CMK_SOURCE has it. */
  readonly 'trail-elsewhere': {
    readonly source: string
    readonly places: readonly string[]
    readonly others: readonly string[]
  }
  readonly 'trail-delivers-nowhere': { readonly trail: string }
  readonly 'mend-source': { readonly what: SourceMending }
  readonly 'trail-untold': { readonly source: string; readonly call: Message }
  readonly 'trail-writes-only': { readonly trail: string }
  readonly 'trail-other-regions': { readonly trail: string; readonly regions: readonly string[] }
  readonly 'trail-never-started': { readonly trail: string }
  readonly 'trail-stopped': { readonly trail: string; readonly at: string | null }
  readonly 'trail-not-delivering': { readonly trail: string; readonly code: string; readonly since: string | null }
  readonly 'trail-nothing-delivered': { readonly trail: string }
  readonly 'trail-history-running': { readonly trail: string; readonly since: string }
  // What people said. `by`: who; `at`: ISO 8601 UTC.
  readonly 'said-keys': {
    readonly principal: string
    readonly keys: readonly string[]
    readonly by: string
    readonly at: string
  }
  readonly 'said-client': {
    readonly principal: string
    readonly client: string
    readonly by: string
    readonly at: string
  }
  // Proof of the trail.
  readonly 'trail-silent': { readonly region: string }
  readonly 'trail-own-calls-missing': { readonly region: string; readonly at: string }
  readonly 'trail-events-missing': { readonly region: string; readonly at: string }
  readonly 'trail-contradicts': { readonly region: string; readonly what: 'region' | 'account'; readonly name: string }
  readonly 'next-run-settles': None
  /** `host`: where it was asked; null where there is no address. */
  readonly 'check-trail-address': { readonly region: string; readonly host: string | null }
  // Reading the logstore of a trail. `columns`: names of the index.
  readonly 'allow-log-call': { readonly permission: string }
  readonly 'logstore-missing': None
  readonly 'logstore-without-index': None
  readonly 'index-poorer': { readonly columns: readonly string[] }
  readonly 'index-lacks': { readonly columns: readonly string[]; readonly day: Days }
  readonly 'day-without-logs': { readonly day: Days }
  readonly 'index-changed': { readonly day: Days; readonly changed: string }
  // Reading the log of a KMS instance.
  readonly 'instance-log-lacks': { readonly columns: readonly string[] }
  readonly 'instance-log-cut': { readonly lacks: 'incomplete' | 'inaccurate' | 'limited' }
  readonly 'answer-lacks': { readonly day: Days; readonly lacks: 'incomplete' | 'inaccurate' | 'limited' }
  readonly 'events-unreadable': { readonly day: Days }
  readonly 'logstore-forgets': { readonly days: number }
  readonly 'logstore-silent': { readonly region: string }
  readonly 'logstore-own-calls-missing': { readonly region: string; readonly at: string }
  readonly 'logstore-events-missing': { readonly region: string; readonly at: string }
  readonly 'logstore-contradicts': {
    readonly region: string
    readonly what: 'region' | 'account'
    readonly name: string
  }
  /** `source`: as CMK_SOURCE has it. */
  readonly 'next-run-settles-logstore': { readonly region: string; readonly source: string }
  readonly 'check-logstore': { readonly region: string; readonly source: string }
  // A trail's archive.
  /** `detail`: a system's code, or the numbers of events that were found and named; empty: there is none. */
  readonly 'archive-file': { readonly path: string; readonly fault: ArchiveFault; readonly detail: string }
  readonly 'archive-more-files': None
  readonly 'archive-early-events': { readonly path: string; readonly day: Days }
  readonly 'archive-without-region': { readonly region: string }
  readonly 'archive-silent': { readonly region: string }
  readonly 'archive-own-calls-missing': { readonly region: string; readonly at: string }
  readonly 'archive-events-missing': { readonly region: string; readonly at: string }
  readonly 'archive-contradicts': {
    readonly region: string
    readonly what: 'region' | 'account'
    readonly name: string
  }
  readonly 'archive-copy-files-again': None
  readonly 'archive-copy-missing-days': None
  readonly 'archive-copy-days': { readonly days: Message }
  readonly 'archive-check-owner': None
  readonly 'archive-check-trail': None
  // Facts of a key that were not read.
  readonly 'fact-absent': Pick<FactParams, 'field'>
  readonly 'fact-unknown': FactParams
  readonly 'fact-no-time': FactParams
  readonly 'fact-in-future': FactParams
  readonly 'fact-contradicts': FactParams & { readonly otherField: string; readonly otherValue: string }
  readonly 'arn-of-another-key': { readonly value: string }
  readonly 'value-unknown': { readonly value: string }
  readonly 'used-before-creation': { readonly created: string; readonly used: string }
  readonly 'primary-version-missing': None
  readonly 'versions-missing': None
  readonly 'creator-type-changed': None
  readonly 'creator-type-untold': None
  // Why keys are moved together and when. `keys`, `groups`: how many.
  readonly 'plan-environment': { readonly environment: string }
  /** `more`: callers beside those named; 0: none. */
  readonly 'plan-shared-callers': { readonly keys: number; readonly callers: readonly string[]; readonly more: number }
  readonly 'plan-callers-unlisted': { readonly keys: number }
  readonly 'plan-cut': { readonly keys: number; readonly part: number; readonly parts: number }
  readonly 'plan-packed': { readonly groups: number }
  readonly 'plan-one-key': None
  readonly 'plan-keys-before-secrets': None
  /** `after`: the id of the batch with the key. */
  readonly 'plan-secrets-of': {
    readonly key: string
    readonly part: number
    readonly parts: number
    readonly after: string
  }
  readonly 'plan-no-destination': { readonly region: string }
  readonly 'plan-destination-elsewhere': { readonly instance: string; readonly region: string }
  readonly 'plan-no-profile': { readonly keys: number }
  readonly 'plan-short-evidence': { readonly keys: number }
  readonly 'plan-no-window': { readonly weeks: number }
  readonly 'plan-quiet': None
  readonly 'plan-after-environments': None
  /** `ticket`: its number; null: none was given. */
  readonly 'plan-requested': { readonly ticket: string | null }
  readonly 'plan-agreed-window': None
  readonly 'plan-not-moved': None
  readonly 'plan-left-requested': { readonly batch: string; readonly ticket: string | null }
  readonly 'plan-left-moved': { readonly batch: string }
  // How a KMS instance fits what moves to it. `missing`: what it lacks; moments are ISO 8601 UTC.
  readonly 'instance-not-found': {
    readonly instance: string
    readonly region: string
    readonly others: readonly string[]
  }
  /** `region`: where it is. */
  readonly 'instance-elsewhere': { readonly instance: string; readonly region: string }
  readonly 'instances-unlisted': { readonly region: string; readonly reasons: readonly Text[] }
  readonly 'instances-never-read': { readonly region: string }
  readonly 'instance-not-chosen': { readonly region: string; readonly instances: readonly string[] }
  readonly 'instance-not-connected': InstanceParams & { readonly status: string }
  readonly 'instance-lacks-keys': RoomParams
  readonly 'instance-lacks-secrets': RoomParams
  readonly 'instance-too-slow': SpeedParams & { readonly missing: number }
  readonly 'instance-perhaps-too-slow': SpeedParams
  readonly 'instance-peak-unknown': InstanceParams
  readonly 'instance-peak-incomplete': InstanceParams
  readonly 'instance-ended': InstanceParams & { readonly endsAt: string }
  /** `window`: when the last one ends. */
  readonly 'instance-ends-before': InstanceParams & { readonly endsAt: string; readonly window: string }
  readonly 'instance-ends-soon': InstanceParams & { readonly endsAt: string; readonly days: number }
  readonly 'instance-end-unknown': InstanceParams
  readonly 'instance-refuses-specs': SpecParams & { readonly kind: 'software' | 'hardware' }
  readonly 'instance-kind-unknown': SpecParams
  readonly 'instance-image': InstanceParams
  /** `room`: for how many VPCs more; null: not told. */
  readonly 'instance-lacks-vpcs': InstanceParams & { readonly missing: readonly string[]; readonly room: number | null }
  readonly 'instance-vpcs': InstanceParams & { readonly callers: number; readonly vpcs: readonly string[] }
  readonly 'instance-not-read': InstanceParams
  readonly 'instance-part-unread': InstanceParams & { readonly reasons: readonly Text[] }
  readonly 'instance-read-long-ago': InstanceParams & { readonly asOf: string }
  // The instance that would have to be bought. `growth`: percent that are added to what there is now.
  readonly 'buy-instance': {
    readonly region: string
    readonly kind: 'software' | 'hardware'
    /** That only this kind takes. */
    readonly specs: readonly string[]
    readonly keys: number
    readonly keysNow: number
    readonly secrets: number
    readonly secretsNow: number
    readonly growth: number
  }
  /** `qps`: null where no tier that is sold has room for bursts. `at`: the hour of these calls. */
  readonly 'buy-qps': {
    readonly qps: number | null
    readonly perSecond: number
    readonly calls: number
    readonly at: string
  }
  readonly 'buy-qps-unused': { readonly qps: number }
  readonly 'buy-qps-unknown': None
  readonly 'buy-vpcs': { readonly callers: number; readonly vpcs: readonly string[]; readonly others: number }
  // Resources that name a key. `id`: the resource's own.
  readonly 'resource-instance': ResourceParams & { readonly use: string }
  readonly 'resource-disk': ResourceParams
  readonly 'resource-attached-disk': ResourceParams & { readonly instance: string }
  readonly 'resource-snapshot': ResourceParams
  /** `id`: the region. */
  readonly 'resource-default-disk-key': ResourceParams
  readonly 'resource-bucket': ResourceParams
  /** `id`: the key of the tag. */
  readonly 'resource-tag': ResourceParams
  // Keys that left.
  readonly 'key-gone': None
}

/** What has to be done about a source that can show no use of a key. */
export type SourceMending =
  | 'name-trail'
  | 'deliver-reads'
  | 'deliver-regions'
  | 'start-trail'
  | 'deliver-somewhere'
  | 'name-region'
  | 'name-logstore'
  | 'name-prefix'
  | 'check-destination'
  | 'await-delivery'

export type MessageId = keyof MessageParams

type MessageOf<Id extends MessageId> = { readonly id: Id; readonly params: MessageParams[Id] }

/** A sentence, or a part of one, as data: every language makes its own of it. */
export type Message = { readonly [Id in MessageId]: MessageOf<Id> }[MessageId]

/** What the store holds for a sentence. A plain one was written by an older version, or is an error's own: it is shown as it is. */
export type Text = Message | string

/** Makes a message; the params are left out where it has none. */
export function message<Id extends MessageId>(
  id: Id,
  ...params: MessageParams[Id] extends None ? [] : [MessageParams[Id]]
): MessageOf<Id> {
  const [given = {}] = params
  return { id, params: given as MessageParams[Id] }
}

export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'id' in value && 'params' in value
}

/** Each once, in their order. */
export function distinctTexts(texts: readonly Text[]): readonly Text[] {
  return [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()]
}
