import { callFailure } from '../../../shared/cloud/errors.ts'
import { sourceText } from '../../../shared/config/source-value.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import { openPlace } from './open-place.ts'
import { examineIndex } from './sls/examine-logstore.ts'
import type { SourceParts } from './source.ts'
import { Places, type TrailPlace } from './trail/places.ts'
import { placeRefused, type SourceFault } from './trail/sentences.ts'

/**
 * Why an audit of these scopes is not worth to begin: what CMK_SOURCE names is not there, or may not be read. Undefined: it is in one of them,
 * or that cannot be told now. A few calls for the first scope that it is right for. A folder is looked into when it is opened. What is there and
 * can show no use of a key, and what fails, is a gap that the audit tells.
 */
export async function checkSource(
  scopes: readonly Scope[],
  parts: SourceParts,
  signal: AbortSignal,
): Promise<SourceFault | undefined> {
  const { source } = parts.config
  if (source.kind === 'lookup' || source.kind === 'dir' || source.kind === 'auto') return undefined
  const places = new Places(source, parts, openPlace)
  let first: SourceFault | undefined
  for (const scope of scopes) {
    const found = await places.find(scope, signal)
    if ('trails' in found) return undefined
    const fault = 'reason' in found ? found : await placeFault(found.place, parts, signal)
    if (fault === undefined || !endsAudit(fault)) return undefined
    first ??= fault
    // What was named is the same for every scope.
    if (fault.error && fault.error.service !== 'actiontrail') return fault
  }
  return first
}

/** What stands against a place beyond what is looked at before each reading: the rights that its reading needs. */
async function placeFault(
  place: TrailPlace,
  parts: SourceParts,
  signal: AbortSignal,
): Promise<SourceFault | undefined> {
  if (place.kind === 'oss') return undefined
  try {
    await examineIndex(place, parts, signal)
    return undefined
  } catch (caught) {
    return placeRefused(sourceText(place), callFailure(caught))
  }
}

function endsAudit({ isMisnamed, error }: SourceFault): boolean {
  return isMisnamed === true || error?.kind === 'denied'
}
