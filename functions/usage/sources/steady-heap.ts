import { setFlagsFromString } from 'node:v8'

/** Garbage that may pile up beside what is alive before it is collected, in percent of that. */
const GARBAGE = 50

/**
 * Keeps the heap small while millions of events pass through it. What of a page is still in use when young memory is collected counts as
 * old, and V8 lets old memory grow to several times what is alive before it looks: hundreds of megabytes of pages that were long done with.
 */
export function keepHeapSmall(): void {
  setGarbage(GARBAGE)
}

/**
 * The same for work of which little stays alive and much is soon garbage: of ten megabytes a half is nothing, and looking for it all the time
 * takes more than the work. What follows is kept small again.
 */
export async function withMoreGarbage<T>(work: () => Promise<T>): Promise<T> {
  setGarbage(4 * GARBAGE)
  try {
    return await work()
  } finally {
    setGarbage(GARBAGE)
  }
}

function setGarbage(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}
