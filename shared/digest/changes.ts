import { keyName } from '../domain/key-name.ts'
import type { Change } from '../domain/readiness.ts'
import type { DigestChange, DigestChanges, DigestKey } from './model.ts'

/**
 * Sorts a period's changes, each key into one list. Several changes of a key are reported as one, from the first state to the last,
 * but a key that was ready at any hour and is not any more is always reported: somebody may have read it in between.
 */
export function sortChanges(changes: readonly Change[], keys: readonly DigestKey[]): DigestChanges {
  const known = new Map(keys.map((key) => [keyName(key), key]))
  const lists: { [name in keyof DigestChanges]: DigestChange[] } = {
    newlyReady: [],
    noLongerReady: [],
    migrated: [],
    gone: [],
    firstSeen: [],
    other: [],
  }
  for (const [id, ofKey] of groupByKey(changes)) {
    const first = ofKey[0]
    const last = ofKey.at(-1)
    if (!first || !last) continue
    const key = known.get(id)
    const wasReady = ofKey.some((each) => each.before === 'ready' || (each !== last && each.after === 'ready'))
    const list = listOf(first, last, wasReady)
    // Stale by now: what it changed to is no news any more, and the list of unknown keys names it.
    if (list === undefined || (list === 'newlyReady' && key?.verdict !== 'ready')) continue
    lists[list].push({
      ...last,
      before: list === 'noLongerReady' ? 'ready' : first.before,
      aliases: key?.aliases ?? [],
      ...(key?.owner === undefined ? {} : { owner: key.owner }),
      deciding: key?.deciding ?? [],
      complete: key?.complete ?? false,
    })
  }
  return lists
}

/** The same lists with other changes in them. */
export function mapLists(
  changes: DigestChanges,
  to: (list: readonly DigestChange[], name: keyof DigestChanges) => readonly DigestChange[],
): DigestChanges {
  return {
    newlyReady: to(changes.newlyReady, 'newlyReady'),
    noLongerReady: to(changes.noLongerReady, 'noLongerReady'),
    migrated: to(changes.migrated, 'migrated'),
    gone: to(changes.gone, 'gone'),
    firstSeen: to(changes.firstSeen, 'firstSeen'),
    other: to(changes.other, 'other'),
  }
}

function listOf(first: Change, last: Change, wasReady: boolean): keyof DigestChanges | undefined {
  if (last.after === null) return 'gone'
  if (last.after === 'migrated') return first.before === 'migrated' ? undefined : 'migrated'
  if (last.after === 'ready') return first.before === 'ready' ? undefined : 'newlyReady'
  if (wasReady) return 'noLongerReady'
  if (first.before === null) return 'firstSeen'
  return first.before === last.after ? undefined : 'other'
}

function groupByKey(changes: readonly Change[]): Map<string, Change[]> {
  const groups = new Map<string, Change[]>()
  const sorted = [...changes].sort((a, b) => {
    const order = keyName(a) < keyName(b) ? -1 : keyName(a) > keyName(b) ? 1 : 0
    return order || (a.changedAt < b.changedAt ? -1 : 1)
  })
  for (const change of sorted) {
    const group = groups.get(keyName(change))
    if (group) group.push(change)
    else groups.set(keyName(change), [change])
  }
  return groups
}
