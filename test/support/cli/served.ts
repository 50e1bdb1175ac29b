import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { ExitStatus } from '../../../cli/exit-status.ts'
import { run } from '../../../cli/run.ts'
import { NOW } from '../rows.ts'
import { stream } from './run-cli.ts'

export const TOKEN = 'a-token-of-twenty-six-chars'

/** The program's own server, in this process. */
export interface Served {
  readonly address: string
  /** A GET with the token, unless the headers say otherwise. */
  get(path: string, init?: RequestInit): Promise<Response>
  /** Stops it as Ctrl-C does; what it ended with and printed. */
  stop(): Promise<{ readonly status: ExitStatus; readonly stdout: string; readonly stderr: string }>
}

/** Starts `serve` in a folder and waits until it listens. It is stopped when the test ends. */
export async function serve(cwd: string, after: readonly string[] = []): Promise<Served> {
  const stop = new AbortController()
  const [stdout, stderr] = [stream(undefined), stream(undefined)]
  const errors = text(stderr)
  const ended = run(['serve', '--port', '0', ...after], {
    env: { CMK_API_TOKEN: TOKEN },
    cwd,
    stdout,
    stderr,
    clock: () => NOW,
    signal: stop.signal,
  })
  onTestFinished(async () => {
    stop.abort()
    await ended
  })
  const [printed] = (await once(stdout, 'data')) as [Buffer]
  const address = printed.toString().trim()
  return {
    address,
    get: (path, init = {}) =>
      fetch(new URL(path, address), { ...init, headers: { Authorization: `Bearer ${TOKEN}`, ...init.headers } }),
    async stop() {
      stop.abort()
      const status = await ended
      stdout.end()
      stderr.end()
      return { status, stdout: printed.toString() + (await text(stdout)), stderr: await errors }
    },
  }
}
