import { PassThrough, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ExitStatus } from '../../../cli/exit-status.ts'
import { run } from '../../../cli/run.ts'
import { TIMING } from '../cloud/timing.ts'
import { NOW } from '../rows.ts'

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly signal?: AbortSignal
  readonly clock?: () => number
  /** Columns of a terminal on both streams; without it they are pipes. */
  readonly columns?: number
  /** What a person would type. */
  readonly stdin?: Readable & { readonly isTTY?: boolean }
}

export interface CliResult {
  readonly status: ExitStatus
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program in this process, as a shell would, and gives back everything that it printed. */
export async function runCli(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const {
    env = {},
    cwd = '/nonexistent',
    signal = new AbortController().signal,
    clock = () => NOW,
    columns,
    stdin,
  } = options
  const stdout = stream(columns)
  const stderr = stream(columns)
  const printed = Promise.all([text(stdout), text(stderr)])
  const status = await run(argv, { env, cwd, stdout, stderr, clock, signal, timing: TIMING, ...(stdin && { stdin }) })
  stdout.end()
  stderr.end()
  const [out, err] = await printed
  return { status, stdout: out, stderr: err }
}

export function stream(columns: number | undefined): PassThrough & { isTTY?: boolean; columns?: number } {
  return Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns })
}
