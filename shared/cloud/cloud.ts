import type { InstanceDetails, Quota, QuotaType } from '../domain/instances/kms-instance.ts'
import type { NamedResource } from '../domain/resources/join-resources.ts'
import type { KeyResource } from '../domain/resources/key-resource.ts'
import type { Scope } from '../domain/scope.ts'
import type { Instant } from '../domain/time.ts'
import type { DeliveryStatus, Destination, HistoryJob, TrailDescription } from '../domain/trail.ts'
import type { CallOptions } from './credential-source.ts'
import type { Functions, FunctionsPlace } from './fc/functions.ts'

/** One pair of ListKeys' Filters. */
export interface KeyFilter {
  readonly key: 'CreatorType' | 'DKMSInstanceId'
  readonly value: string
}

/** KeyMetadata of DescribeKey. The vendor's texts; absent and `""` are null. */
export interface KeyMetadata {
  readonly keyId: string
  readonly arn: string
  readonly creator: string | null
  readonly keyState: string | null
  readonly keySpec: string | null
  readonly keyUsage: string | null
  readonly origin: string | null
  readonly automaticRotation: string | null
  readonly kmsInstanceId: string | null
  /** ISO 8601 UTC. */
  readonly createdAt: string | null
  readonly nextRotationAt: string | null
  readonly protectionLevel: string | null
  /** The version that new ciphertexts are made with; symmetric keys have one. */
  readonly primaryVersion: string | null
}

/** What GetKmsInstance says of an instance, and how much of each thing was bought; null: not told. */
export interface InstanceAnswer {
  readonly id: string
  readonly details: InstanceDetails
  readonly bought: Readonly<Record<QuotaType, number | null>>
}

/** The lists of KMS that an audit reads. */
export type KmsList = 'ListKeys' | 'ListAliases' | 'ListKmsInstances' | 'ListSecrets'

/**
 * The reads of KMS 2016-01-20 in one scope. Lists come whole, over all pages, or the call throws a `CloudError`: never a part.
 * A list that changes while it is paged is listed again until its count and its items agree.
 */
export interface Kms {
  describeRegions(options?: CallOptions): Promise<readonly string[]>
  listKeys(
    filter?: KeyFilter,
    options?: CallOptions,
  ): Promise<readonly { readonly keyId: string; readonly arn: string }[]>
  describeKey(keyId: string, options?: CallOptions): Promise<KeyMetadata>
  /** `total` is the vendor's TotalCount; `ids` are all key version ids. */
  listKeyVersions(
    keyId: string,
    options?: CallOptions,
  ): Promise<{ readonly total: number; readonly ids: readonly string[] }>
  listAliases(options?: CallOptions): Promise<readonly { readonly alias: string; readonly keyId: string }[]>
  listKmsInstances(options?: CallOptions): Promise<readonly string[]>
  kmsInstance(id: string, options?: CallOptions): Promise<InstanceAnswer>
  /** Refused with `Forbidden.DKMSInstanceStateInvalid` for an instance that is not enabled. */
  instanceQuota(id: string, type: QuotaType, options?: CallOptions): Promise<Quota>
  /** Tags of keys, in bulk. */
  listKeyTags(
    keyIds: readonly string[],
    options?: CallOptions,
  ): Promise<readonly { readonly keyId: string; readonly key: string; readonly value: string }[]>
  listSecrets(options?: CallOptions): Promise<readonly string[]>
  describeSecret(
    name: string,
    options?: CallOptions,
  ): Promise<{ readonly encryptionKeyId: string | null; readonly kmsInstanceId: string | null }>
  /** The id or name of the first item of a list, by one page of one: for who wants to know that the list may be asked for. */
  firstOf(list: KmsList, options?: CallOptions): Promise<string | undefined>
}

/** What is asked of each key. */
export type KeyCalls = Pick<Kms, 'describeKey' | 'listKeyVersions'>

/** How a call ended that uses a key, and by which id its event is found. */
export interface CryptographicAnswer {
  readonly requestId: string | undefined
  /** `dry-run`: everything was right, and nothing was done. */
  readonly end: 'made' | 'dry-run'
  readonly ciphertext?: string
}

