import * as z from 'zod'
import { iso } from '../../../shared/domain/time.ts'
import { openToken, queryOf, sealToken } from '../next-token.ts'
import type { ApiCall } from '../service.ts'
import type { WorldEvent } from '../world.ts'
import { EventIndex, type Placed, positionOf } from './event-index.ts'
import { invalidQuery, type LookupQuery, lookupQuery } from './lookup-query.ts'
import { recordedCalls } from './recorded-calls.ts'

/** What a NextToken continues. */
const tokenState = z.object({
  /** The interval, which the default one would shift. */
  from: z.number(),
  to: z.number(),
  page: z.number(),
  /** Time and order of the last event shown; null before the first. */
  last: z.tuple([z.number(), z.number()]).nullable(),
  /** Events to show again: time, order, how often. */
  again: z.array(z.tuple([z.number(), z.number(), z.number()])),
})
type TokenState = z.infer<typeof tokenState>

const indexes = new WeakMap<readonly WorldEvent[], EventIndex>()

/**
 * LookupEvents. Every `emptyEvery`th page of a query is empty and has a token (0: none is). An event is shown once it is visible; one that
 * becomes visible behind the place that a query has reached is missed by that query, as in the real trail.
 */
export function lookupEvents(call: ApiCall, emptyEvery: number): Record<string, unknown> {
  const query = lookupQuery(call.params, call.now)
  const binding = queryOf(['LookupEvents', call.account.id, call.region], call.params)
  const state = stateOf(call, query, binding)
  const lists = [
    indexOf(call.here.events, state.page === 1).select(query.filters),
    recordedCalls(call.here.recorded).select(query.filters),
  ]
  const empty = emptyEvery > 0 && state.page % emptyEvery === 0
  const page = empty ? { shown: [], next: state } : nextPage(lists, query, state, call.now)
  const next = page.next && sealToken({ ...page.next, page: state.page + 1 }, binding)
  return {
    StartTime: iso(state.from),
    EndTime: iso(state.to),
    ...(next ? { NextToken: next } : {}),
    Events: page.shown.map(({ event }) => event.raw),
  }
}

function stateOf(call: ApiCall, query: LookupQuery, binding: readonly string[]): TokenState {
  const token = call.params.get('NextToken')
  if (token === undefined) return { from: query.from, to: query.to, page: 1, last: null, again: [] }
  const state = tokenState.safeParse(openToken(token, binding))
  if (!state.success) throw invalidQuery()
  return state.data
}

interface Page {
  readonly shown: readonly Placed[]
  /** Where the next page starts; undefined at the end. */
  readonly next?: TokenState
}

function nextPage(lists: readonly (readonly Placed[])[], query: LookupQuery, state: TokenState, now: number): Page {
  const fresh: Placed[] = []
  let more = false
  for (const placed of walk(lists, query.forward, state)) {
    if (placed.at < state.from || placed.at > state.to) break
    if (!isVisible(placed.event, now)) continue
    more = fresh.length === query.size
    if (more) break
    fresh.push(placed)
  }
  const due = state.again.slice(0, query.size)
  const repeated = due.flatMap(([at, order]) => placedAt(lists, at, order))
  const kept = fresh.slice(0, query.size - repeated.length)
  const again = [...nextRepeats(state.again, due.length), ...kept.flatMap(repeatsOf)]
  const shown = [...repeated, ...kept]
  if (!more && kept.length === fresh.length && again.length === 0) return { shown }
  const last = kept.at(-1)
  return { shown, next: { ...state, last: last ? [last.at, last.order] : state.last, again } }
}

/** The events of several lists in the order of the query, from where it stands. */
function* walk(lists: readonly (readonly Placed[])[], forward: boolean, state: TokenState): Generator<Placed> {
  const step = forward ? 1 : -1
  const positions = lists.map((list) => startPosition(list, forward, state))
  for (;;) {
    let next: { readonly index: number; readonly placed: Placed } | undefined
    for (const [index, list] of lists.entries()) {
      const placed = list[positions[index] ?? -1]
      if (placed && (!next || step * compare(placed, next.placed) < 0)) next = { index, placed }
    }
    if (!next) return
    positions[next.index] = (positions[next.index] ?? 0) + step
    yield next.placed
  }
}

function compare(a: Placed, b: Placed): number {
  return a.at - b.at || a.order - b.order
}

function placedAt(lists: readonly (readonly Placed[])[], at: number, order: number): readonly Placed[] {
  return lists
    .flatMap((list) => list[positionOf(list, at, order)] ?? [])
    .filter((placed) => placed.at === at && placed.order === order)
}

function startPosition(list: readonly Placed[], forward: boolean, { from, to, last }: TokenState): number {
  if (forward) return last ? positionOf(list, last[0], last[1] + 1) : positionOf(list, from, 0)
  return (last ? positionOf(list, last[0], last[1]) : positionOf(list, to + 1, 0)) - 1
}

function nextRepeats(again: TokenState['again'], shown: number): TokenState['again'] {
  return again.flatMap(([at, order, times], index) => {
    const left = index < shown ? times - 1 : times
    return left > 0 ? [[at, order, left] as [number, number, number]] : []
  })
}

function repeatsOf({ at, order, event }: Placed): TokenState['again'] {
  return event.repeat ? [[at, order, event.repeat]] : []
}

function isVisible(event: WorldEvent, now: number): boolean {
  return [event.visibleAt, event.lookupAt].every((from) => from === undefined || Date.parse(from) <= now)
}

/** Only the first page of a query looks whether the events changed: a page must cost the same however many there are. */
function indexOf(events: readonly WorldEvent[], check: boolean): EventIndex {
  const known = indexes.get(events)
  if (known && (!check || known.describes(events))) return known
  const index = new EventIndex(events)
  indexes.set(events, index)
  return index
}
