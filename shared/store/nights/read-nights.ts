import type { Store } from '../store.ts'
import { type AccountNight, AccountNights } from './account-nights.ts'
import { DiagnosticsTable } from './diagnostics-table.ts'
import { isGathered, setGathered } from './gathered.ts'
import { olderDiagnostics } from './older-diagnostics.ts'
import { olderNights } from './older-nights.ts'

type Tables = Pick<Store, 'progress'>

/** How far the last run of each account has come, by account. */
export async function readNights(store: Tables): Promise<ReadonlyMap<string, AccountNight>> {
  const [gathered, nights] = await Promise.all([isGathered(store), new AccountNights(store).all()])
  return gathered ? nights : new Map([...(await olderNights(store)), ...nights])
}

/** Lays together what older versions kept with each account and scope, and leaves that where it is. Once; cut off, it is done again. */
export async function gatherNights(store: Tables): Promise<void> {
  if (await isGathered(store)) return
  const [nights, table] = [new AccountNights(store), new DiagnosticsTable(store)]
  for (const [accountId, night] of await olderNights(store)) await nights.keep(accountId, night)
  for (const { scope, stage, diagnostics } of await olderDiagnostics(store))
    if (diagnostics.length > 0) await table.put(scope, stage, diagnostics)
  await setGathered(store)
}
