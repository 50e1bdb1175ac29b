import { BATCH, MAX_ID } from './event-batch.ts'

/** Bytes of an event that is worth remembering, at most. */
export const LONGEST = 16 * 1024
/** Events that are remembered at once. */
export const MAX_KNOWN = 8_192
/** Bytes for them: how they look, twice. */
const KNOWN = 8 * 1024 * 1024
/** Places of the table of them, a power of two: at most half of it is full. */
export const SLOTS = 2 * MAX_KNOWN
/** Bytes of ids that a batch holds on average. */
const ID = 64
/** Bytes that can be read or written behind what is there. */
export const BEHIND = 64

const sizes = {
  /** What the code leaves its results in. */
  results: 64,
  /** An id whose identity is asked for. */
  scratch: MAX_ID,
  /** The batch: of each event the number of what it says, its moment, both halves of its identity, where its id ends; and the ids. */
  shape: 4 * BATCH,
  at: 8 * BATCH,
  high: 4 * BATCH,
  low: 4 * BATCH,
  idEnd: 4 * BATCH,
  ids: ID * BATCH + BEHIND,
  /** By length: where the places are by which events of that length are told apart. */
  lengths: 4 * (LONGEST + 1),
  /** Where known events are, by what stands at those places. */
  table: 4 * SLOTS,
  known: KNOWN,
  /** From here on: the text that is looked at. */
  text: 0,
}

/** Where everything stands in the memory that event-code.wat shares with this program. */
export const PLACES = placesOf(sizes)
/** Ids of a batch end here at the latest, in bytes from their begin, while it takes another event. */
export const IDS_FULL = ID * BATCH - MAX_ID
export const KNOWN_END = PLACES.known + KNOWN

/** What the code has to know of it: its globals. */
export const CODE_GLOBALS = { ...PLACES, events: BATCH, idBytes: IDS_FULL, longest: LONGEST, slots: SLOTS }

function placesOf<T extends string>(sizes: Readonly<Record<T, number>>): Readonly<Record<T, number>> {
  let next = 0
  const places = Object.entries<number>(sizes).map(([name, size]) => {
    const place = next
    next += Math.ceil(size / 64) * 64
    return [name, place]
  })
  return Object.fromEntries(places)
}
