import * as z from 'zod'
import { normalForm } from '../domain/normal-form.ts'
import type { CallOptions } from './credential-source.ts'
import type { ServiceClient } from './service-client.ts'

/** The value of a secret as KMS holds it. A secret: never logged or shown. */
export interface SecretValue {
  /** Of a binary one Base64. */
  readonly data: string
  readonly isText: boolean
}

/** Values of secrets of KMS, read with the program's own credentials. No audit reads one. */
export interface SecretCloud {
  /** The current version of a secret of a region. Throws a `CloudError`. */
  secretValue(region: string, name: string, options?: CallOptions): Promise<SecretValue>
}

/** https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-getsecretvalue */
const answer = z.object({ SecretName: z.string(), SecretData: z.string(), SecretDataType: z.string() })

/** GetSecretValue of a name, which is never another account's. */
export async function secretValue(client: ServiceClient, name: string, options?: CallOptions): Promise<SecretValue> {
  const { SecretData, SecretDataType } = await client.call(
    'GetSecretValue',
    { SecretName: name },
    answer,
    options,
    (said) => (said.SecretName === name ? undefined : { code: 'AnotherSecret', reported: said.SecretName }),
  )
  return { data: SecretData, isText: normalForm(SecretDataType) === 'text' }
}
