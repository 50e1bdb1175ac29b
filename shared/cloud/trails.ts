import * as z from 'zod'
import { type Instant, parseInstant } from '../domain/time.ts'
import {
  type DeliveryStatus,
  type Destination,
  type HistoryJob,
  logstoreOfTrail,
  parseProjectArn,
  type TrailDescription,
  type TrailDestinations,
} from '../domain/trail.ts'

/** EventRW of a trail that delivers reads; the vendor's default is `Write`. */
const READS = ['All', 'Read']
const text = z.string().nullish()
/** Absent, and empty, where it never happened. */
const moment = text.transform((value): Instant | undefined => parseInstant(value ?? undefined))

/** TrailList of DescribeTrails, in the vendor's words. */
export const trailListSchema = z
  .object({
    TrailList: z
      .array(
        z.object({
          ...{ Name: z.string(), Status: z.string(), EventRW: z.string(), HomeRegion: text, TrailRegion: text },
          ...{
            IsOrganizationTrail: z.boolean().nullish(),
            SlsProjectArn: text,
            OssBucketName: text,
            OssKeyPrefix: text,
            OssBucketLocation: text,
          },
          ...{ CreateTime: moment, UpdateTime: moment, StartLoggingTime: moment, StopLoggingTime: moment },
        }),
      )
      .nullish(),
  })
  .transform(({ TrailList }) => TrailList ?? [])

/** The trails of DescribeTrails. */
export const trailsSchema = trailListSchema.transform((trails) =>
  trails.map(
    (each): TrailDescription => ({
      ...commonOf(each),
      reads: READS.includes(each.EventRW),
      ...(each.EventRW === 'Read' ? { readsOnly: true } : {}),
      regions: regionsOf(each.TrailRegion ?? ''),
      ...(each.StopLoggingTime === undefined ? {} : { stoppedAt: each.StopLoggingTime }),
      destinations: { ...logsOf(each.Name, each.SlsProjectArn), ...bucketOf(each, each.HomeRegion ?? '') },
    }),
  ),
)

/** What everybody who looks at a trail wants to know of it. */
export function commonOf(each: z.infer<typeof trailListSchema>[number]) {
  return {
    name: each.Name,
    homeRegion: each.HomeRegion ?? '',
    enabled: each.Status === 'Enable',
    isOrganization: each.IsOrganizationTrail ?? false,
    ...(each.CreateTime === undefined ? {} : { createdAt: each.CreateTime }),
    ...(each.UpdateTime === undefined ? {} : { updatedAt: each.UpdateTime }),
    ...(each.StartLoggingTime === undefined ? {} : { startedAt: each.StartLoggingTime }),
  }
}

/** GetTrailStatus, by destination. */
export const statusSchema = z
  .object({
    ...{ LatestDeliveryTime: moment, LatestDeliveryError: text },
    ...{ LatestDeliveryLogServiceTime: moment, LatestDeliveryLogServiceError: text },
  })
  .transform(
    (each): Readonly<Record<Destination, DeliveryStatus>> => ({
      oss: statusOf(each.LatestDeliveryTime, each.LatestDeliveryError),
      sls: statusOf(each.LatestDeliveryLogServiceTime, each.LatestDeliveryLogServiceError),
    }),
  )

/** JobStatus and Status (API reference, GetDeliveryHistoryJob): 0 is being prepared, 1 is under way, 2 is done, 3 has failed. */
const STATES: Readonly<Record<number, HistoryJob['state']>> = { 2: 'finished', 3: 'failed' }
export const DONE = 2

/** What a JobStatus means; one that nobody knows is no end. */
export function jobState(status: number): HistoryJob['state'] {
  return STATES[status] ?? 'running'
}

/** A page of ListDeliveryHistoryJobs: the ids of its jobs, and how many there are. */
export const jobPageSchema = z
  .object({
    DeliveryHistoryJobs: z
      .array(z.object({ JobId: z.union([z.number(), z.string()]), TrailName: z.string() }))
      .nullish(),
    TotalCount: z.number().nullish(),
  })
  .transform(({ DeliveryHistoryJobs, TotalCount }) => ({
    items: (DeliveryHistoryJobs ?? []).map(({ JobId, TrailName }) => ({ id: String(JobId), trail: TrailName })),
    total: TotalCount ?? 0,
  }))

/** GetDeliveryHistoryJob. */
export const jobSchema = z
  .object({
    TrailName: z.string(),
    JobStatus: z.number(),
    ...{ CreatedTime: z.string(), StartTime: z.string(), EndTime: moment },
    Status: z.array(z.object({ Region: z.string(), Status: z.number() })).nullish(),
  })
  .transform((each, context): HistoryJob => {
    const createdAt = parseInstant(each.CreatedTime)
    const from = parseInstant(each.StartTime)
    if (createdAt === undefined || from === undefined) {
      context.addIssue({ code: 'custom', message: 'no time' })
      return z.NEVER
    }
    const done = (each.Status ?? []).filter(({ Status }) => Status === DONE).map(({ Region }) => Region)
    // Without an end it says nothing of what it delivered.
    const state = jobState(each.JobStatus)
    return { trail: each.TrailName, createdAt, from, to: each.EndTime ?? from, done: new Set(done), state }
  })

function statusOf(lastAt: Instant | undefined, error: string | null | undefined): DeliveryStatus {
  return { ...(lastAt === undefined ? {} : { lastAt }), error: error ?? '' }
}

function regionsOf(list: string): 'all' | readonly string[] {
  const names = list.split(',').map((each) => each.trim())
  return names.some((each) => each.toLowerCase() === 'all') ? 'all' : names.filter((each) => each !== '')
}

function logsOf(trail: string, project: string | null | undefined): Pick<TrailDestinations, 'sls'> {
  const place = parseProjectArn(project ?? '')
  return place ? { sls: { region: place.region, project: place.project, logstore: logstoreOfTrail(trail) } } : {}
}

interface BucketText {
  readonly OssBucketName?: string | null | undefined
  readonly OssKeyPrefix?: string | null | undefined
  /** `oss-cn-hangzhou`. */
  readonly OssBucketLocation?: string | null | undefined
}

function bucketOf(
  { OssBucketName, OssKeyPrefix, OssBucketLocation }: BucketText,
  home: string,
): Pick<TrailDestinations, 'oss'> {
  if (!OssBucketName) return {}
  const region = OssBucketLocation?.replace(/^oss-/, '') || home
  return { oss: { region, bucket: OssBucketName, prefix: (OssKeyPrefix ?? '').replace(/^\/+|\/+$/g, '') } }
}
