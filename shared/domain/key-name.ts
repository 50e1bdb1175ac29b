import { compareTexts } from './compare-texts.ts'
import { byScope, type Scope, scopeId } from './scope.ts'

/** What tells a key from those of all accounts and regions. */
export interface KeyName extends Scope {
  readonly keyId: string
}

/** What a key is called by people; nothing where nobody knows. */
export type AliasesOf = (key: KeyName) => readonly string[]

/** `<accountId>:<region>:<keyId>` */
export function keyName(key: KeyName): string {
  return `${scopeId(key)}:${key.keyId}`
}

/** Orders by account, region and id. */
export function byKeyName(a: KeyName, b: KeyName): number {
  return byScope(a, b) || compareTexts(a.keyId, b.keyId)
}
