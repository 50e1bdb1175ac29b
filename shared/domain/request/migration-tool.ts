/**
 * The oldest image of a KMS instance of the software kind that the console's migration tool moves keys to
 * (https://www.alibabacloud.com/help/en/kms/key-management-service/use-cases/migration-operation). Nobody says which one of the hardware kind.
 */
export const MIN_IMAGE = '2.9.0'
