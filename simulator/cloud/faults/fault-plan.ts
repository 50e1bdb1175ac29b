import type { Service } from '../service.ts'
import type { Fault, FaultWhere, Strike } from './fault.ts'

/** What faults look at. */
export interface Target {
  readonly service: Service
  readonly region: string
  readonly action: string
  readonly accountId: string | undefined
  readonly params: ReadonlyMap<string, string>
}

/** Faults with the count of requests that each of them matched. */
export class FaultPlan {
  readonly #faults: { readonly fault: Fault; matched: number }[]

  constructor(faults: readonly Fault[]) {
    this.#faults = faults.map((fault) => ({ fault, matched: 0 }))
  }

  /** Latencies add up; of the rest the first that is due strikes. */
  next(target: Target): { readonly delay: number; readonly strike?: Strike } {
    let delay = 0
    let strike: Strike | undefined
    for (const each of this.#faults) {
      const where = each.fault.where ?? {}
      if (!matches(where, target)) continue
      each.matched += 1
      if (!isDue(where, each.matched)) continue
      const { effect } = each.fault
      if (effect.kind === 'latency') delay += effect.ms
      else strike ??= effect
    }
    return strike ? { delay, strike } : { delay }
  }
}

function matches(where: FaultWhere, target: Target): boolean {
  const { service, region, action, accountId, keyId, params = {} } = where
  const wanted = keyId === undefined ? params : { ...params, KeyId: keyId }
  return (
    (service === undefined || service === target.service) &&
    (region === undefined || region === target.region) &&
    (action === undefined || action === target.action) &&
    (accountId === undefined || accountId === target.accountId) &&
    Object.entries(wanted).every(([name, value]) => target.params.get(name) === value)
  )
}

function isDue(where: FaultWhere, count: number): boolean {
  if (where.nth && !where.nth.includes(count)) return false
  if (where.every !== undefined && count % where.every !== 0) return false
  return count >= (where.from ?? 1) && count <= (where.to ?? Number.POSITIVE_INFINITY)
}
