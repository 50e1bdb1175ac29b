import { DAY } from '../../shared/domain/time.ts'
import { Laboratory, NO_CEILING, NO_QUOTA, NOW } from '../laboratory.ts'
import type { SeenCall } from '../messages.ts'
import { BOUND, type PaceFigures, paceOf } from '../pace.ts'
import { fixed, number, printLine, printStep, printTable, words } from '../print.ts'

const QUOTAS = [20, 50]
const LATENCIES = [5, 150, 600]

interface Row extends PaceFigures {
  readonly cmks: number
  readonly quota: number
  readonly latency: number
  /** DescribeKey and ListKeyVersions. */
  readonly ofKeys: number
  readonly lost: number
  /** The same of the night after, which knows its CMKs. */
  readonly next: PaceFigures
}

/** Inventory of one region where the ceiling is the quota: wall time over the quota's floor, whatever the latency. */
export async function measureInventory({ full }: { readonly full: boolean }): Promise<void> {
  const rows: Row[] = []
  for (const cmks of full ? [200, 1_000] : [200]) {
    for (const quota of QUOTAS) {
      for (const latency of LATENCIES) {
        printStep(`${cmks} CMKs, quota ${quota}/s, latency ${latency} ms`)
        rows.push(await inventoryOf(cmks, quota, latency))
      }
    }
  }
  printTable(rows, [
    number('CMKs', ({ cmks }) => String(cmks)),
    number('quota /s', ({ quota }) => String(quota)),
    number('latency ms', ({ latency }) => String(latency)),
    number('calls', ({ calls }) => String(calls)),
    number('calls a CMK', ({ calls, cmks }) => fixed(calls / cmks)),
    number('of keys, a CMK', ({ ofKeys, cmks }) => fixed(ofKeys / cmks)),
    number('repeated', ({ repeated }) => String(repeated)),
    number('throttled', ({ throttled }) => String(throttled)),
    number('wall / floor', ({ overFloor }) => fixed(overFloor)),
    number('over floor + 2 answers', (row) => fixed(overAnswers(row))),
    number('next night / floor', ({ next }) => fixed(next.overFloor)),
    number('peak in flight', ({ peakInFlight }) => String(peakInFlight)),
    number('lost', ({ lost }) => String(lost)),
    words('', ({ overFloor }) => (overFloor <= BOUND ? '' : `over ${BOUND}`)),
  ])
  printLine('calls: every read of KMS, pages, tags and secrets too. floor: different calls / quota.')
  printLine(
    '+ 2 answers: what a first list takes, without which no key is known, and the last call, after it was sent.',
  )
}

async function inventoryOf(cmks: number, quota: number, latency: number): Promise<Row> {
  const size = { cmks, serviceKeys: cmks / 4, instanceKeys: cmks / 4, secrets: 10 }
  const order = {
    company: { ...size, events: 0, days: 1, eventsUntil: NOW },
    now: NOW,
    quotas: { kmsRead: quota, lookupEvents: NO_QUOTA },
    latency,
  }
  return Laboratory.with(order, async (laboratory) => {
    const settings = { CMK_KMS_QPS: String(quota), CMK_TRAIL_QPS: NO_CEILING, CMK_OBSERVATION_DAYS: '1' }
    const ofKms = ({ service }: SeenCall) => service === 'kms'
    const { requests, keys, unread } = await laboratory.night(NOW, settings)
    const reads = requests.filter(ofKms)
    const next = (await laboratory.night(NOW + DAY, settings)).requests.filter(ofKms)
    const ofKeys = reads.filter(({ action }) => action === 'DescribeKey' || action === 'ListKeyVersions').length
    const lost = size.cmks + size.serviceKeys + size.instanceKeys - keys + unread
    return { ...paceOf(reads, quota, latency), next: paceOf(next, quota, latency), cmks, quota, latency, ofKeys, lost }
  })
}

function overAnswers({ wall, useful, quota, latency }: Row): number {
  return wall / ((useful / quota) * 1_000 + 2 * latency)
}
