import { createHash } from 'node:crypto'
import * as z from 'zod'
import { json } from '../../../shared/config/values.ts'
import type { Selection } from '../../../shared/domain/selection.ts'
import type { RowKey } from '../../../shared/store/store.ts'
import { ApiError } from './api-error.ts'

const content = json.pipe(z.tuple([z.string()], z.union([z.string(), z.number()])))

/** What a cursor names: a place in a list that the asker has seen. */
type Place = readonly (string | number)[]

/** Where the page after this row begins, for these filters. */
export function cursorAfter({ scope, keyId }: RowKey, selection: Selection): string {
  return cursorFor([scope, keyId], filters(selection))
}

/** The key after which the page begins. Throws an `ApiError` for a cursor that `cursorAfter` did not make for these filters. */
export function readCursor(text: string, selection: Selection): RowKey {
  const [scope, keyId] = placeIn(text, filters(selection))
  return { scope: String(scope), keyId: String(keyId) }
}

/**
 * A place as a cursor, for these filters. It is no secret and no permission. Its check finds out one that was cut short, altered, or given
 * with other filters.
 */
export function cursorFor(place: Place, asked: readonly unknown[]): string {
  const check = createHash('sha256')
    .update(JSON.stringify([asked, ...place]))
    .digest('base64url')
  return Buffer.from(JSON.stringify([check.slice(0, 12), ...place])).toString('base64url')
}

/** The place of a cursor. Throws an `ApiError` for one that `cursorFor` did not make for these filters. */
export function placeIn(text: string, asked: readonly unknown[]): Place {
  const parsed = content.safeParse(Buffer.from(text, 'base64url').toString())
  if (parsed.success) {
    const [, ...place] = parsed.data
    if (cursorFor(place, asked) === text) return place
  }
  throw new ApiError(
    'bad-request',
    'The parameter cursor was not issued by this API for these filters; it takes the "next" of the previous page, unchanged, with the same filters. Leave it out to start over.',
  )
}

/** The same filters are the same text, in whatever order their values came. */
function filters({ verdict, region, account, key, where }: Selection): readonly unknown[] {
  return [verdict, region, account, key, where?.map(({ text }) => text)].map((values) => [...new Set(values)].sort())
}
