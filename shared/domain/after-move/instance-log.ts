import type { Client } from '../caller.ts'
import type { InstanceLogState } from './after-move.ts'

/** Project and logstore of the log that a KMS instance writes where that was bought (docs/vendor-facts.md, "After the move"). */
export const INSTANCE_LOGSTORE = 'kms_audit_log'
export function instanceLogProject(instanceId: string): string {
  return `kms-log-${instanceId}`
}

/** Calls of one caller with one key through one gateway, by the log; ISO 8601 UTC. */
export interface LoggedCalls {
  readonly keyId: string
  readonly gateway: 'shared' | 'dedicated'
  /** The log's word: `cloud-account`, `ram-user`, `ram-role`, `aap`. */
  readonly identity: string
  /** UID of the RAM identity, or the name of the application access point. Hostile. */
  readonly principalId: string
  readonly client: Client
  readonly calls: number
  readonly failures: number
  readonly firstAt: string
  readonly lastAt: string
  /** Of the last that worked; null: none did. */
  readonly lastMadeAt: string | null
  /** The newest request. */
  readonly request: string
}

/** What a run read of the log of an instance. */
export interface InstanceLogReading extends InstanceLogState {
  readonly asOf: string
  readonly calls: readonly LoggedCalls[]
}

/** UIDs of RAM identities, as events show them, and the principals that usage rows name them by. */
export type Principals = Readonly<Record<string, string>>

/** Whom a log means: the principal that ActionTrail shows under the same UID, or the UID itself. */
export function principalOfLog({ identity, principalId }: LoggedCalls, principals: Principals): string {
  if (identity === 'aap') return `aap/${principalId}`
  const known = Object.hasOwn(principals, principalId) ? principals[principalId] : undefined
  if (known !== undefined) return known
  if (principalId === '') return 'unknown'
  return identity === 'cloud-account' ? 'root' : `${identity.replace(/^ram-/, '')}/${principalId}`
}
