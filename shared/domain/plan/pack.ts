import { fits, type KeySet } from './key-sets.ts'
import type { ReadyKey } from './plan-facts.ts'
import { fewestCalls, type NoProfile, profileReader, type QuietProfile, together } from './quiet-profile.ts'

/** Sets of keys that make up one batch, and when they are used; without a profile nobody knows of all of them. */
export interface Packed {
  readonly sets: readonly KeySet[]
  readonly profile?: QuietProfile
  /** How many keys lack a profile, by why. */
  readonly lacking: Readonly<Record<NoProfile, number>>
}

interface Open extends Packed {
  /** The fewest calls that the sets would expect in windows of their own, added up. */
  readonly apart: number
}

/** Batches that a set may join. With more of them, planning many keys takes long. */
const MAX_OPEN = 4
/** One window suits all where it expects hardly more calls than a window each: a tenth, and a call. */
const TOLERANCE = { share: 1.1, calls: 1 }

/**
 * Packs the sets of one account, region and environment, in their order: a set joins the first batch that has room and whose quiet hours are
 * its own. Sets of which nobody knows when they are used share batches of their own.
 */
export function pack(sets: readonly KeySet[], hours: number): readonly Packed[] {
  const read = profileReader()
  const batches: Open[] = []
  const open: { known: number[]; unknown: number[] } = { known: [], unknown: [] }
  for (const set of sets) {
    const alone = opened(set, read, hours)
    const candidates = alone.profile ? open.known : open.unknown
    const joined = candidates.flatMap((at) => {
      const batch = batches[at]
      const both = batch && join(batch, alone, hours)
      return both ? [{ at, both }] : []
    })[0]
    if (joined) {
      batches[joined.at] = joined.both
      continue
    }
    batches.push(alone)
    // Its secrets already fill a batch.
    if (set.moreSecrets.length > 0) continue
    candidates.push(batches.length - 1)
    if (candidates.length > MAX_OPEN) candidates.shift()
  }
  return batches
}

function opened(set: KeySet, read: ReturnType<typeof profileReader>, hours: number): Open {
  const profiles = set.keys.map((key) => read(key))
  const known = profiles.filter((each) => typeof each !== 'string')
  const count = (why: NoProfile) => profiles.filter((each) => each === why).length
  const lacking = { older: count('older'), short: count('short') }
  if (known.length < profiles.length) return { sets: [set], lacking, apart: 0 }
  const profile = together(known)
  return { sets: [set], profile, lacking, apart: fewestCalls(profile, hours) }
}

function join(batch: Open, set: Open, hours: number): Open | undefined {
  if (!fits([...keysOf(batch), ...keysOf(set)])) return undefined
  const sets = [...batch.sets, ...set.sets]
  const apart = batch.apart + set.apart
  const lacking = { older: batch.lacking.older + set.lacking.older, short: batch.lacking.short + set.lacking.short }
  if (!batch.profile || !set.profile) return { sets, lacking, apart }
  const profile = together([batch.profile, set.profile])
  const isOneWindow = fewestCalls(profile, hours) <= apart * TOLERANCE.share + TOLERANCE.calls
  return isOneWindow ? { sets, profile, lacking, apart } : undefined
}

export function keysOf({ sets }: Pick<Packed, 'sets'>): readonly ReadyKey[] {
  return sets.flatMap(({ keys }) => keys)
}
