import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../shared/config/read-settings.ts'
import { type Ending, Instance, type TimeOfInstance } from './instance.ts'

/** Credentials of the function's role, as an invocation's context has them. */
export interface RoleCredentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string
}

export interface InvocationOrder {
  /** The event as the trigger sends it; a timer's with `{}` unless given. */
  readonly event?: unknown
  readonly credentials?: RoleCredentials
  readonly env?: Environment
  /** Seconds. */
  readonly timeout?: number
  /** `maxAsyncRetryAttempts`. */
  readonly retries?: number
  /** What time it is, in milliseconds. */
  readonly now: number
  /** `ticks` unless given. */
  readonly time?: TimeOfInstance
  /** Called when an attempt has begun. Kills it with what it is given. */
  readonly onStart?: (kill: () => void) => void
}

/** How one attempt ended, and what it logged. */
export type Attempt = Ending & { readonly logs: readonly Readonly<Record<string, unknown>>[] }

/**
 * Function Compute on this machine: each function's built folder copied alone to an empty one, instances that serve one invocation at a time
 * and are used again as long as the function's variables stay the same, a deadline that kills, retries of what threw or died.
 */
export class Platform {
  readonly #dist: string
  readonly #folder: string
  /** Where each function was copied to: once for all of its instances. */
  readonly #copies = new Map<string, Promise<string>>()
  /** Instances that serve nothing now, by function and variables. */
  readonly #idle = new Map<string, Instance[]>()
  readonly #started: Instance[] = []

  private constructor(dist: string, folder: string) {
    this.#dist = dist
    this.#folder = folder
  }

  /** `dist`: a folder with a built one for each function, which is left as it is. */
  static async open(dist: string): Promise<Platform> {
    return new Platform(dist, await mkdtemp(join(tmpdir(), 'platform-')))
  }

  /** Ends all instances. */
  async close(): Promise<void> {
    await Promise.all(this.#started.map((instance) => instance.close()))
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** All attempts of one asynchronous invocation. */
  async invoke(name: string, order: InvocationOrder): Promise<readonly Attempt[]> {
    const attempts: Attempt[] = []
    for (let left = order.retries ?? 0; left >= 0; left -= 1) {
      const attempt = await this.#attempt(name, order)
      attempts.push(attempt)
      if (attempt.outcome === 'returned') break
    }
    return attempts
  }

  async #attempt(name: string, order: InvocationOrder): Promise<Attempt> {
    const { event = timerEvent(), credentials, env = {}, timeout = 60, now, time = 'ticks', onStart } = order
    const configured = JSON.stringify([name, env, time])
    const idle = this.#idle.get(configured) ?? []
    this.#idle.set(configured, idle)
    const instance = idle.pop() ?? (await this.#start(name, env))
    const context = {
      requestId: 'request-1',
      ...(credentials ? { credentials } : {}),
      function: { name: `cmk-readiness-${name}`, handler: 'index.handler', memory: 512, timeout },
      region: 'cn-hangzhou',
      accountId: '1000000000000001',
    }
    const text = typeof event === 'string' ? event : JSON.stringify(event)
    const invocation = { event: text, context, now, time, timeout, ...(onStart ? { onStart } : {}) }
    const ending = await instance.invoke(invocation)
    if (instance.isAlive) idle.push(instance)
    return { ...ending, logs: logsOf(ending.output) }
  }

  async #start(name: string, env: Environment): Promise<Instance> {
    const copy = this.#copies.get(name) ?? this.#copyOf(name)
    this.#copies.set(name, copy)
    const instance = new Instance(await copy, env)
    this.#started.push(instance)
    return instance
  }

  async #copyOf(name: string): Promise<string> {
    const alone = join(this.#folder, name)
    await cp(join(this.#dist, name), alone, { recursive: true })
    return alone
  }
}

/** A timer's event. Its payload is a text. */
export function timerEvent(payload = '{}'): unknown {
  return { triggerTime: '2026-11-23T18:00:00Z', triggerName: 'nightly', payload }
}

/** The lines that are JSON; others are in `output`. */
function logsOf(text: string): Readonly<Record<string, unknown>>[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Record<string, unknown>]
    } catch {
      return []
    }
  })
}
