import { COMPANY } from './run-accounts.ts'
import type { Store } from './store.ts'

const PREFIX = 'config/'

/** The text of a configuration that lies in the tables; undefined where there is none of that name. */
export async function readStoredConfig({ progress }: Pick<Store, 'progress'>, name: string): Promise<unknown> {
  return (await progress.get(COMPANY, `${PREFIX}${name}`))?.value
}

/** Puts it there, in place of what was there. */
export function writeStoredConfig({ progress }: Pick<Store, 'progress'>, name: string, text: string): Promise<void> {
  return progress.put(COMPANY, [{ name: `${PREFIX}${name}`, value: text }])
}
