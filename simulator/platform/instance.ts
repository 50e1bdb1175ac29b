import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HOST = fileURLToPath(new URL('./host.cjs', import.meta.url))
/**
 * For a process that lives for seconds: it need not search for garbage (room in MB, from the start), and compiles for speed only what runs much
 * longer than usual (V8's measure is bytes of bytecode; a fifth of that is usual). Two nights take an eighth less of the processor.
 */
const SHORT_LIVED = ['--min-semi-space-size=16', '--max-semi-space-size=64', '--interrupt-budget=600000']
/** Stands behind what an invocation has written, on both of its outputs. */
const MARK = '\u0000end of the invocation\u0000'

/**
 * `ticks`: as anywhere. `stands`: the clock does not go; timers do. `hurries`: many times as fast while the function waits for nothing but
 * time, and not while it computes.
 */
export type TimeOfInstance = 'ticks' | 'stands' | 'hurries'

/** What an instance is asked to do once. */
export interface Invocation {
  /** As bytes or text reach the handler. */
  readonly event: string
  readonly context: unknown
  /** What time it is, in milliseconds. */
  readonly now: number
  /** How its time goes on: always the same for one instance. */
  readonly time: TimeOfInstance
  /** Seconds until it is killed. */
  readonly timeout: number
  /** Called when it has begun. Kills the instance with what it is given. */
  readonly onStart?: (kill: () => void) => void
}

/** How an invocation ended, and what it wrote. `died`: killed, at its deadline or otherwise. */
export type Ending = { readonly output: string } & (
  | { readonly outcome: 'returned'; readonly value: unknown }
  | { readonly outcome: 'threw'; readonly message: string }
  | { readonly outcome: 'died' }
)

/**
 * A process that serves one function: started with the variables of the function in a folder that holds it alone, stopped between two
 * invocations so that nothing goes on there, and used again as Function Compute does.
 */
export class Instance {
  readonly #folder: string
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #alive = true

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>) {
    this.#folder = folder
    this.#child = spawn(process.execPath, [...SHORT_LIVED, HOST], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', () => {
        this.#alive = false
        resolve()
      })
    })
  }

  /** False: it was killed, or went by itself, and serves nothing any more. */
  get isAlive(): boolean {
    return this.#alive
  }

  /** One invocation; another one may follow when it has ended. */
  async invoke({ onStart, ...invocation }: Invocation): Promise<Ending> {
    const child = this.#child
    const output = { stdout: '', stderr: '' }
    let said: { outcome: 'returned'; value: unknown } | { outcome: 'threw'; message: string } | undefined
    const stop: (() => void)[] = []
    const whole = new Promise<void>((resolve) => {
      const check = () => said && output.stdout.endsWith(MARK) && output.stderr.endsWith(MARK) && resolve()
      for (const name of ['stdout', 'stderr'] as const) {
        const stream = child[name]?.setEncoding('utf8')
        const read = (text: string) => {
          output[name] += text
          check()
        }
        stream?.on('data', read)
        stop.push(() => stream?.off('data', read))
      }
      const hear = (message: unknown) => {
        said = message as typeof said
        check()
      }
      child.on('message', hear)
      stop.push(() => child.off('message', hear))
    })
    // Where time hurries, the process alone knows when it is up.
    const isTimed = invocation.time !== 'hurries'
    const deadline = isTimed ? setTimeout(() => child.kill('SIGKILL'), invocation.timeout * 1_000) : undefined
    child.kill('SIGCONT')
    child.send({ ...invocation, entry: join(this.#folder, 'index.js'), mark: MARK })
    onStart?.(() => child.kill('SIGKILL'))
    await Promise.race([whole, this.#ended])
    clearTimeout(deadline)
    for (const each of stop) each()
    if (this.#alive) child.kill('SIGSTOP')
    const text = (output.stdout + output.stderr).replaceAll(MARK, '')
    return { ...(said ?? { outcome: 'died' }), output: text }
  }

  /** Ends the process, whatever it does. */
  async close(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}
