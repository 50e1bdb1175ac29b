import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { identityOfEvent } from '../../../../shared/domain/event-identity.ts'
import { normalForm } from '../../../../shared/domain/normal-form.ts'
import { OWN_OPERATIONS } from '../../../../shared/domain/source-proof.ts'
import type { Instant } from '../../../../shared/domain/time.ts'
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

  /** `id`: called when it is needed. */
  add(shape: CommonShape, at: Instant, high: number, low: number, id: () => string): void {
    if (!this.#seen.add(high, low)) return
    if (shape.isOwn) {
      this.#alone.push({ ...shape.event, id: id(), at })
      return
    }
    const name = shape.index * 24 + new Date(at).getUTCHours()
    const group = this.#groups.get(name)
    if (group) count(group, at, id)
    else this.#groups.set(name, { event: shape.event, calls: 1, firstAt: at, newest: [{ id: id(), at }] })
  }

  /** What came since the last time. */
  take(): readonly Counted[] {
    const groups = [...this.#groups.values()].map(({ event, calls, firstAt, newest }) => {
      const [last] = newest
      return { event: { ...event, ...last }, calls: { calls, firstAt, newest } }
    })
    const taken = [...this.#alone.map((event) => ({ event })), ...groups]
    this.#alone = []
    this.#groups = new Map()
    return taken
  }
}

function count(group: Group, at: Instant, id: () => string): void {
  const { newest } = group
  group.calls += 1
  if (at < group.firstAt) group.firstAt = at
  const oldest = newest.at(-1)
  if (newest.length === MAX_EVENTS && oldest && at < oldest.at) return
  const entry = { id: id(), at }
  let place = newest.length
  while (place > 0 && comesBefore(entry, newest[place - 1])) place -= 1
  newest.splice(place, 0, entry)
  if (newest.length > MAX_EVENTS) newest.pop()
}

type Entry = Group['newest'][number]

function comesBefore(a: Entry, b: Entry | undefined): boolean {
  return b === undefined || a.at > b.at || (a.at === b.at && a.id < b.id)
}
