import { createHash } from 'node:crypto'
import type { RecordedShape } from './actiontrail/recorded-shape.ts'
import type { Disk, Snapshot } from './ecs/resources.ts'
import type { DeployedFunction } from './fc/deployed-function.ts'
import type { Bucket } from './oss/buckets.ts'
import { type AccessKey, allow, type Statement } from './policy/statements.ts'
import type { RdsInstance } from './rds/instances.ts'
import type { ResourceDirectory } from './resourcedirectory/directory.ts'
import type { LogProject } from './sls/projects.ts'
import { type TablestoreInstance, tablestore } from './tablestore/instance.ts'
import type { Eip, NatGateway } from './vpc/addresses.ts'

/**
 * A company on Alibaba Cloud as plain data: what is there, never what follows from it. All times are ISO 8601 UTC to the second. It may
 * be edited between two nights; the cloud rereads it on each call.
 */
export interface World {
  accounts: Account[]
  /** Of the company; absent: none of the accounts is in one. */
  directory?: ResourceDirectory
}

export interface Account {
  /** 16 digits. */
  id: string
  accessKeys: AccessKey[]
  roles: Role[]
  regions: Record<string, RegionWorld>
  tablestore: TablestoreInstance[]
  /** `refused`: nobody has put the account on the list of those that may have history jobs. `allowed` when absent. */
  historyJobs?: 'allowed' | 'refused'
  /** DescribeAccountKmsStatus. */
  kmsStatus: 'Enabled' | 'NotEnabled' | 'InDebt' | 'Suspended'
}

export interface Role {
  name: string
  /** RAM ARNs that may assume it: `acs:ram::<account>:root` (anyone in it), `acs:ram::<account>:user/<name>`, `…:role/<name>`. */
  trusts: string[]
  /** `sts:ExternalId` of the trust's condition; absent: it asks for none. */
  externalId?: string
  policy: Statement[]
}

export interface RegionWorld {
  keys: Key[]
  secrets: Secret[]
  instances: Instance[]
  events: WorldEvent[]
  /** Calls that were made to this cloud, as ActionTrail records them; in the order in which they came. */
  recorded: WorldEvent[]
  /** What is recorded of calls that use keys; what is left out is as `PLAIN_SHAPE` has it. */
  recordedShape?: Partial<RecordedShape>
  trails: Trail[]
  accessPoints: { name: string }[]
  /** Of Simple Log Service. */
  logProjects: LogProject[]
  /** Of OSS. */
  buckets: Bucket[]
  /** Of Function Compute. */
  functions: DeployedFunction[]
  /** Of ApsaraDB RDS. */
  rdsInstances: RdsInstance[]
  /** Of ECS, with the key of new encrypted disks. */
  disks: Disk[]
  snapshots: Snapshot[]
  defaultDiskKey?: string
  /** Of VPC. */
  eips: Eip[]
  natGateways: NatGateway[]
  /** GetDefaultKmsInstance. */
  defaultInstanceId?: string
}

export interface KeyVersion {
  id: string
  createdAt: string
}

export interface Key {
  keyId: string
  createdAt: string
  description: string
  keySpec: string
  keyUsage: 'ENCRYPT/DECRYPT' | 'SIGN/VERIFY'
  keyState: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport'
  origin: 'Aliyun_KMS' | 'EXTERNAL'
  protectionLevel: 'SOFTWARE' | 'HSM'
  creatorType: 'User' | 'Service'
  /** Creator of KeyMetadata; the account's id when absent. */
  creator?: string
  /** Absent for asymmetric keys, which cannot rotate. */
  automaticRotation?: 'Enabled' | 'Disabled' | 'Suspended'
  /** NextRotationDate as it goes out; a year after the last version, or the year after that lies ahead, when absent. */
  nextRotationAt?: string
  /** DKMSInstanceId: absent and `""` go out as they stand. */
  instanceId?: string
  deletesAt?: string
  materialExpiresAt?: string
  deletionProtection: 'Enabled' | 'Disabled'
  /** Oldest first. */
  versions: KeyVersion[]
  /** With the prefix `alias/`. */
  aliases: string[]
  tags: Record<string, string>
}

