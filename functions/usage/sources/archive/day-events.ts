import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { identityOfEvent } from '../../../../shared/domain/event-identity.ts'
import { normalForm } from '../../../../shared/domain/normal-form.ts'
import { OWN_OPERATIONS } from '../../../../shared/domain/source-proof.ts'
import { DAY, HOUR, type Instant } from '../../../../shared/domain/time.ts'
import { type GroupedCalls, MAX_EVENTS } from '../../../../shared/domain/usage.ts'
import { DigestSet } from '../digest-set.ts'

/** Groups, or events on their own, that a day collects before they are given on: bounds its memory. */
const MAX_HELD = 10_000

/** Calls of one UTC hour that say the same. */
interface Group {
  readonly event: TrailEvent
  calls: number
  firstAt: Instant
  /** The newest, newest first. */
  readonly newest: { readonly id: string; readonly at: Instant }[]
}

/** An event, or the newest of several. */
export interface Counted {
  readonly event: TrailEvent
  readonly calls?: GroupedCalls
}

/** A shape as everybody knows it, whichever reader found it. */
export interface CommonShape {
  readonly index: number
  readonly event: TrailEvent
  readonly isOwn: boolean
}

export function commonShape(index: number, event: TrailEvent): CommonShape {
  return { index, event, isOwn: OWN_OPERATIONS.has(normalForm(event.name)) }
}

/** The events of one UTC day, each once: 64 bits of each are kept, and of those that decide the whole identity. */
export class DayEvents {
  readonly #seen = new DigestSet()
  readonly #whole = new Set<string>()
  #alone: TrailEvent[] = []
  #groups = new Map<number, Group>()

  /** True when what is held should be given on. */
  get isFull(): boolean {
    return this.#groups.size + this.#alone.length >= MAX_HELD
  }

  addWhole(event: TrailEvent): void {
    const identity = identityOfEvent(event)
    if (this.#whole.has(identity)) return
    this.#whole.add(identity)
    this.#alone.push(event)
  }

  /** A call of a shape; its id stands in `text`. False: it was there before. */
  add(shape: CommonShape, at: Instant, high: number, low: number, text: Buffer, from: number, to: number): boolean {
    if (!this.#seen.add(high, low)) return false
    if (shape.isOwn) {
      this.#alone.push({ ...shape.event, id: text.toString('utf8', from, to), at })
      return true
    }
    const name = shape.index * 24 + Math.floor((at % DAY) / HOUR)
    const group = this.#groups.get(name)
    if (!group) {
      const newest = [{ id: text.toString('utf8', from, to), at }]
      this.#groups.set(name, { event: shape.event, calls: 1, firstAt: at, newest })
      return true
    }
    group.calls += 1
    if (at < group.firstAt) group.firstAt = at
    const oldest = group.newest.length < MAX_EVENTS ? undefined : group.newest.at(-1)
    if (oldest === undefined || at >= oldest.at) putIn(group.newest, { id: text.toString('utf8', from, to), at })
    return true
  }

  /** What came since the last time. */
  take(): readonly Counted[] {
    const groups = [...this.#groups.values()].map(({ event, calls, firstAt, newest }) => {
      const [last] = newest
      return { event: { ...event, ...last }, calls: { calls, firstAt, newest, like: event } }
    })
    const taken = [...this.#alone.map((event) => ({ event })), ...groups]
    this.#alone = []
    this.#groups = new Map()
    return taken
  }
}

type Entry = Group['newest'][number]

/** Newest first. */
function putIn(newest: Entry[], entry: Entry): void {
  let place = newest.length
  while (place > 0 && comesBefore(entry, newest[place - 1])) place -= 1
  newest.splice(place, 0, entry)
  if (newest.length > MAX_EVENTS) newest.pop()
}

function comesBefore(a: Entry, b: Entry | undefined): boolean {
  return b === undefined || a.at > b.at || (a.at === b.at && a.id < b.id)
}

/** Of events that say the same, the newest: what looks at what they say has no need of the others. */
export function newestOfEach(counted: readonly Counted[]): readonly TrailEvent[] {
  const newest = new Map<object, TrailEvent>()
  for (const { event, calls } of counted) {
    const known = newest.get(calls?.like ?? event)
    if (known === undefined || known.at < event.at) newest.set(calls?.like ?? event, event)
  }
  return [...newest.values()]
}
