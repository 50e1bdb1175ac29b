import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Laboratory, type NightResult, NO_CEILING, NO_QUOTA, NOW } from '../laboratory.ts'
import { LOOKUPS_BY_NAME, lookupsNeeded, TRAIL_EVENTS_A_SECOND } from '../lookups.ts'
import { fixed, megabytes, number, printLine, printStep, printTable, words } from '../print.ts'
import { profileTable } from '../profile.ts'

const SIZES = [10_000, 100_000, 300_000, 1_000_000]
/** With `--beyond`, to see that nothing grows any more. */
const BEYOND = 2_000_000
/** Peak RSS that a night may come to, in bytes: half of what the function has. */
const MEMORY_BOUND = 256_000_000
const DAYS = 89

interface Row {
  readonly events: number
  readonly night: NightResult
  readonly lookups: number
  readonly needed: number
  /** Milliseconds from the first lookup to the last. */
  readonly wall: number
}

export interface UsageOptions {
  readonly profile: boolean
  readonly beyond: boolean
}

/** Reading a trail as fast as the program can: nothing holds it back, so that what it costs itself is seen. */
export async function measureUsage({ profile, beyond }: UsageOptions): Promise<void> {
  const rows: Row[] = []
  for (const events of profile ? [100_000] : beyond ? [...SIZES, BEYOND] : SIZES) {
    printStep(`${events} events`)
    rows.push(profile ? await profiled(events) : await usageOf(events))
  }
  printTable(rows, [
    number('events', ({ events }) => String(events)),
    number('rows', ({ night }) => String(night.usageRows)),
    number('calls counted', ({ night }) => String(night.calls)),
    number('lookups', ({ lookups }) => String(lookups)),
    number('needed', ({ needed }) => String(needed)),
    number('made / needed', ({ lookups, needed }) => fixed(lookups / needed)),
    number('events a second', ({ events, wall }) => fixed((events / wall) * 1_000, 0)),
    number('x the trail', ({ events, wall }) => fixed(((events / wall) * 1_000) / TRAIL_EVENTS_A_SECOND, 0)),
    number('CPU µs an event', ({ events, night }) => fixed((night.cpu * 1_000) / events, 0)),
    number('RSS before', ({ night }) => megabytes(night.memory.before)),
    number('peak RSS', ({ night }) => megabytes(night.memory.peak)),
    words('by quarters', ({ night }) => night.memory.quarters.map((peak) => fixed(peak / 1_000_000, 0)).join(' ')),
    number('live heap', ({ night }) => megabytes(night.memory.heap)),
    words('', ({ night }) => (night.gaps > 0 ? `${night.gaps} keys with gaps` : '')),
    words('', ({ night }) => (night.memory.peak > MEMORY_BOUND ? `over ${megabytes(MEMORY_BOUND)}` : '')),
  ])
  const [least, most] = [rows[0], rows.at(-1)]
  if (!least || !most || least === most) return
  const more = most.events - least.events
  const grown = (of: 'peak' | 'heap') => fixed(most.night.memory[of] / least.night.memory[of])
  printLine(`most events over fewest: peak RSS ${grown('peak')}, live heap ${grown('heap')}`)
  printLine(`each further event costs ${fixed(((most.night.cpu - least.night.cpu) * 1_000) / more, 0)} µs of CPU`)
  printLine(`x the trail: over the ${TRAIL_EVENTS_A_SECOND} events a second that ActionTrail's quota allows.`)
  printLine(
    'live heap: the least that was on it in the last quarter of the night. Peak RSS also holds what nobody collected yet.',
  )
  printLine('by quarters: the largest resident set in each quarter of the night, in MB.')
  printLine(`needed: full pages of 50, and one lookup a window for each of ${LOOKUPS_BY_NAME} names.`)
}

async function usageOf(events: number, profileIn?: string): Promise<Row> {
  const order = {
    company: { cmks: 40, serviceKeys: 0, instanceKeys: 0, secrets: 0, events, days: DAYS, eventsUntil: NOW },
    now: NOW,
    quotas: { kmsRead: NO_QUOTA, lookupEvents: NO_QUOTA },
    latency: 0,
  }
  return Laboratory.with(order, async (laboratory) => {
    const settings = { CMK_KMS_QPS: NO_CEILING, CMK_TRAIL_QPS: NO_CEILING }
    const night = await laboratory.night(NOW, settings, profileIn)
    const lookups = night.requests.filter(({ service }) => service === 'actiontrail')
    const wall = (lookups.at(-1)?.at ?? 0) - (lookups[0]?.at ?? 0)
    return { events, night, lookups: lookups.length, needed: lookupsNeeded(events), wall }
  })
}

/** The same with the profiler on; tells where the time goes. */
async function profiled(events: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'cmk-profile-'))
  try {
    const row = await usageOf(events, folder)
    await profileTable(folder, events)
    return row
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