/** One value of a secret. Of a binary one `data` is Base64. */
export interface SecretVersion {
  id: string
  data: string
  dataType: 'text' | 'binary'
  /** `ACSCurrent`, `ACSPrevious`, or a label of the customer's own. */
  stages: string[]
  createdAt: string
}

export interface Secret {
  name: string
  type: string
  createdAt: string
  encryptionKeyId?: string
  instanceId?: string
  owingService?: string
  plannedDeleteAt?: string
  description: string
  automaticRotation: 'Enabled' | 'Disabled' | 'Invalid'
  versions: SecretVersion[]
  tags: Record<string, string>
}

export interface Instance {
  id: string
  name: string
  status: 'Uninitialized' | 'Connecting' | 'Connected' | 'Disconnected' | 'Error'
  spec: number
  keyNum: number
  secretNum: number
  vpcNum: number
  vpcId: string
  /** VPCs besides its own that reach it. */
  bindVpcs: { regionId: string; vpcId: string; vSwitchId: string; ownerId: string }[]
  createdAt: string
  endsAt: string
}

export interface Trail {
  name: string
  status: 'Enable' | 'Disable' | 'Fresh'
  eventRW: 'All' | 'Read' | 'Write'
  /** `All` or a comma list. */
  trailRegion: string
  createdAt: string
  /** Its last change; what it selected before is not delivered again. `createdAt` when absent. */
  updatedAt?: string
  /** Since when it records, and until when; `createdAt`, and the end of time while it is enabled, when absent. */
  startedAt?: string
  stoppedAt?: string
  isOrganization?: boolean
  /**
   * `acs:log:<region>:<account>:project/<project>`: the trail delivers its events into the logstore `actiontrail_<name>` of that project, which
   * has to be in the world for anybody to read it.
   */
  slsProjectArn?: string
  ossBucketName?: string
  ossKeyPrefix?: string
  /** Deliveries that fail: since then nothing arrives. */
  failsSince?: { at: string; code: string }
  /** Deliveries of older events, into Simple Log Service. */
  history?: HistoryJob[]
}

/** A job that delivers what happened before its trail started. */
export interface HistoryJob {
  id: number
  createdAt: string
  /** The events that it delivers; `createdAt` less 90 days, and 5 minutes after it, when absent. */
  from?: string
  to?: string
  /** 0 is being prepared, 1 is under way, 2 is done, 3 has failed: as a whole, and in regions where it is otherwise. */
  status: 0 | 1 | 2 | 3
  /** When one that is under way is done, by the cloud's clock. */
  endsAt?: string
  regions?: Record<string, 0 | 1 | 2 | 3>
}

/** An ActionTrail event as LookupEvents shows it. Any member may be missing or unexpected, as in the vendor's own samples. */
export type RawEvent = Record<string, unknown>

export interface WorldEvent {
  raw: RawEvent
  /** True: invented. False: a real event. Never on the wire. */
  synthetic: boolean
  /** A late event: not shown before this moment. */
  visibleAt?: string
  /** LookupEvents alone does not show it before this moment. */
  lookupAt?: string
  /** On how many later pages of a query it is shown again. */
  repeat?: number
  /** The time of its log in Simple Log Service, where that is not the event's own. */
  loggedAt?: string
}

export const DEFAULT_ACCOUNT = '1000000000000001'
export const DEFAULT_REGION = 'cn-hangzhou'
const DEFAULT_CREATION = '2021-03-01T08:00:00Z'

