import type { Scope } from '../../../shared/domain/scope.ts'
import { LookupSource } from './lookup/lookup-source.ts'
import type { SourceParts, UsageSource } from './source.ts'

/** The source that CMK_SOURCE names. What only one of them needs is loaded here. */
export async function openSource(parts: SourceParts): Promise<UsageSource> {
  const { source } = parts.config
  const lookupsOf = (scope: Scope) => new LookupSource(scope, parts)
  switch (source.kind) {
    case 'lookup':
      return { scope: lookupsOf }
    case 'dir': {
      const { openArchive } = await import('./archive/open-archive.ts')
      const { TrailFedSource } = await import('./trail/trail-fed-source.ts')
      const archive = await openArchive(source.folder)
      const withLookups = (scope: Scope) =>
        new TrailFedSource({
          find: async () => ({ source: archive.scope(scope), problems: [] }),
          lookups: lookupsOf(scope),
        })
      return { scope: withLookups }
    }
    default: {
      const [{ openTrailFed }, { openPlace }] = await Promise.all([
        import('./trail/open-trail-fed.ts'),
        import('./open-place.ts'),
      ])
      return openTrailFed(source, parts, openPlace, lookupsOf)
    }
  }
}
