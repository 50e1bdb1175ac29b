import { $OpenApiUtil } from '@alicloud/openapi-core'
import * as $dara from '@darabonba/typescript'
import type { Credentials } from './credential-source.ts'
import { BACKSTOP } from './deadlines.ts'
import type { Endpoint } from './endpoints.ts'

/** Both SDK generations read the same members of their configuration. `userAgent`: what is written behind their own. */
export function sdkConfig(
  endpoint: Endpoint,
  region: string,
  credentials: Credentials,
  userAgent?: string,
): $OpenApiUtil.Config {
  const { accessKeyId, accessKeySecret, securityToken } = credentials
  return new $OpenApiUtil.Config({
    ...{ accessKeyId, accessKeySecret },
    ...(securityToken === undefined ? {} : { securityToken, type: 'sts' }),
    ...{ regionId: region, endpoint: endpoint.host, protocol: endpoint.protocol },
    ...(userAgent === undefined ? {} : { userAgent }),
  })
}

/** No retries of the SDK's own, and deadlines that never come first. */
export function sdkRuntime(): $dara.RuntimeOptions {
  return new $dara.RuntimeOptions({ autoretry: false, readTimeout: BACKSTOP, connectTimeout: BACKSTOP })
}
