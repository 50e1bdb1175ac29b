import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFunctions } from '../../deploy/bundle.ts'
import type { Environment } from '../../shared/config/read-settings.ts'

const HOST = fileURLToPath(new URL('./host.cjs', import.meta.url))

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
  /** False: time stands still. */
  readonly ticks?: boolean
  /** Called when an attempt has begun. Kills it with what it is given. */
  readonly onStart?: (kill: () => void) => void
}

/** How one attempt ended. `died`: killed, at its deadline or otherwise. */
export type Attempt = { readonly logs: readonly Readonly<Record<string, unknown>>[]; readonly output: string } & (
  | { readonly outcome: 'returned'; readonly value: unknown }
  | { readonly outcome: 'threw'; readonly message: string }
  | { readonly outcome: 'died' }
)

/**
 * Function Compute on this machine: each function's built folder copied alone to an empty one, a process an invocation, a deadline that
 * kills, retries of what threw or died.
 */
export class Platform {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(): Promise<Platform> {
    const folder = await mkdtemp(join(tmpdir(), 'platform-'))
    await bundleFunctions(join(folder, 'dist'))
    return new Platform(folder)
  }

  async close(): Promise<void> {
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
    const alone = await mkdtemp(join(tmpdir(), `${name}-`))
    await cp(join(this.#folder, 'dist', name), alone, { recursive: true })
    try {
      return await runHost(alone, name, order)
    } finally {
      await rm(alone, { recursive: true, force: true })
    }
  }
}

/** A timer's event. Its payload is a text. */
export function timerEvent(payload = '{}'): unknown {
  return { triggerTime: '2026-11-23T18:00:00Z', triggerName: 'nightly', payload }
}

function runHost(folder: string, name: string, order: InvocationOrder): Promise<Attempt> {
  const { event = timerEvent(), credentials, env = {}, timeout = 60, now, ticks = true, onStart } = order
  const child = spawn(process.execPath, [HOST], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk))
  return new Promise((resolve) => {
    let said: { outcome: 'returned'; value: unknown } | { outcome: 'threw'; message: string } | undefined
    const deadline = setTimeout(() => child.kill('SIGKILL'), timeout * 1_000)
    child.on('message', (message) => {
      said = message as typeof said
    })
    child.once('close', () => {
      clearTimeout(deadline)
      const text = Buffer.concat(output).toString('utf8')
      resolve({ ...(said ?? { outcome: 'died' }), logs: logsOf(text), output: text })
    })
    const context = {
      requestId: 'request-1',
      ...(credentials ? { credentials } : {}),
      function: { name: `cmk-readiness-${name}`, handler: 'index.handler', memory: 512, timeout },
      region: 'cn-hangzhou',
      accountId: '1000000000000001',
    }
    const bytes = typeof event === 'string' ? event : JSON.stringify(event)
    child.send({ entry: join(folder, 'index.js'), event: bytes, context, now, ticks })
    onStart?.(() => child.kill('SIGKILL'))
  })
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
