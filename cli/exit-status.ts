/** What the program ends with (docs/commands.md). Scripts and schedulers act on it. */
export const EXIT = {
  done: 0,
  /** Failed: nothing could be judged, read or written. */
  failed: 1,
  /** Bad arguments or configuration: nothing was called. */
  usage: 2,
  /** Done, but somewhere a gap in the coverage, a fact that could not be read, or a region that refused. */
  incomplete: 3,
  /** `audit --fail-on`: a key has one of the verdicts that were named. */
  found: 4,
  /** Stopped by SIGINT (Ctrl-C) or SIGTERM: 128 and the number of the signal, as shells have it. */
  interrupted: 130,
  terminated: 143,
} as const

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

/** What a command ends with that was stopped; `signal` was aborted with the name of the system's signal as the message of its reason. */
export function statusOfStop({ reason }: AbortSignal): ExitStatus {
  return reason instanceof Error && reason.message === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
}
