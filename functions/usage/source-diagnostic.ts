import type { Diagnostic } from '../../shared/domain/readiness.ts'
import type { SourceProblem } from '../../shared/domain/source-proof.ts'
import type { ScopeSource } from './sources/source.ts'

/** The code of a diagnostic about a source that is not proven. */
export const SOURCE_UNPROVEN = 'SourceUnproven'

/** What a source that is not proven leaves for people to see: which one is blind or wrong, and how to mend it. */
export function sourceDiagnostic(
  problem: SourceProblem,
  source: ScopeSource,
  about: Pick<Diagnostic, 'accountId' | 'region' | 'stage' | 'asOf'>,
): Diagnostic {
  return {
    ...about,
    status: 'incomplete',
    action: source.action,
    code: SOURCE_UNPROVEN,
    ...source.explain(problem),
    fatal: false,
  }
}
