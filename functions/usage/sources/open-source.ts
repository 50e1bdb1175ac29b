import { LookupSource } from './lookup/lookup-source.ts'
import type { SourceParts, UsageSource } from './source.ts'

/** The source that CMK_SOURCE names. One that needs a large client loads it here. */
export async function openSource(parts: SourceParts): Promise<UsageSource> {
  const { source } = parts.config
  switch (source.kind) {
    case 'lookup':
      return { scope: (scope) => new LookupSource(scope, parts) }
    case 'dir': {
      const { openArchive } = await import('./archive/open-archive.ts')
      return openArchive(source.folder)
    }
  }
}
