import { normalForm } from './normal-form.ts'

/** What a role's name says of who acts through it. `unlisted`: the form of the vendor's service roles, and none that is known. */
export type RoleNature = 'service' | 'unlisted' | 'customer'

const RAM = 'https://www.alibabacloud.com/help/en/ram/developer-reference'
const MODULE = 'https://github.com/terraform-alicloud-modules'

/**
 * Service roles that the vendor documents with rights to use keys of KMS, and where. Only the service can assume one, unless its owner
 * changes the trust policy that the vendor made.
 */
export const SERVICE_ROLES: readonly { readonly name: string; readonly source: string }[] = [
  { name: 'AliyunRDSInstanceEncryptionDefaultRole', source: `${RAM}/aliyunrdsinstanceencryptionrolepolicy-1` },
  { name: 'AliyunNasEncryptDefaultRole', source: `${RAM}/aliyunnasencryptdefaultrolepolicy` },
  {
    name: 'AliyunElasticsearchDiskEncryptDefaultRole',
    source: `${RAM}/aliyunelasticsearchdiskencryptdefaultrolepolicy`,
  },
  // Encryption of Secrets and credential management of ACK's managed, Edge and Serverless clusters; CC is that of ACK One.
  { name: 'AliyunCSManagedSecurityRole', source: `${RAM}/aliyuncsmanagedsecurityrolepolicy` },
  { name: 'AliyunCCManagedSecurityRole', source: `${RAM}/aliyunccmanagedsecurityrolepolicy` },
  {
    name: 'AliyunECSDiskEncryptDefaultRole',
    source: 'https://www.alibabacloud.com/help/en/ecs/user-guide/encryption-related-permissions',
  },
  {
    name: 'AliyunMNSAccessingKMSRole',
    source:
      'https://github.com/aliyun/terraform-provider-alicloud/blob/master/website/docs/r/message_service_queue.html.markdown',
  },
  // An older form of the disks' role, MaxCompute's, and that of Codeup.
  { name: 'AliyunECSEncryptDefaultRole', source: MODULE },
  { name: 'AliyunMaxComputeEncryptionDefaultRole', source: MODULE },
  { name: 'AliyunRDCGitEncryptionRole', source: MODULE },
]

const LISTED: ReadonlySet<string> = new Set(SERVICE_ROLES.map(({ name }) => normalForm(name)))

/** Service-linked roles: nobody but the service can make or assume one. https://www.alibabacloud.com/help/en/ram/product-overview/services-that-work-with-service-linked-roles */
const SERVICE_LINKED = /^aliyunservicerolefor[a-z0-9]+$/
/** What the vendor calls its other service roles. Letters and digits only: `AliyunReservedSSO-…` are people who signed in through CloudSSO. */
const SERVICE_FORM = /^aliyun[a-z0-9]+role$/

/**
 * Roles of the vendor's making that carry customers' code, by the beginning of their names: functions, instances (also those of EMR and
 * of worker nodes) and container groups.
 */
const OF_CUSTOMERS =
  /^aliyun(fc|ecsinstancefor|ecicontainergroup|emrecsdefault|emrdefault|emronackdefault|csmanageddefaultworker|csworker|iotapphosting)/

/** Who acts through a role of this name, as far as the name tells. */
export function natureOfRole(role: string): RoleNature {
  const name = normalForm(role)
  if (SERVICE_LINKED.test(name) || LISTED.has(name)) return 'service'
  return SERVICE_FORM.test(name) && !OF_CUSTOMERS.test(name) ? 'unlisted' : 'customer'
}
