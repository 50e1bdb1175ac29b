import type { Result } from '../../../functions/entry/handler.ts'
import { invoked } from '../../../functions/entry/invoked.ts'
import { jobOf } from '../../../functions/entry/job.ts'
import type { Start } from '../../../functions/run/fan-out/start.ts'
import type { Job, JobEvent } from '../../../functions/run/services.ts'
import type { Diagnostic } from '../../../shared/domain/readiness.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { DiagnosticsTable } from '../../../shared/store/nights/diagnostics-table.ts'
import { type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { deployedFunction } from '../../../simulator/cloud/fc/deployed-function.ts'
import type { Task } from '../../../simulator/cloud/fc/task-queue.ts'
import { allow } from '../../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { DEFAULT_ACCOUNT, type World } from '../../../simulator/cloud/world.ts'
import { type FunctionHost, runTasks } from '../../../simulator/platform/function-host.ts'
import { NOW } from './a-company.ts'
import { Life, mortal, Time } from './mortal.ts'
import { Laboratory } from './run-night.ts'
import { type Written, writtenOf } from './spread-company.ts'

export const SERVICE = 'cmk-readiness-auditor'
export const DISPATCHES = ['fc3:cn-hangzhou', `fc2:cn-hangzhou/${SERVICE}`] as const

/** How a lab's invocations go. */
export interface LabOptions {
  readonly env?: Record<string, string>
  readonly host?: Partial<Pick<FunctionHost, 'fate' | 'instances'>>
  /** Of the nth invocation, from 1, however it was made, of this event. */
  readonly lifeOf?: (nth: number, event: string) => Life
  /** After how many calls the nth invocation is at its deadline. */
  readonly stopsOf?: (nth: number) => number
  /** How long the nth invocation may read, in milliseconds, after it began. */
  readonly readingTime?: (nth: number) => number
  /** `maxAsyncRetryAttempts` of the functions; 1 unless given. */
  readonly retries?: number
  /** The functions that are deployed, by their last word. */
  readonly deployed?: readonly string[]
}

/** How an invocation ended, with its answer or what it threw. */
export interface LabEnd {
  readonly end: 'returned' | 'threw' | 'died'
  readonly result?: Result
  readonly error?: unknown
}

/**
 * A night that is spread over functions, in one process: the queue and its answers are those of the simulated Function Compute, and what runs a
 * function is what its handler calls. Time goes on only where somebody waits for a lease, and between the timers.
 */
export class FanOutLab {
  readonly cloud: SimulatedCloud
  readonly laboratory: Laboratory
  now = NOW
  invocations = 0
  /** Jobs that ran at once, at most: of all, and of one account. */
  readonly most = { total: 0, account: 0 }
  readonly #options: LabOptions
  readonly #running: string[] = []

  private constructor(world: World, cloud: SimulatedCloud, laboratory: Laboratory, options: LabOptions) {
    for (const account of world.accounts.slice(0, 1)) {
      const here = account.regions['cn-hangzhou']
      const { retries = 1, deployed = ['inventory', 'usage', 'assess'] } = options
      const names = deployed.map((stage) => `cmk-readiness-${stage}`)
      here?.functions.push(
        ...names.flatMap((name) => [
          deployedFunction(name, { retries }),
          deployedFunction(name, { retries, service: SERVICE }),
        ]),
      )
      account.accessKeys[0]?.policy.push(allow(['fc:*'], ['*']))
    }
    this.cloud = cloud
    this.laboratory = laboratory
    this.#options = options
  }

  static async open(world: World, options: LabOptions = {}): Promise<FanOutLab> {
    let lab: FanOutLab | undefined
    const clock = () => lab?.now ?? NOW
    const cloud = await startCloud(world, { clock, quotas: NO_QUOTAS, recordCalls: false })
    lab = new FanOutLab(world, cloud, await Laboratory.open(), options)
    return lab
  }

  async close(): Promise<void> {
    await this.cloud.close()
    await this.laboratory.close()
  }

  /** The timer of a function fires, and everything that comes of it is done. One attempt more, where the first threw or died. */
  async timer(start: Start): Promise<LabEnd> {
    const name = { night: 'inventory', rest: 'usage', reassessment: 'assess' }[start]
    const attempt = () => this.#invocation(`cmk-readiness-${name}`, start)
    let end = await attempt()
    for (let left = this.#options.retries ?? 1; left > 0 && end.end !== 'returned'; left -= 1) end = await attempt()
    await this.drain()
    return end
  }

  /** A night with the timers that look after it, until nothing is left to do; every hour, up to so many. What it has written. */
  async night(hours = 8): Promise<Written> {
    await this.timer('night')
    let written = await this.written()
    for (let hour = 1; hour <= hours && (written.rows.length === 0 || (await this.isOpen())); hour += 1) {
      this.now = Math.max(this.now, NOW + hour * HOUR)
      await this.timer('rest')
      written = await this.written()
    }
    return written
  }

  async written(): Promise<Written> {
    return writtenOf(await this.laboratory.tables())
  }

  /** Whether anything is left, by the ledger. */
  isOpen(): Promise<boolean> {
    return this.laboratory.reading(async ({ progress }) => {
      for await (const _ of progress.list('*:*', 'open/')) return true
      return false
    })
  }

  /** What the last runs have left for people to see, of all accounts and regions. */
  diagnostics(): Promise<readonly Diagnostic[]> {
    return this.laboratory.reading((store) => new DiagnosticsTable(store).all())
  }

  drain(): Promise<void> {
    return runTasks(this.cloud, {
      clock: () => this.now,
      run: async (task) => (await this.invoke(task)).end,
      ...this.#options.host,
    })
  }

  /** One run of a task; its answer, unless it threw or died. */
  invoke({ functionName, payload }: Pick<Task, 'functionName' | 'payload'>, hasFailed = false): Promise<LabEnd> {
    const job = jobOf(JSON.parse(payload), this.now)
    if (!job) throw new Error('a task carries a job')
    return this.#invocation(functionName, job, hasFailed)
  }

  async #invocation(name: string, what: Job | Start, hasFailed = false): Promise<LabEnd> {
    this.invocations += 1
    const nth = this.invocations
    const life = this.#options.lifeOf?.(nth, JSON.stringify(what)) ?? new Life()
    const time = new Time(this.#options.stopsOf?.(nth))
    const env = { ...this.cloud.environment(), CMK_DISPATCH: DISPATCHES[0], ...this.#options.env }
    const readUntil = this.now + (this.#options.readingTime?.(nth) ?? Number.POSITIVE_INFINITY)
    const sleep = async (milliseconds: number) => {
      this.now += milliseconds
    }
    try {
      const result = await this.laboratory.work(
        this.cloud,
        { now: this.now, clock: () => this.now, env, signal: AbortSignal.any([life.signal, time.signal]), readUntil },
        (services) => {
          const context = { accountId: DEFAULT_ACCOUNT, function: { name } }
          const store = mortal(mortal(services.store, time), life)
          const onJob = (event: JobEvent) => this.#watch(event)
          const own = { ...services, onJob, store, cloud: mortal(services.cloud, life) }
          return invoked(what, { context, end: life.signal, hasFailed }, own, sleep)
        },
      )
      return { end: life.isOver ? 'died' : 'returned', result }
    } catch (error) {
      return { end: life.isOver ? 'died' : 'threw', error }
    }
  }

  #watch({ job: { accountId = '', region, stage }, ended }: JobEvent): void {
    // Planning is done before anything is under way.
    if (region === undefined && stage === 'inventory') return
    if (ended) this.#running.splice(this.#running.indexOf(accountId), 1)
    else this.#running.push(accountId)
    this.most.total = Math.max(this.most.total, this.#running.length)
    this.most.account = Math.max(this.most.account, this.#running.filter((each) => each === accountId).length)
  }
}
