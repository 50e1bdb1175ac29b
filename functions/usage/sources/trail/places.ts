import type { CloudError } from '../../../../shared/cloud/errors.ts'
import { type SourceConfig, sourceText } from '../../../../shared/config/source-value.ts'
import type { Coverage } from '../../../../shared/domain/coverage.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { blindness, type HistoryJob, type TrailDescription, type TrailState } from '../../../../shared/domain/trail.ts'
import type { ScopeSource, SourceParts } from '../source.ts'
import { type TrailConfig, TrailFinder } from './find-trail.ts'
import {
  blindTrail,
  deliversNowhere,
  destinationRefused,
  noArchive,
  noTrail,
  placeRefused,
  type SourceFault,
  trailUnknown,
} from './sentences.ts'

/** Where a trail delivers to, as CMK_SOURCE has it. */
export type TrailPlace = Extract<SourceConfig, { readonly kind: 'sls' | 'oss' }>

/** What a trail has delivered of a scope. */
export interface Delivered {
  readonly scope: Scope
  readonly delivered: Coverage
  /** Jobs that have delivered some of it later than it happened. */
  readonly history: readonly HistoryJob[]
  /** By a trail of the organization. */
  readonly isOrganization: boolean
}

/** A place that a trail delivers to. Whoever makes it knows the services; here only trails are known. */
export interface OpenedPlace {
  /** Why it is of no use: it is empty, is not there, or may not be read. A call or two, the first time. */
  refusal(signal: AbortSignal): Promise<'empty' | CloudError | undefined>
  /** What reads it. */
  read(delivered: Delivered, signal: AbortSignal): ScopeSource
}

export type OpenPlace = (place: TrailPlace, parts: SourceParts) => OpenedPlace

/** The place of a trail that can show the use of keys. */
export interface FoundPlace {
  readonly place: TrailPlace
  readonly opened: OpenedPlace
  readonly state: TrailState
}

/** Looks for the places behind the scopes of an account. Each is opened once. */
export class Places {
  readonly #source: TrailConfig
  readonly #parts: SourceParts
  readonly #open: OpenPlace
  readonly #finder: TrailFinder
  readonly #opened = new Map<string, OpenedPlace>()

  constructor(source: TrailConfig, parts: SourceParts, open: OpenPlace) {
    this.#source = source
    this.#parts = parts
    this.#open = open
    this.#finder = new TrailFinder(source, parts.cloud)
  }

  /** `trails`: with `auto`, those that there are, none of which says everything. Throws what ends a run. */
  async find(
    scope: Scope,
    signal: AbortSignal,
  ): Promise<FoundPlace | SourceFault | { readonly trails: readonly TrailDescription[] }> {
    const source = this.#source
    // What was named is looked at first: a name with a slip in it is told as what it is.
    const misnamed = isNamed(source) ? await this.#refusal(source, signal) : undefined
    if (misnamed?.error) return misnamed
    const found = await this.#finder.find(scope, signal)
    const blind = typeof found.found === 'object' ? blindness(found.found.trail, scope.region) : undefined
    // An archive is empty where its trail delivers nothing that is asked for.
    if (misnamed && !blind) return misnamed
    if (found.found === 'unknown') return trailUnknown(sourceText(source), found.error)
    if (found.found === 'none') return source.kind === 'auto' ? { trails: found.others } : noTrail(source, found.others)
    const state = found.found
    if (blind) return blindTrail(state.trail.name, blind)
    const place = placeOf(state)
    if (place === undefined) return deliversNowhere(state.trail.name)
    const refused = isNamed(source) ? undefined : await this.#refusal(place, signal)
    return refused ?? { place, opened: this.#openOnce(place), state }
  }

  async #refusal(place: TrailPlace, signal: AbortSignal): Promise<SourceFault | undefined> {
    const refusal = await this.#openOnce(place).refusal(signal)
    if (refusal === undefined) return undefined
    if (refusal === 'empty') return noArchive(sourceText(place))
    return (isNamed(this.#source) ? placeRefused : destinationRefused)(sourceText(place), refusal)
  }

  #openOnce(place: TrailPlace): OpenedPlace {
    const name = sourceText(place)
    const opened = this.#opened.get(name) ?? this.#open(place, this.#parts)
    this.#opened.set(name, opened)
    return opened
  }
}

/** The place itself was named, and not its trail. */
function isNamed(source: TrailConfig): source is TrailPlace {
  return source.kind === 'sls' || source.kind === 'oss'
}

/** Where a trail delivers to; undefined: neither to Log Service nor to OSS. */
export function placeOf({ trail: { destinations }, destination }: TrailState): TrailPlace | undefined {
  const { sls, oss } = destinations
  if (destination === 'sls') return sls && { kind: 'sls', ...sls }
  return oss && { kind: 'oss', ...oss }
}
