import type { SourceProof } from '../domain/source-proof.ts'
import { type Instant, iso, parseInstant } from '../domain/time.ts'

/** A proof as the `progress` table holds it: moments in ISO 8601, for people who read the table. */
export interface StoredProof {
  readonly asOf: string
  readonly state: StoredState
  readonly seen: readonly { readonly at: string; readonly by: string }[]
  readonly shownAt?: string
  readonly shownNow?: string
  readonly readAt?: string
  readonly floor?: string
}

type StoredState =
  | 'reading'
  | 'confirmed'
  | 'proven'
  | { readonly why: 'no-event' }
  | { readonly why: 'own-calls-missing' | 'events-missing'; readonly at: string }
  | { readonly why: 'contradiction'; readonly what: 'region' | 'account'; readonly name: string }

export function formatProof({ asOf, state, seen, ...moments }: SourceProof): StoredProof {
  return {
    asOf: iso(asOf),
    state: typeof state === 'object' && 'at' in state ? { ...state, at: iso(state.at) } : state,
    seen: seen.map(({ at, by }) => ({ at: iso(at), by: iso(by) })),
    ...mapped(moments, iso),
  }
}

/** Undefined: there is none, or its run is not known. */
export function parseProof(stored: StoredProof | undefined): SourceProof | undefined {
  const asOf = parseInstant(stored?.asOf)
  if (stored === undefined || asOf === undefined) return undefined
  const { state, seen, shownAt, shownNow, readAt, floor } = stored
  return {
    asOf,
    state: typeof state === 'object' && 'at' in state ? { ...state, at: Date.parse(state.at) } : state,
    seen: seen.map(({ at, by }) => ({ at: Date.parse(at), by: Date.parse(by) })),
    ...mapped({ shownAt, shownNow, readAt, floor }, Date.parse),
  }
}

type Moments<T> = { readonly [name in 'shownAt' | 'shownNow' | 'readAt' | 'floor']?: T | undefined }

function mapped<A extends Instant | string, B>(moments: Moments<A>, map: (moment: A) => B) {
  const of = (name: keyof Moments<A>) => {
    const moment = moments[name]
    return moment === undefined ? {} : { [name]: map(moment) }
  }
  const all: { readonly [name in keyof Moments<A>]?: B } = Object.assign(
    {},
    of('shownAt'),
    of('shownNow'),
    of('readAt'),
    of('floor'),
  )
  return all
}
