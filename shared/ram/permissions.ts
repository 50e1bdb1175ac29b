import type { Store } from '../store/store.ts'

/**
 * Who calls: the `auditor` (inventory, usage, assess), the `reader` (digest, query), and the role that the auditor assumes in an account
 * that is not its own (`audited`). `decider` is what the reader gets besides where CMK_STATE_TOKEN lets people decide over HTTP, and
 * `secret-reader` where tokens and channels are in KMS. `config-reader` is what auditor and reader get where the configuration is in OSS.
 */
export const ROLES = ['auditor', 'audited', 'reader', 'decider', 'secret-reader', 'config-reader'] as const
export type RoleName = (typeof ROLES)[number]

/** What the resources of the permissions are called in one deployment. */
export interface Places {
  /** Region of the Tablestore instance and of the functions' logs. */
  readonly region: string
  /** Tablestore instance, in lower case: RAM compares it so. */
  readonly instance: string
  /** Name of the role in every other account that is audited. */
  readonly auditedRole: string
  readonly logProject: string
  readonly logStore: string
  /** ARNs of the secrets of KMS that the configuration names, and of the keys that encrypt them. */
  readonly secrets: readonly string[]
  /** `<bucket>/<key>` of the object that CMK_CONFIG names. */
  readonly configObject: string
}

/** What usage is read from; `dir:` makes no calls of its own. */
export type PermissionSource = 'lookup' | 'sls' | 'oss'

/** The services that may be asked which of their resources name a key. */
export type PermissionResource = 'rds' | 'ecs' | 'oss'

/** Words of the configuration that ask for more: `rd:` in CMK_ACCOUNTS, `auto` in CMK_OWN_CIDRS. */
export type PermissionSetting = 'rd' | 'auto'

/** Calls that a role needs, as one statement of its RAM policy. RAM knows no name for a statement; `id` is ours. */
export interface Permission {
  readonly id: string
  readonly actions: readonly string[]
  /** ARNs, as narrow as the service lets them be. */
  readonly resources: readonly string[]
  readonly why: string
  /** Needed where usage is read from these only; `CMK_SOURCE` says from where. */
  readonly sources?: readonly PermissionSource[]
  /** Needed where `CMK_RESOURCES` names this service only. */
  readonly resourcesOf?: PermissionResource
  /** Needed only where `CMK_DISPATCH` names functions, or once a key has moved. */
  readonly onlyFor?: 'dispatch' | 'moved-keys'
  /** Needed where this variable has this word in it only. */
  readonly setting?: PermissionSetting
  /** What else has to be so, in RAM's own form. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Function Compute calls with the function's role; the program itself never does. */
  readonly calledBy?: 'function-compute'
}

/** Calls that the program makes and that RAM does not ask about (vendor's pages "Authorization information" of KMS and STS). */
export const UNRESTRICTED = ['kms:DescribeRegions', 'sts:GetCallerIdentity'] as const

/** Tables that only the auditor writes: they hold the evidence. `marks` says what was sent to whom, and is the reader's; `decisions` what people decided. */
const EVIDENCE = ['readiness', 'usage', 'history', 'progress'] as const satisfies readonly TableName[]
const MARKS = 'marks' as const satisfies TableName
const DECISIONS = 'decisions' as const satisfies TableName
const TABLES = [...EVIDENCE, MARKS, DECISIONS] as const

type TableName = Exclude<keyof Store, 'close'>

/** Every call that a role makes, and why. The RAM policies are generated from it (deploy/), and a test holds it to the calls of a night. */
export function permissions(role: RoleName, places: Places): readonly Permission[] {
  if (role === 'audited') return [...READS, READ_INSTANCE_LOGS, ...FIND_TRAIL, ...READ_RESOURCES, ...FIND_ADDRESSES]
  if (role === 'auditor')
    return [
      ...[...READS, READ_INSTANCE_LOGS, ...FIND_TRAIL, READ_TRAIL_LOGS, ...READ_ARCHIVE, ...READ_RESOURCES],
      ...FIND_ADDRESSES,
      ...[enterAccounts(places), LIST_MEMBERS, ...writesEvidence(places), dispatchesJobs(places), writesLogs(places)],
    ]
  if (role === 'decider') return decides(places)
  if (role === 'secret-reader') return [readSecretValues(places)]
  if (role === 'config-reader') return [readsConfig(places)]
  return [...readsTables(places), writesLogs(places)]
}

