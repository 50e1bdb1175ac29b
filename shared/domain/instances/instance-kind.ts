import { normalForm } from '../normal-form.ts'

/** What an instance keeps its keys in. The operator says it in `CMK_DESTINATION`, because no API does. */
export const INSTANCE_KINDS = ['software', 'hardware'] as const
export type InstanceKind = (typeof INSTANCE_KINDS)[number]

/**
 * Key specs that an instance of each kind takes (https://www.alibabacloud.com/help/en/kms/key-management-service/user-guide/key-types-and-specifications).
 * A software instance takes Aliyun_SM4 only with a module that is bought for it, which no API shows.
 */
const SOFTWARE = ['Aliyun_AES_256', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P256K']
const SPECS: Readonly<Record<InstanceKind, readonly string[]>> = {
  software: SOFTWARE,
  hardware: [...SOFTWARE, 'Aliyun_AES_128', 'Aliyun_AES_192', 'Aliyun_SM4', 'EC_SM2'],
}

/** True for the key specs of the Chinese national algorithms. */
export function isNational(keySpec: string): boolean {
  return ['aliyun_sm4', 'ec_sm2'].includes(normalForm(keySpec))
}

/** Whether an instance of a kind takes keys of a spec, as far as the vendor's pages say. */
export function takesSpec(kind: InstanceKind, keySpec: string): boolean {
  return SPECS[kind].some((spec) => normalForm(spec) === normalForm(keySpec))
}
