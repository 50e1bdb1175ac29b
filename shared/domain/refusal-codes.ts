import { normalForm } from './normal-form.ts'

/**
 * KMS's own codes: its common errors (https://github.com/AlibabaCloudDocs/kms, Responses) and those of each operation, from the metadata of
 * API 2016-01-20 (https://github.com/aliyun/aliyun-openapi-meta).
 */
const OF_KMS = [
  // Who asks
  'Forbidden.NoPermission',
  'Forbidden.AccessKey',
  'InvalidAccessKeyId.NotFound',
  // What for: a key that does not exist is none that could be migrated
  'Forbidden.KeyNotFound',
  'Forbidden.KeyVersionNotFound',
  'Forbidden.AliasNotFound',
  'Forbidden.ResourceNotFound',
  'Forbidden.DKMSInstanceNotFound',
  'Forbidden.KeyPolicyUnSupported',
  'Certificate.NotFound',
  'InvalidResourceId.NotFound',
  // How it is asked
  'InvalidParameter',
  'InvalidParameter.TagKey',
  'InvalidParameter.TagValue',
  'Duplicate.TagKey',
  'MissingParameter',
  'ParseRequestParameterException',
  'IncompleteSignature',
  'IllegalTimestamp',
  'UnsupportedHTTPMethod',
  'UnsupportedOperation',
  'Unsupported.Origin',
  'Unsupported.Alias',
  'Unsupported.ProtectionLevel',
  'Rejected.UnsupportedOperation',
  'Rejected.InvalidRequest',
  'InvalidKeyMaterial',
  'InvalidImportToken',
  'ExpiredImportToken',
] as const

/**
 * Those of the gateway before it, which asks RAM and STS: https://help.aliyun.com/zh/polardb/client-error-codes,
 * https://www.alibabacloud.com/help/en/auto-scaling/developer-reference/client-errors and https://developer.aliyun.com/ask/278265
 */
const OF_GATEWAY = [
  'Forbidden',
  'Forbidden.RAM',
  'NoPermission',
  'InvalidAccessKeyId.Inactive',
  'SignatureDoesNotMatch',
  'InvalidSecurityToken.Expired',
  'InvalidSecurityToken.Malformed',
  'InvalidSecurityToken.MismatchWithAccessKey',
  'MissingSecurityToken',
  'InvalidTimeStamp.Expired',
  'InvalidTimeStamp.Format',
  'InvalidSignatureMethod',
  'InvalidAction',
  'InvalidApi.NotFound',
  'NoSuchVersion',
  'UnsupportedParameter',
] as const

/**
 * Codes by which a call was refused for who asks or for how it is asked, as the vendor documents them. Everything else was meant and comes
 * again: throttling, faults of the service, a key's state (`Rejected.Disabled`), an account's (`Forbidden.InDebt`), limits, risk control,
 * a used nonce (the call that used it was made), bare HTTP statuses and codes that nobody knows.
 */
export const REFUSAL_CODES: readonly string[] = [...OF_KMS, ...OF_GATEWAY]

const REFUSALS: ReadonlySet<string> = new Set(REFUSAL_CODES.map(normalForm))

/** True for a documented refusal code, in whatever letter case. */
export function isRefusalCode(code: string): boolean {
  return REFUSALS.has(normalForm(code))
}
