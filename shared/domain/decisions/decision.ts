import type { Client } from '../caller.ts'
import type { RuleId } from '../rules/rule-id.ts'

/** The states of a batch, in the order in which a migration goes through them. */
export const BATCH_STATES = ['planned', 'requested', 'window-agreed', 'moved', 'verified'] as const
export type BatchState = (typeof BATCH_STATES)[number]

/** Languages and tools that a person may say of an application: those that have a name of their own. */
export const SPOKEN_CLIENTS = [
  'java',
  'go',
  'python',
  'nodejs',
  'php',
  'dotnet',
  'cpp',
  'swift',
  'ruby',
  'cli',
  'terraform',
] as const satisfies readonly Client[]
export type SpokenClient = (typeof SPOKEN_CLIENTS)[number]

/** Who is asked about a key, whatever its tags say. */
export interface OwnerDecision {
  readonly kind: 'owner'
  readonly keyId: string
  readonly owner: string
}

/** A finding that somebody has taken note of. It stands beside the verdict and never changes it. */
export interface WaiverDecision {
  readonly kind: 'waiver'
  readonly keyId: string
  readonly rule: RuleId
}

/** These keys, and no others, are what a caller's calls used that tie to no key. */
export interface KeysStatement {
  readonly kind: 'keys-statement'
  readonly principal: string
  readonly keyIds: readonly string[]
}

/** Calls whose user agent reveals no language come from an application in this one: those of a caller, or of `agent/<product>`, who calls himself so. */
export interface ClientStatement {
  readonly kind: 'client-statement'
  readonly principal: string
  readonly client: SpokenClient
}

/** How far a batch is. Its keys are those that it had when it was requested: a plan of a later night does not change them. */
export interface BatchDecision {
  readonly kind: 'batch'
  readonly batch: string
  readonly state: BatchState
  readonly keyIds: readonly string[]
  readonly secrets: readonly string[]
  readonly destination: string | null
  /** The number of the ticket, as the vendor gave it. */
  readonly ticket?: string
  /** ISO 8601 UTC, both; agreed with the vendor. */
  readonly window?: { readonly from: string; readonly to: string }
}

/** What a newer version of this program wrote and this one cannot read: it is shown, and decides nothing. */
export interface UnknownDecision {
  readonly kind: 'unknown'
  /** Its kind, as it stands there. Text from outside. */
  readonly named: string
  /** The keys that it names, as far as that can be read. */
  readonly keyIds: readonly string[]
}

/** What this version can decide. */
export type KnownValue = OwnerDecision | WaiverDecision | KeysStatement | ClientStatement | BatchDecision
export type DecisionValue = KnownValue | UnknownDecision
export type DecisionKind = DecisionValue['kind']

/**
 * What a person decided about a subject of one scope, as it is kept: nothing is written over, and the newest of a subject is what holds. `value`
 * null: what held was withdrawn.
 */
export interface Decision {
  readonly accountId: string
  readonly region: string
  /** `subjectOf` of its value: `owner/<key id>`, `waiver/<key id>/<rule>`, `batch/<id>`, … */
  readonly subject: string
  /** 1 for the first of its subject, one more for each that follows. */
  readonly number: number
  readonly value: DecisionValue | null
  /** Who decided; a person's name, as given. */
  readonly by: string
  /** ISO 8601 UTC. */
  readonly at: string
  readonly why: string
  /** ISO 8601 UTC: from then on it holds no more. Null: until it is withdrawn. */
  readonly until: string | null
}

/** A finding that somebody has taken note of, as rows show it. It stands beside the verdict and never changes it. */
export interface Waiver {
  readonly rule: string
  readonly by: string
  readonly at: string
  readonly why: string
  readonly until: string | null
}

/** What of a decision tells what it is about. */
type About =
  | Pick<OwnerDecision, 'kind' | 'keyId'>
  | (Pick<WaiverDecision, 'kind' | 'keyId'> & { readonly rule: string })
  | Pick<KeysStatement, 'kind' | 'principal'>
  | Pick<ClientStatement, 'kind' | 'principal'>
  | Pick<BatchDecision, 'kind' | 'batch'>

/** What a decision is about: two of one subject follow each other. */
export function subjectOf(value: About): string {
  switch (value.kind) {
    case 'owner':
      return `owner/${value.keyId}`
    case 'waiver':
      return `waiver/${value.keyId}/${value.rule}`
    case 'keys-statement':
    case 'client-statement':
      return `${value.kind}/${value.principal}`
    case 'batch':
      return `batch/${value.batch}`
  }
}

/** The keys that a decision names. */
export function keyIdsOf(value: DecisionValue | null): readonly string[] {
  switch (value?.kind) {
    case undefined:
    case 'client-statement':
      return []
    case 'owner':
    case 'waiver':
      return [value.keyId]
    case 'keys-statement':
    case 'batch':
    case 'unknown':
      return value.keyIds
  }
}
