import type { ApiCall } from '../service.ts'

/** `acs:kms:<region>:<account>:<resource>`. */
export function arn(call: ApiCall, resource: string): string {
  return `acs:kms:${call.region}:${call.account.id}:${resource}`
}
