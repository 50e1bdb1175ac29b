import { groupBy } from '../../shared/domain/group-by.ts'
import { firstFew } from '../../shared/text/first-few.ts'
import type { Finding } from './finding.ts'

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
