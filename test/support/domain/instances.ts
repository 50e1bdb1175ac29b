import type { InstanceDetails, KmsInstance } from '../../../shared/domain/instances/kms-instance.ts'
import type { FoundInstance, ScopeInstances } from '../../../shared/domain/instances/known-instances.ts'
import type { PeakUse } from '../../../shared/domain/instances/peak-use.ts'

export const READ_AT = '2026-11-23T01:00:00Z'
const ACCOUNT = '1234567890123456'

interface Parts {
  readonly id?: string
  readonly details?: Partial<InstanceDetails> | null
  readonly quotas?: Partial<KmsInstance['quotas']>
  readonly unread?: KmsInstance['unread']
}

/** A connected instance with room for 1,000 keys and 100 secrets, of which 900 and 60 are used, until 2028. */
export function kmsInstance({ id = 'kst-hzz1', details = {}, quotas = {}, unread = [] }: Parts = {}): KmsInstance {
  const usual: InstanceDetails = {
    ...{ name: 'main', status: 'Connected', spec: 1000, chargeType: 'PREPAY' },
    ...{ createdAt: '2024-01-10T08:00:00Z', endsAt: '2028-01-10T16:00:00Z' },
    vpcs: [{ id: 'vpc-1', owner: null }],
  }
  const room = { key: { quota: 1000, used: 900 }, secret: { quota: 100, used: 60 } }
  const others = { qps: { quota: 1000, used: 0 }, vpc: { quota: 5, used: 1 } }
  const known = details === null ? null : { ...usual, ...details }
  return { id, details: known, quotas: { ...room, ...others, ...quotas }, unread }
}

export function found(instance: KmsInstance, asOf = READ_AT): FoundInstance {
  return { accountId: ACCOUNT, region: 'cn-hangzhou', instance, asOf }
}

/** What is stored of a scope: instances that were listed, and its busiest hour. */
export function scopeInstances(
  instances: readonly KmsInstance[] | null,
  { region = 'cn-hangzhou', accountId = ACCOUNT, peak }: { region?: string; accountId?: string; peak?: PeakUse } = {},
): ScopeInstances {
  const unread = instances === null ? 'ListKmsInstances: Forbidden.NoPermission' : null
  return { accountId, region, reading: { asOf: READ_AT, instances, unread }, ...(peak && { peak }) }
}

/** So many calls in the hour from 9:00 UTC. */
export function peakUse(calls: number, complete = true): PeakUse {
  return { asOf: READ_AT, busiest: calls === 0 ? null : { from: '2026-11-20T09:00:00Z', calls }, complete }
}
