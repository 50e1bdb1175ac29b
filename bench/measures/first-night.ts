import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MINUTE, SECOND } from '../../shared/domain/time.ts'
import { DELIVERED_SOURCES, writeDelivered } from '../delivered.ts'
import { Laboratory, type NightResult, NO_CEILING, NO_QUOTA, NOW } from '../laboratory.ts'
import { lookupsNeeded, TRAIL_QUOTA } from '../lookups.ts'
import { fixed, megabytes, number, printLine, printStep, printTable, words } from '../print.ts'

const DAYS = 89
/** More are not looked up but computed: the `usage` measure says how many lookups are made of those that are needed. */
const MAX_LOOKED_UP = 100_000

interface Row {
  readonly events: number
  readonly source: string
  readonly lookups: number
  readonly night?: NightResult
}

/** The first night of the same company by each source: what is asked and moved, and how long ActionTrail's quota makes of it. */
export async function measureFirstNight({ events }: { readonly events: string }): Promise<void> {
  const rows: Row[] = []
  for (const size of events.split(',').map(Number)) rows.push(...(await nightsOver(size)))
  printTable(rows, [
    number('events', (row) => String(row.events)),
    words('source', ({ source }) => source),
    number('calls counted', ({ night }) => shown(night?.calls)),
    number('usage rows', ({ night }) => shown(night?.usageRows)),
    number('lookups', ({ lookups }) => String(lookups)),
    number('at the quota', ({ lookups }) => `${fixed((lookups / TRAIL_QUOTA) * (SECOND / MINUTE), 1)} min`),
    number('queries', ({ night }) => shown(night && callsOf(night, 'sls').length)),
    number('OSS requests', ({ night }) => shown(night && callsOf(night, 'oss').length)),
    number('rows moved', ({ night }) => shown(night && sum(movedBy(night), ({ rowsRead }) => rowsRead))),
    number('moved', ({ night }) => (night ? megabytes(sum(movedBy(night), ({ bytesSent }) => bytesSent)) : '')),
    number('CPU s', ({ night }) => (night ? fixed(night.cpu / SECOND, 1) : '')),
    number('peak RSS', ({ night }) => (night ? megabytes(night.memory.peak) : '')),
    number('keys with gaps', ({ night }) => shown(night?.gaps)),
  ])
  printLine(
    `At the quota: ${TRAIL_QUOTA} LookupEvents calls a second; by the other sources these read what their trail has not delivered yet.`,
  )
  printLine(
    'Rows and bytes: what answers of ActionTrail, Log Service and OSS held. CPU: of the program; a busy machine does not lengthen it much.',
  )
  printLine(`More than ${MAX_LOOKED_UP} events are not looked up: the fewest lookups that read them are computed.`)
}

async function nightsOver(events: number): Promise<readonly Row[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'cmk-first-night-'))
  const size = {
    ...{ cmks: 100, serviceKeys: 10, instanceKeys: 10, secrets: 10, days: DAYS + 1 },
    ...{ events, eventsUntil: NOW },
  }
  try {
    printStep(`${events} events: writing what a trail delivers of them`)
    const { bytes, ...delivered } = await writeDelivered(scratch, size)
    printLine(`${events} events: ${megabytes(bytes)} of text`)
    const quotas = { kmsRead: NO_QUOTA, lookupEvents: NO_QUOTA }
    return await Laboratory.with({ company: size, now: NOW, quotas, latency: 0, delivered }, async (laboratory) => {
      const rows: Row[] = []
      for (const [name, source] of Object.entries({
        ...(events > MAX_LOOKED_UP ? {} : { lookup: 'lookup' }),
        ...DELIVERED_SOURCES,
        dir: `dir:${delivered.archive}`,
      })) {
        printStep(`${events} events, ${name}`)
        const night = await laboratory.night(NOW, {
          ...{ CMK_SOURCE: source, CMK_STORE: `sqlite:${join(scratch, `${name}.db`)}` },
          ...{ CMK_OBSERVATION_DAYS: String(DAYS), CMK_KMS_QPS: NO_CEILING, CMK_TRAIL_QPS: NO_CEILING },
        })
        const lookups = night.requests.filter(({ action }) => action === 'LookupEvents').length
        rows.push({ events, source: name, lookups, night })
      }
      return events > MAX_LOOKED_UP ? [{ events, source: 'lookup', lookups: lookupsNeeded(events) }, ...rows] : rows
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function callsOf({ requests }: NightResult, service: string) {
  return requests.filter((request) => request.service === service)
}

/** Answers that hold events. */
function movedBy(night: NightResult) {
  return ['actiontrail', 'sls', 'oss'].flatMap((service) => callsOf(night, service))
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((total, each) => total + of(each), 0)
}

function shown(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
