import * as z from 'zod'
import { type Instant, iso, parseInstant, SECOND } from '../domain/time.ts'
import type { HistoryJob, TrailDescription } from '../domain/trail.ts'
import type { ActionTrail, EventPage, EventQuery, TrailDeliveries } from './cloud.ts'
import type { Contradiction } from './contradiction.ts'
import type { CallOptions } from './credential-source.ts'
import type { ServiceClient } from './service-client.ts'
import { jobPageSchema, jobSchema, statusSchema, trailsSchema } from './trails.ts'

export const ACTIONTRAIL_VERSION = '2020-07-06'
/** The most that a page of LookupEvents holds; the API wants it as text. */
const MAX_RESULTS = '50'
const JOBS_PAGE = 100

/** Only the envelope: an event's shape is the domain's business. A page that says it is incomplete, or has no list, is no page. */
const pageSchema = z
  .object({
    Events: z.array(z.unknown()),
    NextToken: z.string().nullish(),
    Incomplete: z.union([z.literal(false), z.literal('false')]).nullish(),
    ...{ StartTime: z.unknown().optional(), EndTime: z.unknown().optional() },
  })
  .transform(({ Events, NextToken, StartTime, EndTime }) => ({
    page: { events: Events, ...(NextToken ? { nextToken: NextToken } : {}) },
    said: { from: StartTime, to: EndTime },
  }))

/** A page that says to be of another period. Times are those of the query, to the second and in UTC; absent and empty say nothing. */
function contradictionOfTime(said: unknown, asked: Instant): Contradiction | undefined {
  if (said === undefined || said === null || said === '') return undefined
  const at = typeof said === 'number' ? momentOfNumber(said) : parseInstant(said)
  if (at !== undefined && Math.floor(at / SECOND) === Math.floor(asked / SECOND)) return undefined
  return { code: 'AnotherWindow', reported: String(said) }
}

/** Seconds or milliseconds since the epoch. */
function momentOfNumber(said: number): Instant {
  return said < 1e11 ? said * SECOND : said
}

/** ActionTrail 2020-07-06 over the wire. */
export class EventLookup implements ActionTrail {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  async lookupEvents({ attribute, from, to, nextToken }: EventQuery, options?: CallOptions): Promise<EventPage> {
    const query = {
      ...{ StartTime: iso(from), EndTime: iso(to), MaxResults: MAX_RESULTS, Direction: 'FORWARD' },
      LookupAttribute: [{ Key: attribute.key, Value: attribute.value }],
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    }
    const { page } = await this.#client.call('LookupEvents', query, pageSchema, options, ({ said }) =>
      [contradictionOfTime(said.from, from), contradictionOfTime(said.to, to)].find((each) => each !== undefined),
    )
    return page
  }

  spare(options?: CallOptions): Promise<boolean> {
    return this.#client.spare(options)
  }

  describeTrails(options?: CallOptions): Promise<readonly TrailDescription[]> {
    const query = { IncludeShadowTrails: true, IncludeOrganizationTrail: true }
    return this.#client.call('DescribeTrails', query, trailsSchema, options)
  }

  trailStatus(name: string, options?: CallOptions): Promise<TrailDeliveries> {
    return this.#client.call('GetTrailStatus', { Name: name }, statusSchema, options)
  }

  async historyJobs(trail: string, options?: CallOptions): Promise<readonly HistoryJob[]> {
    const jobs: HistoryJob[] = []
    for (let page = 1, seen = 0; ; page += 1) {
      const query = { PageNumber: page, PageSize: JOBS_PAGE }
      const { items, total } = await this.#client.call('ListDeliveryHistoryJobs', query, jobPageSchema, options)
      for (const { id } of items.filter((each) => each.trail === trail))
        jobs.push(await this.#client.call('GetDeliveryHistoryJob', { JobId: id }, jobSchema, options))
      seen += items.length
      if (items.length === 0 || seen >= total) return jobs
    }
  }
}
