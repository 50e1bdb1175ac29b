import { compareTexts } from './compare-texts.ts'
/** One account in one region: the unit in which all work is done. */
export interface Scope {
  readonly accountId: string
  readonly region: string
}

/** `<accountId>:<region>`, the first primary key column of every table. */
export function scopeId(scope: Scope): string {
  return `${scope.accountId}:${scope.region}`
}

/** Orders by account and region; a whole account stands before its regions. */
export function byScope(a: { readonly accountId: string; readonly region?: string }, b: typeof a): number {
  return compareTexts(a.accountId, b.accountId) || compareTexts(a.region ?? '', b.region ?? '')
}

/** The scope that an id names. */
export function parseScopeId(id: string): Scope {
  const colon = id.indexOf(':')
  return { accountId: id.slice(0, colon), region: id.slice(colon + 1) }
}
