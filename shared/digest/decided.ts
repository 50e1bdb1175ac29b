import { calendarDay } from '../domain/calendar.ts'
import type { Decision } from '../domain/decisions/decision.ts'
import { newestDecisions, standingDecisions } from '../domain/decisions/standing.ts'
import { keyName } from '../domain/key-name.ts'
import type { Day, Instant } from '../domain/time.ts'
import type { Audience } from './audience.ts'
import { batchesUnderWay, expiringDecisions, keysNamed, spoiledBatches, withRequests } from './decisions.ts'
import type { Digest, DigestKey } from './model.ts'
import { tasksOf } from './tasks.ts'

interface Facts extends Audience, Pick<Digest, 'rotating' | 'ready' | 'actionRequired' | 'supportRequired' | 'moves'> {
  /** All that people decided, in any order: of an account those of it count, of an owner those that name one of his keys. */
  readonly decisions?: readonly Decision[]
  /** The keys of the digest. */
  readonly keys: readonly DigestKey[]
  readonly now: Instant
  readonly timezone: string
  /** The first day of the digest's period. */
  readonly since: Day
}

/** What people decided, and what follows from it and from the keys for whom. */
export function decidedOf(facts: Facts): Pick<Digest, 'ready' | 'spoiledBatches' | 'expiring' | 'tasks'> {
  const { decisions = [], keys, owner, account, now, timezone, since } = facts
  const known = new Map(keys.map((key) => [keyName(key), key]))
  const keyNamed = (name: string) => known.get(name)
  // The newest of each subject first: one that was withdrawn names no key, and ends those before it.
  const mine = newestDecisions(decisions).filter(
    ({ value, ...scope }) =>
      (account === undefined || scope.accountId === account) &&
      (owner === undefined || (value !== null && keysNamed(scope, value).some((name) => known.has(name)))),
  )
  const underWay = batchesUnderWay(standingDecisions(mine, now))
  const spoiled = spoiledBatches(underWay, keyNamed, owner === undefined)
  const isInPeriod = (at: Instant) => calendarDay(at, timezone) >= since
  const expiring = expiringDecisions(mine, now, isInPeriod, (key) => keyNamed(keyName(key))?.aliases ?? [])
  const tasks = tasksOf({ ...facts, spoiledBatches: spoiled, expiring, underWay, keyNamed }, now)
  return { ready: withRequests(facts.ready, underWay), spoiledBatches: spoiled, expiring, tasks }
}
