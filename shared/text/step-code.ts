/** What the official page puts into `alicloud_kms_key`, so that Terraform lets a migrated key be. */
export const IGNORE_CHANGES =
  'lifecycle { ignore_changes = [dkms_instance_id, automatic_rotation, rotation_interval, protection_level] }'

/** The managed rule of Cloud Config that wants rotation on (https://help.aliyun.com/document_detail/434171.html). */
export const ROTATION_RULE = 'kms-key-rotation-enabled'

interface KeyPlace {
  readonly keyId: string
  readonly region: string
}

/** Ids that a shell takes as they are: who copies a command must not run what somebody called a key. */
const PLAIN = /^[\w.-]+$/

/** A command of the `aliyun` CLI about one key; none where its id is no plain word. */
export function keyCommand(operation: string, { keyId, region }: KeyPlace, rest = ''): { readonly code?: string } {
  if (!PLAIN.test(keyId) || !PLAIN.test(region)) return {}
  return { code: `aliyun kms ${operation} --region ${region} --KeyId ${keyId}${rest === '' ? '' : ` ${rest}`}` }
}
