import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { identityOfEvent } from '../../../../shared/domain/event-identity.ts'
import { normalForm } from '../../../../shared/domain/normal-form.ts'
import { OWN_OPERATIONS } from '../../../../shared/domain/source-proof.ts'
import { DAY, HOUR, type Instant } from '../../../../shared/domain/time.ts'
import { type GroupedCalls, MAX_EVENTS } from '../../../../shared/domain/usage.ts'
import { DigestSet } from '../digest-set.ts'

/** Groups, or events on their own, that a day collects before they are given on: bounds its memory. */
const MAX_HELD = 10_000

/** Calls of the day, or of one of its hours, that say the same. */
interface Group {
  readonly event: TrailEvent
  calls: number
  /** Calls by UTC hour, where they are of the whole day. */
  readonly hours: number[] | undefined
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

/** What a day has collected. */
export interface Collected {
  /** Events that are looked at one by one. */
  readonly whole: readonly TrailEvent[]
  /** All others. */
  readonly counted: readonly Counted[]
}

/** The events of one UTC day, each once: 64 bits of each are kept, and of those that decide the whole identity. */
export class DayEvents {
  readonly #isByHour: (event: TrailEvent) => boolean
  readonly #seen = new DigestSet()
  readonly #seenWhole = new Set<string>()
  #whole: TrailEvent[] = []
  #own: TrailEvent[] = []
  /** By the index of their shape: of the day, or of each hour. */
  #groups = new Map<number, Group | (Group | undefined)[]>()
  #held = 0

  /** `isByHour`: true for a shape whose calls are to be counted by the hour. */
  constructor(isByHour: (event: TrailEvent) => boolean) {
    this.#isByHour = isByHour
  }

  /** True when what is held should be given on. */
  get isFull(): boolean {
    return this.#held >= MAX_HELD
  }

  addWhole(event: TrailEvent): void {
    const identity = identityOfEvent(event)
    if (this.#seenWhole.has(identity)) return
    this.#seenWhole.add(identity)
    this.#whole.push(event)
    this.#held += 1
  }

  /** A call of a shape; its id stands in `text`. Quickest with the newest first. */
  add(shape: CommonShape, at: Instant, high: number, low: number, text: Buffer, from: number, to: number): void {
    if (!this.#seen.add(high, low)) return
    if (shape.isOwn) {
      this.#own.push({ ...shape.event, id: text.toString('utf8', from, to), at })
      this.#held += 1
      return
    }
    const hour = Math.floor((at % DAY) / HOUR)
    const group = this.#groupOf(shape, hour, at)
    group.calls += 1
    if (group.hours) group.hours[hour] = (group.hours[hour] ?? 0) + 1
    if (at < group.firstAt) group.firstAt = at
    const oldest = group.newest.length < MAX_EVENTS ? undefined : group.newest.at(-1)
    if (oldest === undefined || at >= oldest.at) putIn(group.newest, { id: text.toString('utf8', from, to), at })
  }

  /** What came since the last time. */
  take(): Collected {
    const groups = [...this.#groups.values()].flat().filter((group) => group !== undefined)
    const counted = groups.map(({ event, calls, hours, firstAt, newest }) => ({
      event: { ...event, ...newest[0] },
      calls: { calls, firstAt, newest, like: event, ...(hours ? { hours } : {}) },
    }))
    const taken = { whole: this.#whole, counted: [...this.#own.map((event) => ({ event })), ...counted] }
    this.#whole = []
    this.#own = []
    this.#groups = new Map()
    this.#held = 0
    return taken
  }

  #groupOf({ index, event }: CommonShape, hour: number, at: Instant): Group {
    let known = this.#groups.get(index)
    if (known === undefined) {
      known = this.#isByHour(event) ? [] : this.#begin(event, at, Array<number>(24).fill(0))
      this.#groups.set(index, known)
    }
    if (!Array.isArray(known)) return known
    const ofHour = known[hour] ?? this.#begin(event, at)
    known[hour] = ofHour
    return ofHour
  }

  #begin(event: TrailEvent, at: Instant, hours?: number[]): Group {
    this.#held += 1
    return { event, calls: 0, hours, firstAt: at, newest: [] }
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
