import { attributeEvent } from './attribution.ts'
import type { AttributionContext } from './claims.ts'
import type { TrailEvent } from './event.ts'
import { isNoId } from './event-id.ts'
import { textsIn } from './event-values.ts'
import { mayBe, placeContradicting, readKmsArn } from './kms-arn.ts'
import { normalForm } from './normal-form.ts'
import type { Scope } from './scope.ts'

/**
 * Whether an event is of the scope that was asked. `here`: it says so, and so proves that the source is that of the scope. `unsaid`: nothing
 * in it tells. `elsewhere`: it names another region or account, and the answer is no evidence.
 */
export type Origin =
  | { readonly kind: 'here' }
  | { readonly kind: 'unsaid' }
  | { readonly kind: 'elsewhere'; readonly what: 'region' | 'account'; readonly name: string }

/** A name that may be shown; anything else could be a text of a stranger. */
const TELLABLE = /^[\w*.-]{1,64}$/

/** Callers that have no account: what their identity says of one is the service's. */
const SYSTEM = 'system'

/** Compares what an event says of itself with the scope: its region (acsRegion), and its account (recipientAccountId, else the caller's). */
export function originOf(event: TrailEvent, context: AttributionContext): Origin {
  const { scope } = context
  if (!isNoId(event.region) && !mayBe(event.region, scope.region)) {
    return elsewhere('region', event.region)
  }
  const recipient = event.recipientAccountId
  if (!isNoId(recipient) && !mayBe(recipient, scope.accountId)) {
    return elsewhere('account', recipient)
  }
  const caller = event.identity.accountId
  const isForeign =
    isNoId(recipient) &&
    normalForm(event.identity.type) !== SYSTEM &&
    !isNoId(caller) &&
    !mayBe(caller, scope.accountId)
  // Another account may use a key of this one, and has to call it by its ARN: then the ARN is what tells.
  if (isForeign && !namesArnOf(scope, event)) return elsewhere('account', caller)
  return !isNoId(event.region) || namesKey(event, context) ? { kind: 'here' } : { kind: 'unsaid' }
}

function elsewhere(what: 'region' | 'account', text: string): Origin {
  const name = text.trim()
  return { kind: 'elsewhere', what, name: TELLABLE.test(name) ? name : '?' }
}

/** Fewer digits of an account than this tell it from no other. */
const MIN_DIGITS = 4

/** True when the event names a key or an alias of the scope by an ARN that says its account. */
function namesArnOf(scope: Scope, { request, resources }: TrailEvent): boolean {
  const said = [...[...request.values()].flat().flatMap((value) => textsIn(value)), ...resources]
  return said.some((text) => {
    const arn = readKmsArn(text)
    const digits = arn?.account.replaceAll('*', '') ?? ''
    return arn !== undefined && digits.length >= MIN_DIGITS && placeContradicting(arn, scope) === undefined
  })
}

/** True when the event names a key that the scope is known to have. */
function namesKey(event: TrailEvent, context: AttributionContext): boolean {
  return attributeEvent(event, context).some((target) => context.keys.ownersOfVersion(target).length > 0)
}
