import { type CloudError, callFailure } from '../../../shared/cloud/errors.ts'
import type { FaultKind } from '../../../shared/cloud/fault.ts'
import { sourceText } from '../../../shared/config/source-value.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import { openPlace } from './open-place.ts'
import { examineIndex } from './sls/examine-logstore.ts'
import type { SourceParts } from './source.ts'
import { Places, type TrailPlace } from './trail/places.ts'
import { placeRefused, type SourceFault } from './trail/sentences.ts'

/** What may be over before the source is read; a host that nobody knows stays unknown. */
const PASSING: ReadonlySet<FaultKind> = new Set([
  'throttled',
  'timeout',
  'server',
  'network',
  'unreachable',
  'bad-response',
])
const LASTING_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'NoAddress'])

/**
 * Why the source that CMK_SOURCE names shows no use of a key in any of these scopes, and will not before somebody mends it; undefined: it does
 * in one, or that cannot be told now. A few calls for the first scope that it is right for. A folder is looked into when it is opened.
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
    if (fault === undefined || (fault.error && mayPass(fault.error))) return undefined
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

function mayPass({ kind, code }: CloudError): boolean {
  return PASSING.has(kind) && !LASTING_CODES.has(code)
}
