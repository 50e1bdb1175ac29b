import type { ProgressEntry, ProgressTable } from '../../../shared/store/store.ts'

export interface ProgressInMemory {
  readonly progress: ProgressTable
  readonly entries: Map<string, ProgressEntry>
}

/** The entries of one scope, in memory: `progress` without fences. `answer` is waited for in each call that a table would answer. */
export function progressInMemory({ answer = async (): Promise<unknown> => undefined } = {}): ProgressInMemory {
  const entries = new Map<string, ProgressEntry>()
  const write = (name: string, value: unknown, brief?: unknown) => {
    const version = (entries.get(name)?.version ?? 0) + 1
    entries.set(name, { name, value, version, ...(brief !== undefined && { brief }) })
  }
  const progress: ProgressTable = {
    get: async (_, name) => {
      await answer()
      return entries.get(name)
    },
    put: async (_, given) => {
      await answer()
      for (const { name, value } of given) write(name, value)
    },
    async *list(_, prefix, { from = prefix } = {}) {
      await answer()
      yield* [...entries.values()].filter(({ name }) => name.startsWith(prefix) && name >= from)
    },
    scopesWith: async () => [],
    async *briefs(_, prefix) {
      await answer()
      for (const { value: _value, ...entry } of entries.values()) if (entry.name.startsWith(prefix)) yield entry
    },
    swap: async (_, name, value, expected, brief) => {
      await answer()
      if ((entries.get(name)?.version ?? 0) !== expected) return false
      write(name, value, brief)
      return true
    },
    delete: async (_, name) => {
      await answer()
      entries.delete(name)
    },
  }
  return { progress, entries }
}
