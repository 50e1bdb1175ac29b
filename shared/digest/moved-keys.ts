import {
  type AfterMove,
  type CallerAfterMove,
  isFollowed,
  type MoveSummary,
  moveNeedsAttention,
} from '../domain/after-move/after-move.ts'
import { compareTexts } from '../domain/compare-texts.ts'
import { byKeyName, type KeyName } from '../domain/key-name.ts'
import { ownerOf } from '../domain/owner.ts'
import type { KeySummary } from '../domain/readiness.ts'

/** The most keys that are named; how many there are is always told. */
const MAX_KEYS = 50
/** The most callers of each. */
const MAX_NAMED = 5

/** A key that has moved and that somebody still calls the old way, or whose automatic rotation is not on again. */
export interface MovedKey extends KeyName, MoveSummary {
  readonly aliases: readonly string[]
  readonly owner?: string
  /** Of those that are left; none where only the numbers are known. */
  readonly callers: readonly Pick<CallerAfterMove, 'principal' | 'state' | 'failingOperations'>[]
}

export interface MovedKeys {
  readonly keys: number
  /** How many of them somebody has to act for; applications may stay with the shared gateway in the newer rule pack. */
  readonly needAttention: number
  /** Who needs attention first, then who has the least time. */
  readonly listed: readonly MovedKey[]
}

type SummaryOfMove = KeyName &
  Pick<KeySummary, 'aliases' | 'tags' | 'owner'> & {
    readonly afterMove?: MoveSummary & Partial<Pick<AfterMove, 'callers'>>
  }

/** Collects them from rows or summaries in any order, and keeps those that a list names. */
export class MovedKeysCollector {
  #keys = 0
  #needAttention = 0
  #listed: MovedKey[] = []

  add(key: SummaryOfMove): void {
    const { accountId, region, keyId, aliases, afterMove } = key
    if (!afterMove || !isFollowed(afterMove)) return
    const { left, failing, closesAt, rotationOff, callers = [] } = afterMove
    this.#keys += 1
    if (moveNeedsAttention(afterMove)) this.#needAttention += 1
    const owner = ownerOf(key)
    this.#listed.push({
      ...{ accountId, region, keyId, aliases },
      ...(owner === undefined ? {} : { owner }),
      ...{ left, failing, closesAt, rotationOff },
      callers: callers
        .filter((caller) => caller.left)
        .slice(0, MAX_NAMED)
        .map(({ principal, state, failingOperations }) => {
          return { principal, state, ...(failingOperations && { failingOperations }) }
        }),
    })
    if (this.#listed.length > 4 * MAX_KEYS) this.#listed = first(this.#listed)
  }

  movedKeys(): MovedKeys {
    return { keys: this.#keys, needAttention: this.#needAttention, listed: first(this.#listed) }
  }
}

function first(keys: readonly MovedKey[]): MovedKey[] {
  return [...keys].sort(byUrgency).slice(0, MAX_KEYS)
}

function byUrgency(a: MovedKey, b: MovedKey): number {
  const attention = Number(moveNeedsAttention(b)) - Number(moveNeedsAttention(a))
  const failing = Number(b.failing > 0) - Number(a.failing > 0)
  const time = compareTexts(a.closesAt ?? '~', b.closesAt ?? '~')
  return attention || failing || time || byKeyName(a, b)
}
