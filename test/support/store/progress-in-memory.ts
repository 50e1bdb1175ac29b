import type { ProgressEntry, ProgressTable } from '../../../shared/store/store.ts'

/** The entries of one scope, in memory: as much of `progress` as is needed where no lease and no fence is. */
export function progressInMemory(): { readonly progress: ProgressTable; readonly entries: Map<string, ProgressEntry> } {
  const entries = new Map<string, ProgressEntry>()
  const progress: ProgressTable = {
    get: async (_, name) => entries.get(name),
    put: async (_, given) => {
      for (const { name, value } of given) entries.set(name, { name, value, version: 1 })
    },
    async *list(_, prefix) {
      yield* [...entries.values()].filter(({ name }) => name.startsWith(prefix))
    },
    scopesWith: async () => [],
    swap: async () => true,
    delete: async (_, name) => {
      entries.delete(name)
    },
  }
  return { progress, entries }
}
