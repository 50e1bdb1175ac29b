import { type Client, hasMigrationSdk } from '../caller.ts'

/** What an application adds and changes to reach a KMS instance with the migration SDK of its language. */
export interface MigrationSdk {
  /** As the language's package manager takes them. */
  readonly dependencies: readonly string[]
  /** The client that the application has, and the one that takes its place. */
  readonly before: string
  readonly after: string
  /** What describes the KMS instance to the new client. */
  readonly config: string
}

export type SdkClient = 'java' | 'go' | 'python'

/**
 * Scenario 2, step 5, of the page of 2023-09, and the SDKs' own documents: github.com/aliyun/alibabacloud-dkms-transfer-java-sdk (0.2.2),
 * …-transfer-go-sdk (0.1.9), …-transfer-python-sdk (0.1.3).
 */
export const MIGRATION_SDKS: Readonly<Record<SdkClient, MigrationSdk>> = {
  java: {
    dependencies: ['com.aliyun.kms:kms-transfer-client', 'com.aliyun:alibabacloud-dkms-gcs-sdk'],
    before: 'com.aliyuncs.DefaultAcsClient',
    after: 'com.aliyun.kms.KmsTransferAcsClient',
    config: 'com.aliyun.dkms.gcs.openapi.models.Config',
  },
  go: {
    dependencies: [
      'github.com/aliyun/alibabacloud-dkms-transfer-go-sdk',
      'github.com/aliyun/alibabacloud-dkms-gcs-go-sdk',
      'github.com/alibabacloud-go/tea',
    ],
    before: 'kms.NewClientWithAccessKey',
    after: 'sdk.NewClientWithAccessKey',
    config: 'openapi.Config',
  },
  python: {
    dependencies: ['alibabacloud-dkms-transfer-python'],
    before: 'aliyunsdkcore.client.AcsClient',
    after: 'alibabacloud_dkms_transfer.kms_transfer_acs_client.KmsTransferAcsClient',
    config: 'openapi.models.Config',
  },
}

/** The operations that the migration SDKs send to the KMS instance; every other one goes on to the shared gateway (their "Client Mechanism"). */
const REDIRECTED: ReadonlySet<string> = new Set([
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GetPublicKey',
  'AsymmetricEncrypt',
  'AsymmetricDecrypt',
  'AsymmetricSign',
  'AsymmetricVerify',
  'GetSecretValue',
])

export function isRedirected(operation: string): boolean {
  return REDIRECTED.has(operation)
}

/** A client that has a migration SDK. */
export function isSdkClient(client: Client): client is SdkClient {
  return hasMigrationSdk(client)
}