/** What is read in an audited account. Lists have containers or nothing finer than `*` (Authorization information of both services). */
export const READS: readonly Permission[] = [
  {
    id: 'list-keys',
    actions: ['kms:ListKeys'],
    resources: ['acs:kms:*:*:key'],
    why: 'the keys, and which are service keys or belong to a KMS instance, by the page',
  },
  {
    id: 'list-aliases',
    actions: ['kms:ListAliases'],
    resources: ['acs:kms:*:*:alias'],
    why: 'names that people know; aliases of services tell service keys',
  },
  {
    id: 'list-in-bulk',
    actions: ['kms:ListKmsInstances', 'kms:ListTagResources'],
    resources: ['acs:kms:*:*:*'],
    why: 'the KMS instances by which keys are filtered; owners, and services that use a key',
  },
  {
    id: 'read-instances',
    actions: ['kms:GetKmsInstance', 'kms:GetKmsInstanceQuotaInfos'],
    resources: ['acs:kms:*:*:*'],
    why: 'what the KMS instances have room for, which VPCs reach them and when they end; no page names finer resources',
  },
  {
    id: 'read-keys',
    actions: ['kms:DescribeKey', 'kms:ListKeyVersions'],
    resources: ['acs:kms:*:*:key/*'],
    why: 'what a key of the default instance is; its version ids tie ciphertexts to it',
  },
  {
    id: 'list-secrets',
    actions: ['kms:ListSecrets'],
    resources: ['acs:kms:*:*:secret'],
    why: 'the secrets that a key may encrypt',
  },
  {
    id: 'read-secrets',
    actions: ['kms:DescribeSecret'],
    resources: ['acs:kms:*:*:secret/*'],
    why: 'which key encrypts a secret (never its value)',
  },
  {
    id: 'read-trail',
    actions: ['actiontrail:LookupEvents'],
    resources: ['*'],
    why: 'what was done with a key',
  },
]

/**
 * With the program's own credentials, in the account of the trail. ActionTrail names every logstore `actiontrail_<trail>`; the functions' own
 * log has another name (https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getlogsv2, "Authentication rules").
 */
const READ_TRAIL_LOGS: Permission = {
  id: 'read-trail-logs',
  actions: ['log:GetLogStore', 'log:GetIndex', 'log:GetLogStoreLogs'],
  resources: ['acs:log:*:*:project/*/logstore/actiontrail_*'],
  why: 'only with a trail into Simple Log Service in `CMK_SOURCE`: what was done with a key, from its logstore',
  sources: ['sls'],
}

/** In every account, with its own credentials. KMS names the project and logstore of an instance's log (docs/vendor-facts.md, "After the move"). */
const READ_INSTANCE_LOGS: Permission = {
  id: 'read-instance-logs',
  actions: ['log:GetIndex', 'log:GetLogStoreLogs'],
  resources: ['acs:log:*:*:project/kms-log-*/logstore/kms_audit_log'],
  why: 'only where a key has moved into a KMS instance that has its own log: who has gone over to the instance',
  onlyFor: 'moved-keys',
}

/** Trails have no ARN that is finer, for who does not know their names. */
const FIND_TRAIL: readonly Permission[] = [
  {
    id: 'find-trail',
    actions: ['actiontrail:DescribeTrails', 'actiontrail:GetTrailStatus'],
    resources: ['*'],
    why: 'only with a trail in `CMK_SOURCE`: what it delivers, where to, since when and up to when',
    sources: ['sls', 'oss'],
  },
  {
    id: 'find-history-jobs',
    actions: ['actiontrail:ListDeliveryHistoryJobs', 'actiontrail:GetDeliveryHistoryJob'],
    resources: ['*'],
    why: 'only with a trail into Simple Log Service in `CMK_SOURCE`: what it has delivered of the time before its start',
    sources: ['sls'],
  },
]

/**
 * With the program's own credentials, in the account of the bucket. Nothing of a bucket is read but what trails put there
 * (https://www.alibabacloud.com/help/en/oss/user-guide/authorization-syntax-and-elements).
 */
const READ_ARCHIVE: readonly Permission[] = [
  {
    id: 'list-archive',
    actions: ['oss:ListObjects'],
    resources: ['acs:oss:*:*:*'],
    why: 'only with a trail into OSS in `CMK_SOURCE`: its files',
    sources: ['oss'],
  },
  {
    id: 'read-archive',
    actions: ['oss:GetObject'],
    resources: ['acs:oss:*:*:*/AliyunLogs/Actiontrail/*'],
    why: 'only with a trail into OSS in `CMK_SOURCE`: what was done with a key, from its files',
    sources: ['oss'],
  },
]

