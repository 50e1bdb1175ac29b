import type { RpcService } from '../service.ts'
import type { Refusal } from './refusal.ts'

/** KMS answers errors with four members of its own; ActionTrail and STS stand behind the POP gateway (API references, "Responses"). */
export function errorBody(
  service: RpcService,
  refusal: Refusal,
  requestId: string,
  host: string,
): Record<string, unknown> {
  if (service === 'kms') {
    return { HttpStatus: refusal.status, Code: refusal.code, Message: refusal.message, RequestId: requestId }
  }
  const Recommend = `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(refusal.code)}&product=${PRODUCTS[service]}&requestId=${requestId}`
  return { RequestId: requestId, HostId: host, Code: refusal.code, Message: refusal.message, Recommend }
}

const PRODUCTS = {
  actiontrail: 'Actiontrail',
  sts: 'Sts',
  rds: 'Rds',
  ecs: 'Ecs',
  vpc: 'Vpc',
  resourcedirectory: 'ResourceDirectory',
} as const
