import { type Caller, type CallerKind, NO_NAME } from './caller.ts'
import { agentProduct, clientOfUserAgent, isConsoleAgent } from './client.ts'
import type { Identity, TrailEvent } from './event.ts'
import { isFromVendor, originOf } from './network.ts'
import { normalForm } from './normal-form.ts'
import { isPlaceholder } from './placeholder.ts'
import { natureOfRole } from './service-roles.ts'

/** The identities that a person at the console has (docs/vendor-facts.md, "ActionTrail: events"); others, CloudSSO's and SAML's, have to be proven. */
const PERSONAL: ReadonlySet<string> = new Set(['root-account', 'ram-user', 'assumed-role'])
/** Set by the vendor, not by the caller. */
const CONSOLE_EVENTS: ReadonlySet<string> = new Set(['consoleoperation', 'consolecall'])

/** The caller of an event. Identity tells services from people and programs; the user agent only tells languages apart. */
export function identifyCaller(event: TrailEvent): Caller {
  const kind = kindOf(event)
  const principal = principalOf(event.identity)
  if (kind === 'cloud-service') return { kind, principal, client: 'cloud-service', network: 'cloud-service' }
  const client = kind === 'console' ? 'console' : clientOfUserAgent(event.userAgent)
  const agent = client === 'unknown' ? agentProduct(event.userAgent) : undefined
  return { kind, principal, client, ...(agent !== undefined && { agent }), ...originOf(event) }
}

function kindOf(event: TrailEvent): CallerKind {
  const { identity } = event
  // Services sign with nothing or with a session's key. A permanent key is somebody's, whatever the event says beside it.
  if (hasPermanentKey(identity)) return 'application'
  if (normalForm(identity.type) === 'system') return 'cloud-service'
  const role = roleOf(identity)
  const nature = role === undefined ? 'customer' : natureOfRole(role)
  if (nature === 'service') return 'cloud-service'
  if (isAtConsole(event)) return 'console'
  return nature === 'unlisted' ? 'unlisted-service-role' : 'application'
}

function hasPermanentKey({ accessKeyId }: Identity): boolean {
  return !isPlaceholder(accessKeyId) && !normalForm(accessKeyId).startsWith('sts.')
}

/**
 * A program can send any user agent: beside the console's it takes proof that no program signed. That is the type of the event, an origin
 * that only the vendor's own back end has, or that nothing signed at all.
 */
function isAtConsole(event: TrailEvent): boolean {
  const { identity, userAgent } = event
  if (CONSOLE_EVENTS.has(normalForm(event.type))) return isConsoleAgent(userAgent) || isBrowser(userAgent)
  if (!isConsoleAgent(userAgent) || normalForm(identity.type) === '') return false
  return isFromVendor(event) || (identity.accessKeyId === '' && PERSONAL.has(normalForm(identity.type)))
}

/** What the console passes on of the person's browser, or no agent at all. */
function isBrowser(userAgent: string): boolean {
  return userAgent === '' || normalForm(userAgent).startsWith('mozilla/')
}

/** The name of an assumed role in lower case, without its session; undefined for any other identity. */
function roleOf(identity: Identity): string | undefined {
  return normalForm(identity.type) === 'assumed-role' ? normalForm(identity.userName.split(':')[0] ?? '') : undefined
}

function principalOf(identity: Identity): string {
  const name = identity.userName || identity.principalId || NO_NAME
  switch (normalForm(identity.type)) {
    case 'root-account':
      return 'root'
    case 'ram-user':
      return `user/${name}`
    case 'assumed-role':
      return `role/${roleOf(identity) || name}`
    case 'system':
      return `service/${name}`
    default:
      return `${identity.type || NO_NAME}/${name}`
  }
}
