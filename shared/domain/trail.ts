import { type Coverage, coverageOf, union } from './coverage.ts'
import type { Instant } from './time.ts'
import { EVENT_DELIVERY_LAG } from './window.ts'

/** Where a trail delivers to: Simple Log Service, OSS, or both. */
export interface TrailDestinations {
  /** Of Simple Log Service. The logstore is `actiontrail_<trail>` (docs/vendor-facts.md, "Trails"). */
  readonly sls?: { readonly region: string; readonly project: string; readonly logstore: string }
  /** Of OSS. */
  readonly oss?: { readonly region: string; readonly bucket: string; readonly prefix: string }
}

/** The logstore that ActionTrail makes for a trail (API reference, CreateTrail). */
export function logstoreOfTrail(trail: string): string {
  return `actiontrail_${trail}`
}

/** A project of Log Service by its ARN, `acs:log:<region>:<account>:project/<project>`; an account's own may leave the account empty. */
export function parseProjectArn(
  arn: string,
): { readonly region: string; readonly accountId: string; readonly project: string } | undefined {
  const [, region, accountId = '', project] = /^acs:log:([^:]+):([^:]*):project\/([^/]+)/.exec(arn) ?? []
  return region === undefined || project === undefined ? undefined : { region, accountId, project }
}

/** A trail as ActionTrail describes it. */
export interface TrailDescription {
  readonly name: string
  readonly homeRegion: string
  /** It records: neither stopped nor never started. */
  readonly enabled: boolean
  /** It delivers reads, which is what every use of a key is: EventRW is All or Read. */
  readonly reads: boolean
  /** It delivers nothing else: EventRW is Read. Changes of aliases are writes. */
  readonly readsOnly?: boolean
  /** Regions whose events it delivers. */
  readonly regions: 'all' | readonly string[]
  /** A trail of the management account, which delivers the events of every member. */
  readonly isOrganization: boolean
  readonly createdAt?: Instant
  /** Its last change: what it selected before, nobody knows. */
  readonly updatedAt?: Instant
  readonly startedAt?: Instant
  readonly stoppedAt?: Instant
  readonly destinations: TrailDestinations
}

/** How the deliveries of a trail to one of its destinations go. */
export interface DeliveryStatus {
  readonly lastAt?: Instant
  /** The vendor's code of the last error; empty where there is none. */
  readonly error: string
}

/** A delivery of events from before the trail was started, into Simple Log Service. */
export interface HistoryJob {
  readonly trail: string
  readonly createdAt: Instant
  /** The events that it delivers. */
  readonly from: Instant
  readonly to: Instant
  /** By region: in `done`, all of them are delivered. */
  readonly done: ReadonlySet<string>
  readonly state: 'running' | 'finished' | 'failed'
}

export type Destination = keyof TrailDestinations

/** All that is known of a trail when its events are read from one of its destinations. */
export interface TrailState {
  readonly trail: TrailDescription
  readonly destination: Destination
  readonly delivery: DeliveryStatus
  readonly history: readonly HistoryJob[]
}

/** Why a trail can hold no use of a key of a region. */
export type Blindness =
  /** It delivers writes alone, and no use of a key is one. */
  | { readonly why: 'writes-only' }
  | { readonly why: 'another-region'; readonly regions: readonly string[] }
  | { readonly why: 'never-started' }

/** Why a trail says less than everything, or nothing. */
export type TrailProblem =
  | Blindness
  | { readonly why: 'stopped'; readonly at?: Instant }
  | { readonly why: 'delivery-failed'; readonly code: string; readonly lastAt?: Instant }
  | { readonly why: 'nothing-delivered' }
  | { readonly why: 'history-running'; readonly from: Instant }

/** What a trail has delivered of a region. */
export interface Deliveries {
  readonly held: Coverage
  /** The history jobs that have delivered some of it. */
  readonly history: readonly HistoryJob[]
  readonly problems: readonly TrailProblem[]
}

/**
 * What a trail has delivered of a region: from the later of its start and its last change on, and before that what finished history jobs have
 * delivered since that change; never past its last delivery, nor, where that may have been the very last, so near to it that events may be
 * missing of it.
 */
export function deliveredBy({ trail, delivery, history }: TrailState, region: string): Deliveries {
  const blind = blindness(trail, region)
  if (blind) return { held: [], history: [], problems: [blind] }
  const problems: TrailProblem[] = []
  const { startedAt, stoppedAt, updatedAt, enabled } = trail
  if (!enabled) problems.push({ why: 'stopped', ...(stoppedAt === undefined ? {} : { at: stoppedAt }) })
  const { lastAt, error } = delivery
  if (error !== '') problems.push({ why: 'delivery-failed', code: error, ...(lastAt === undefined ? {} : { lastAt }) })
  else if (lastAt === undefined) problems.push({ why: 'nothing-delivered' })
  // Nobody knows when it was started or what it selected then: nothing is taken for granted.
  const from = startedAt === undefined ? undefined : Math.max(startedAt, updatedAt ?? startedAt)
  // A trail that delivers still brings what its last delivery had not got yet, and the days that this may be of are read again.
  const late = enabled && error === '' ? 0 : EVENT_DELIVERY_LAG
  const to = Math.min(
    (lastAt ?? Number.NEGATIVE_INFINITY) - late,
    enabled ? Number.POSITIVE_INFINITY : (stoppedAt ?? 0),
  )
  const live = from === undefined ? [] : coverageOf([{ from, to }])
  const changedAt = updatedAt ?? startedAt
  const jobs = history.filter(({ createdAt }) => changedAt !== undefined && createdAt >= changedAt)
  for (const job of jobs) {
    if (job.state === 'running') problems.push({ why: 'history-running', from: job.from })
  }
  const past = jobs.filter(({ done }) => done.has(region))
  return { held: union(live, coverageOf(past)), history: past, problems }
}

/** Why a trail can hold no use of a key of the region, however long it has been running; undefined: it can. */
export function blindness(trail: TrailDescription, region: string): Blindness | undefined {
  if (!trail.reads) return { why: 'writes-only' }
  if (trail.regions !== 'all' && !trail.regions.includes(region))
    return { why: 'another-region', regions: trail.regions }
  return trail.startedAt === undefined && !trail.enabled ? { why: 'never-started' } : undefined
}
