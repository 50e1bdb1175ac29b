import { byScope, type Scope, scopeId } from '../domain/scope.ts'

/** A key among those of all accounts and regions. */
export function idOf(key: Scope & { readonly keyId: string }): string {
  return `${scopeId(key)}:${key.keyId}`
}

/** By account, region and id. */
export function byId<K extends Scope & { readonly keyId: string }>(a: K, b: K): number {
  return byScope(a, b) || (a.keyId < b.keyId ? -1 : Number(a.keyId > b.keyId))
}
