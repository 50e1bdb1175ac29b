import { Laboratory, NO_CEILING, NO_QUOTA, NOW } from '../laboratory.ts'
import { TRAIL_QUOTA } from '../lookups.ts'
import { BOUND, paceOf } from '../pace.ts'
import { fixed, number, printLine, printStep, printTable, words } from '../print.ts'

const EVENTS = 4_000
const LATENCIES = [5, 150, 600]

/** Reading a trail at the vendor's own quota: wall time over the quota's floor, whatever the latency. */
export async function measureTrailPace(): Promise<void> {
  const rows: Awaited<ReturnType<typeof paceAt>>[] = []
  for (const latency of LATENCIES) {
    printStep(`${EVENTS} events, quota ${TRAIL_QUOTA}/s, latency ${latency} ms`)
    rows.push(await paceAt(latency))
  }
  printTable(rows, [
    number('events', () => String(EVENTS)),
    number('quota /s', () => String(TRAIL_QUOTA)),
    number('latency ms', ({ latency }) => String(latency)),
    number('lookups', ({ calls }) => String(calls)),
    number('repeated', ({ repeated }) => String(repeated)),
    number('throttled', ({ throttled }) => String(throttled)),
    number('wall / floor', ({ overFloor }) => fixed(overFloor)),
    number('full reading / floor', ({ full }) => fixed(full.overFloor)),
    number('peak in flight', ({ peakInFlight }) => String(peakInFlight)),
    words('', ({ overFloor }) => (overFloor <= BOUND ? '' : `over ${BOUND}`)),
  ])
  printLine(
    'floor: different lookups / quota. full reading: ServiceName=Kms alone, which is nearly all of a real night.',
  )
}

async function paceAt(latency: number) {
  const order = {
    company: { cmks: 10, serviceKeys: 0, instanceKeys: 0, secrets: 0, events: EVENTS, days: 89, eventsUntil: NOW },
    now: NOW,
    quotas: { kmsRead: NO_QUOTA, lookupEvents: TRAIL_QUOTA },
    latency,
  }
  return Laboratory.with(order, async (laboratory) => {
    const settings = { CMK_KMS_QPS: NO_CEILING, CMK_TRAIL_QPS: String(TRAIL_QUOTA) }
    const { requests } = await laboratory.night(NOW, settings)
    const lookups = requests.filter(({ service }) => service === 'actiontrail')
    const ofAll = lookups.filter(({ request }) => request.includes('"ServiceName"'))
    return { ...paceOf(lookups, TRAIL_QUOTA, latency), full: paceOf(ofAll, TRAIL_QUOTA, latency), latency }
  })
}
