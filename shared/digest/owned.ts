import { keyName } from '../domain/key-name.ts'
import { normalForm } from '../domain/normal-form.ts'
import { ownerOf } from '../domain/owner.ts'
import type { Diagnostic, ReadinessRow } from '../domain/readiness.ts'
import type { LastRun } from './last-night.ts'

/** Whether a key is an owner's, as tags or a person name him: letter case and space do not count. */
export function isOwnedBy(row: Pick<ReadinessRow, 'tags' | 'owner'>, owner: string): boolean {
  const named = ownerOf(row)
  return named !== undefined && normalForm(named) === normalForm(owner)
}

/** What the last run could not see where these keys are: of the keys themselves, their regions and their accounts. */
export function diagnosticsOf(diagnostics: readonly Diagnostic[], keys: ReadonlySet<string>): readonly Diagnostic[] {
  const places = placesOf(keys)
  return diagnostics.filter(({ accountId, region = '', keyId }) =>
    keyId === undefined
      ? places.has(region === '' ? accountId : `${accountId}:${region}`)
      : keys.has(keyName({ accountId, region, keyId })),
  )
}

/** The last run as far as these keys go. */
export function lastRunOf(lastRun: LastRun, keys: ReadonlySet<string>): LastRun {
  const places = placesOf(keys)
  const unfinished = lastRun.unfinished.filter(({ accountId, region }) => places.has(`${accountId}:${region}`))
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
