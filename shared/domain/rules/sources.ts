/**
 * The vendor's page on migrating CMKs of default KMS instances. The text of 12 September 2023 is rule pack `2023-09`; the vendor has since
 * replaced it under the same title, and what is known of the newer text is rule pack `2024-11`.
 */
export const MIGRATION_PAGE =
  'https://www.alibabacloud.com/help/en/kms/use-cases/migrate-cmks-in-default-kms-instances-to-your-kms-instances'

/** Questions and answers on migrating secrets, 16 January 2025. */
export const SECRET_MIGRATION_PAGE =
  'https://www.alibabacloud.com/help/en/kms/key-management-service/use-cases/credential-migration-faq'

/** Questions and answers on keys, 31 March 2026: scheduled deletion, and that it can be cancelled until its date. */
export const KEY_FAQ_PAGE =
  'https://www.alibabacloud.com/help/en/kms/key-management-service/user-guide/key-management-faq'

/** How keys are disabled and enabled, and that a disabled key serves no cryptographic operation. */
export const KEY_STATE_PAGE = 'https://www.alibabacloud.com/help/en/key-management-service/latest/kms-manage-keys'

/** Which rights on KMS a RAM policy can give, and how. */
export const KMS_RIGHTS_PAGE =
  'https://www.alibabacloud.com/help/en/kms/key-management-service/security-and-compliance/authorization-information'

/** The same of ActionTrail. */
export const ACTIONTRAIL_RIGHTS_PAGE =
  'https://www.alibabacloud.com/help/en/actiontrail/developer-reference/api-actiontrail-2020-07-06-ram'

/** What an operation of KMS is asked and answers. The last part of the address is the operation's name in lower case. */
export function kmsOperationPage(operation: string): string {
  return `https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-${operation.toLowerCase()}`
}

/** What ActionTrail can be asked about the past, and at what rate. */
export const LOOKUP_EVENTS_PAGE =
  'https://www.alibabacloud.com/help/en/actiontrail/developer-reference/api-actiontrail-2020-07-06-lookupevents'

/** The operations of KMS that ActionTrail records. */
export const AUDIT_EVENTS_PAGE = 'https://www.alibabacloud.com/help/en/kms/support/audit-events-of-kms'

/** What ReEncrypt takes, and that it is called through the shared gateway only. */
export const REENCRYPT_PAGE = kmsOperationPage('ReEncrypt')

/** The steps of the console's migration tool, and what it takes at once; 5 December 2025. */
export const MIGRATION_STEPS_PAGE =
  'https://www.alibabacloud.com/help/en/kms/key-management-service/use-cases/migration-operation'

/** What a migration changes of a key, and what Terraform makes of that; 16 March 2026. */
export const TERRAFORM_PAGE =
  'https://www.alibabacloud.com/help/zh/kms/key-management-service/use-cases/modify-terraform-configurations-after-migration'

/** Which key specs default keys, software instances and hardware instances take. */
export const KEY_SPECS_PAGE =
  'https://www.alibabacloud.com/help/en/kms/key-management-service/user-guide/key-types-and-specifications'
