import type { ProbedOperation } from '../../shared/domain/event-shape.ts'
import type { ProbedKey } from '../../shared/domain/read-event-shape.ts'

/** What RAM is asked about each call. ReEncrypt: both ends have a right of their own (API reference of ReEncrypt, "Details"). */
const RIGHTS: Readonly<Record<ProbedOperation, readonly string[]>> = {
  Encrypt: ['kms:Encrypt'],
  GenerateDataKey: ['kms:GenerateDataKey'],
  Decrypt: ['kms:Decrypt'],
  ReEncrypt: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  ExportDataKey: ['kms:ExportDataKey'],
  GenerateAndExportDataKey: ['kms:GenerateAndExportDataKey'],
}

/** The RAM actions that a call needs. */
export function rightsOf(operation: ProbedOperation): readonly string[] {
  return RIGHTS[operation]
}

export function keyArn({ region, accountId, keyId }: Pick<ProbedKey, 'region' | 'accountId' | 'keyId'>): string {
  return `acs:kms:${region}:${accountId}:key/${keyId}`
}

/** The least RAM policy of a probe, for whoever runs it: on this key alone. No function and no auditor gets it. */
export function probePolicy(key: Pick<ProbedKey, 'region' | 'accountId' | 'keyId'>): string {
  const statement = { Effect: 'Allow', Action: Object.values(RIGHTS).flat(), Resource: [keyArn(key)] }
  return `${JSON.stringify({ Version: '1', Statement: [statement] }, undefined, 2)}\n`
}
