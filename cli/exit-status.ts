/** What the program ends with (DESIGN: contracts). Scripts and schedulers act on it. */
export const EXIT = {
  done: 0,
  /** Failed: nothing could be judged, read or written. */
  failed: 1,
  /** Bad arguments or configuration: nothing was called. */
  usage: 2,
  /** Done, but somewhere a gap in the coverage, a fact that could not be read, or a region that refused. */
  incomplete: 3,
} as const

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]
