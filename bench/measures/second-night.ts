import { DAY } from '../../shared/domain/time.ts'
import { Laboratory, NO_CEILING, NO_QUOTA, NOW } from '../laboratory.ts'
import { TRAIL_QUOTA } from '../lookups.ts'
import { fixed, number, printLine, printStep, printTable } from '../print.ts'

const NIGHTS = 3
const DAYS = 89
const EVENTS_A_DAY = 1_000
const PAGE = 50

/** What a night costs when the nights before it have read the rest. */
export async function measureSecondNight(): Promise<void> {
  const later = NIGHTS - 1
  const order = {
    company: {
      ...{ cmks: 40, serviceKeys: 10, instanceKeys: 10, secrets: 10, days: DAYS + later },
      ...{ events: EVENTS_A_DAY * (DAYS + later), eventsUntil: NOW + later * DAY },
    },
    now: NOW,
    quotas: { kmsRead: NO_QUOTA, lookupEvents: NO_QUOTA },
    latency: 0,
  }
  const rows = await Laboratory.with(order, async (laboratory) => {
    const settings = { CMK_KMS_QPS: NO_CEILING, CMK_TRAIL_QPS: NO_CEILING }
    const nights = []
    for (let n = 0; n < NIGHTS; n += 1) {
      printStep(`night ${n + 1}`)
      const { requests, usageRows, gaps } = await laboratory.night(NOW + n * DAY, settings)
      const lookups = requests.filter(({ service }) => service === 'actiontrail')
      const byName = lookups.filter(({ request }) => request.includes('"EventName"')).length
      const reads = requests.filter(({ service }) => service === 'kms').length
      nights.push({ night: n + 1, lookups: lookups.length, byName, reads, usageRows, gaps })
    }
    return nights
  })
  const first = rows[0]?.lookups ?? 1
  printTable(rows, [
    number('night', ({ night }) => String(night)),
    number('lookups', ({ lookups }) => String(lookups)),
    number('of night 1', ({ lookups }) => `${fixed((100 * lookups) / first, 1)} %`),
    number('by name', ({ byName }) => String(byName)),
    number('full reading', ({ lookups, byName }) => String(lookups - byName)),
    number('days of pages', ({ lookups, byName }) => fixed((lookups - byName) / (EVENTS_A_DAY / PAGE), 1)),
    number('at the quota', ({ lookups }) => `${fixed(lookups / TRAIL_QUOTA / 60, 1)} min`),
    number('KMS calls', ({ reads }) => String(reads)),
    number('rows', ({ usageRows }) => String(usageRows)),
    number('keys with gaps', ({ gaps }) => String(gaps)),
  ])
  printLine(
    `${EVENTS_A_DAY} events a day. What ended less than a day before a night, or had not ended, the next night reads again: late events.`,
  )
}
