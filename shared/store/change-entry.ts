import type { ProgressTable } from './store.ts'

/** Changes an entry that others change at the same time. `change` gets what is there, perhaps several times; undefined leaves it. */
export async function changeEntry<T = unknown>(
  progress: Pick<ProgressTable, 'get' | 'swap'>,
  scope: string,
  name: string,
  change: (value: T | undefined) => T | undefined,
): Promise<void> {
  for (;;) {
    const entry = await progress.get(scope, name)
    const next = change(entry?.value as T | undefined)
    if (next === undefined || (await progress.swap(scope, name, next, entry?.version ?? 0))) return
  }
}
