/** Windows of one region that are read at once at most: 5 seconds an answer at 2 calls a second, and some more; each holds a day or two of rows. */
const MAX_LANES = 12

/** A stream whose windows can be read side by side. */
export interface LaneStream {
  /** Reads the next window; undefined where none is left that is not under way. */
  next(): Promise<void> | undefined
  /** Shares the rest of a window that is under way; undefined where that would save nothing. */
  share(): Promise<void> | undefined
  /** Ends what is under way. */
  stop(): void
}

/**
 * Reads streams to their ends, the windows of the first one first. One window at a time as long as that uses up the quota; where answers
 * take longer than the quota asks for, another one whenever a call could go and none waits. `spare`: waits for that moment; false: it
 * will not come.
 */
export async function readInLanes(
  streams: readonly LaneStream[],
  spare: (signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  const lanes = new Set<Promise<void>>()
  // Where all windows are under way, none is left before one has ended: calls can go twenty times a second, and looking is work.
  let isLeft = true
  try {
    for (;;) {
      const next: Promise<void> | undefined = isLeft ? firstOf(streams, (stream) => stream.next()) : undefined
      isLeft = next !== undefined
      const work = next ?? firstOf(streams, (stream) => stream.share())
      if (work) {
        // One that failed stays, so that the next wait throws.
        const lane: Promise<void> = work.then(() => {
          isLeft = true
          lanes.delete(lane)
        })
        lanes.add(lane)
      }
      if (lanes.size === 0) return
      await laneEndOrSpare(lanes, spare)
    }
  } finally {
    for (const stream of streams) stream.stop()
    await Promise.allSettled(lanes)
  }
}

/** Until no lane is left, or one more is of use. Throws what a lane throws. */
async function laneEndOrSpare(
  lanes: ReadonlySet<Promise<void>>,
  spare: (signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  const waiting = new AbortController()
  const never = new Promise<true>(() => {})
  const isSpare = lanes.size < MAX_LANES ? spare(waiting.signal).then((is) => is || never) : never
  try {
    while (lanes.size > 0) {
      const ended = Promise.race([...lanes].map((lane) => lane.then(() => false)))
      if (await Promise.race([ended, isSpare])) return
    }
  } finally {
    waiting.abort()
  }
}

function firstOf<T, R>(from: readonly T[], give: (each: T) => R | undefined): R | undefined {
  for (const each of from) {
    const given = give(each)
    if (given !== undefined) return given
  }
  return undefined
}
