import type { WorldEvent } from '../world.ts'
import { type Filter, hasAttribute, type Placed, positionOf } from './event-index.ts'

/** Events of the world come before recorded calls of the same second. */
const FIRST_ORDER = 1_000_000_000

/** The recorded calls of a region by time, and by the filters that somebody asked for. Grows with each call, and is never rebuilt. */
export class RecordedCalls {
  readonly #all: Placed[] = []
  readonly #byFilters = new Map<string, { readonly filters: readonly Filter[]; readonly list: Placed[] }>()
  readonly #source: WorldEvent[]

  constructor(source: WorldEvent[]) {
    this.#source = source
    for (const [index, event] of source.entries()) this.#place(event, index)
  }

  add(event: WorldEvent): void {
    this.#source.push(event)
    this.#place(event, this.#source.length - 1)
  }

  /** Calls that have every attribute, oldest first. */
  select(filters: readonly Filter[]): readonly Placed[] {
    if (filters.length === 0) return this.#all
    const name = JSON.stringify(filters)
    const known = this.#byFilters.get(name)
    if (known) return known.list
    const list = this.#all.filter(({ event }) => matches(event, filters))
    this.#byFilters.set(name, { filters, list })
    return list
  }

  #place(event: WorldEvent, index: number): void {
    const placed = { at: Date.parse(String(event.raw.eventTime)), order: FIRST_ORDER + index, event }
    insert(this.#all, placed)
    for (const { filters, list } of this.#byFilters.values()) if (matches(event, filters)) insert(list, placed)
  }
}

const known = new WeakMap<readonly WorldEvent[], RecordedCalls>()

/** The recorded calls of a region, by its list of them. */
export function recordedCalls(recorded: WorldEvent[]): RecordedCalls {
  const calls = known.get(recorded) ?? new RecordedCalls(recorded)
  known.set(recorded, calls)
  return calls
}

/** At the end, but where the cloud's clock was set back. */
function insert(list: Placed[], placed: Placed): void {
  const last = list.at(-1)
  if (!last || last.at <= placed.at) list.push(placed)
  else list.splice(positionOf(list, placed.at, placed.order), 0, placed)
}

function matches(event: WorldEvent, filters: readonly Filter[]): boolean {
  return filters.every((filter) => hasAttribute(event, filter))
}
