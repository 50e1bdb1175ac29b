/** Calls a second of each group. */
export interface Quotas {
  readonly kmsRead: number
  readonly kmsResourceTags: number
  readonly kmsInstances: number
  readonly kmsStatus: number
  readonly kmsSecrets: number
  readonly kmsSecretValues: number
  readonly kmsCryptography: number
  readonly lookupEvents: number
  readonly tablestoreTables: number
  readonly ecsDisks: number
  readonly ecsSnapshots: number
  readonly ecsDefaultDiskKey: number
  readonly rdsAssociates: number
}

/**
 * What the vendor's pages "Performance data" (KMS) and "LookupEvents" (ActionTrail) give an account, and "Limits" (Tablestore) an instance. ECS and
 * RDS count each operation by itself and publish no number: the account's Quota Center has it. Ours are low for them.
 */
export const VENDOR_QUOTAS: Quotas = {
  kmsRead: 50,
  kmsResourceTags: 300,
  kmsInstances: 50,
  kmsStatus: 1,
  kmsSecrets: 40,
  kmsSecretValues: 450,
  kmsCryptography: 1_000,
  lookupEvents: 2,
  tablestoreTables: 10,
  ecsDisks: 10,
  ecsSnapshots: 10,
  ecsDefaultDiskKey: 10,
  rdsAssociates: 10,
}

/** No quota at all, for tests that are about something else. */
export const NO_QUOTAS: Quotas = {
  kmsRead: Number.POSITIVE_INFINITY,
  kmsResourceTags: Number.POSITIVE_INFINITY,
  kmsInstances: Number.POSITIVE_INFINITY,
  kmsStatus: Number.POSITIVE_INFINITY,
  kmsSecrets: Number.POSITIVE_INFINITY,
  kmsSecretValues: Number.POSITIVE_INFINITY,
  kmsCryptography: Number.POSITIVE_INFINITY,
  lookupEvents: Number.POSITIVE_INFINITY,
  tablestoreTables: Number.POSITIVE_INFINITY,
  ecsDisks: Number.POSITIVE_INFINITY,
  ecsSnapshots: Number.POSITIVE_INFINITY,
  ecsDefaultDiskKey: Number.POSITIVE_INFINITY,
  rdsAssociates: Number.POSITIVE_INFINITY,
}

/** KMS, ECS and RDS count an account's calls in each region, ActionTrail over all regions together, Tablestore in each instance, which `place` names. */
export function quotaOwner(group: keyof Quotas, accountId: string, place: string): string {
  return group === 'lookupEvents' ? `${group} ${accountId}` : `${group} ${accountId} ${place}`
}
