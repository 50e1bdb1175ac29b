import { findArchive } from '../../functions/usage/sources/archive/open-archive.ts'
import { openPlace } from '../../functions/usage/sources/open-place.ts'
import { openRawEvents } from '../../functions/usage/sources/open-raw-events.ts'
import type { RawEvents, SourceParts } from '../../functions/usage/sources/source.ts'
import { Places } from '../../functions/usage/sources/trail/places.ts'
import { PROBED_OPERATIONS } from '../../shared/domain/event-shape.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import { EXIT } from '../exit-status.ts'
import { CommandError } from '../failure.ts'

/**
 * The sources in which a probe will look for its calls, each of which has answered. Throws a `CommandError`, or the `CloudError` of the call
 * that failed: calls whose events nobody can read are not made.
 */
export async function checkedSources(
  scope: Scope,
  parts: SourceParts,
  signal: AbortSignal,
): Promise<readonly RawEvents[]> {
  const problem = await problemOf(scope, parts, signal)
  if (problem !== undefined) throw new CommandError(`CMK_SOURCE: ${problem} No call was made with the key.`, EXIT.usage)
  const sources = await openRawEvents(scope, parts, signal)
  const now = parts.clock()
  const [operation = ''] = PROBED_OPERATIONS
  for (const source of sources) await source.find(operation, { from: now - MINUTE, to: now }, () => false, { signal })
  return sources
}

/** Why the source that was named can show no call, in a sentence or two. */
async function problemOf(scope: Scope, parts: SourceParts, signal: AbortSignal): Promise<string | undefined> {
  const { source } = parts.config
  if (source.kind === 'lookup') return undefined
  if (source.kind === 'dir') {
    const found = await findArchive(source.folder)
    return 'problem' in found ? `${found.problem}.` : undefined
  }
  const found = await new Places(source, parts, openPlace).find(scope, signal)
  return 'reason' in found ? `${inEnglish(found.reason)}. ${inEnglish(found.advice)}` : undefined
}
