import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Night, runNight } from '../../functions/run/night.ts'
import type { Config } from '../../shared/config/settings.ts'
import { RESOURCE_SERVICES } from '../../shared/domain/resources/key-resource.ts'
import { DAY, type Instant } from '../../shared/domain/time.ts'
import type { VerdictCounts } from '../../shared/domain/verdict.ts'
import { makeFolder } from '../../shared/files/make-folder.ts'
import type { Store } from '../../shared/store/store.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import type { Key, RegionWorld, World } from '../../simulator/cloud/world.ts'
import { changeOvernight } from '../../simulator/sample-company/overnight.ts'
import { HEADQUARTERS, type SampleCompany, sampleCompany } from '../../simulator/sample-company/sample-company.ts'
import { withServices } from '../open.ts'
import { openOutputs, openShell } from '../terminal/shell.ts'
import type { Terminal } from '../terminal/terminal.ts'

/**
 * Calls a second that the demo allows itself, and that its cloud stands. A real account has 2 LookupEvents calls a second, and a careful
 * auditor leaves most of KMS's 50 to production: with those a first night takes minutes, and nobody waits that long for a demo.
 */
export const DEMO_RATE = { trail: 200, kms: 200 } as const

/** One night of the demo. */
export interface DemoNight extends Night {
  readonly byVerdict: VerdictCounts
  /** Requests that the cloud has answered. */
  readonly calls: number
  readonly milliseconds: number
}

/** What is there after a night: the tables, still open, and the clock of that night. */
export interface Tables {
  readonly store: Store
  readonly config: Config
  readonly terminal: Terminal
}

export interface Nights {
  /** The file of the store; it is recreated. */
  readonly storeFile: string
  /** The first port of the cloud; any that are free unless given. */
  readonly port?: number
  /** 2 unless given. The last of them is now. */
  readonly nights?: number
  /** Changes the company before anybody looks at it. */
  readonly prepare?: (company: SampleCompany) => void
  /** What happens by day before night `number`, from 1; `tables` are as the night before has left them. */
  readonly onDay?: (number: number, day: Day) => Promise<void>
  readonly onNight?: (night: DemoNight, tables: Tables) => Promise<void>
}

/** What may be changed by day. */
export interface Day extends Tables {
  readonly company: SampleCompany
}

/**
 * Audits the sample company night after night, a day apart, on a simulated cloud that lives as long as this call. `work` sees the tables
 * after the last night. The environment of the terminal is not used, but for its colours: the demo meets no real account.
 */
export async function runNights<T>(
  real: Terminal,
  { storeFile, port = 0, nights = 2, prepare, onDay, onNight }: Nights,
  work: (tables: Tables, place: { readonly company: SampleCompany; readonly cloud: SimulatedCloud }) => Promise<T>,
): Promise<T> {
  const now = real.clock()
  const company = sampleCompany(now, nights)
  prepare?.(company)
  let daysBack = nights - 1
  const clock = () => real.clock() - daysBack * DAY
  const toCome = new KeysToCome(company.world, clock())
  const read = 2 * DEMO_RATE.kms
  const quotas = {
    ...{ lookupEvents: 2 * DEMO_RATE.trail, kmsRead: read, kmsInstances: read },
    ...{ rdsAssociates: read, ecsDisks: read, ecsSnapshots: read, ecsDefaultDiskKey: read },
  }
  const cloud = await startCloud(company.world, { clock, quotas, port })
  try {
    await newStoreFile(storeFile)
    const terminal = { ...real, clock, env: { ...coloursOf(real), ...environmentOf(company, cloud, storeFile) } }
    const outputs = openOutputs(terminal)
    // Each night in services of its own, as a new process would have them.
    const oneNight = <R>(number: number, then: (tables: Tables) => Promise<R>) => {
      daysBack = nights - number
      toCome.until(clock())
      if (number > 1 && number === nights) changeOvernight(company.world, now)
      const shell = openShell(terminal, outputs, {})
      return withServices(shell, async (services) => {
        const { store, config } = services
        const tables = { store, config, terminal }
        await onDay?.(number, { ...tables, company })
        const start = real.clock()
        const before = cloud.count()
        const night = await runNight(services)
        await shell.status.clear()
        const cost = { calls: cloud.count() - before, milliseconds: real.clock() - start }
        await onNight?.({ ...night, ...cost, byVerdict: await countRows(store) }, tables)
        return then(tables)
      })
    }
    for (let number = 1; number < nights; number += 1) await oneNight(number, async () => {})
    return await oneNight(nights, (tables) => work(tables, { company, cloud }))
  } finally {
    await cloud.close()
  }
}

/** Keys of the company that are created while it is followed. */
class KeysToCome {
  readonly #waiting: { readonly region: RegionWorld; readonly key: Key }[] = []

  /** Takes them out of the world. */
  constructor({ accounts }: World, now: Instant) {
    for (const region of accounts.flatMap(({ regions }) => Object.values(regions))) {
      this.#waiting.push(...region.keys.filter((key) => isLater(key, now)).map((key) => ({ region, key })))
      region.keys = region.keys.filter((key) => !isLater(key, now))
    }
  }

  /** Puts those back that are there by now. */
  until(now: Instant): void {
    for (const { region, key } of this.#waiting.splice(0)) {
      if (isLater(key, now)) this.#waiting.push({ region, key })
      else region.keys.push(key)
    }
  }
}

function isLater({ createdAt }: Key, now: Instant): boolean {
  return Date.parse(createdAt) > now
}

async function countRows(store: Store): Promise<VerdictCounts> {
  const counts: { -readonly [verdict in keyof VerdictCounts]: VerdictCounts[verdict] } = {}
  for await (const { verdict } of store.readiness.list()) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}

/** As an operator of the company would set it. */
function environmentOf(company: SampleCompany, cloud: SimulatedCloud, storeFile: string): Terminal['env'] {
  return {
    ...cloud.environment(HEADQUARTERS),
    CMK_REGIONS: company.regions.join(','),
    CMK_ACCOUNTS: company.accounts.join(','),
    CMK_OWN_CIDRS: company.ownRanges.join(','),
    CMK_DESTINATION: company.destinations.join(','),
    CMK_RESOURCES: RESOURCE_SERVICES.join(','),
    CMK_STORE: `sqlite:${storeFile}`,
    CMK_TRAIL_QPS: String(DEMO_RATE.trail),
    CMK_KMS_QPS: String(DEMO_RATE.kms),
  }
}

function coloursOf({ env: { NO_COLOR, FORCE_COLOR, TERM } }: Terminal): Terminal['env'] {
  return { NO_COLOR, FORCE_COLOR, TERM }
}

/** The demo starts from nothing each time; SQLite keeps up to three files of one name. */
async function newStoreFile(file: string): Promise<void> {
  makeFolder(dirname(file))
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true })
}
