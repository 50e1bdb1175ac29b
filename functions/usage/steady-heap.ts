import { setFlagsFromString } from 'node:v8'

/** Garbage that may pile up beside what is alive before it is collected, in percent of that. */
const GARBAGE = 50

/**
 * Keeps the heap small while millions of events pass through it. What of a page is still in use when young memory is collected counts as
 * old, and V8 lets old memory grow to several times what is alive before it looks: hundreds of megabytes of pages that were long done with.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE}`)
}
