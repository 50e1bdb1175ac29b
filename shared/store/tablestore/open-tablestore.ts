import type { Store } from '../store.ts'
import type { StoreOptions } from '../store-options.ts'
import { type StoreTiming, TablestoreClient } from './client.ts'
import { TablestoreDecisions } from './decision-table.ts'
import { TablestoreEntries } from './entry-table.ts'
import { TablestoreHistory } from './history-table.ts'
import type { InstanceAddress } from './instance-address.ts'
import { DECISIONS, MARKS, PROGRESS, TABLES } from './layout.ts'
import { makeTables } from './make-tables.ts'
import { TablestoreReadiness } from './readiness-table.ts'
import { TablestoreUsage } from './usage-table.ts'

/**
 * Opens a store in a Tablestore instance. Tables that are missing are made and waited for: all for writing, that of the marks for marking,
 * that of the decisions for deciding. For reading nothing is called before the first row is asked for. Throws a `StoreError`.
 */
export async function openTablestore(
  address: InstanceAddress,
  { credentials, ...options }: StoreOptions & { readonly timing?: Partial<StoreTiming> },
): Promise<Store> {
  const client = new TablestoreClient(address, credentials, options)
  if (options.mode === 'write') await makeTables(client, TABLES)
  if (options.mode === 'mark') await makeTables(client, [MARKS])
  if (options.mode === 'decide') await makeTables(client, [DECISIONS])
  return {
    readiness: new TablestoreReadiness(client),
    usage: new TablestoreUsage(client),
    history: new TablestoreHistory(client),
    progress: new TablestoreEntries(client, PROGRESS),
    marks: new TablestoreEntries(client, MARKS),
    decisions: new TablestoreDecisions(client),
    // Connections stay with the process: the next invocation of a function uses them again.
    close: async () => undefined,
  }
}
