/** What the 2023-09 page forbids: the operations that decide. */
export const DECIDING_OPERATIONS = ['ReEncrypt', 'ExportDataKey', 'GenerateAndExportDataKey'] as const
export type DecidingOperation = (typeof DECIDING_OPERATIONS)[number]

/** Operations that move an alias from key to key. */
export const ALIAS_OPERATIONS = ['CreateAlias', 'UpdateAlias', 'DeleteAlias'] as const

/** KMS operations that use a key. Everything else is management, which this suite makes thousands of itself. */
const CRYPTOGRAPHIC_OPERATIONS: ReadonlySet<string> = new Set([
  'Encrypt',
  'Decrypt',
  'ReEncrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ExportDataKey',
  'GenerateAndExportDataKey',
  'AsymmetricEncrypt',
  'AsymmetricDecrypt',
  'AsymmetricSign',
  'AsymmetricVerify',
])

export function isDeciding(operation: string): operation is DecidingOperation {
  return (DECIDING_OPERATIONS as readonly string[]).includes(operation)
}

/** True when the operation uses a key. */
export function isCryptographic(operation: string): boolean {
  return CRYPTOGRAPHIC_OPERATIONS.has(operation)
}
