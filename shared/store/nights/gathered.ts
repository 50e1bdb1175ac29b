import { COMPANY } from '../run-accounts.ts'
import type { Store } from '../store.ts'

type Tables = Pick<Store, 'progress'>

const GATHERED = 'nights'

/** Whether all is laid together that versions of before this was done kept with each account and scope. */
export async function isGathered({ progress }: Tables): Promise<boolean> {
  return (await progress.get(COMPANY, GATHERED)) !== undefined
}

export function setGathered({ progress }: Tables): Promise<void> {
  return progress.put(COMPANY, [{ name: GATHERED, value: true }])
}
