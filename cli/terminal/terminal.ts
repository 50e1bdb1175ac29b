import type { Readable, Writable } from 'node:stream'
import type { Timing } from '../../shared/cloud/open-cloud.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** What the program is given by whoever runs it: a shell, or a test in the same process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Where answers come from; undefined: nobody is asked. */
  readonly stdin?: Readable & { readonly isTTY?: boolean }
  readonly stdout: TerminalStream
  readonly stderr: TerminalStream
  readonly clock: () => Instant
  /** Aborted when the program shall stop. */
  readonly signal: AbortSignal
  /** Shorter waits for the vendor's services, for tests. */
  readonly timing?: Partial<Timing>
}

export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number }
