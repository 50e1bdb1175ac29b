import type { Cloud } from '../../../../shared/cloud/cloud.ts'
import { callFailure } from '../../../../shared/cloud/errors.ts'
import { type SourceConfig, sourceText } from '../../../../shared/config/source-value.ts'
import type { Coverage } from '../../../../shared/domain/coverage.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { blindness, deliveredBy, type TrailProblem, type TrailState } from '../../../../shared/domain/trail.ts'
import type { ReadingLimits, ScopeSource, SourceParts, UsageSource } from '../source.ts'
import { findTrail, type WantedTrail } from './find-trail.ts'
import { bucketRefused, logsRefused, noTrail, trailProblem, trailUnknown } from './sentences.ts'
import { TrailFedSource, type TrailFinding } from './trail-fed-source.ts'

/** The kinds of CMK_SOURCE that a trail feeds. */
type TrailConfig = Extract<SourceConfig, { readonly kind: 'sls' | 'oss' | 'trail' | 'auto' }>

/** What a trail has delivered somewhere, opened to be read. `place`: as CMK_SOURCE has it. */
export interface DeliveredPlace {
  readonly place: Extract<SourceConfig, { readonly kind: 'sls' | 'oss' }>
  readonly scope: Scope
  readonly delivered: Coverage
  /** By a trail of the organization. */
  readonly isOrganization: boolean
  readonly parts: SourceParts
  readonly signal: AbortSignal
}

/** Makes the source that reads a place. */
export type OpenPlace = (delivered: DeliveredPlace) => ScopeSource

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
  return {
    scope: (scope) => {
      const find = async ({ signal }: ReadingLimits): Promise<TrailFinding> => {
        const found = await findPlace(source, scope, parts, signal, open)
        if (!('reason' in found) || source.kind !== 'auto') return found
        return { lookupsAlone: true, because: found.reason, ...(found.error && { error: found.error }) }
      }
      return new TrailFedSource({ find, lookups: lookupsOf(scope) })
    },
  }
}

type Refused = Extract<TrailFinding, { readonly reason: Message }>

async function findPlace(
  source: TrailConfig,
  scope: Scope,
  parts: SourceParts,
  signal: AbortSignal,
  open: OpenPlace,
): Promise<TrailFinding> {
  const { cloud } = parts
  const text = sourceText(source)
  // What was named is looked at first: a name with a slip in it is told as what it is.
  const misnamed = isNamed(source) ? await refusalOf(source, cloud, signal) : undefined
  if (misnamed?.error) return misnamed
  const found = await findTrail(scope, wantedBy(source), cloud, signal)
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
  const refused = isNamed(source) ? undefined : await refusalOf(place, cloud, signal)
  if (refused) return refused
  const { held, problems } = deliveredBy(state, scope.region)
  const ended = problems.filter(endsIt).map((problem) => trailProblem(state.trail.name, problem))
  const { readsOnly = false, isOrganization } = state.trail
  const opened = open({ place, scope, delivered: held, isOrganization, parts, signal })
  return { source: opened, problems: ended, readsOnly }
}

/** A trail that no longer delivers has to be mended. */
function endsIt({ why }: TrailProblem): boolean {
  return why === 'stopped' || why === 'delivery-failed' || why === 'nothing-delivered'
}

/** The place itself was named, and not its trail. */
function isNamed(source: TrailConfig): source is DeliveredPlace['place'] {
  return source.kind === 'sls' || source.kind === 'oss'
}

function wantedBy(source: TrailConfig): WantedTrail {
  switch (source.kind) {
    case 'sls':
      return { by: 'sls', project: source.project, logstore: source.logstore }
    case 'oss':
      return { by: 'oss', bucket: source.bucket, prefix: source.prefix }
    case 'trail':
      return { by: 'name', name: source.name }
    case 'auto':
      return { by: 'any' }
  }
}

/** Where the trail that CMK_SOURCE names, or finds, delivers to; undefined where there is none. */
export async function placeOfTrail(
  source: Extract<TrailConfig, { readonly kind: 'trail' | 'auto' }>,
  scope: Scope,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<DeliveredPlace['place'] | undefined> {
  const found = await findTrail(scope, wantedBy(source), cloud, signal)
  return typeof found.found === 'object' ? placeOf(found.found) : undefined
}

function placeOf({ trail: { destinations }, destination }: TrailState): DeliveredPlace['place'] | undefined {
  const { sls, oss } = destinations
  if (destination === 'sls') return sls && { kind: 'sls', ...sls }
  return oss && { kind: 'oss', ...oss }
}

/** Why a place is of no use: it is not there, or may not be read. A call or two. */
async function refusalOf(
  place: DeliveredPlace['place'],
  cloud: Pick<Cloud, 'logService' | 'objects'>,
  signal: AbortSignal,
): Promise<Refused | undefined> {
  const text = sourceText(place)
  try {
    if (place.kind === 'sls') {
      await cloud.logService(place).logStore({ signal })
      return undefined
    }
    const objects = cloud.objects(place)
    const first = await objects.first(archiveRoot(place), { signal })
    if (first === undefined) return { reason: message('bucket-without-archive', { source: text }) }
    await objects.mayRead(first, { signal })
    return undefined
  } catch (caught) {
    const error = callFailure(caught)
    // Deleted since it was listed.
    if (error.code === 'NoSuchKey') return undefined
    return { reason: (place.kind === 'sls' ? logsRefused : bucketRefused)(text, error), error }
  }
}

/** Below which keys the archive of a trail lies. */
function archiveRoot({ prefix }: Extract<DeliveredPlace['place'], { readonly kind: 'oss' }>): string {
  return `${prefix === '' ? '' : `${prefix}/`}AliyunLogs/Actiontrail/`
}
