import { CloudError } from '../../shared/cloud/errors.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import type { Config } from '../../shared/config/settings.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { TableTrial } from '../../shared/store/tablestore/try-calls.ts'
import type { Finding } from './finding.ts'
import { adviceOf, type DoctorServices, failureIn, STORE_TIMING } from './services.ts'

type Tablestore = Extract<Config['store'], { readonly kind: 'tablestore' }>

/** Whether the tables are there and may be read and written. `readable`: they hold what an audit wrote, if any did. */
export async function checkStore(
  services: DoctorServices,
): Promise<{ readonly readable: boolean; readonly findings: readonly Finding[] }> {
  const { store } = services.config
  try {
    return store.kind === 'sqlite' ? await checkSqlite(store.file) : await checkTablestore(store, services)
  } catch (caught) {
    services.signal.throwIfAborted()
    if (!(caught instanceof CloudError)) return unreadable(storeFinding(failureIn(caught, StoreError, services)))
    const what = `Tablestore cannot be queried: ${inEnglish(caught.summary)}`
    return unreadable({ check: 'store', status: 'failed', what, advice: adviceOf(caught), fatal: true })
  }
}

function unreadable(finding: Finding) {
  return { readable: false, findings: [finding] }
}

async function checkSqlite(file: string) {
  const { examineSqlite } = await import('../../shared/store/sqlite/examine-sqlite.ts')
  const readable = (await examineSqlite(file)) === 'there'
  const what = readable
    ? `the SQLite file ${file} is intact and writable`
    : `no SQLite file at ${file} yet; audit creates it`
  return { readable, findings: [ok(what)] }
}

async function checkTablestore(address: Tablestore, { env, signal }: DoctorServices) {
  const { tryTables } = await import('../../shared/store/tablestore/try-calls.ts')
  const trials = await tryTables(address, {
    mode: 'write',
    credentials: ownCredentials(env),
    signal,
    timing: STORE_TIMING,
  })
  const refused = oneOfEach(trials)
  const namesOf = (state: TableTrial['state']) =>
    trials.flatMap((trial) => (trial.state === state ? [trial.table] : [])).join(', ')
  const [there, missing] = [namesOf('there'), namesOf('missing')]
  const where = `Tablestore instance ${address.instance}`
  const findings = [
    ...refused.map(({ error, tables, fatal }) => storeFinding(error, ` (${tables.join(', ')})`, fatal)),
    ...(there === '' ? [] : [ok(`${where} has ${there}; nothing was written`)]),
    ...(missing === ''
      ? []
      : [ok(`${where} has not yet ${missing}; audit creates them where ots:CreateTable is allowed (not tried)`)]),
  ]
  return { readable: trials.every(({ state }) => state === 'there') && refused.length === 0, findings }
}

function ok(what: string): Finding {
  return { check: 'store', status: 'ok', what }
}

/** The same refusal of several tables is reported once. A night ends with the first call that is refused, but for that of the marks. */
function oneOfEach(trials: readonly TableTrial[]) {
  const found = new Map<string, { readonly error: StoreError; readonly tables: string[]; fatal: boolean }>()
  for (const { table, refused } of trials) {
    for (const { action, error } of refused) {
      const each = found.get(error.message) ?? { error, tables: [], fatal: false }
      found.set(error.message, each)
      each.tables.push(table)
      each.fatal ||= table !== 'marks' || action === 'DescribeTable'
    }
  }
  return [...found.values()]
}

/** Messages of stores say in their first sentence what is wrong, and then what to do. */
export function storeFinding({ message }: StoreError, more = '', fatal = true): Finding {
  const [, what = message, advice = ''] = /^(.*?)\. (?=[A-Z])(.*)$/s.exec(message) ?? []
  return {
    ...{ check: 'store', status: 'failed', what: `${what}${more}` },
    ...(advice === '' ? {} : { advice }),
    ...(fatal ? { fatal } : {}),
  }
}
