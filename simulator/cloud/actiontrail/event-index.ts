import type { WorldEvent } from '../world.ts'

/** An event with its place in time; `order` tells events of the same second apart. */
export interface Placed {
  readonly at: number
  readonly order: number
  readonly event: WorldEvent
}

/** A lookup attribute and the value that it must have. */
export type Filter = readonly [name: string, value: string]

/** What a lookup attribute is compared with; an event may have several values of one. */
const ATTRIBUTES: Readonly<Record<string, (raw: Record<string, unknown>) => readonly unknown[]>> = {
  ServiceName: (raw) => [raw.serviceName],
  EventName: (raw) => [raw.eventName],
  EventId: (raw) => [raw.eventId],
  EventRW: (raw) => [raw.eventRW],
  EventType: (raw) => [raw.eventType],
  SourceIpAddress: (raw) => [raw.sourceIpAddress],
  User: (raw) => [member(raw.userIdentity, 'userName')],
  EventAccessKeyId: (raw) => [member(raw.userIdentity, 'accessKeyId')],
  SensitiveAction: (raw) => [member(raw.eventAttributes, 'SensitiveAction')],
  RoleName: (raw) => [String(member(raw.userIdentity, 'userName') ?? '').split(':')[0]],
  ResourceType: (raw) => [raw.resourceType, ...Object.keys(objectOf(raw.referencedResources))],
  ResourceName: (raw) => [raw.resourceName, ...Object.values(objectOf(raw.referencedResources)).flat()],
}

export function isAttribute(name: string): boolean {
  return Object.hasOwn(ATTRIBUTES, name)
}

/** True when one of the event's values of the attribute is the wanted one. */
export function hasAttribute({ raw }: WorldEvent, [name, value]: Filter): boolean {
  return (ATTRIBUTES[name]?.(raw) ?? []).some((each) => String(each) === value)
}

/** The events of a region by time, and by attribute once somebody asks. Rebuilt when the list of events has changed. */
export class EventIndex {
  readonly #source: readonly WorldEvent[]
  readonly #all: readonly Placed[]
  readonly #byName = new Map<string, Map<string, Placed[]>>()
  readonly #pairs = new Map<string, readonly Placed[]>()

  constructor(events: readonly WorldEvent[]) {
    this.#source = [...events]
    this.#all = events
      .map((event, order) => ({ at: timeOf(event), order, event }))
      .sort((a, b) => a.at - b.at || a.order - b.order)
  }

  /** True as long as the list holds the same events. An event that is edited in place has to be replaced instead. */
  describes(events: readonly WorldEvent[]): boolean {
    return events.length === this.#source.length && events.every((event, index) => event === this.#source[index])
  }

  /** Events that have every attribute, oldest first. */
  select(filters: readonly Filter[]): readonly Placed[] {
    const [first, second] = filters
    if (!first) return this.#all
    if (!second) return this.#withAttribute(first)
    const name = JSON.stringify(filters)
    const known = this.#pairs.get(name)
    if (known) return known
    const other = new Set(this.#withAttribute(second))
    const both = this.#withAttribute(first).filter((each) => other.has(each))
    this.#pairs.set(name, both)
    return both
  }

  #withAttribute([name, value]: Filter): readonly Placed[] {
    let byValue = this.#byName.get(name)
    if (!byValue) {
      byValue = new Map()
      for (const placed of this.#all) {
        for (const each of new Set(ATTRIBUTES[name]?.(placed.event.raw))) {
          const list = byValue.get(String(each))
          if (list) list.push(placed)
          else byValue.set(String(each), [placed])
        }
      }
      this.#byName.set(name, byValue)
    }
    return byValue.get(value) ?? []
  }
}

/** The position of the first event that is not before a place in time. */
export function positionOf(list: readonly Placed[], at: number, order: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const each = list[middle]
    if (each && (each.at < at || (each.at === at && each.order < order))) low = middle + 1
    else high = middle
  }
  return low
}

function timeOf({ raw, visibleAt }: WorldEvent): number {
  const at = Date.parse(String(raw.eventTime ?? visibleAt))
  if (!Number.isNaN(at)) return at
  throw new Error(`the event ${String(raw.eventId)} has no eventTime that can be read: give it one, or a visibleAt`)
}

function member(value: unknown, name: string): unknown {
  return (objectOf(value) as Record<string, unknown>)[name]
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
