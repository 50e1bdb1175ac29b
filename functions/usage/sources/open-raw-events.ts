import type { Scope } from '../../../shared/domain/scope.ts'
import { lookupRawEvents } from './lookup/raw-events.ts'
import type { RawEvents, SourceParts } from './source.ts'

/** Every source that CMK_SOURCE names. */
export async function openRawEvents(scope: Scope, parts: SourceParts): Promise<readonly RawEvents[]> {
  const { source } = parts.config
  switch (source.kind) {
    case 'lookup':
      return [lookupRawEvents(scope, parts)]
  }
}
