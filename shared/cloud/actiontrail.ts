import * as z from 'zod'
import { type Instant, iso, parseInstant, SECOND } from '../domain/time.ts'
import type { ActionTrail, EventPage, EventQuery, Trail } from './cloud.ts'
import type { Contradiction } from './contradiction.ts'
import type { CallOptions } from './credential-source.ts'
import type { ServiceClient } from './service-client.ts'

export const ACTIONTRAIL_VERSION = '2020-07-06'
/** The most that a page of LookupEvents holds; the API wants it as text. */
const MAX_RESULTS = '50'

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

/** EventRW of a trail that delivers reads; the vendor's default is `Write`. */
const READS = ['All', 'Read']
const trailsSchema = z
  .object({ TrailList: z.array(z.object({ Name: z.string(), Status: z.string(), EventRW: z.string() })).nullish() })
  .transform(({ TrailList }): readonly Trail[] =>
    (TrailList ?? []).map(({ Name, Status, EventRW }) => ({
      name: Name,
      enabled: Status === 'Enable',
      reads: READS.includes(EventRW),
    })),
  )

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

  describeTrails(options?: CallOptions): Promise<readonly Trail[]> {
    return this.#client.call('DescribeTrails', { IncludeShadowTrails: true }, trailsSchema, options)
  }
}
