import { type KeySet, secretsOf } from './key-sets.ts'
import { MAX_BATCH } from './plan.ts'
import type { ReadyKey } from './plan-facts.ts'
import { type NoProfile, profileReader, type QuietProfile, quietestHours, together } from './quiet-profile.ts'

/** Sets of keys that make up one batch, and when they are used; without a profile nobody knows of all of them. */
export interface Packed {
  readonly sets: readonly KeySet[]
  readonly profile?: QuietProfile
  /** How many keys lack a profile, by why. */
  readonly lacking: Readonly<Record<NoProfile, number>>
}

interface Open extends Packed {
  /** How many keys and secrets it has. */
  readonly size: { readonly keys: number; readonly secrets: number }
  /** The fewest calls that the sets would expect in windows of their own, added up. */
  readonly apart: number
  /** The first hour of the week of its own window. */
  readonly start: number
}

/** In the place of an hour. */
const NOBODY_KNOWS = -1

/** Batches of other hours that a set may join. With more of them, planning many keys takes long. */
const MAX_RECENT = 4
/** One window suits all where it expects hardly more calls than a window each: a tenth, and a call. */
const TOLERANCE = { share: 1.1, calls: 1 }

/**
 * Packs the sets of one account, region and environment, in their order: a set joins the first batch that has room and whose quiet hours are
 * its own. Sets of which nobody knows when they are used share batches of their own.
 */
export function pack(sets: readonly KeySet[], hours: number): readonly Packed[] {
  const read = profileReader()
  const batches: Open[] = []
  /** The batch that was begun last for each hour, by index. */
  const last = new Map<number, number>()
  /** The batches that were begun last of all. */
  const recent: number[] = []
  for (const set of sets) {
    const alone = opened(set, read, hours)
    const joined = firstJoined([last.get(alone.start), ...recent], batches, alone, hours)
    if (joined) {
      batches[joined.at] = joined.both
      continue
    }
    batches.push(alone)
    // Its secrets already fill a batch.
    if (set.moreSecrets.length > 0) continue
    last.set(alone.start, batches.length - 1)
    recent.push(batches.length - 1)
    if (recent.length > MAX_RECENT) recent.shift()
  }
  return batches
}

function firstJoined(
  candidates: readonly (number | undefined)[],
  batches: readonly Open[],
  set: Open,
  hours: number,
): { readonly at: number; readonly both: Open } | undefined {
  for (const at of candidates) {
    const batch = at === undefined ? undefined : batches[at]
    const both = batch && join(batch, set, hours)
    if (at !== undefined && both) return { at, both }
  }
  return undefined
}

function opened(set: KeySet, read: ReturnType<typeof profileReader>, hours: number): Open {
  const profiles = set.keys.map((key) => read(key))
  const known = profiles.filter((each) => typeof each !== 'string')
  const count = (why: NoProfile) => profiles.filter((each) => each === why).length
  const lacking = { older: count('older'), short: count('short') }
  const size = { keys: set.keys.length, secrets: secretsOf(set.keys).length }
  if (known.length < profiles.length) return { sets: [set], lacking, size, apart: 0, start: NOBODY_KNOWS }
  const profile = together(known)
  const { calls, start } = quietestHours(profile, hours)
  return { sets: [set], profile, lacking, size, apart: calls, start }
}

function join(batch: Open, set: Open, hours: number): Open | undefined {
  const size = { keys: batch.size.keys + set.size.keys, secrets: batch.size.secrets + set.size.secrets }
  if (size.keys > MAX_BATCH || size.secrets > MAX_BATCH) return undefined
  if ((batch.profile === undefined) !== (set.profile === undefined)) return undefined
  const both = { ...merged(batch, set), size, apart: batch.apart + set.apart, start: batch.start }
  if (!both.profile) return both
  const isOneWindow = quietestHours(both.profile, hours).calls <= both.apart * TOLERANCE.share + TOLERANCE.calls
  return isOneWindow ? both : undefined
}

/** The sets of a batch that people have put together, whatever their hours. */
export function packedTogether(sets: readonly KeySet[], hours: number): Packed {
  const read = profileReader()
  return sets.map((set): Packed => opened(set, read, hours)).reduce(merged)
}

function merged(a: Packed, b: Packed): Packed {
  const sets = [...a.sets, ...b.sets]
  const lacking = { older: a.lacking.older + b.lacking.older, short: a.lacking.short + b.lacking.short }
  return { sets, lacking, ...(a.profile && b.profile && { profile: together([a.profile, b.profile]) }) }
}

export function keysOf({ sets }: Pick<Packed, 'sets'>): readonly ReadyKey[] {
  return sets.flatMap(({ keys }) => keys)
}
