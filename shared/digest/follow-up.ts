import type { BatchState, DecisionValue } from '../domain/decisions/decision.ts'
import type { Finding, ReadinessRow } from '../domain/readiness.ts'
import type { Scope } from '../domain/scope.ts'
import type { Verdict } from '../domain/verdict.ts'

/** A batch that was requested, or whose window is agreed. */
export interface BatchUnderWay {
  readonly batch: string
  readonly state: BatchState
  /** The number of the ticket, as the vendor gave it. */
  readonly ticket?: string
  /** Agreed with the vendor; ISO 8601 UTC, both. */
  readonly window?: { readonly from: string; readonly to: string }
  /** Who recorded its state. */
  readonly by: string
}

/** A batch under way with keys that must not be moved. */
export interface SpoiledBatch extends Scope, BatchUnderWay {
  /** Its keys that are not ready; verdict null: the key does not exist any more. */
  readonly keys: readonly (TaskKey & { readonly owner?: string; readonly verdict: Verdict | null })[]
}

/** A decision that ends soon, or ended in the digest's period. */
export interface ExpiringDecision extends Scope {
  readonly subject: string
  readonly value: DecisionValue
  /** Of the key that it names, where it names one. */
  readonly aliases: readonly string[]
  readonly by: string
  /** ISO 8601 UTC. */
  readonly until: string
  /** True: it holds no more. */
  readonly over: boolean
}

/** A key as a task names it. */
export type TaskKey = Pick<ReadinessRow, 'accountId' | 'region' | 'keyId' | 'aliases'>

interface TaskFor {
  /** The owner of the keys, or who decided; null where nobody is named. */
  readonly who: string | null
  /** ISO 8601 UTC; null where there is no date. */
  readonly due: string | null
  /** How many keys it is about. */
  readonly count: number
  /** The first of them. */
  readonly keys: readonly TaskKey[]
}

/**
 * Something that somebody has to do. Of a batch: tell that keys must not be moved (`spoiled-batch`), agree on a window (`window-missing`), be ready for it
 * (`window`), record what became of it (`window-over`). Of keys: switch their rotation off, take the step of a finding (`action`), open a ticket
 * (`support`); of moved ones mend callers that fail (`failing`), change those that are still at the old entry point (`old-entry`), switch rotation on again
 * (`rotation-on`). Of a decision: renew it.
 */
export type Task = TaskFor &
  (
    | {
        readonly kind: 'spoiled-batch' | 'window' | 'window-over' | 'window-missing'
        readonly batch: Pick<SpoiledBatch, 'ticket' | 'window'> & { readonly id: string }
      }
    | { readonly kind: 'rotation' | 'support' | 'failing' | 'old-entry' | 'rotation-on' }
    | { readonly kind: 'action'; readonly finding: Finding }
    | { readonly kind: 'decision'; readonly decision: DecisionValue; readonly aliases: readonly string[] }
  )
