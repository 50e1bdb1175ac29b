import type { Scope } from '../domain/scope.ts'
import { visible } from './escape.ts'
import { firstFew } from './first-few.ts'

/** Scopes that are named; then it is told how many more there are. */
const MAX_NAMED = 5

/** Scopes as a line of a terminal names them. */
export function namedScopes(scopes: readonly Scope[]): string {
  return firstFew(
    scopes.map(({ accountId, region }) => visible(`${accountId} ${region}`)),
    MAX_NAMED,
  )
}