/** What a nightly audit needs, and no more: it reads the company, and keeps tables of its own. */
export function readOnlyPolicy(): Statement[] {
  const Action = ['kms:List*', 'kms:Describe*', 'kms:GetKmsInstance*', 'kms:GetDefaultKmsInstance']
  return [
    { Effect: 'Allow', Action, Resource: ['*'] },
    {
      Effect: 'Allow',
      Action: ['actiontrail:LookupEvents', 'actiontrail:Describe*', 'actiontrail:Get*', 'actiontrail:List*'],
      Resource: ['*'],
    },
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['*'] },
    allow(['resourcemanager:List*']),
    allow(['log:GetProject', 'log:GetLogStore', 'log:GetIndex', 'log:GetLogStoreLogs']),
    allow(['oss:ListObjects', 'oss:GetObject', 'oss:ListBuckets', 'oss:GetBucketEncryption']),
    allow(['rds:DescribeKmsAssociateResources', 'ecs:Describe*', 'vpc:Describe*']),
    allow(TABLESTORE_ACTIONS.map((name) => `ots:${name}`)),
  ]
}

const TABLESTORE_ACTIONS = [
  'ListTable',
  'DescribeTable',
  'CreateTable',
  'GetRow',
  'PutRow',
  'UpdateRow',
  'DeleteRow',
  'GetRange',
  'BatchGetRow',
  'BatchWriteRow',
]

/** A UUID that is always the same for the same seed. */
export function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** One account with one empty region, unless told otherwise. */
export function world(fields: Partial<World> = {}): World {
  return { accounts: [account()], ...fields }
}

/** An account with one access key of the RAM user `auditor`, who may read what an audit reads. */
export function account(fields: Partial<Account> = {}): Account {
  const id = fields.id ?? DEFAULT_ACCOUNT
  return {
    id,
    accessKeys: [{ id: `LTAIauditor${id}`, secret: `secret-of-${id}`, user: 'auditor', policy: readOnlyPolicy() }],
    roles: [],
    regions: { [DEFAULT_REGION]: region() },
    tablestore: [tablestore()],
    kmsStatus: 'Enabled',
    ...fields,
  }
}

export function region(fields: Partial<RegionWorld> = {}): RegionWorld {
  return {
    keys: [],
    secrets: [],
    instances: [],
    events: [],
    recorded: [],
    trails: [],
    accessPoints: [],
    logProjects: [],
    buckets: [],
    functions: [],
    rdsInstances: [],
    disks: [],
    snapshots: [],
    eips: [],
    natGateways: [],
    ...fields,
  }
}

let made = 0

/** An enabled symmetric CMK of the default instance with one version. Asymmetric specs get no rotation. */
export function key(fields: Partial<Key> = {}): Key {
  made += 1
  const keyId = fields.keyId ?? uuidOf(`key ${made}`)
  const createdAt = fields.createdAt ?? DEFAULT_CREATION
  const symmetric = /AES|SM4/.test(fields.keySpec ?? 'Aliyun_AES_256')
  return {
    keyId,
    createdAt,
    description: '',
    keySpec: 'Aliyun_AES_256',
    keyUsage: 'ENCRYPT/DECRYPT',
    keyState: 'Enabled',
    origin: 'Aliyun_KMS',
    protectionLevel: 'SOFTWARE',
    creatorType: 'User',
    ...(symmetric ? { automaticRotation: 'Disabled' as const } : {}),
    deletionProtection: 'Disabled',
    versions: [{ id: uuidOf(`version of ${keyId}`), createdAt }],
    aliases: [],
    tags: {},
    ...fields,
  }
}

/** The current value of a secret. */
export function secretVersion(fields: Partial<SecretVersion> = {}): SecretVersion {
  return { id: 'v1', data: 'a value', dataType: 'text', stages: ['ACSCurrent'], createdAt: DEFAULT_CREATION, ...fields }
}

/** A secret with one value. */
export function secret({ data = 'a value', ...fields }: Partial<Secret> & { name: string; data?: string }): Secret {
  return {
    type: 'Generic',
    createdAt: DEFAULT_CREATION,
    description: '',
    automaticRotation: 'Invalid',
    versions: [secretVersion({ data })],
    tags: {},
    ...fields,
  }
}

export function trail(fields: Partial<Trail> = {}): Trail {
  return { name: 'audit', status: 'Enable', eventRW: 'All', trailRegion: 'All', createdAt: DEFAULT_CREATION, ...fields }
}
