import type { Store } from '../store.ts'
import type { StoreMode, StoreOptions } from '../store-options.ts'
import { summarized } from '../summaries/summarized.ts'
import { type StoreTiming, TablestoreClient } from './client.ts'
import { TablestoreDecisions } from './decision-table.ts'
import { TablestoreEntries } from './entry-table.ts'
import { TablestoreHistory } from './history-table.ts'
import type { InstanceAddress } from './instance-address.ts'
import { DECISIONS, MARKS, PROGRESS, TABLES, type Table } from './layout.ts'
import { makeTables } from './make-tables.ts'
import { TablestoreReadiness } from './readiness-table.ts'
import { TablestoreUsage } from './usage-table.ts'

/** The tables that must be there before anything is done. */
const NEEDED: Readonly<Record<StoreMode, readonly Table[]>> = {
  read: [],
  mark: [MARKS],
  decide: [DECISIONS],
  write: TABLES,
}

/**
 * Opens a store in a Tablestore instance. Tables that are missing are made and waited for: all for writing, that of the marks for marking,
 * that of the decisions for deciding. For reading, and where they are known to be there, nothing is called before the first row is asked
 * for: an instance answers 10 calls about tables a second. Throws a `StoreError`.
 */
export async function openTablestore(
  address: InstanceAddress,
  {
    credentials,
    areThere = false,
    ...options
  }: StoreOptions & { readonly timing?: Partial<StoreTiming>; readonly areThere?: boolean },
): Promise<Store> {
  const client = new TablestoreClient(address, credentials, options)
  if (!areThere) await makeTables(client, NEEDED[options.mode])
  const progress = new TablestoreEntries(client, PROGRESS)
  return {
    ...summarized({ readiness: new TablestoreReadiness(client), history: new TablestoreHistory(client), progress }),
    usage: new TablestoreUsage(client),
    progress,
    marks: new TablestoreEntries(client, MARKS),
    decisions: new TablestoreDecisions(client),
    // Connections stay with the process: the next invocation of a function uses them again.
    close: async () => undefined,
  }
}
