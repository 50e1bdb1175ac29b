import type { Scope } from '../../../../shared/domain/scope.ts'
import { deliveredBy, type TrailProblem } from '../../../../shared/domain/trail.ts'
import type { ReadingLimits, ScopeSource, SourceParts, UsageSource } from '../source.ts'
import type { TrailConfig } from './find-trail.ts'
import { type FoundPlace, type OpenPlace, Places } from './places.ts'
import { type SourceFault, trailProblem } from './sentences.ts'
import { TrailFedSource, type TrailFinding } from './trail-fed-source.ts'

/**
 * The events of a trail where it delivers them, and lookups for what it lacks. Makes no call. A place that was named and cannot be read is a gap;
 * `auto` reads by lookups where no trail says everything.
 */
export function openTrailFed(
  source: TrailConfig,
  parts: SourceParts,
  open: OpenPlace,
  lookupsOf: (scope: Scope) => ScopeSource,
): UsageSource {
  const places = new Places(source, parts, open)
  return {
    scope: (scope) => {
      const find = async ({ signal }: ReadingLimits) => {
        const found = await places.find(scope, signal)
        if ('trails' in found) return { lookupsAlone: true } as const
        if ('reason' in found) return source.kind === 'auto' ? lookupsBecause(found) : found
        return feeding(found, scope, signal)
      }
      return new TrailFedSource({ find, lookups: lookupsOf(scope) })
    },
  }
}

function lookupsBecause({ reason, error }: SourceFault): TrailFinding {
  return { lookupsAlone: true, because: reason, ...(error && { error }) }
}

function feeding({ state, opened }: FoundPlace, scope: Scope, signal: AbortSignal): TrailFinding {
  const { held, history, problems } = deliveredBy(state, scope.region)
  const ended = problems.filter(endsIt).map((problem) => trailProblem(state.trail.name, problem))
  const { readsOnly = false, isOrganization } = state.trail
  return {
    source: opened.read({ scope, delivered: held, history, isOrganization }, signal),
    problems: ended,
    readsOnly,
  }
}

/** A trail that no longer delivers has to be mended. */
function endsIt({ why }: TrailProblem): boolean {
  return why === 'stopped' || why === 'delivery-failed' || why === 'nothing-delivered'
}
