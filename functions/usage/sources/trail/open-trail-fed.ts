import type { CloudError } from '../../../../shared/cloud/errors.ts'
import { type SourceConfig, sourceText } from '../../../../shared/config/source-value.ts'
import type { Coverage } from '../../../../shared/domain/coverage.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { blindness, deliveredBy, type TrailProblem, type TrailState } from '../../../../shared/domain/trail.ts'
import type { ReadingLimits, ScopeSource, SourceParts, UsageSource } from '../source.ts'
import { type TrailConfig, TrailFinder } from './find-trail.ts'
import { noTrail, placeRefused, trailProblem, trailUnknown } from './sentences.ts'
import { TrailFedSource, type TrailFinding } from './trail-fed-source.ts'

/** Where a trail delivers to, as CMK_SOURCE has it. */
export type TrailPlace = Extract<SourceConfig, { readonly kind: 'sls' | 'oss' }>

/** What a trail has delivered of a scope. */
export interface Delivered {
  readonly scope: Scope
  readonly delivered: Coverage
  /** By a trail of the organization. */
  readonly isOrganization: boolean
}

/** A place that a trail delivers to. Whoever makes it knows the services; here only trails are known. */
export interface OpenedPlace {
  /** Why it is of no use: it is empty, is not there, or may not be read. A call or two. */
  refusal(signal: AbortSignal): Promise<'empty' | CloudError | undefined>
  /** What reads it. */
  read(delivered: Delivered, signal: AbortSignal): ScopeSource
}

export type OpenPlace = (place: TrailPlace, parts: SourceParts) => OpenedPlace

/**
 * The events of a trail where it delivers them, and lookups for what it lacks. Makes no call. A place that was named and cannot be read is a gap;
 * `auto` reads by lookups where no trail says everything.
 */
export function openTrailFed(
  source: TrailConfig,
  parts: SourceParts,
  open: OpenPlace,
  lookupsOf: (scope: Scope) => ScopeSource,
): UsageSource {
  const search: Search = { source, finder: new TrailFinder(source, parts.cloud), open: (place) => open(place, parts) }
  return {
    scope: (scope) => {
      const find = async ({ signal }: ReadingLimits): Promise<TrailFinding> => {
        const found = await findPlace(search, scope, signal)
        if (!('reason' in found) || source.kind !== 'auto') return found
        return { lookupsAlone: true, because: found.reason, ...(found.error && { error: found.error }) }
      }
      return new TrailFedSource({ find, lookups: lookupsOf(scope) })
    },
  }
}

interface Search {
  readonly source: TrailConfig
  readonly finder: TrailFinder
  readonly open: (place: TrailPlace) => OpenedPlace
}

async function findPlace({ source, finder, open }: Search, scope: Scope, signal: AbortSignal): Promise<TrailFinding> {
  const text = sourceText(source)
  // What was named is looked at first: a name with a slip in it is told as what it is.
  const misnamed = isNamed(source) ? await refusalOf(source, open(source), signal) : undefined
  if (misnamed?.error) return misnamed
  const found = await finder.find(scope, signal)
  const blind = typeof found.found === 'object' ? blindness(found.found.trail, scope.region) : undefined
  // An archive is empty where its trail delivers nothing that is asked for.
  if (misnamed && !blind) return misnamed
  if (found.found === 'unknown') return { reason: trailUnknown(text, found.error), error: found.error }
  if (found.found === 'none')
    return source.kind === 'auto' ? { lookupsAlone: true } : { reason: noTrail(text, found.others) }
  const state = found.found
  if (blind) return { reason: trailProblem(state.trail.name, blind) }
  const place = placeOf(state)
  if (place === undefined) return { reason: noTrail(text, []) }
  const opened = open(place)
  const refused = isNamed(source) ? undefined : await refusalOf(place, opened, signal)
  if (refused) return refused
  const { held, problems } = deliveredBy(state, scope.region)
  const ended = problems.filter(endsIt).map((problem) => trailProblem(state.trail.name, problem))
  const { readsOnly = false, isOrganization } = state.trail
  return { source: opened.read({ scope, delivered: held, isOrganization }, signal), problems: ended, readsOnly }
}

/** A trail that no longer delivers has to be mended. */
function endsIt({ why }: TrailProblem): boolean {
  return why === 'stopped' || why === 'delivery-failed' || why === 'nothing-delivered'
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

async function refusalOf(
  place: TrailPlace,
  opened: OpenedPlace,
  signal: AbortSignal,
): Promise<{ readonly reason: Message; readonly error?: CloudError } | undefined> {
  const refusal = await opened.refusal(signal)
  if (refusal === undefined) return undefined
  const text = sourceText(place)
  if (refusal === 'empty') return { reason: message('bucket-without-archive', { source: text }) }
  return { reason: placeRefused(text, refusal), error: refusal }
}
