import type { Caller, CallerKind } from './caller.ts'
import { clientOfUserAgent, isConsoleAgent } from './client.ts'
import type { Identity, TrailEvent } from './event.ts'
import { originOf } from './network.ts'

/** Service-linked roles: only the service can assume them. https://www.alibabacloud.com/help/en/ram/product-overview/services-that-work-with-service-linked-roles */
const SERVICE_LINKED = /^aliyunservicerolefor/

/**
 * Roles that a service assumes to encrypt for its customer, in lower case as events write them. Other Aliyun… roles can carry a
 * customer's own code (AliyunFCDefaultRole does) and are applications.
 */
const ENCRYPTION_ROLES: ReadonlySet<string> = new Set([
  // https://www.alibabacloud.com/help/en/ram/developer-reference/aliyunrdsinstanceencryptionrolepolicy-1
  'aliyunrdsinstanceencryptiondefaultrole',
  // https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-modifydiskdefaultkmskeyid
  'aliyunecsdiskencryptdefaultrole',
  // Its older form, and those of MaxCompute and Codeup: the vendor's terraform-alicloud-modules, service_roles
  'aliyunecsencryptdefaultrole',
  'aliyunmaxcomputeencryptiondefaultrole',
  'aliyunrdcgitencryptionrole',
  // https://www.alibabacloud.com/help/en/ram/developer-reference/aliyunnasencryptdefaultrolepolicy
  'aliyunnasencryptdefaultrole',
  // https://help.aliyun.com/zh/ram/developer-reference/aliyunelasticsearchdiskencryptdefaultrolepolicy
  'aliyunelasticsearchdiskencryptdefaultrole',
])

/** The caller of an event. Identity tells services from people and programs; the user agent only tells languages apart. */
export function identifyCaller(event: TrailEvent): Caller {
  const kind = kindOf(event)
  const principal = principalOf(event.identity)
  if (kind === 'cloud-service') return { kind, principal, client: 'cloud-service', network: 'cloud-service' }
  const client = kind === 'console' ? 'console' : clientOfUserAgent(event.userAgent)
  return { kind, principal, client, ...originOf(event) }
}

function kindOf(event: TrailEvent): CallerKind {
  const { identity } = event
  if (identity.type === 'system') return 'cloud-service'
  const role = roleOf(identity)
  if (role !== undefined && (SERVICE_LINKED.test(role) || ENCRYPTION_ROLES.has(role))) return 'cloud-service'
  // The console signs with no key or a session's: a permanent key with the console's user agent is a program that says so.
  const personal = identity.accessKeyId === '' || identity.accessKeyId.startsWith('STS.')
  const byConsole = isConsoleAgent(event.userAgent) || /^Console(Operation|Call)$/.test(event.type)
  return byConsole && personal ? 'console' : 'application'
}

/** The name of an assumed role in lower case, without its session; undefined for any other identity. */
function roleOf(identity: Identity): string | undefined {
  return identity.type === 'assumed-role' ? identity.userName.split(':')[0]?.toLowerCase() : undefined
}

function principalOf(identity: Identity): string {
  const name = identity.userName || identity.principalId || 'unknown'
  switch (identity.type) {
    case 'root-account':
      return 'root'
    case 'ram-user':
      return `user/${name}`
    case 'assumed-role':
      return `role/${roleOf(identity) || name}`
    case 'system':
      return `service/${name}`
    default:
      return `${identity.type || 'unknown'}/${name}`
  }
}
