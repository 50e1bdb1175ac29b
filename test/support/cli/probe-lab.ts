import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { DAY, HOUR, type Instant, iso, SECOND } from '../../../shared/domain/time.ts'
import { openStore } from '../../../shared/store/open-store.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { RecordedShape } from '../../../simulator/cloud/actiontrail/recorded-shape.ts'
import { type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { bucket } from '../../../simulator/cloud/oss/buckets.ts'
import { accessKey, allow, type Statement } from '../../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { logProject, trailLogstore } from '../../../simulator/cloud/sls/projects.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  type Key,
  key,
  readOnlyPolicy,
  region,
  trail,
  world,
} from '../../../simulator/cloud/world.ts'
import { signOfLife } from '../../../simulator/cloud/world-events.ts'
import { type CliOptions, type CliResult, runCli } from './run-cli.ts'
import { temporaryFolder } from './seeded-store.ts'

export const PROBED = '08c33a6f-4e0a-4a1b-9fa7-7ddf3c1b2a90'
export const BYSTANDER = 'b1d5a7c2-0f7e-4c58-8f0e-6f1f8f0a1c33'
export const PROBED_ARN = `acs:kms:cn-hangzhou:${DEFAULT_ACCOUNT}:key/${PROBED}`
export const ALL_RIGHTS = [allow(['kms:*', 'oss:*', 'log:*'])]
const REGION = 'cn-hangzhou'
const LOG_TRAIL = trail({
  name: 'audit',
  slsProjectArn: `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/audit-logs`,
})
const ARCHIVE_TRAIL = trail({ name: 'audit', ossBucketName: 'company-audit', ossKeyPrefix: 'logs' })
/** How much later it is each time that somebody looks at the clock while a probe runs. */
const STEP = 5 * SECOND

/** A region with a key that is probed and one that is not, and a clock that moves on while a probe waits, as often as anybody looks at it. */
export class ProbeLab {
  readonly cloud: SimulatedCloud
  readonly cwd: string
  readonly #clock: StepClock
  readonly #env: Readonly<Record<string, string>>

  private constructor(cloud: SimulatedCloud, clock: StepClock, cwd: string, env: Record<string, string>) {
    this.cloud = cloud
    this.cwd = cwd
    this.#clock = clock
    this.#env = env
  }

  static async open({
    shape = {},
    probed = {},
    keys = [],
    rights = ALL_RIGHTS,
    env = {},
    logs = false,
    archive = false,
  }: {
    readonly shape?: Partial<RecordedShape>
    readonly probed?: Partial<Key>
    readonly keys?: readonly Key[]
    /** Beside those of an auditor. */
    readonly rights?: Statement[]
    readonly env?: Record<string, string>
    /** The trail delivers into Log Service, and that is the source. */
    readonly logs?: boolean
    /** The same, into a bucket. */
    readonly archive?: boolean
  } = {}): Promise<ProbeLab> {
    const clock = new StepClock()
    const createdAt = iso(clock.now() - 30 * DAY)
    const here = region({
      keys: [
        key({ keyId: PROBED, aliases: ['alias/test'], createdAt, ...probed }),
        key({ keyId: BYSTANDER, createdAt }),
        ...keys,
      ],
      events: [signOfLife(iso(clock.now() - HOUR))],
      recordedShape: shape,
      ...(logs
        ? {
            trails: [LOG_TRAIL],
            logProjects: [logProject({ name: 'audit-logs', logstores: [trailLogstore('audit')] })],
          }
        : {}),
    })
    if (archive) Object.assign(here, { trails: [ARCHIVE_TRAIL], buckets: [bucket('company-audit')] })
    const there = world({
      accounts: [
        account({
          accessKeys: [accessKey('operator', [...readOnlyPolicy(), ...rights])],
          regions: { [REGION]: here, 'cn-shanghai': region() },
        }),
      ],
    })
    // A trail does not wait for what LookupEvents waits for.
    const recorded = logs || archive ? { recordDelay: 0 } : {}
    const cloud = await startCloud(there, { quotas: NO_QUOTAS, clock: () => clock.now(), ...recorded })
    onTestFinished(() => cloud.close())
    const place = logs ? 'sls:cn-hangzhou/audit-logs/actiontrail_audit' : 'oss:cn-hangzhou/company-audit/logs'
    const source = logs || archive ? { CMK_SOURCE: place } : {}
    const usual = { CMK_REGIONS: REGION, CMK_OBSERVATION_DAYS: '3', CMK_KMS_QPS: '500', CMK_TRAIL_QPS: '500' }
    return new ProbeLab(cloud, clock, await temporaryFolder(), { ...cloud.environment(), ...usual, ...source, ...env })
  }

  set shape(shape: Partial<RecordedShape>) {
    const here = this.cloud.world.accounts[0]?.regions[REGION]
    if (here) here.recordedShape = shape
  }

  /** What became of the calls that use keys, in their order. */
  get used(): readonly { readonly action: string; readonly dryRun: boolean }[] {
    return this.cloud.calls
      .filter(({ action }) => /^(Encrypt|Decrypt|ReEncrypt|Generate\w*|ExportDataKey)$/.test(action))
      .map(({ action, params }) => ({ action, dryRun: params.DryRun === 'true' }))
  }

  later(milliseconds: number): void {
    this.#clock.skip(milliseconds)
  }

  /** `doctor --probe alias/test` unless told otherwise. */
  probe(argv: readonly string[] = ['--yes'], options: CliOptions = {}, name = 'alias/test'): Promise<CliResult> {
    return this.#clock.stepping(() => this.run(['doctor', '--probe', name, ...argv], options))
  }

  run(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
    const { env, ...rest } = options
    return runCli(argv, { cwd: this.cwd, clock: () => this.#clock.now(), ...rest, env: { ...this.#env, ...env } })
  }

  /** An audit of what has happened until now, events that are on their way included, and the verdicts by key. */
  async audit(): Promise<Readonly<Record<string, string>>> {
    this.later(HOUR)
    await this.run(['audit'])
    const { stdout } = await this.run(['query', '--format', 'json'])
    const rows: readonly { readonly keyId: string; readonly verdict: string }[] = JSON.parse(stdout)
    return Object.fromEntries(rows.map(({ keyId, verdict }) => [keyId, verdict]))
  }

  async withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ kind: 'sqlite', file: join(this.cwd, 'cmk-readiness.db') }, { mode: 'write' })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }
}

/** As fast as real time, and faster by steps while it is told to be: then it is no matter how busy the machine is, and nobody waits. */
class StepClock {
  #ahead = 0
  #stepping = 0

  now(): Instant {
    if (this.#stepping > 0) this.#ahead += STEP
    return Date.now() + this.#ahead
  }

  skip(milliseconds: number): void {
    this.#ahead += milliseconds
  }

  async stepping<T>(work: () => Promise<T>): Promise<T> {
    this.#stepping += 1
    try {
      return await work()
    } finally {
      this.#stepping -= 1
    }
  }
}
