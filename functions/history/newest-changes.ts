import pMap from 'p-map'
import { compareTexts } from '../../shared/domain/compare-texts.ts'
import type { EntryPlace } from '../../shared/domain/history-entries/entry.ts'
import type { Change } from '../../shared/domain/readiness.ts'
import type { ScopeCounts, Store } from '../../shared/store/store.ts'

/** Scopes that are read side by side. */
const SIDE_BY_SIDE = 8

interface Part {
  readonly limit: number
  /** Only what stands behind this place. */
  readonly after?: EntryPlace
  isWithin(scope: string): boolean
}

/** Changes of one scope and kind in one run. */
interface Run {
  readonly at: string
  readonly scope: string
  readonly keys: number
}

/**
 * Changes among which the newest of a history are: how many each scope had of each run tells which scopes need to be read, and those alone are.
 * `counted`: since when changes are counted. Undefined where those are too few, and there are earlier ones.
 */
export async function newestChanges(
  { history }: Pick<Store, 'history'>,
  { counted, since }: { readonly counted: string; readonly since: string },
  part: Part,
): Promise<readonly Change[] | undefined> {
  const runs: Run[] = []
  for await (const of of history.countsByScope(since > counted ? since : counted))
    if (part.isWithin(of.scope)) runs.push(...runsOf(of, part))
  // One more than is shown tells that there are more.
  let missing = part.limit + 1
  const wanted = new Map<string, string>()
  // In the order of a history.
  const inOrder = [...newestOf(runs, missing)].sort(
    (a, b) => compareTexts(b.at, a.at) || compareTexts(a.scope, b.scope),
  )
  for (const { at, scope, keys } of inOrder) {
    if (missing <= 0) break
    wanted.set(scope, at)
    missing -= keys
  }
  if (missing > 0 && since < counted) return undefined
  const read = async ([scope, from]: readonly [string, string]) => {
    const changes: Change[] = []
    for await (const change of history.list({ scope, since: from })) changes.push(change)
    return changes
  }
  return (await pMap(wanted, read, { concurrency: SIDE_BY_SIDE })).flat()
}

/** Those that are not before the place. What stands at its moment in its scope may be before it: it does not count, and is read. */
function* runsOf({ scope, counts }: ScopeCounts, { after }: Part): Generator<Run> {
  for (const { changedAt: at, keys } of counts) {
    if (after === undefined || at < after[0] || (at === after[0] && scope > after[1])) yield { at, scope, keys }
    else if (at === after[0] && scope === after[1]) yield { at, scope, keys: 0 }
  }
}

/** The runs that are no older than it takes to have so many changes. */
function newestOf(runs: readonly Run[], changes: number): readonly Run[] {
  const byMoment = new Map<string, number>()
  for (const { at, keys } of runs) byMoment.set(at, (byMoment.get(at) ?? 0) + keys)
  let missing = changes
  const moments = new Set<string>()
  for (const at of [...byMoment.keys()].sort().reverse()) {
    if (missing <= 0) break
    moments.add(at)
    missing -= byMoment.get(at) ?? 0
  }
  return runs.filter(({ at }) => moments.has(at))
}
