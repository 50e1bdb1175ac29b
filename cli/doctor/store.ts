import { readDigest } from '../../functions/digest/read-digest.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import type { Config } from '../../shared/config.ts'
import { bothTimes } from '../../shared/notify/calendar.ts'
import type { DigestNight } from '../../shared/notify/digest-night.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import type { TableTrial } from '../../shared/store/tablestore/try-calls.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn, STORE_TIMING } from './services.ts'

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
    if (caught instanceof CloudError)
      return {
        readable: false,
        findings: [
          {
            check: 'store',
            status: 'failed',
            what: `Tablestore cannot be asked: ${caught.summary}`,
            advice: caught.advice,
            fatal: true,
          },
        ],
      }
    return { readable: false, findings: [failed(failureIn(caught, StoreError, services))] }
  }
}

async function checkSqlite(file: string) {
  const { examineSqlite } = await import('../../shared/store/sqlite/examine-sqlite.ts')
  const readable = (await examineSqlite(file)) === 'there'
  const what = readable
    ? `the SQLite file ${file} is whole and may be written`
    : `no SQLite file at ${file} yet; audit makes it`
  return { readable, findings: [{ check: 'store', status: 'ok', what } as const] }
}

async function checkTablestore(address: Tablestore, { env, signal }: DoctorServices) {
  const { tryTables } = await import('../../shared/store/tablestore/try-calls.ts')
  const trials = await tryTables(address, { credentials: ownCredentials(env), signal, timing: STORE_TIMING })
  const refused = oneOfEach(trials)
  const there = trials.filter(({ state }) => state === 'there').map(({ table }) => table)
  const missing = trials.filter(({ state }) => state === 'missing').map(({ table }) => table)
  const findings: Finding[] = [
    ...refused.map(({ error, tables, fatal }) => failed(error, ` (${tables.join(', ')})`, fatal)),
    ...(there.length === 0
      ? []
      : [
          {
            check: 'store',
            status: 'ok',
            what: `Tablestore instance ${address.instance} has ${there.join(', ')}; nothing was written`,
          } as const,
        ]),
    ...(missing.length === 0
      ? []
      : [
          {
            check: 'store',
            status: 'ok',
            what: `not in Tablestore instance ${address.instance} yet: ${missing.join(', ')}; audit makes them, if it is allowed ots:CreateTable (not tried)`,
          } as const,
        ]),
  ]
  return { readable: there.length === trials.length && refused.length === 0, findings }
}

/** The same refusal of several tables is told once. A night ends with the first call that is refused, but for that of the marks. */
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
function failed({ message }: StoreError, more = '', fatal = true): Finding {
  const [, what = message, advice = ''] = /^(.*?)\. (?=[A-Z])(.*)$/s.exec(message) ?? []
  return {
    ...{ check: 'store', status: 'failed', what: `${what}${more}` },
    ...(advice === '' ? {} : { advice }),
    ...(fatal ? { fatal } : {}),
  }
}

/** How far the last night came. */
export async function checkLastNight(store: Store, services: DoctorServices): Promise<Finding> {
  const { config, clock, signal } = services
  try {
    const { night } = await readDigest(store, config, { clock, signal })
    return nightFinding(night, config.timezone)
  } catch (caught) {
    return failed(failureIn(caught, StoreError, services))
  }
}

function nightFinding({ state, lastAsOf, unfinished }: DigestNight, timezone: string): Finding {
  const check = 'last night'
  const at = lastAsOf === null ? '' : bothTimes(lastAsOf, timezone)
  const warning = (what: string, advice: string): Finding => ({ check, status: 'warning', what, advice })
  switch (state) {
    case 'done':
      return { check, status: 'ok', what: `finished; the tables speak of ${at}` }
    case 'never':
      return { check, status: 'ok', what: 'no audit has run yet' }
    case 'missed':
      return warning(`the last audit was that of ${at}`, 'Run audit, or see why its timer did not.')
    case 'nothing-judged':
      return warning(`the audit of ${at} has judged nothing`, 'See what failed above, or wait for it to end.')
    case 'unfinished':
      return warning(
        `the audit of ${at} has not finished ${unfinished.length} of its regions`,
        'Wait for it to end, or run audit: it goes on from there.',
      )
  }
}
