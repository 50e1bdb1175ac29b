import { Laboratory, NO_CEILING, NO_QUOTA, NOW } from '../laboratory.ts'
import { paceOf } from '../pace.ts'
import { fixed, number, printLine, printStep, printTable } from '../print.ts'

const CMKS = 200
const CEILING = 200
const QUOTA = 20
const LATENCIES = [5, 150, 600]
/** Width of a column of the rate over time, in seconds. */
const STEP = 4
const STEPS = 7

type Row = Awaited<ReturnType<typeof convergeOf>>

/** A ceiling ten times the real quota: what the strict service refuses, how often, and whether a key gets lost. */
export async function measureConverge(): Promise<void> {
  const rows: Row[] = []
  for (const latency of LATENCIES) {
    printStep(`ceiling ${CEILING}/s, real quota ${QUOTA}/s, latency ${latency} ms`)
    rows.push(await convergeOf(latency))
  }
  printTable(rows, [
    number('latency ms', ({ latency }) => String(latency)),
    number('lost', ({ lost }) => String(lost)),
    number('calls', ({ calls }) => String(calls)),
    number('calls a CMK', ({ calls }) => fixed(calls / CMKS)),
    number('throttled', ({ throttled }) => String(throttled)),
    number('wall / floor', ({ overFloor }) => fixed(overFloor)),
    number('peak in flight', ({ peakInFlight }) => String(peakInFlight)),
    ...Array.from({ length: STEPS }, (_, step) =>
      number<Row>(`${step * STEP}–${(step + 1) * STEP} s`, ({ rates }) => rates[step] ?? ''),
    ),
  ])
  printLine(`by seconds: calls a second sent, and of them refused. Quota ${QUOTA}/s; below 4 calls a CMK is wanted.`)
}

async function convergeOf(latency: number) {
  const order = {
    company: { cmks: CMKS, serviceKeys: 50, instanceKeys: 50, secrets: 10, events: 0, days: 1, eventsUntil: NOW },
    now: NOW,
    quotas: { kmsRead: QUOTA, lookupEvents: NO_QUOTA },
    latency,
  }
  return Laboratory.with(order, async (laboratory) => {
    const settings = { CMK_KMS_QPS: String(CEILING), CMK_TRAIL_QPS: NO_CEILING, CMK_OBSERVATION_DAYS: '1' }
    const { requests, keys, unread } = await laboratory.night(NOW, settings)
    const reads = requests.filter(({ service }) => service === 'kms')
    const start = reads[0]?.at ?? 0
    const rates = Array.from({ length: STEPS }, (_, step) => {
      const within = reads.filter(({ at }) => Math.floor((at - start) / (STEP * 1_000)) === step)
      if (within.length === 0) return ''
      const refused = within.filter(({ status }) => status === 429).length
      return `${fixed(within.length / STEP, 1)} −${fixed(refused / STEP, 1)}`
    })
    return { ...paceOf(reads, QUOTA, latency), latency, rates, lost: CMKS + 100 - keys + unread }
  })
}
