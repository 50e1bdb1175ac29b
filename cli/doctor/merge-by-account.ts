import type { Finding } from './finding.ts'

/** Names that a line holds; it tells how many more there are. */
export const NAMED = 3

/** `a, b, c and 4 more`. */
export function firstFew(names: readonly string[], most: number = NAMED): string {
  const more = names.length - most
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** What is found in one account: the accounts of the same finding are named between its two halves. */
export interface AccountFinding extends Omit<Finding, 'what'> {
  readonly accountId: string
  readonly before: string
  readonly after?: string
}

/** Tells the same finding of many accounts once. */
export function mergeByAccount(found: readonly AccountFinding[]): readonly Finding[] {
  const groups = groupBy(found, ({ accountId: _, ...finding }) => JSON.stringify(finding))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { accountId: _, before, after = '', ...finding } = first
    const accounts = `${group.length === 1 ? 'account' : 'accounts'} ${firstFew(group.map(({ accountId }) => accountId))}`
    return [{ ...finding, what: `${before} ${accounts}${after}` }]
  })
}

export function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group) group.push(item)
    else groups.set(nameOf(item), [item])
  }
  return groups
}
