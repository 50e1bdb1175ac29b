import { groupBy } from '../group-by.ts'
import { environmentOf } from './environment.ts'
import type { ReadyKey } from './plan-facts.ts'

/** Keys of one account, region and environment that are moved together because applications use more than one of them. */
export interface CallerGroup {
  readonly environment: string | undefined
  /** By key id. */
  readonly rows: readonly ReadyKey[]
}

/** The principals that call with a key from an application. A cloud service and a person at the console have no code to change. */
export function applicationsOf({ usage }: Pick<ReadyKey, 'usage'>): readonly string[] {
  const names = usage.callers
    .filter(({ client, principal }) => client !== 'cloud-service' && client !== 'console' && isNamed(principal))
    .map(({ principal }) => principal)
  return [...new Set(names)].sort()
}

/** Keys of one account and region, those that share an application together. Environments that tags name stay apart. */
export function groupByCaller(rows: readonly ReadyKey[]): readonly CallerGroup[] {
  const sorted = [...rows].sort((a, b) => (a.keyId < b.keyId ? -1 : 1))
  const environments = environmentsOf(sorted)
  const named = groupBy(sorted, (row) => environments.get(row))
  return [...named].flatMap(([environment, members]) => connected(members).map((each) => ({ environment, rows: each })))
}

/** An event that names nobody ties nothing together. */
function isNamed(principal: string): boolean {
  return principal !== '' && principal !== 'unknown' && !principal.endsWith('/unknown')
}

/** A key without a tag goes with the keys that its applications use, where those are of one environment. */
function environmentsOf(rows: readonly ReadyKey[]): ReadonlyMap<ReadyKey, string | undefined> {
  const environments = new Map(rows.map((row) => [row, environmentOf(row)]))
  const users = new Map<string, Set<string>>()
  for (const row of rows) {
    const environment = environments.get(row)
    if (environment === undefined) continue
    for (const name of applicationsOf(row)) users.set(name, (users.get(name) ?? new Set()).add(environment))
  }
  for (const group of connected(rows.filter((row) => environments.get(row) === undefined))) {
    const met = new Set(group.flatMap(applicationsOf).flatMap((name) => [...(users.get(name) ?? [])]))
    const [only] = met
    if (met.size === 1) for (const row of group) environments.set(row, only)
  }
  return environments
}

/** The connected components of keys and applications, in the order of their first key. */
function connected(rows: readonly ReadyKey[]): ReadyKey[][] {
  const parents = rows.map((_, index) => index)
  const rootOf = (index: number): number => {
    let at = index
    for (let up = parents[at] ?? at; up !== at; up = parents[at] ?? at) {
      parents[at] = parents[up] ?? up
      at = up
    }
    return at
  }
  const firstOf = new Map<string, number>()
  for (const [index, row] of rows.entries())
    for (const name of applicationsOf(row)) {
      const first = firstOf.get(name)
      if (first === undefined) firstOf.set(name, index)
      else parents[Math.max(rootOf(first), rootOf(index))] = Math.min(rootOf(first), rootOf(index))
    }
  const groups = groupBy(
    rows.map((row, index) => ({ row, root: rootOf(index) })),
    ({ root }) => root,
  )
  return [...groups.values()].map((members) => members.map(({ row }) => row))
}
