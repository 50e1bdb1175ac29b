import { message } from '../messages/message.ts'
import { normalForm } from '../normal-form.ts'
import { isStale } from '../stale.ts'
import { DAY, type Instant, parseInstant } from '../time.ts'
import { check, type InstanceFinding, problem } from './instance-finding.ts'
import { type InstanceKind, takesSpec } from './instance-kind.ts'
import { type KmsInstance, type Quota, roomOf, SUBSCRIPTION, tierOf, USABLE, unreadReasons } from './kms-instance.ts'
import type { FoundInstance } from './known-instances.ts'
import type { Moving } from './moving-keys.ts'
import type { JointPeak } from './peak-use.ts'
import { SAFE_SHARE } from './qps-tier.ts'

/** A subscription that ends within so long is told, our own choice: budgets and orders take their time. */
const ENDS_SOON = 90 * DAY

/** What comes to an instance. */
export interface Arrival {
  readonly moving: Moving
  /** Undefined: nobody knows. */
  readonly peak: JointPeak | undefined
  /** When the last window ends, ISO 8601 UTC; null: no key has one yet. */
  readonly lastWindow: string | null
  readonly kind: InstanceKind | undefined
  readonly now: Instant
}

/** What does not fit, and what only a person can check; the worst first. */
export function fitOf({ instance, asOf }: FoundInstance, arrival: Arrival): readonly InstanceFinding[] {
  const findings = [
    ...stateFindings(instance),
    ...roomFindings(instance, arrival),
    ...speedFindings(instance, arrival),
    ...endFindings(instance, arrival),
    ...specFindings(instance, arrival),
    ...unreadFindings(instance),
    ...(isStale(asOf, arrival.now) ? [check(message('instance-read-long-ago', { instance: instance.id, asOf }))] : []),
    ...(arrival.kind === 'hardware' ? [] : [check(message('instance-image', { instance: instance.id }))]),
    ...vpcFindings(instance, arrival),
  ]
  return [...findings].sort((a, b) => Number(a.level === 'check') - Number(b.level === 'check'))
}

function isUsable({ details }: KmsInstance): boolean {
  return details === null || details.status === USABLE
}

function stateFindings(instance: KmsInstance): InstanceFinding[] {
  if (isUsable(instance)) return []
  return [
    problem(message('instance-not-connected', { instance: instance.id, status: instance.details?.status ?? '?' })),
  ]
}

function roomFindings({ id, quotas }: KmsInstance, { moving }: Arrival): InstanceFinding[] {
  const lacking = (quota: Quota, needed: number) => {
    // Where nobody knows how much is used, all of it may be free, and no more.
    const free = roomOf(quota) ?? quota.quota
    return free === null || needed <= free ? undefined : { instance: id, needed, free, missing: needed - free }
  }
  const keys = lacking(quotas.key, moving.keys)
  const secrets = lacking(quotas.secret, moving.secrets)
  return [
    ...(keys ? [problem(message('instance-lacks-keys', keys))] : []),
    ...(secrets ? [problem(message('instance-lacks-secrets', secrets))] : []),
  ]
}

function speedFindings(instance: KmsInstance, { peak }: Arrival): InstanceFinding[] {
  const { id } = instance
  const tier = tierOf(instance)
  if (peak === undefined) return [check(message('instance-peak-unknown', { instance: id }))]
  const open = peak.complete ? [] : [check(message('instance-peak-incomplete', { instance: id }))]
  if (tier === null || peak.perSecond <= tier * SAFE_SHARE) return open
  const { calls, perSecond, at, scopes } = peak
  const params = { instance: id, tier, perSecond, calls, at, scopes }
  const said =
    perSecond > tier
      ? problem(message('instance-too-slow', { ...params, missing: Math.ceil(perSecond - tier) }))
      : check(message('instance-perhaps-too-slow', params))
  return [said, ...open]
}

function endFindings({ id, details }: KmsInstance, { lastWindow, now }: Arrival): InstanceFinding[] {
  if (details === null) return []
  const end = parseInstant(details.endsAt)
  if (end === undefined)
    return details.chargeType === SUBSCRIPTION ? [check(message('instance-end-unknown', { instance: id }))] : []
  const endsAt = details.endsAt ?? ''
  if (end <= now) return [problem(message('instance-ended', { instance: id, endsAt }))]
  const window = parseInstant(lastWindow)
  if (window !== undefined && end < window)
    return [problem(message('instance-ends-before', { instance: id, endsAt, window: lastWindow ?? '' }))]
  if (end - now > ENDS_SOON) return []
  return [check(message('instance-ends-soon', { instance: id, endsAt, days: Math.floor((end - now) / DAY) }))]
}

function specFindings({ id }: KmsInstance, { moving, kind }: Arrival): InstanceFinding[] {
  const refusedBy = (each: InstanceKind) => [...moving.specs].filter(([spec]) => !takesSpec(each, spec))
  const refused = refusedBy(kind ?? 'software')
  if (refused.length === 0) return []
  const params = {
    instance: id,
    specs: refused.map(([spec]) => spec).sort(),
    keys: refused.reduce((sum, [, keys]) => sum + keys, 0),
  }
  if (kind === undefined) return [check(message('instance-kind-unknown', params))]
  return [problem(message('instance-refuses-specs', { ...params, kind }))]
}

function unreadFindings(instance: KmsInstance): InstanceFinding[] {
  // Of an instance that is not enabled its status says why.
  if (!isUsable(instance)) return []
  if (instance.details === null && instance.unread.length === 0)
    return [check(message('instance-not-read', { instance: instance.id }))]
  const reasons = unreadReasons(instance)
  return reasons.length === 0 ? [] : [check(message('instance-part-unread', { instance: instance.id, reasons }))]
}

function vpcFindings({ id, details, quotas }: KmsInstance, { moving }: Arrival): InstanceFinding[] {
  if (details === null) return []
  const vpcs = details.vpcs.map((vpc) => vpc.id)
  const bound = new Set(vpcs.map(normalForm))
  const missing = [...moving.vpcs].filter((vpc) => !bound.has(vpc)).sort()
  const callers = moving.otherVpcCallers
  return [
    ...(missing.length > 0
      ? [problem(message('instance-lacks-vpcs', { instance: id, missing, room: roomOf(quotas.vpc) ?? null }))]
      : []),
    ...(callers > 0 ? [check(message('instance-vpcs', { instance: id, callers, vpcs }))] : []),
  ]
}
