import { jobOf } from '../../../functions/entry/job.ts'
import { invoked } from '../../../functions/entry/invoked.ts'
import type { Result } from '../../../functions/entry/handler.ts'
import type { Start } from '../../../functions/run/fan-out/start.ts'
import type { Job } from '../../../functions/run/services.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { deployedFunction } from '../../../simulator/cloud/fc/deployed-function.ts'
import type { Task } from '../../../simulator/cloud/fc/task-queue.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { allow } from '../../../simulator/cloud/policy/statements.ts'
import { DEFAULT_ACCOUNT, type World } from '../../../simulator/cloud/world.ts'
import { type FunctionHost, runTasks } from '../../../simulator/platform/function-host.ts'
import { NOW } from './a-company.ts'
import { Life, mortal } from './mortal.ts'
import { Laboratory } from './run-night.ts'
import type { Tables } from './tables-of.ts'

export const SERVICE = 'cmk-readiness-auditor'
export const DISPATCHES = ['fc3:cn-hangzhou', `fc2:cn-hangzhou/${SERVICE}`] as const

/** How a lab's invocations go. */
export interface LabOptions {
  readonly env?: Record<string, string>
  readonly host?: Partial<Pick<FunctionHost, 'fate' | 'instances'>>
  /** Of the nth invocation, from 1, however it was made. */
  readonly lifeOf?: (nth: number) => Life
  /** How long an invocation may read, in milliseconds, after it began. */
  readonly readingTime?: number
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
      const names = ['inventory', 'usage', 'assess'].map((stage) => `cmk-readiness-${stage}`)
      here?.functions.push(
        ...names.flatMap((name) => [
          deployedFunction(name, { retries: 1 }),
          deployedFunction(name, { retries: 1, service: SERVICE }),
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
  async timer(start: Start): Promise<void> {
    const name = { night: 'inventory', rest: 'usage', reassessment: 'assess' }[start]
    for (let left = 1; left >= 0; left -= 1) {
      if ((await this.#invocation(`cmk-readiness-${name}`, start)).end === 'returned') break
    }
    await this.drain()
  }

  /** A night with the timers that look after it, until nothing is left to do; every hour, up to so many. */
  async night(hours = 8): Promise<Tables> {
    await this.timer('night')
    for (let hour = 1; hour <= hours && (await this.isOpen()); hour += 1) {
      this.now = Math.max(this.now, NOW + hour * HOUR)
      await this.timer('rest')
    }
    return this.laboratory.tables()
  }

  /** Whether anything is left, by the ledger. */
  isOpen(): Promise<boolean> {
    return this.laboratory.reading(async ({ progress }) => {
      for await (const _ of progress.list('*:*', 'open/')) return true
      return false
    })
  }

  drain(): Promise<void> {
    return runTasks(this.cloud, {
      clock: () => this.now,
      run: async (task) => (await this.invoke(task)).end,
      ...this.#options.host,
    })
  }

  /** One run of a task; its answer, unless it threw or died. */
  invoke({ functionName, payload }: Pick<Task, 'functionName' | 'payload'>) {
    const job = jobOf(JSON.parse(payload), this.now)
    if (!job) throw new Error('a task carries a job')
    return this.#invocation(functionName, job)
  }

  async #invocation(
    name: string,
    what: Job | Start,
  ): Promise<{ readonly end: 'returned' | 'threw' | 'died'; readonly result?: Result; readonly error?: unknown }> {
    this.invocations += 1
    const life = this.#options.lifeOf?.(this.invocations) ?? new Life()
    const env = { ...this.cloud.environment(), CMK_DISPATCH: DISPATCHES[0], ...this.#options.env }
    const readUntil = this.now + (this.#options.readingTime ?? Number.POSITIVE_INFINITY)
    const account = typeof what === 'string' ? '' : (what.accountId ?? '')
    this.#running.push(account)
    this.most.total = Math.max(this.most.total, this.#running.length)
    this.most.account = Math.max(this.most.account, this.#running.filter((each) => each === account).length)
    const sleep = async (milliseconds: number) => {
      this.now += milliseconds
    }
    try {
      const result = await this.laboratory.work(
        this.cloud,
        { now: this.now, clock: () => this.now, env, signal: life.signal, readUntil },
        (services) => {
          const context = { accountId: DEFAULT_ACCOUNT, function: { name } }
          const own = { ...services, store: mortal(services.store, life), cloud: mortal(services.cloud, life) }
          return invoked(what, { context, end: life.signal }, own, sleep)
        },
      )
      return { end: life.isOver ? 'died' : 'returned', result }
    } catch (error) {
      return { end: life.isOver ? 'died' : 'threw', error }
    } finally {
      this.#running.splice(this.#running.indexOf(account), 1)
    }
  }
}