/** Calls of KMS 2016-01-20 that use a key. No audit makes one. */
export interface KmsCryptography {
  /** Throws a `CloudError`, which holds nothing of the parameters. `parameters`: texts as the API takes them. */
  call(
    operation: string,
    parameters: Readonly<Record<string, string>>,
    options: CallOptions & { readonly dryRun: boolean },
  ): Promise<CryptographicAnswer>
}

/** One query of LookupEvents: forward in time, `from` included, `to` not. */
export interface EventQuery {
  readonly attribute: { readonly key: 'EventName' | 'ServiceName'; readonly value: string }
  readonly from: Instant
  readonly to: Instant
  /** Bound to this query: resend it unchanged. */
  readonly nextToken?: string
}

export interface EventPage {
  /** Events as they came, unparsed: their shape is the domain's business. May be empty with a token. */
  readonly events: readonly unknown[]
  /** Absent at the end. */
  readonly nextToken?: string
}

/** How the deliveries of a trail go, by destination. */
export type TrailDeliveries = Readonly<Record<Destination, DeliveryStatus>>

/** ActionTrail 2020-07-06 in one scope. */
export interface ActionTrail {
  lookupEvents(query: EventQuery, options?: CallOptions): Promise<EventPage>
  /** Waits until the quota allows a call that nobody has asked for; also ends, with false, when the signal cuts the wait off. */
  spare(options?: CallOptions): Promise<boolean>
  /** The trails that cover the region, wherever they are at home; those of the organization among them. */
  describeTrails(options?: CallOptions): Promise<readonly TrailDescription[]>
  /** Of a trail whose home is this region. */
  trailStatus(name: string, options?: CallOptions): Promise<TrailDeliveries>
  /** Deliveries of older events by a trail whose home is this region. */
  historyJobs(trail: string, options?: CallOptions): Promise<readonly HistoryJob[]>
}

/** Where a logstore of Simple Log Service is. */
export interface LogPlace {
  readonly region: string
  readonly project: string
  readonly logstore: string
}

/** What of a logstore's settings says how much it can show. */
export interface LogStoreSettings {
  /** Days that logs are kept; undefined: for ever. */
  readonly days: number | undefined
}

export interface LogIndex {
  /** Names that SQL knows, and a search too. */
  readonly columns: ReadonlySet<string>
  /** Bytes of a text that SQL sees. */
  readonly maxTextLength: number
  /** The index speaks of logs that were written after this moment. */
  readonly modifiedAt: Instant
}

/** A log, or a row of SQL, as texts: null is `null`. */
export type LogRow = Readonly<Record<string, string>>

/** How a query was run: `accurate` slows down where `standard` would leave something out. */
export type LogMode = 'accurate' | 'standard'

export interface LogQuery {
  /** Logs of these moments; whole seconds. */
  readonly from: Instant
  readonly to: Instant
  readonly search: string
}

export interface LogAnswer {
  readonly rows: readonly LogRow[]
  /** Why the answer may lack something, in a word; undefined: it says that it is whole. */
  readonly lacks?: 'incomplete' | 'inaccurate' | 'limited'
  readonly mode: LogMode
}

/** The reads of Simple Log Service 2020-12-30 of one logstore. All throw a `CloudError`. */
export interface LogService {
  logStore(options?: CallOptions): Promise<LogStoreSettings>
  index(options?: CallOptions): Promise<LogIndex>
  /** Whole logs, forward in time, up to 100 from `offset` on. */
  search(query: LogQuery & { readonly offset: number }, options?: CallOptions): Promise<LogAnswer>
  /** Rows of a statement over the logs that `search` finds, in the most accurate mode that the project has. */
  select(query: LogQuery & { readonly sql: string }, options?: CallOptions): Promise<LogAnswer>
}

/** A bucket of OSS. */
export interface BucketPlace {
  readonly region: string
  readonly bucket: string
}

/** What lies right below a prefix, in the order of the bytes. */
export interface ObjectList {
  readonly keys: readonly string[]
  /** Beginnings of keys up to the next `/`, which is their end. */
  readonly prefixes: readonly string[]
}

/** The reads of OSS in one bucket. All throw a `CloudError`. */
export interface ObjectStorage {
  /** Over all pages. `prefix` is empty or ends with `/`. */
  list(prefix: string, options?: CallOptions): Promise<ObjectList>
  /** The first key that begins so, by one page of one: for who wants to know that the bucket may be asked. */
  first(prefix: string, options?: CallOptions): Promise<string | undefined>
  /** Asks for an object without its bytes. */
  mayRead(key: string, options?: CallOptions): Promise<void>
  /** Its bytes, whole: length and checksum are those that were told, or the last step throws. */
  open(key: string, options?: CallOptions): AsyncIterable<Uint8Array>
}

