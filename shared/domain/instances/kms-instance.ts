import type { Text } from '../messages/message.ts'

/** What an instance has a quota of (GetKmsInstanceQuotaInfos, ResourceType). */
export const QUOTA_TYPES = ['key', 'secret', 'qps', 'vpc'] as const
export type QuotaType = (typeof QUOTA_TYPES)[number]

/** How much of something an instance takes, and how much of it is taken; null: not told. A key version counts as a key. */
export interface Quota {
  readonly quota: number | null
  readonly used: number | null
}

/** A VPC that reaches an instance by its dedicated gateway. */
export interface InstanceVpc {
  readonly id: string
  /** Of another account, where the VPC is shared with it. */
  readonly owner: string | null
}

/** What GetKmsInstance says of an instance. The vendor's texts: hostile. Null: absent. Times are ISO 8601 UTC. */
export interface InstanceDetails {
  readonly name: string | null
  /** `Connected` where it can be used; the others are Uninitialized, Connecting, Disconnected and Error. */
  readonly status: string | null
  /** Cryptographic operations a second by its dedicated gateway. */
  readonly spec: number | null
  readonly chargeType: string | null
  readonly createdAt: string | null
  readonly endsAt: string | null
  /** Its own first, then those that are bound to it. */
  readonly vpcs: readonly InstanceVpc[]
}

/** What could not be read of an instance, and why. */
export interface UnreadPart {
  readonly what: 'details' | QuotaType
  readonly reason: Text
}

/** A purchased KMS instance at one `asOf`. No API says whether it is a software or a hardware one, nor the version of its image. */
export interface KmsInstance {
  readonly id: string
  /** Null: not read. */
  readonly details: InstanceDetails | null
  readonly quotas: Readonly<Record<QuotaType, Quota>>
  readonly unread: readonly UnreadPart[]
}

/** The instances of a scope as its last inventory found them: the progress entry `instances`. */
export interface InstancesReading {
  /** ISO 8601 UTC: the run's asOf. */
  readonly asOf: string
  /** Null: the list could not be read, and `unread` says why. */
  readonly instances: readonly KmsInstance[] | null
  readonly unread: Text | null
}

/** The only status in which an instance takes keys. */
export const USABLE = 'Connected'

/** How a subscription is paid; one that is not has no end. */
export const SUBSCRIPTION = 'PREPAY'

/** Calls a second that an instance is sold with; null: not told. */
export function tierOf({ quotas, details }: Pick<KmsInstance, 'quotas' | 'details'>): number | null {
  return quotas.qps.quota ?? details?.spec ?? null
}

/** Why parts of an instance could not be read, each reason once. */
export function unreadReasons({ unread }: Pick<KmsInstance, 'unread'>): readonly Text[] {
  return [...new Map(unread.map(({ reason }) => [JSON.stringify(reason), reason])).values()]
}

/** What is left of a quota; undefined: not known. */
export function roomOf({ quota, used }: Quota): number | undefined {
  return quota === null || used === null ? undefined : Math.max(0, quota - used)
}
