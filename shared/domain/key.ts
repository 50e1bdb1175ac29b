import type { Moved } from './after-move/moved.ts'
import type { Text } from './messages/message.ts'
import type { ResourceEvidence } from './resources/key-resource.ts'

/**
 * What KMS says of one key (DescribeKey.KeyMetadata and ListKeyVersions). `null`: absent, or not read (see `KeySnapshot.unread`).
 * Texts are the vendor's; `createdAt` is ISO 8601 UTC; `versions` is ListKeyVersions.TotalCount.
 */
export interface KeyFacts {
  readonly keyState: string | null
  readonly keySpec: string | null
  readonly keyUsage: string | null
  readonly origin: string | null
  readonly automaticRotation: string | null
  readonly versions: number | null
  readonly kmsInstanceId: string | null
  readonly createdAt: string | null
  /** When KMS makes the next key version by itself; ISO 8601 UTC. Told only where automatic rotation is Enabled or Suspended. */
  readonly nextRotationAt: string | null
  /** `SOFTWARE` or `HSM`. Absent where KMS does not say so, and in what older versions wrote: no verdict stands on it. */
  readonly protectionLevel?: ProtectionLevel
}

export const PROTECTION_LEVELS = ['SOFTWARE', 'HSM'] as const
export type ProtectionLevel = (typeof PROTECTION_LEVELS)[number]

export type FactName = keyof KeyFacts

/** A fact that could not be read, and why: `DescribeKey: Forbidden.NoPermission`. */
export interface UnreadFact {
  readonly fact: FactName | 'arn' | 'creatorType' | 'secrets' | 'aliases'
  readonly reason: Text
}

/**
 * What a key is, before any rule: `service` a service key; `instance` a key of a purchased KMS instance; `candidate` a CMK of the
 * default KMS instance; `unclassified` could be a candidate or something else, because neither the filters nor DescribeKey showed it; `gone`
 * was one of them and no longer exists.
 */
export type KeyKind = 'service' | 'instance' | 'candidate' | 'unclassified' | 'gone'

/** What inventory knows of a key at one `asOf`. Kept in `progress` under `key/<keyId>`, also after the key has moved on. */
export interface KeySnapshot extends ResourceEvidence {
  readonly keyId: string
  readonly arn: string
  readonly kind: KeyKind
  /** True once any run has read this key as a default-instance CMK: what tells `migrated` from `not-required`. */
  readonly onceCandidate: boolean
  readonly facts: KeyFacts
  readonly aliases: readonly string[]
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** Names of secrets that are encrypted with it. */
  readonly secrets: readonly string[]
  /** Every key version id ever seen of this key: old ciphertext still names them. */
  readonly versionIds: readonly string[]
  /** True when ListKeyVersions was read to its end in this run. */
  readonly versionsComplete: boolean
  readonly unread: readonly UnreadFact[]
  /** When it moved into its KMS instance; of a key of the default instance, and of one that moved before this was kept, it is absent. */
  readonly moved?: Moved
  /** The asOf of the last run that saw automatic rotation on, in the default instance or since; absent: none did. */
  readonly rotatedAt?: string
  /** ISO 8601 UTC: the run's asOf. */
  readonly asOf: string
}

export const NO_FACTS: KeyFacts = {
  keyState: null,
  keySpec: null,
  keyUsage: null,
  origin: null,
  automaticRotation: null,
  versions: null,
  kmsInstanceId: null,
  createdAt: null,
  nextRotationAt: null,
}

/** A candidate, or a key that may be one: what the rules for candidates judge. */
export function isCandidate(key: Pick<KeySnapshot, 'kind'>): boolean {
  return key.kind === 'candidate' || key.kind === 'unclassified'
}

/** Whether KMS makes key versions by itself: Suspended resumes as soon as the key is enabled. */
export function isRotating({ automaticRotation }: Pick<KeyFacts, 'automaticRotation'>): boolean {
  return automaticRotation === 'Enabled' || automaticRotation === 'Suspended'
}
