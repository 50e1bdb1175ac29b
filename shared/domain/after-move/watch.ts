import { type Coverage, gaps } from '../coverage.ts'
import type { KeySnapshot } from '../key.ts'
import { DAY, type Instant, parseInstant } from '../time.ts'
import type { AfterMove } from './after-move.ts'
import { type Moved, monthEndsAt } from './moved.ts'

/** What of a scope is watched after a move. */
export interface WatchRules {
  readonly asOf: Instant
  /** Keys that somebody still calls the old way, by the last run. */
  readonly left: ReadonlySet<string>
  /** Whether applications may stay with the shared gateway (rule pack): then the list informs, and nothing has to become quiet. */
  readonly applicationsKeepSdk: boolean
  /** How far back a run looks at most. */
  readonly days: number
}

/** A key that has moved, and when. */
export type MovedKey = KeySnapshot & { readonly moved: Moved }

export function hasMoved(key: KeySnapshot): key is MovedKey {
  return key.kind === 'instance' && key.onceCandidate && key.moved !== undefined
}

/**
 * The moved keys whose callers are watched: for the month that the page gives, and where applications have to change until nobody is left.
 * Their region is read for them, even where no key is left to migrate.
 */
export function watchedKeys(keys: readonly KeySnapshot[], rules: WatchRules): readonly MovedKey[] {
  const { asOf, left, applicationsKeepSdk } = rules
  return keys
    .filter(hasMoved)
    .filter(
      ({ keyId, moved }) =>
        asOf < Date.parse(monthEndsAt({ after: null, by: moved.by })) || (!applicationsKeepSdk && left.has(keyId)),
    )
}

/**
 * Whether a moved key is watched further, however long ago it moved: while somebody is left, and while nobody knows whether somebody is. Only
 * what the last run watched can be not known; of others a complete reading has once shown that nobody was left.
 */
export function isStillOpen(
  { left, moved }: Pick<AfterMove, 'left' | 'moved'>,
  { wasWatched, covered, asOf, days }: Pick<WatchRules, 'asOf' | 'days'> & { wasWatched: boolean; covered: Coverage },
): boolean {
  if (left > 0) return true
  const from = Math.max(Date.parse(moved.by), asOf - days * DAY)
  return wasWatched && gaps({ from, to: asOf }, covered).length > 0
}

/** Since when events are read for watched keys; undefined where there are none. */
export function watchedSince(watched: readonly MovedKey[], { asOf, days }: WatchRules): Instant | undefined {
  const starts = watched.map(({ moved }) => parseInstant(moved.after) ?? Date.parse(moved.by))
  return starts.length === 0 ? undefined : Math.max(asOf - days * DAY, Math.min(...starts))
}
