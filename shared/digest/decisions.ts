import { compareTexts } from '../domain/compare-texts.ts'
import { type BatchDecision, type Decision, type DecisionValue, keyIdsOf } from '../domain/decisions/decision.ts'
import { newestDecisions, ofKind, type Standing } from '../domain/decisions/standing.ts'
import { type AliasesOf, keyName } from '../domain/key-name.ts'
import type { Scope } from '../domain/scope.ts'
import { DAY, type Instant, parseInstant } from '../domain/time.ts'
import type { BatchUnderWay, ExpiringDecision, SpoiledBatch } from './follow-up.ts'
import type { DigestKey } from './model.ts'

/** How long before its end a decision is told to expire. */
const EXPIRES_WITHIN = 7 * DAY

/** States of a batch in which somebody at the vendor may be about to move its keys. */
const UNDER_WAY: readonly BatchDecision['state'][] = ['requested', 'window-agreed']

/** The batches that were requested and not moved yet. */
export function batchesUnderWay(standing: readonly Standing[]): readonly Standing<'batch'>[] {
  return ofKind(standing, 'batch').filter(({ value }) => UNDER_WAY.includes(value.state))
}

/**
 * Batches under way with keys that are not ready any more: they left the plan, and whoever moves the batch does not know. `keyNamed`: a key
 * as it is shown; undefined where there is none, which means that it is gone where `isWhole`: all keys are known, and not only those of an owner.
 */
export function spoiledBatches(
  underWay: readonly Standing<'batch'>[],
  keyNamed: (name: string) => DigestKey | undefined,
  isWhole: boolean,
): readonly SpoiledBatch[] {
  return underWay.flatMap(({ accountId, region, by, value }): SpoiledBatch[] => {
    const { keyIds } = value
    const keys = keyIds.flatMap((keyId): SpoiledBatch['keys'] => {
      const key = keyNamed(keyName({ accountId, region, keyId }))
      if (key === undefined) return !isWhole ? [] : [{ accountId, region, keyId, aliases: [], verdict: null }]
      const { aliases, owner, verdict } = key
      if (verdict === 'ready' || verdict === 'migrated') return []
      return [{ accountId, region, keyId, aliases, ...(owner === undefined ? {} : { owner }), verdict }]
    })
    return keys.length === 0 ? [] : [{ accountId, region, ...underWayOf({ by, value }), keys }]
  })
}

/** Ready keys with the batch in which the vendor was asked to move them. */
export function withRequests(
  ready: readonly DigestKey[],
  underWay: readonly Standing<'batch'>[],
): readonly DigestKey[] {
  const batchOf = new Map(
    underWay.flatMap(({ by, value, ...scope }) =>
      keysNamed(scope, value).map((name) => [name, underWayOf({ by, value })] as const),
    ),
  )
  return ready.map((key) => {
    const requested = batchOf.get(keyName(key))
    return requested ? { ...key, requested } : key
  })
}

function underWayOf({ by, value }: Pick<Standing<'batch'>, 'by' | 'value'>): BatchUnderWay {
  const { batch, state, ticket, window } = value
  return { batch, state, by, ...(ticket && { ticket }), ...(window && { window }) }
}

/**
 * Decisions that end soon, and those that ended in the digest's period, the earliest first. `isInPeriod`: whether a moment that is past belongs to
 * it.
 */
export function expiringDecisions(
  decisions: Iterable<Decision>,
  now: Instant,
  isInPeriod: (at: Instant) => boolean,
  aliasesOf: AliasesOf,
): readonly ExpiringDecision[] {
  const found = newestDecisions(decisions).flatMap(
    ({ accountId, region, subject, value, by, until }): ExpiringDecision[] => {
      const end = until === null ? undefined : parseInstant(until)
      if (value === null || until === null || end === undefined) return []
      const over = end <= now
      if (over ? !isInPeriod(end) : end > now + EXPIRES_WITHIN) return []
      const [keyId, ...others] = keyIdsOf(value)
      const aliases = keyId === undefined || others.length > 0 ? [] : aliasesOf({ accountId, region, keyId })
      return [{ accountId, region, subject, value, aliases, by, until, over }]
    },
  )
  return found.sort((a, b) => compareTexts(a.until, b.until) || compareTexts(a.subject, b.subject))
}

/** The keys that a decision names, as `keyName` has them. */
export function keysNamed({ accountId, region }: Scope, value: DecisionValue): readonly string[] {
  return keyIdsOf(value).map((keyId) => keyName({ accountId, region, keyId }))
}