/**
 * In every account, with its own credentials. Nothing of a database, disk or object is read, only which key encrypts it (Authorization
 * information of the operations).
 */
const READ_RESOURCES: readonly Permission[] = [
  {
    id: 'find-databases',
    actions: ['rds:DescribeKmsAssociateResources'],
    resources: ['*'],
    why: 'only with `rds` in `CMK_RESOURCES`: the RDS instances that a key encrypts',
    resourcesOf: 'rds',
  },
  {
    id: 'find-disks',
    actions: ['ecs:DescribeDisks'],
    resources: ['acs:ecs:*:*:disk/*'],
    why: 'only with `ecs` in `CMK_RESOURCES`: the disks that a key encrypts',
    resourcesOf: 'ecs',
  },
  {
    id: 'find-snapshots',
    actions: ['ecs:DescribeSnapshots'],
    resources: ['acs:ecs:*:*:snapshot/*'],
    why: 'only with `ecs` in `CMK_RESOURCES`: the snapshots that a key encrypts',
    resourcesOf: 'ecs',
  },
  {
    id: 'find-default-disk-key',
    actions: ['ecs:DescribeDiskDefaultKMSKeyId'],
    resources: ['*'],
    why: 'only with `ecs` in `CMK_RESOURCES`: the key of new encrypted disks',
    resourcesOf: 'ecs',
  },
  {
    id: 'find-bucket-rules',
    actions: ['oss:ListBuckets', 'oss:GetBucketEncryption'],
    resources: ['acs:oss:*:*:*'],
    why: 'only with `oss` in `CMK_RESOURCES`: the buckets, and the keys of their encryption rules',
    resourcesOf: 'oss',
  },
]

/** In every account and region, with the account's own credentials (pages DescribeEipAddresses and DescribeNatGateways, "RAM authorization"). */
const FIND_ADDRESSES: readonly Permission[] = [
  {
    id: 'find-eips',
    actions: ['vpc:DescribeEipAddresses'],
    resources: ['acs:vpc:*:*:eip/*'],
    why: 'only with `auto` in `CMK_OWN_CIDRS`: the public addresses that are your own',
    setting: 'auto',
  },
  {
    id: 'find-nat-gateways',
    actions: ['vpc:DescribeNatGateways'],
    resources: ['acs:vpc:*:*:natgateway/*'],
    why: 'only with `auto` in `CMK_OWN_CIDRS`: the public addresses of your NAT gateways',
    setting: 'auto',
  },
]

function enterAccounts({ auditedRole }: Places): Permission {
  return {
    id: 'enter-accounts',
    actions: ['sts:AssumeRole'],
    resources: [`acs:ram::*:role/${auditedRole}`],
    why: 'only with other accounts in `CMK_ACCOUNTS`: the role of that name in each, if it trusts this one',
  }
}

/**
 * With the program's own credentials, of the management account or a delegated administrator. RAM calls the service `resourcemanager`
 * (https://www.alibabacloud.com/help/en/resource-management/resource-directory/developer-reference/api-resourcedirectorymaster-2022-04-19-listaccounts).
 */
const LIST_MEMBERS: Permission = {
  id: 'list-members',
  actions: [
    'resourcemanager:ListAccounts',
    'resourcemanager:ListAccountsForParent',
    'resourcemanager:ListFoldersForParent',
  ],
  resources: ['acs:resourcemanager:*:*:account/*', 'acs:resourcemanager:*:*:folder/*'],
  why: 'only with `rd:` in `CMK_ACCOUNTS`: the members of the Resource Directory, and of a folder and those below it',
  setting: 'rd',
}

/** Row calls of the stores: BatchWriteRow deletes, too. */
const READ_ROWS = ['ots:GetRow', 'ots:GetRange'] as const
const WRITE_ROWS = ['ots:PutRow', 'ots:UpdateRow', 'ots:BatchWriteRow'] as const
const MAKE_TABLE = ['ots:DescribeTable', 'ots:CreateTable'] as const

function writesEvidence(places: Places): readonly Permission[] {
  return [
    {
      id: 'make-tables',
      actions: MAKE_TABLE,
      resources: TABLES.map((table) => tableArn(table, places)),
      why: 'the tables are made at first use',
    },
    {
      id: 'wait-for-marks',
      actions: ['ots:GetRow'],
      resources: [tableArn(MARKS, places)],
      why: 'a table that was just made is asked for a row until it answers',
    },
    {
      id: 'write-evidence',
      actions: [...READ_ROWS, ...WRITE_ROWS],
      resources: EVIDENCE.map((table) => tableArn(table, places)),
      why: 'verdicts, usage, history and progress',
    },
    {
      id: 'read-decisions',
      actions: READ_ROWS,
      resources: [tableArn(DECISIONS, places)],
      why: 'statements of people, which settle what events leave open',
    },
  ]
}

