import * as z from 'zod'
import { region } from '../../../shared/config/values.ts'
import { NamedRows } from '../../../shared/domain/find-key.ts'
import type { KeySummary, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { applyStaleness } from '../../../shared/domain/stale.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Store } from '../../../shared/store/store.ts'
import { ApiError } from './api-error.ts'
import { accountId, keyName } from './parameters.ts'

const segments = z.object({ account: accountId, region, key: keyName })

/**
 * The row of a key as it is shown at `now`. The path's parts come decoded and unchecked; the key goes by its id, an alias or an ARN.
 * Throws an `ApiError` where there is none, or where several answer to it.
 */
export async function oneRow(
  { readiness }: Pick<Store, 'readiness'>,
  path: Readonly<Record<string, string>>,
  now: Instant,
): Promise<ReadinessRow> {
  const parsed = segments.safeParse(path)
  if (!parsed.success) throw noSuchKey()
  const { account, region, key } = parsed.data
  const scope = scopeId({ accountId: account, region })
  const row = await readiness.get(scope, key)
  if (row) return applyStaleness(row, now)
  const named = new NamedRows<KeySummary>(key)
  for (const each of await readiness.summariesOf(scope)) named.add(each)
  const found = named.rows()
  const [first, ...others] = found
  const only = first && others.length === 0 ? await readiness.get(scope, first.keyId) : undefined
  if (only) return applyStaleness(only, now)
  if (others.length === 0)
    throw new ApiError('not-found', `No key of account ${account} in ${region} is called ${key}.`)
  const ids = found.map(({ keyId }) => keyId).join(', ')
  throw new ApiError('ambiguous-key', `${found.length} keys are called ${key}; give the id of one: ${ids}.`)
}

/** What is answered to a path that names no key. */
export function noSuchKey(): ApiError {
  return new ApiError(
    'not-found',
    'There is no such key; the path takes <account id>/<region id>/<key id, alias or ARN> at its end.',
  )
}
