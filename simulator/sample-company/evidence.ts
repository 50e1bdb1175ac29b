import { type Bucket, bucket } from '../cloud/oss/buckets.ts'
import { type AccessKey, accessKey, allow } from '../cloud/policy/statements.ts'
import {
  actionTrailIndex,
  type LogProject,
  logProject,
  trailLogstore,
  trailLogstoreName,
} from '../cloud/sls/projects.ts'
import { readOnlyPolicy, type Trail, trail } from '../cloud/world.ts'

/** Home of the trail, of the project and of the bucket. */
export const EVIDENCE_HOME = 'cn-hangzhou'
const TRAIL = 'hanshan-audit'
const PROJECT = 'hanshan-audit-logs'
const BUCKET = 'hanshan-audit-archive'
const PREFIX = 'trails'
/** What SQL sees of a text at most (vendor's page "Create indexes"). */
const MAX_TEXT = 16_384

/** What CMK_SOURCE may be in the company. */
export const SOURCES = {
  lookup: 'lookup',
  auto: 'auto',
  trail: `trail:${TRAIL}`,
  sls: `sls:${EVIDENCE_HOME}/${PROJECT}/${trailLogstoreName(TRAIL)}`,
  oss: `oss:${EVIDENCE_HOME}/${BUCKET}/${PREFIX}`,
} as const

/** The trail of the organization and where it delivers: all events of all accounts and regions, for years. */
export function evidenceOf(accountId: string): {
  readonly trails: Trail[]
  readonly logProjects: LogProject[]
  readonly buckets: Bucket[]
} {
  const slsProjectArn = `acs:log:${EVIDENCE_HOME}:${accountId}:project/${PROJECT}`
  const index = actionTrailIndex({ max_text_len: MAX_TEXT })
  return {
    trails: [trail({ name: TRAIL, isOrganization: true, slsProjectArn, ossBucketName: BUCKET, ossKeyPrefix: PREFIX })],
    logProjects: [logProject({ name: PROJECT, logstores: [trailLogstore(TRAIL, { index })] })],
    buckets: [bucket(BUCKET)],
  }
}

/** A person of headquarters who may set up a trail and use keys, beside what the auditor may. */
export function operatorKey(): AccessKey {
  return accessKey('operator', [
    ...readOnlyPolicy(),
    allow(['actiontrail:CreateTrail', 'actiontrail:UpdateTrail', 'actiontrail:StartLogging']),
    allow(['actiontrail:CreateDeliveryHistoryJob', 'ram:CreateServiceLinkedRole']),
    allow(['log:CreateProject', 'log:UpdateLogStore', 'log:CreateIndex', 'log:UpdateIndex']),
    allow(['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']),
    allow(['kms:GenerateDataKey', 'kms:ExportDataKey', 'kms:GenerateAndExportDataKey']),
  ])
}
