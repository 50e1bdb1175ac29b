import * as z from 'zod'
import type { Scope } from '../domain/scope.ts'
import { type Instant, parseInstant } from '../domain/time.ts'
import type { DeliveryStatus, Destination, HistoryJob } from '../domain/trail.ts'
import type { LogPlace } from './cloud.ts'
import type { CallOptions } from './credential-source.ts'
import type { LogSetup } from './log-setup.ts'
import type { ServiceClient } from './service-client.ts'
import { commonOf, DONE, jobState, statusSchema, trailListSchema } from './trails.ts'

/** EventRW of a trail: which events it delivers. */
export type TrailSelection = 'All' | 'Read' | 'Write'

/** A trail as it is set, in the vendor's words. */
export interface TrailSettings {
  readonly name: string
  readonly homeRegion: string
  readonly eventRW: string
  /** `All`, or a comma list. */
  readonly trailRegion: string
  readonly isOrganization: boolean
  /** Empty: it delivers nothing to Log Service. */
  readonly slsProjectArn: string
  /** It records. */
  readonly enabled: boolean
  readonly createdAt?: Instant
  /** Its last change. */
  readonly updatedAt?: Instant
  readonly startedAt?: Instant
}

/** A delivery of older events, as far as it says whether another is needed. */
export interface HistoryJobState {
  readonly id: string
  readonly trail: string
  readonly createdAt: Instant
  readonly state: HistoryJob['state']
  /** Regions whose events are delivered, of all that it delivers; undefined: it does not say. */
  readonly regions?: { readonly done: number; readonly all: number }
}

const nothing = z.unknown().transform(() => undefined)

const trailsSchema = trailListSchema.transform((trails) =>
  trails.map(
    (each): TrailSettings => ({
      ...commonOf(each),
      eventRW: each.EventRW,
      trailRegion: each.TrailRegion ?? '',
      slsProjectArn: each.SlsProjectArn ?? '',
    }),
  ),
)

const jobId = z.union([z.number(), z.string()]).transform(String)
const jobsSchema = z
  .object({
    DeliveryHistoryJobs: z
      .array(z.object({ JobId: jobId, TrailName: z.string(), JobStatus: z.number(), CreatedTime: z.string() }))
      .nullish(),
  })
  .transform(({ DeliveryHistoryJobs }) => DeliveryHistoryJobs ?? [])
const jobSchema = z.object({
  ...{ JobId: jobId, TrailName: z.string(), JobStatus: z.number(), CreatedTime: z.string() },
  Status: z.array(z.object({ Status: z.number() })).nullish(),
})
const JOBS_PAGE = 100

/** The calls of ActionTrail that a trail is set up with; of one region, which is the trail's home. */
export class TrailSetup {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** All trails that cover this region, the account's own and those of its organization. */
  trails(options?: CallOptions): Promise<readonly TrailSettings[]> {
    const query = { IncludeShadowTrails: true, IncludeOrganizationTrail: true }
    return this.#client.call('DescribeTrails', query, trailsSchema, options)
  }

  deliveries(name: string, options?: CallOptions): Promise<Readonly<Record<Destination, DeliveryStatus>>> {
    return this.#client.call('GetTrailStatus', { Name: name }, statusSchema, options)
  }

  /** A trail that delivers all events of all regions. ActionTrail takes its service-linked role, and makes it where there is none. */
  create(name: string, slsProjectArn: string, options?: CallOptions): Promise<undefined> {
    const query = { Name: name, TrailRegion: 'All', EventRW: 'All', SlsProjectArn: slsProjectArn }
    return this.#client.call('CreateTrail', query, nothing, options)
  }

  /** Makes an existing trail deliver all events of all regions there; what else it delivers to stays. */
  update(name: string, slsProjectArn: string, options?: CallOptions): Promise<undefined> {
    const query = { Name: name, TrailRegion: 'All', EventRW: 'All', SlsProjectArn: slsProjectArn }
    return this.#client.call('UpdateTrail', query, nothing, options)
  }

  start(name: string, options?: CallOptions): Promise<undefined> {
    return this.#client.call('StartLogging', { Name: name }, nothing, options)
  }

  /** `token` makes a repeated call the same call: ASCII, up to 64 characters. */
  async createHistoryJob(trail: string, token: string, options?: CallOptions): Promise<string> {
    const schema = z.object({ JobId: jobId })
    const query = { TrailName: trail, ClientToken: token }
    return (await this.#client.call('CreateDeliveryHistoryJob', query, schema, options)).JobId
  }

  /** The newest jobs of the account, whose trails have their home here. */
  async historyJobs(options?: CallOptions): Promise<readonly HistoryJobState[]> {
    const query = { PageNumber: 1, PageSize: JOBS_PAGE }
    const jobs = await this.#client.call('ListDeliveryHistoryJobs', query, jobsSchema, options)
    return jobs.map((each) => ({
      ...{ id: each.JobId, trail: each.TrailName },
      createdAt: parseInstant(each.CreatedTime) ?? 0,
      state: jobState(each.JobStatus),
    }))
  }

  async historyJob(id: string, options?: CallOptions): Promise<HistoryJobState> {
    const job = await this.#client.call('GetDeliveryHistoryJob', { JobId: id }, jobSchema, options)
    const { Status } = job
    const regions = Status && { done: Status.filter((each) => each.Status === DONE).length, all: Status.length }
    const createdAt = parseInstant(job.CreatedTime) ?? 0
    const state = jobState(job.JobStatus)
    return { id: job.JobId, trail: job.TrailName, createdAt, state, ...(regions ? { regions } : {}) }
  }
}

/** What a trail and its logstore are set up with, with the program's own credentials. Nothing that audits has it. */
export interface SetupCloud {
  trailSetup(scope: Scope): TrailSetup
  logSetup(place: Pick<LogPlace, 'region' | 'project'>): LogSetup
}