function readsTables(places: Places): readonly Permission[] {
  return [
    {
      id: 'read-evidence',
      actions: READ_ROWS,
      resources: EVIDENCE.map((table) => tableArn(table, places)),
      why: 'everything that is shown',
    },
    {
      id: 'make-marks',
      actions: MAKE_TABLE,
      resources: [tableArn(MARKS, places)],
      why: 'a digest that no night came before says so, and has to remember that it did',
    },
    {
      id: 'write-marks',
      actions: [...READ_ROWS, ...WRITE_ROWS],
      resources: [tableArn(MARKS, places)],
      why: 'what was told to whom; apart, so that a reader can forge no evidence',
    },
    {
      id: 'read-decisions',
      actions: ['ots:GetRange'],
      resources: [tableArn(DECISIONS, places)],
      why: 'owners and waivers that people named; who runs `state` writes them with credentials of their own, and `CMK_STATE_TOKEN` needs the policy decider',
    },
  ]
}

/** What opening the table of decisions calls, and adding to it; what was decided is read with the reader's own rights. */
function decides(places: Places): readonly Permission[] {
  return [
    {
      id: 'write-decisions',
      actions: [...MAKE_TABLE, 'ots:GetRow', 'ots:PutRow'],
      resources: [tableArn(DECISIONS, places)],
      why: 'only with `CMK_STATE_TOKEN`: what people decide over HTTP; rows are added and never changed',
    },
  ]
}

/** Of a secret RAM grants its value, of a key only Decrypt, and neither of anything else (docs/vendor-facts.md, "KMS: values of secrets"). */
function readSecretValues({ secrets }: Places): Permission {
  return {
    id: 'read-secret-values',
    actions: ['kms:GetSecretValue', 'kms:Decrypt'],
    resources: secrets,
    why: 'only with `kms-secret:` in `CMK_CHANNELS`, `CMK_API_TOKEN` or `CMK_STATE_TOKEN`: these secrets; KMS asks for Decrypt on the key that encrypts one',
  }
}

/** https://www.alibabacloud.com/help/en/oss/user-guide/authorization-syntax-and-elements */
function readsConfig({ configObject }: Places): Permission {
  return {
    id: 'read-config',
    actions: ['oss:GetObject'],
    resources: [`acs:oss:*:*:${configObject}`],
    why: 'only with `oss:` in `CMK_CONFIG`: this object, in every invocation',
  }
}

/** https://www.alibabacloud.com/help/en/tablestore/table-store-service/tablestore-ram-policy/ */
function tableArn(table: TableName, { region, instance }: Places): string {
  return `acs:ots:${region}:*:instance/${instance}/table/${table}`
}

/** The functions of the stages as s.yaml and s.fc2.yaml name them. */
export const STAGE_FUNCTIONS = ['inventory', 'usage', 'assess'].map((stage) => `cmk-readiness-${stage}`)
/** Their service in 2.0. */
const SERVICE = 'services/cmk-readiness-auditor'

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/security-and-compliance/, "Policies and sample policies". */
function dispatchesJobs({ region }: Places): Permission {
  const stages = STAGE_FUNCTIONS.map((name) => `functions/${name}`)
  const paths = [...stages, ...stages.map((path) => `${SERVICE}/${path}`)]
  return {
    id: 'dispatch-jobs',
    actions: ['fc:InvokeFunction', 'fc:GetFunction'],
    resources: paths.map((path) => `acs:fc:${region}:*:${path}`),
    why: 'only with functions in `CMK_DISPATCH`, and where an invocation has failed: the functions of the stages, no other; whether they are there',
    onlyFor: 'dispatch',
  }
}

/** https://github.com/devsapp/fc/blob/master/docs/zh/yaml/service.md, "logConfig". */
function writesLogs({ region, logProject, logStore }: Places): Permission {
  return {
    id: 'write-logs',
    actions: ['log:PostLogStoreLogs'],
    resources: [`acs:log:${region}:*:project/${logProject}/logstore/${logStore}`],
    why: "Function Compute writes a function's log with the function's role",
    calledBy: 'function-compute',
  }
}
