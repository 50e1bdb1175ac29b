import type { AliasesOf } from '../domain/key-name.ts'
import type { Scope } from '../domain/scope.ts'

/** Keys that a cell names by their alias. */
const NAMED = 3

/** The aliases of keys of one scope, beside which their ids stand: all of one key, the first each of several. */
export function aliasCell({ accountId, region }: Scope, keyIds: readonly string[], aliasesOf: AliasesOf): string {
  const aliases = keyIds.map((keyId) => aliasesOf({ accountId, region, keyId }))
  const [only] = aliases
  if (only && aliases.length === 1) return only.join(' ')
  const names = aliases.flatMap(([first]) => first ?? [])
  const more = names.length - NAMED
  return [...names.slice(0, NAMED), ...(more > 0 ? [`+${more}`] : [])].join(' ')
}
