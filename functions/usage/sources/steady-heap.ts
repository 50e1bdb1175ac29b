import { setFlagsFromString } from 'node:v8'

/** Garbage that may pile up beside what is alive before it is collected, in percent of that. */
const GARBAGE = 50
/** By how much young memory grows where much of it survives: V8's own number. */
const YOUNG_GROWTH = 2

/**
 * Keeps the heap small while millions of events pass through it. What of a page is still in use when young memory is collected counts as
 * old, and V8 lets old memory grow to several times what is alive before it looks: hundreds of megabytes of pages that were long done with.
 */
export function keepHeapSmall(): void {
  setGarbage(GARBAGE)
}

/**
 * The same for work of which little stays alive and much is soon garbage. Of ten megabytes a half is nothing, and looking for it all the time
 * takes more than the work; and young memory would grow by 20 MB for what survives by chance. What follows is kept small in the other way again.
 */
export async function withShortLived<T>(work: () => Promise<T>): Promise<T> {
  setGarbage(4 * GARBAGE)
  keepYoungSmall()
  try {
    return await work()
  } finally {
    setYoungGrowth(YOUNG_GROWTH)
    setGarbage(GARBAGE)
  }
}

/** Young memory stays as large as it is. To be said again once a thread has begun: V8 then takes its own number for the whole process. */
export function keepYoungSmall(): void {
  setYoungGrowth(1)
}

function setGarbage(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}

function setYoungGrowth(times: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${times}`)
}
