import type { Scope } from '../shared/domain/scope.ts'
import { visible } from '../shared/text/escape.ts'

/** Scopes that are named; then it is told how many more there are. */
const MAX_NAMED = 5

/** Scopes as a line of a terminal names them. */
export function namedScopes(scopes: readonly Scope[]): string {
  const named = scopes.slice(0, MAX_NAMED).map(({ accountId, region }) => visible(`${accountId} ${region}`))
  return `${named.join(', ')}${scopes.length > named.length ? ` and ${scopes.length - named.length} more` : ''}`
}
