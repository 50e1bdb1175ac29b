import { DAY } from '../../shared/domain/time.ts'
import { Laboratory, type NightResult, NO_CEILING, NO_QUOTA, NOW, TABLES } from '../laboratory.ts'
import { TRAIL_QUOTA } from '../lookups.ts'
import { fixed, number, printLine, printStep, printTable } from '../print.ts'

/** Days that a verdict looks back over. */
const WINDOW = 30
const NIGHTS = 2
/** Companies: CMKs, and events of KMS a day. */
const SIZES = [
  { cmks: 100, eventsADay: 1_000 },
  { cmks: 10_000, eventsADay: 5_000 },
] as const
/** The default of CMK_KMS_QPS. */
const KMS_CEILING = 10
/** What one invocation of an hour reads before it judges, in minutes. */
const READING = 50

/** What a night costs with its tables in Tablestore: calls, rows, and invocations at the quotas. */
export async function measureNightCost(): Promise<void> {
  const rows = []
  for (const size of SIZES) rows.push(...(await nightsOf(size)))
  printTable(rows, [
    number('CMKs', ({ cmks }) => String(cmks)),
    number('night', ({ night }) => String(night)),
    number('KMS calls', ({ kms }) => String(kms)),
    number('lookups', ({ lookups }) => String(lookups)),
    number('at the quotas', ({ minutes }) => `${fixed(minutes, 1)} min`),
    number('invocations', ({ minutes }) => String(Math.max(1, Math.ceil(minutes / READING)))),
    number('Tablestore calls', ({ calls }) => String(calls)),
    number('rows read', ({ read }) => String(read)),
    number('rows written', ({ written }) => String(written)),
    number('units read', ({ unitsRead }) => String(unitsRead)),
    number('units written', ({ unitsWritten }) => String(unitsWritten)),
    number('keys with gaps', ({ gaps }) => String(gaps)),
  ])
  printLine(
    `A window of ${WINDOW} days; ${SIZES.map(({ cmks, eventsADay }) => `${eventsADay} events a day for ${cmks} CMKs`).join(', ')}. "At the quotas": ${KMS_CEILING} KMS reads and ${TRAIL_QUOTA} lookups a second.`,
  )
}

async function nightsOf({ cmks, eventsADay }: (typeof SIZES)[number]) {
  const days = WINDOW + NIGHTS
  const order = {
    company: {
      ...{ cmks, serviceKeys: 10, instanceKeys: 10, secrets: 10, days },
      ...{ events: eventsADay * days, eventsUntil: NOW + (NIGHTS - 1) * DAY },
    },
    now: NOW,
    quotas: { kmsRead: NO_QUOTA, lookupEvents: NO_QUOTA },
    latency: 0,
  }
  return Laboratory.with(order, async (laboratory) => {
    const settings = {
      CMK_STORE: TABLES,
      CMK_OBSERVATION_DAYS: String(WINDOW),
      CMK_KMS_QPS: NO_CEILING,
      CMK_TRAIL_QPS: NO_CEILING,
    }
    const nights = []
    for (let n = 0; n < NIGHTS; n += 1) {
      printStep(`${cmks} CMKs, night ${n + 1}`)
      nights.push({ cmks, night: n + 1, ...costOf(await laboratory.night(NOW + n * DAY, settings)) })
    }
    return nights
  })
}

function costOf({ requests, gaps }: NightResult) {
  const of = (service: string) => requests.filter((request) => request.service === service)
  const tables = of('tablestore')
  const kms = of('kms').length
  const lookups = of('actiontrail').length
  return {
    kms,
    lookups,
    minutes: (kms / KMS_CEILING + lookups / TRAIL_QUOTA) / 60,
    calls: tables.length,
    read: tables.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
    written: tables.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
    unitsRead: tables.reduce((sum, { unitsRead }) => sum + unitsRead, 0),
    unitsWritten: tables.reduce((sum, { unitsWritten }) => sum + unitsWritten, 0),
    gaps,
  }
}
