import type { Text } from '../messages/message.ts'
import { normalForm } from '../normal-form.ts'
import { type DestinationSettings, destinationIn } from '../plan/destination.ts'
import type { Scope } from '../scope.ts'
import type { InstanceKind } from './instance-kind.ts'
import { type KmsInstance, type Quota, tierOf, unreadReasons } from './kms-instance.ts'
import type { ScopeInstances } from './known-instances.ts'

/** A KMS instance as it is shown: the contract of `instances --format json` and of the HTTP API. Null: not read, or not told. */
export interface InstanceRow extends Scope {
  /** Null: the instances of the account and region could not be listed, and `unread` says why. */
  readonly instance: string | null
  readonly name: string | null
  readonly status: string | null
  /** Whether keys of the region are to move to it. */
  readonly isDestination: boolean
  /** As `CMK_DESTINATION` says it. */
  readonly kind: InstanceKind | null
  /** A key version counts as a key. */
  readonly keys: Quota
  readonly secrets: Quota
  /** Calls a second that it is sold with. */
  readonly qps: number | null
  /** VPCs that reach its dedicated gateway. */
  readonly vpcs: readonly string[]
  readonly vpcQuota: Quota
  readonly chargeType: string | null
  /** ISO 8601 UTC. */
  readonly createdAt: string | null
  readonly endsAt: string | null
  /** What could not be read. */
  readonly unread: readonly Text[]
  /** ISO 8601 UTC: the asOf of the run that read it. */
  readonly asOf: string
}

interface PlaceFilter {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
}

const UNKNOWN: Quota = { quota: null, used: null }

/** What is known of instances, a row each, by account, region and id. */
export function instanceRows(
  scopes: readonly ScopeInstances[],
  settings: DestinationSettings,
  { account, region }: PlaceFilter = {},
): readonly InstanceRow[] {
  return scopes.flatMap((scope) => {
    if (account && !account.includes(scope.accountId)) return []
    if (region && !region.includes(scope.region)) return []
    const { reading } = scope
    if (reading === undefined) return []
    const place = { accountId: scope.accountId, region: scope.region, asOf: reading.asOf }
    if (reading.instances === null) return [{ ...NOTHING, ...place, unread: [reading.unread ?? ''] }]
    return reading.instances.map((each) => ({ ...rowOf(each, scope.region, settings), ...place }))
  })
}

const NOTHING: Omit<InstanceRow, 'accountId' | 'region' | 'asOf'> = {
  ...{ instance: null, name: null, status: null, isDestination: false, kind: null },
  ...{ keys: UNKNOWN, secrets: UNKNOWN, qps: null, vpcs: [], vpcQuota: UNKNOWN },
  ...{ chargeType: null, createdAt: null, endsAt: null, unread: [] },
}

function rowOf(instance: KmsInstance, region: string, settings: DestinationSettings): typeof NOTHING {
  const { id, details, quotas } = instance
  const destination = destinationIn(region, settings)
  const isDestination = destination !== undefined && normalForm(destination.instance) === normalForm(id)
  return {
    ...{ instance: id, name: details?.name ?? null, status: details?.status ?? null, isDestination },
    kind: (isDestination ? destination.kind : undefined) ?? null,
    ...{ keys: quotas.key, secrets: quotas.secret, vpcQuota: quotas.vpc },
    qps: tierOf(instance),
    vpcs: (details?.vpcs ?? []).map((vpc) => vpc.id),
    chargeType: details?.chargeType ?? null,
    createdAt: details?.createdAt ?? null,
    endsAt: details?.endsAt ?? null,
    unread: unreadReasons(instance),
  }
}
