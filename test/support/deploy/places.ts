import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Places } from '../../../shared/ram/permissions.ts'
import { ROOT } from './preview.ts'

/** A deployment of the tests. */
export const PLACES: Places = {
  region: 'cn-hangzhou',
  instance: 'cmk-audit',
  auditedRole: 'cmk-readiness-audited',
  logProject: 'cmk-audit-logs',
  logStore: 'functions',
  configObject: 'cmk-config/audit/cmk.yaml',
  secrets: ['acs:kms:cn-hangzhou:*:secret/cmk', 'acs:kms:cn-hangzhou:*:key/key-of-secrets'],
}

/** What the templates of Serverless Devs want to know of the things that they cannot make, in the order in which those put it out. */
export const HANDED_OVER = [
  'CMK_STORE',
  'DEPLOY_REGION',
  'DEPLOY_AUDITOR_ROLE',
  'DEPLOY_READER_ROLE',
  'DEPLOY_LOG_PROJECT',
  'DEPLOY_LOG_STORE',
  'CMK_NETWORK',
  'DEPLOY_VPC_ID',
  'DEPLOY_VSWITCH_IDS',
  'DEPLOY_SECURITY_GROUP_ID',
]

/** A file of the project as text. */
export function read(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8')
}
