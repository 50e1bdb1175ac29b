import { DAY, iso, MINUTE } from '../../../shared/domain/time.ts'
import { Refusal } from '../http/refusal.ts'
import type { ApiCall } from '../service.ts'
import type { HistoryJob, Trail } from '../world.ts'

/** A job delivers the last 90 days, up to five minutes after it was made (vendor's page on historical events). */
const PAST = 90 * DAY
const AFTERWARDS = 5 * MINUTE
const MAX_PAGE = 100

/** What a job delivers, in milliseconds. */
export function periodOf({ createdAt, from, to }: HistoryJob): { readonly from: number; readonly to: number } {
  const made = Date.parse(createdAt)
  return { from: from ? Date.parse(from) : made - PAST, to: to ? Date.parse(to) : made + AFTERWARDS }
}

/** JobStatus as it is now. */
export function statusOf({ status, endsAt }: HistoryJob, now: number): HistoryJob['status'] {
  return status < 2 && endsAt !== undefined && now >= Date.parse(endsAt) ? 2 : status
}

/** Of the account: jobs of trails wherever they are at home are told where their home is. */
export function listDeliveryHistoryJobs(call: ApiCall): Record<string, unknown> {
  const number = pageParameter(call, 'PageNumber', 1, Number.MAX_SAFE_INTEGER)
  const size = pageParameter(call, 'PageSize', 10, MAX_PAGE)
  const jobs = jobsAt(call)
  return {
    ...{ PageNumber: number, PageSize: size, TotalCount: jobs.length },
    DeliveryHistoryJobs: jobs.slice((number - 1) * size, number * size).map((each) => summary(call, each)),
  }
}

export function getDeliveryHistoryJob(call: ApiCall): Record<string, unknown> {
  const found = jobsAt(call).find(({ job }) => String(job.id) === call.params.get('JobId'))
  if (!found) throw new Refusal(404, 'DeliveryHistoryJobNotFound', 'The specified delivery history job does not exist.')
  const { job, trail } = found
  const covered = trail.trailRegion === 'All' ? call.regions : trail.trailRegion.split(',')
  const Status = covered.map((Region) => ({ Region, Status: job.regions?.[Region] ?? statusOf(job, call.now) }))
  return { ...summary(call, found), Status }
}

interface Found {
  readonly trail: Trail
  readonly job: HistoryJob
}

function jobsAt(call: ApiCall): readonly Found[] {
  return call.here.trails
    .flatMap((trail) => (trail.history ?? []).map((job) => ({ trail, job })))
    .sort((a, b) => b.job.id - a.job.id)
}

function summary(call: ApiCall, { trail, job }: Found): Record<string, unknown> {
  const { from, to } = periodOf(job)
  return {
    ...{ JobId: job.id, TrailName: trail.name, HomeRegion: call.region, JobStatus: statusOf(job, call.now) },
    ...{ CreatedTime: job.createdAt, UpdatedTime: job.createdAt, StartTime: iso(from), EndTime: iso(to) },
  }
}

function pageParameter(call: ApiCall, name: string, fallback: number, most: number): number {
  const value = Number(call.params.get(name) ?? fallback)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Refusal(400, 'InvalidQueryParameter', 'The specified query parameter is invalid.')
}
