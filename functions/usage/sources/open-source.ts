import type { SourceConfig } from '../../../shared/config/source-value.ts'
import { LookupSource } from './lookup/lookup-source.ts'
import type { SourceParts, UsageSource } from './source.ts'

/** Every source by its kind in CMK_SOURCE; one that needs a large client loads it when it is opened. */
const SOURCES: { readonly [Kind in SourceConfig['kind']]: (parts: SourceParts) => Promise<UsageSource> } = {
  lookup: async (parts) => ({ scope: (scope) => new LookupSource(scope, parts) }),
}

/** The source that CMK_SOURCE names. */
export function openSource(parts: SourceParts): Promise<UsageSource> {
  return SOURCES[parts.config.source.kind](parts)
}
