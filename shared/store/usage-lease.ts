import { leaseIn } from './lease-row.ts'
import { accountScope } from './scope-progress.ts'
import type { Store } from './store.ts'

/** The lease under which the usage of an account is read: whatever is known of its sources is written under it. */
export function usageLease(accountId: string): { readonly scope: string; readonly name: string } {
  return { scope: accountScope(accountId), name: 'lease/usage' }
}

/**
 * A text that every further reading of the account changes as soon as it begins, whatever version of the program reads: none can without taking
 * the lease, and each taking is a write. Undefined while somebody reads, after a reading that was cut off, and where there was none.
 */
export async function lastReading(
  { progress }: Pick<Store, 'progress'>,
  accountId: string,
): Promise<string | undefined> {
  const { scope, name } = usageLease(accountId)
  const entry = await progress.get(scope, name)
  const lease = leaseIn(entry?.value)
  return entry && lease?.holders.length === 0 ? `${lease.owner} ${entry.version}` : undefined
}
