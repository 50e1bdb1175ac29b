import { keyName } from '../domain/key-name.ts'
import { normalForm } from '../domain/normal-form.ts'
import { ownerOf } from '../domain/owner.ts'
import type { Diagnostic, ReadinessRow } from '../domain/readiness.ts'
import type { LastRun } from './last-night.ts'

/** Whose keys a digest is of: of all unless an owner, an account or both are named. */
export interface Audience {
  readonly owner?: string
  /** Account id. */
  readonly account?: string
}

/** Names it in a map. */
export function audienceName({ owner, account }: Audience): string {
  return JSON.stringify([owner, account])
}

/** The same and nothing else. */
export function audienceOf({ owner, account }: Audience): Audience {
  return { ...(owner === undefined ? {} : { owner }), ...(account === undefined ? {} : { account }) }
}

/** Whether a digest for them tells of a key. */
export function tellsOf(
  { owner, account }: Audience,
  row: Pick<ReadinessRow, 'accountId' | 'tags' | 'owner'>,
): boolean {
  return (account === undefined || row.accountId === account) && (owner === undefined || isOwnedBy(row, owner))
}

/** Whether a key is an owner's, as tags or a person name him: letter case and space do not count. */
function isOwnedBy(row: Pick<ReadinessRow, 'tags' | 'owner'>, owner: string): boolean {
  const named = ownerOf(row)
  return named !== undefined && normalForm(named) === normalForm(owner)
}

/**
 * What the last run could not see: of an account all; of an owner what concerns his keys themselves, their regions and their accounts.
 */
export function diagnosticsFor(
  { owner, account }: Audience,
  all: readonly Diagnostic[],
  keys: ReadonlySet<string>,
): readonly Diagnostic[] {
  const diagnostics = account === undefined ? all : all.filter(({ accountId }) => accountId === account)
  if (owner === undefined) return diagnostics
  const places = placesOf(keys)
  return diagnostics.filter(({ accountId, region = '', keyId }) =>
    keyId === undefined
      ? places.has(region === '' ? accountId : `${accountId}:${region}`)
      : keys.has(keyName({ accountId, region, keyId })),
  )
}

/** The last run as far as it concerns them. */
export function lastRunFor({ owner, account }: Audience, lastRun: LastRun, keys: ReadonlySet<string>): LastRun {
  const places = placesOf(keys)
  const unfinished = lastRun.unfinished
    .filter(({ accountId }) => account === undefined || accountId === account)
    .filter(({ accountId, region }) => owner === undefined || places.has(`${accountId}:${region}`))
  return { ...lastRun, unfinished }
}

/** The accounts, and the accounts with regions, of keys as `keyName` names them. */
function placesOf(keys: ReadonlySet<string>): ReadonlySet<string> {
  const places = new Set<string>()
  for (const key of keys) {
    const [account = '', region = ''] = key.split(':')
    places.add(account).add(`${account}:${region}`)
  }
  return places
}