/**
 * What cloud services say of resources that name a key, in one scope, read with the account's own credentials. Lists come whole, over all
 * pages, or the call throws a `CloudError`: never a part.
 */
export interface CloudResources {
  /** RDS instances that a key encrypts. */
  rdsInstances(keyId: string, options?: CallOptions): Promise<readonly KeyResource[]>
  /** Encrypted disks of ECS. */
  disks(options?: CallOptions): Promise<readonly NamedResource[]>
  /** Encrypted snapshots of ECS. */
  snapshots(options?: CallOptions): Promise<readonly NamedResource[]>
  /** The key of new encrypted disks, if the region has one of its own. */
  defaultDiskKey(options?: CallOptions): Promise<readonly NamedResource[]>
  /** Encryption rules of the buckets of OSS in the region. */
  bucketRules(options?: CallOptions): Promise<readonly NamedResource[]>
}

/** The public addresses of an account in a region, over all pages. Both throw a `CloudError`: a part of a list is none. */
export interface PublicAddresses {
  /** Elastic IP addresses (EIPs), bound or not. */
  eips(options?: CallOptions): Promise<readonly string[]>
  /** Of NAT gateways to the internet. */
  natGateways(options?: CallOptions): Promise<readonly string[]>
}

/** Whose credentials the program has. */
export interface CallerIdentity {
  readonly accountId: string
  /** The vendor's: `acs:ram::<account id>:user/<name>`; empty where it is not returned. */
  readonly arn: string
  /** `root`: the account itself, to which nothing can be denied. */
  readonly kind: 'root' | 'user' | 'role' | 'unknown'
}

/** Whose credentials an account is read with. */
export interface Account {
  readonly accountId: string
  /** The role that was assumed for it, if any. */
  readonly roleArn?: string
}

/** Accounts to audit, and those that cannot be audited, each with the `CloudError`. */
export interface AccountList {
  readonly accounts: readonly Account[]
  readonly refused: readonly { readonly account: string; readonly error: Error }[]
}

/** What a pace meter shows on a terminal. */
export interface Pace {
  readonly calls: number
  /** Calls a second that the limiter allows now. */
  readonly rate: number
  readonly throttled: number
}

/** The vendor's services, for every account that the configuration names. */
export interface Cloud {
  /** Throws a `CloudError`. */
  caller(options?: CallOptions): Promise<CallerIdentity>
  /**
   * The accounts to audit: the caller's own, or those of CMK_ACCOUNTS, with the members of the Resource Directory that it asks for. None is
   * entered; members that are none yet are in `refused`. Throws a `CloudError` when not even the caller is known, or the directory refuses.
   */
  listAccounts(options?: CallOptions): Promise<AccountList>
  /** Makes sure that there are credentials of an account. Throws a `CloudError`. */
  enter(accountId: string, options?: CallOptions): Promise<void>
  /** The same accounts, each entered: one that cannot be is in `refused`, and costs no other anything. */
  accounts(options?: CallOptions): Promise<AccountList>
  kms(scope: Scope): Kms
  /** Calls that use keys, by a program whose user agent ends with `agent`. */
  cryptography(scope: Scope, agent: string): KmsCryptography
  actionTrail(scope: Scope): ActionTrail
  /** Of the services that `CMK_RESOURCES` names. */
  resources(scope: Scope): CloudResources
  publicAddresses(scope: Scope): PublicAddresses
  /** Read with the program's own credentials, whichever account's events it holds, or with those of the account that is named. */
  logService(place: LogPlace, accountId?: string): LogService
  /** Read with the program's own credentials, whichever account's events lie in it. */
  objects(place: BucketPlace): ObjectStorage
  /** Invoked with the program's own credentials. */
  functions(place: FunctionsPlace): Functions
  /** Waits until every endpoint that was given up may be called again: at most about a minute. */
  cooledDown(signal: AbortSignal): Promise<void>
  pace(scope: Scope, service: 'kms' | 'actiontrail'): Pace
  logPace(place: LogPlace): Pace
}
