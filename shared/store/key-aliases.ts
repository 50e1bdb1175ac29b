import { type AliasesOf, type KeyName, keyName } from '../domain/key-name.ts'
import { scopeId } from '../domain/scope.ts'
import type { Store } from './store.ts'

/** Up to so many keys each is read by itself; of more all summaries are read once. */
const FEW = 100

/** What keys are called now, for who reads their ids. A key that is gone has no alias. */
export async function keyAliases(
  { readiness }: Pick<Store, 'readiness'>,
  keys: readonly KeyName[],
): Promise<AliasesOf> {
  const wanted = new Map(keys.map((key) => [keyName(key), key]))
  const found = new Map<string, readonly string[]>()
  if (wanted.size <= FEW) {
    const asked = [...wanted.values()].map((key) => ({ scope: scopeId(key), keyId: key.keyId }))
    for (const row of await readiness.getAll(asked)) found.set(keyName(row), row.aliases)
  } else {
    for await (const summaries of readiness.listSummaries())
      for (const summary of summaries) if (wanted.has(keyName(summary))) found.set(keyName(summary), summary.aliases)
  }
  return (key) => found.get(keyName(key)) ?? []
}
