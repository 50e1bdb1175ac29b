import { LookupSource } from './lookup/lookup-source.ts'
import { SlsSource } from './sls/sls-source.ts'
import type { SourceParts, UsageSource } from './source.ts'

/** The source that CMK_SOURCE names. One that needs a large client loads it here. */
export async function openSource(parts: SourceParts): Promise<UsageSource> {
  const { source } = parts.config
  switch (source.kind) {
    case 'lookup':
      return { scope: (scope) => new LookupSource(scope, parts) }
    case 'sls':
      return { scope: (scope) => new SlsSource(scope, source, parts) }
  }
}
