import { comparePlaces, type EntryPlace, type HistoryEntry, placeOf } from './entry.ts'

interface Placed {
  readonly entry: HistoryEntry
  readonly place: EntryPlace
}

/** Keeps the newest of many entries that come in any order, in memory for twice as many. */
export class NewestEntries {
  readonly #most: number
  readonly #after: EntryPlace | undefined
  #kept: Placed[] = []

  /** `most`: how many are kept. `after`: only those that stand behind this place in the order of a history. */
  constructor(most: number, after?: EntryPlace) {
    this.#most = most
    this.#after = after
  }

  add(entry: HistoryEntry): void {
    const place = placeOf(entry)
    if (this.#after !== undefined && comparePlaces(place, this.#after) <= 0) return
    this.#kept.push({ entry, place })
    // One more than is shown tells that there are more.
    if (this.#kept.length > 2 * (this.#most + 1)) this.#cut()
  }

  /** The newest in their order, and the place after which the next begins where there are more. */
  page(): { readonly entries: readonly HistoryEntry[]; readonly next?: EntryPlace } {
    this.#cut()
    const shown = this.#kept.slice(0, this.#most)
    const last = shown.at(-1)
    const entries = shown.map(({ entry }) => entry)
    return last && this.#kept.length > this.#most ? { entries, next: last.place } : { entries }
  }

  #cut(): void {
    this.#kept = this.#kept.sort((a, b) => comparePlaces(a.place, b.place)).slice(0, this.#most + 1)
  }
}
