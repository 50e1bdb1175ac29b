import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Night, runNight } from '../../functions/run/night.ts'
import type { Config } from '../../shared/config/settings.ts'
import { RESOURCE_SERVICES } from '../../shared/domain/resources/key-resource.ts'
import { DAY } from '../../shared/domain/time.ts'
import type { VerdictCounts } from '../../shared/domain/verdict.ts'
import { makeFolder } from '../../shared/files/make-folder.ts'
import type { Store } from '../../shared/store/store.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { changeOvernight } from '../../simulator/sample-company/overnight.ts'
import { HEADQUARTERS, type SampleCompany, sampleCompany } from '../../simulator/sample-company/sample-company.ts'
import { withServices } from '../open.ts'
import { openOutputs, openShell } from '../terminal/shell.ts'
import type { Terminal } from '../terminal/terminal.ts'

/**
 * Calls a second that the demo allows itself, and that its cloud stands. A real account has 2 LookupEvents calls a second, and a careful
 * auditor leaves most of KMS's 50 to production: with those a first night takes minutes, and nobody waits that long for a demo.
 */
export const DEMO_RATE = { trail: 200, kms: 100 } as const

/** One night of the demo. */
export interface DemoNight extends Night {
  readonly byVerdict: VerdictCounts
  /** Requests that the cloud has answered. */
  readonly calls: number
  readonly milliseconds: number
}

/** What is there when both nights are over: the tables, still open, and the clock of the second night. */
export interface Tables {
  readonly store: Store
  readonly config: Config
  readonly terminal: Terminal
}

export interface TwoNights {
  /** The file of the store; it is recreated. */
  readonly storeFile: string
  /** Changes the company before anybody looks at it. */
  readonly prepare?: (company: SampleCompany) => void
  readonly onNight?: (night: DemoNight) => Promise<void>
}

/**
 * Audits the sample company twice, with a day in between, on a simulated cloud that lives as long as this call. `work` sees the tables
 * after the second night. The environment of the terminal is not used, but for its colours: the demo meets no real account.
 */
export async function runTwoNights<T>(
  real: Terminal,
  { storeFile, prepare, onNight }: TwoNights,
  work: (tables: Tables) => Promise<T>,
): Promise<T> {
  const now = real.clock()
  const company = sampleCompany(now)
  prepare?.(company)
  let daysBack = 1
  const clock = () => real.clock() - daysBack * DAY
  const quotas = { lookupEvents: 2 * DEMO_RATE.trail, kmsRead: 2 * DEMO_RATE.kms, kmsInstances: 2 * DEMO_RATE.kms }
  const cloud = await startCloud(company.world, { clock, quotas })
  try {
    await newStoreFile(storeFile)
    const terminal = { ...real, clock, env: { ...coloursOf(real), ...environmentOf(company, cloud, storeFile) } }
    await auditOnce(terminal, cloud, async (night) => onNight?.(night))
    changeOvernight(company.world, now)
    daysBack = 0
    return await auditOnce(terminal, cloud, async (night, tables) => {
      await onNight?.(night)
      return work(tables)
    })
  } finally {
    await cloud.close()
  }
}

async function auditOnce<T>(
  terminal: Terminal,
  cloud: SimulatedCloud,
  work: (night: DemoNight, tables: Tables) => Promise<T>,
): Promise<T> {
  const shell = openShell(terminal, openOutputs(terminal), {})
  return withServices(shell, async (services) => {
    const start = terminal.clock()
    const before = cloud.count()
    const night = await runNight(services)
    await shell.status.clear()
    const cost = { calls: cloud.count() - before, milliseconds: terminal.clock() - start }
    const { store, config } = services
    return work({ ...night, ...cost, byVerdict: await countRows(store) }, { store, config, terminal })
  })
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
