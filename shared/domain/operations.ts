import { MANAGEMENT_OPERATIONS } from './management-operations.ts'
import { normalForm, plainText } from './normal-form.ts'
import { isPlaceholder } from './placeholder.ts'

/** What the 2023-09 page forbids: the operations that decide. */
export const DECIDING_OPERATIONS = ['ReEncrypt', 'ExportDataKey', 'GenerateAndExportDataKey'] as const
export type DecidingOperation = (typeof DECIDING_OPERATIONS)[number]

/** Operations that move an alias from key to key. */
export const ALIAS_OPERATIONS = ['CreateAlias', 'UpdateAlias', 'DeleteAlias'] as const

/**
 * KMS operations that use a key: those of KMS 2016-01-20, message authentication codes included (help/en/kms/…/api-kms-2016-01-20-verifymac),
 * and those of the instance API (help/en/kms/key-management-service/developer-reference/api-overview).
 */
export const CRYPTOGRAPHIC_OPERATIONS: ReadonlySet<string> = new Set([
  'Encrypt',
  'Decrypt',
  'ReEncrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ExportDataKey',
  'GenerateAndExportDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'AsymmetricEncrypt',
  'AsymmetricDecrypt',
  'AsymmetricSign',
  'AsymmetricVerify',
  'Sign',
  'Verify',
  'GenerateMac',
  'VerifyMac',
  'AdvanceEncrypt',
  'AdvanceDecrypt',
  'AdvanceGenerateDataKey',
  'AdvanceGenerateDataKeyPair',
  'AdvanceGenerateDataKeyPairWithoutPlaintext',
])

const MANAGEMENT: ReadonlySet<string> = new Set(MANAGEMENT_OPERATIONS)

/** Known operations by their letters alone. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  [...CRYPTOGRAPHIC_OPERATIONS, ...MANAGEMENT].map((name) => [lettersOf(name), name]),
)

/** RAM writes `kms:ReEncrypt`, and policies are where people copy names from. */
const PREFIX = /^(acs[:.])?kms[:./]+/i
/** The vendor's longest name has 42 characters. */
const MAX_NAME = 100

/**
 * An operation as the vendor spells it, whatever its case, prefix, spaces or invisible characters; what is none of the known ones stays as it
 * came, cleaned and cut.
 */
export function canonicalOperation(text: string): string {
  if (CRYPTOGRAPHIC_OPERATIONS.has(text)) return text
  const name = plainText(text).replace(PREFIX, '').trim()
  return SPELLINGS.get(lettersOf(name)) ?? name.slice(0, MAX_NAME)
}

/** `Kms` as the vendor spells it, or the text as it came; empty where the event does not tell. */
export function canonicalService(text: string): string {
  const name = plainText(text)
  if (isPlaceholder(name)) return ''
  return /^(acs[:.]+)?kms([.:/].*)?$/i.test(name) ? 'Kms' : name
}

export function isDeciding(operation: string): operation is DecidingOperation {
  return (DECIDING_OPERATIONS as readonly string[]).includes(operation)
}

/** True when the operation uses a key. */
export function isCryptographic(operation: string): boolean {
  return CRYPTOGRAPHIC_OPERATIONS.has(operation)
}

/** True when the operation is in no list: the vendor's newest, or one that no page names. What it does with a key, nobody here can tell. */
export function isUnknownOperation(operation: string): boolean {
  return !CRYPTOGRAPHIC_OPERATIONS.has(operation) && !MANAGEMENT.has(operation)
}

function lettersOf(name: string): string {
  return normalForm(name).replace(/[^a-z0-9]/g, '')
}
