import { groupBy } from '../group-by.ts'
import { message, type Text } from '../messages/message.ts'
import { MAX_BATCH } from './plan.ts'
import type { ReadyKey } from './plan-facts.ts'
import { applicationsOf, type CallerGroup } from './shared-callers.ts'

/** Keys that are never put apart: they fit into one batch. */
export interface KeySet {
  readonly environment: string | undefined
  readonly keys: readonly ReadyKey[]
  /** Secrets of its only key that need batches of their own, 50 each at most. */
  readonly moreSecrets: readonly (readonly string[])[]
  readonly why: readonly Text[]
}

/** Callers that a sentence names. */
const MAX_NAMED = 5

/**
 * A group as sets that fit. A group that is too large is cut where the fewest applications are split: keys with the same callers stay together
 * as far as they fit. A key with more secrets than a batch takes is a set of its own.
 */
export function keySets({ environment, rows }: CallerGroup): readonly KeySet[] {
  const alone = rows.filter((key) => secretsOf([key]).length > MAX_BATCH)
  const parts = [...parted(rows.filter((key) => !alone.includes(key))), ...alone.map((key) => [key])]
  return parts.map((keys, at) => ({
    environment,
    keys,
    moreSecrets: chunks(secretsOf(keys)).slice(1),
    why: [
      ...togetherTexts(keys),
      ...(parts.length > 1 ? [message('plan-cut', { keys: rows.length, part: at + 1, parts: parts.length })] : []),
    ],
  }))
}

/** Names of the secrets of keys, in the order of the keys, each once. */
export function secretsOf(keys: readonly Pick<ReadyKey, 'secrets'>[]): readonly string[] {
  return [...new Set(keys.flatMap(({ secrets }) => [...secrets].sort()))]
}

/** Whether keys go into one batch. */
function fits(keys: readonly ReadyKey[]): boolean {
  return keys.length <= MAX_BATCH && secretsOf(keys).length <= MAX_BATCH
}

/** Of keys each of which fits. */
function parted(keys: readonly ReadyKey[]): readonly (readonly ReadyKey[])[] {
  if (keys.length === 0) return []
  if (fits(keys)) return [keys]
  const alike = groupBy(keys, (key) => JSON.stringify(applicationsOf(key)))
  let part: ReadyKey[] = []
  const parts = [part]
  const beginPart = () => {
    part = []
    parts.push(part)
  }
  for (const [, members] of [...alike].sort(([a], [b]) => (a < b ? -1 : 1))) {
    // What fits whole is not begun at the end of a part.
    if (fits(members) && !fits([...part, ...members])) beginPart()
    for (const key of members) {
      if (!fits([...part, key])) beginPart()
      part.push(key)
    }
  }
  return parts
}

function togetherTexts(keys: readonly ReadyKey[]): readonly Text[] {
  const unlisted = keys.filter(({ usage }) => usage.moreCallers > 0).length
  const counts = new Map<string, number>()
  for (const name of keys.flatMap(applicationsOf)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const shared = [...counts].filter(([, count]) => count > 1).map(([name]) => name)
  const names = shared.sort().slice(0, MAX_NAMED)
  const more = shared.length - names.length
  return [
    ...(names.length === 0 ? [] : [message('plan-shared-callers', { keys: keys.length, callers: names, more })]),
    ...(unlisted === 0 ? [] : [message('plan-callers-unlisted', { keys: unlisted })]),
  ]
}

function chunks(names: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(names.length / MAX_BATCH) }, (_, at) =>
    names.slice(at * MAX_BATCH, (at + 1) * MAX_BATCH),
  )
}
