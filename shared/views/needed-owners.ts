import type { Digest } from '../digest/model.ts'
import { isSummary, TASKS_NAMED } from './tasks.ts'

/**
 * Whom a digest needs today, each once: those of keys that must not be moved, those of keys that are no longer ready, and in a summary those of the
 * list that it begins with. Nobody is called for what stands in every digest. Text from outside: hostile.
 */
export function neededOwners(digest: Digest): readonly string[] {
  const { spoiledBatches, changes, tasks } = digest
  const named = [
    ...spoiledBatches.flatMap(({ by, keys }) => [by, ...keys.map(({ owner }) => owner)]),
    ...changes.noLongerReady.map(({ owner }) => owner),
    ...(isSummary(digest) ? tasks.slice(0, TASKS_NAMED).map(({ who }) => who) : []),
  ]
  return [...new Set(named.filter((each) => each !== undefined && each !== null))]
}
