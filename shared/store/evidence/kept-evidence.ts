import type { ScopeEvidence } from '../../domain/scope-evidence.ts'
import type { Store } from '../store.ts'
import { KeptByScope } from '../summaries/kept-by-scope.ts'

/** Another form is another program's: the scope is read instead. */
export const FORM = 1

/** The evidence of a scope as the store had it after a reading of its account. */
export interface KeptEvidence {
  readonly form: number
  /** That reading, by its lease: after another, this counts no more. */
  readonly reading: string
  readonly evidence: ScopeEvidence
}

/** Evidence of each scope, side by side. */
export function keptEvidence({ progress }: Pick<Store, 'progress'>): KeptByScope<KeptEvidence> {
  return new KeptByScope(progress, 'evidence')
}
