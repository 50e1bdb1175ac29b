import type { ChangeCount } from '../../domain/readiness.ts'

/** Counts of changes by run: kinds of change stand once, and runs have their places. */
export interface PackedCounts {
  /** Earlier changes are not among them. */
  readonly since: string
  readonly kinds: readonly (readonly [before: ChangeCount['before'], after: ChangeCount['after']])[]
  readonly runs: readonly (readonly [changedAt: string, ...kindsAndKeys: readonly number[]])[]
}

export function packCounts(since: string, counts: readonly ChangeCount[]): PackedCounts {
  const kinds: [ChangeCount['before'], ChangeCount['after']][] = []
  const places = new Map<string, number>()
  const runs = new Map<string, [string, ...number[]]>()
  for (const { changedAt, before, after, keys } of counts) {
    const name = `${before} ${after}`
    const place = places.get(name) ?? kinds.push([before, after]) - 1
    places.set(name, place)
    const run = runs.get(changedAt) ?? [changedAt]
    runs.set(changedAt, run)
    run.push(place, keys)
  }
  return { since, kinds, runs: [...runs.values()] }
}

/** Those that were packed from `since` on, which is included. */
export function* unpackCounts({ kinds, runs }: PackedCounts, since: string): Generator<ChangeCount> {
  for (const [changedAt, ...numbers] of runs) {
    if (changedAt < since) continue
    for (let at = 0; at < numbers.length; at += 2) {
      const [before, after] = kinds[numbers[at] ?? 0] ?? [null, null]
      yield { changedAt, before, after, keys: numbers[at + 1] ?? 0 }
    }
  }
}
