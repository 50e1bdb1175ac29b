import { iso, MINUTE } from '../../../shared/domain/time.ts'
import { Refusal } from '../http/refusal.ts'
import type { ApiCall } from '../service.ts'
import { region as emptyRegion, type HistoryJob, type Trail } from '../world.ts'
import { statusOf } from './history-jobs.ts'

const NAME = /^[a-z][a-z0-9_-]{5,35}$/
const SELECTIONS = ['All', 'Read', 'Write'] as const
const PROJECT_ARN = /^acs:log:([^:]+):(\d+):project\/([^/]+)$/
/** Of the cloud's time, until a job has delivered its 90 days. */
const JOB_TIME = 10 * MINUTE
const MAX_TOKEN = 64

/** CreateTrail: it does not record before StartLogging. */
export function createTrail(call: ApiCall): Record<string, unknown> {
  const name = call.params.get('Name') ?? ''
  if (!NAME.test(name)) throw new Refusal(400, 'InvalidTrailNameException', 'The specified Trail name is invalid.')
  const all = Object.values(call.account.regions).flatMap(({ trails }) => trails)
  if (all.some((each) => each.name === name))
    throw new Refusal(409, 'TrailAlreadyExistsException', `The Trail name (${name}) already exists.`)
  const made: Trail = {
    name,
    status: 'Fresh',
    createdAt: iso(call.now),
    trailRegion: 'All',
    ...settings(call, 'Write'),
  }
  if (made.slsProjectArn === undefined && made.ossBucketName === undefined)
    throw new Refusal(400, 'MissingParameter', 'OssBucketName or SlsProjectArn is required.')
  call.account.regions[call.region] ??= emptyRegion()
  call.account.regions[call.region]?.trails.push(made)
  return view(call, made)
}

export function updateTrail(call: ApiCall): Record<string, unknown> {
  const trail = trailOf(call)
  Object.assign(trail, settings(call, trail.eventRW), { updatedAt: iso(call.now) })
  return view(call, trail)
}

export function startLogging(call: ApiCall): Record<string, unknown> {
  const trail = trailOf(call)
  if (trail.status !== 'Enable') Object.assign(trail, { status: 'Enable', startedAt: iso(call.now) })
  return {}
}

const tokens = new WeakMap<HistoryJob, string>()

export function createDeliveryHistoryJob(call: ApiCall): Record<string, unknown> {
  const trail = trailOf(call, 'TrailName')
  const token = call.params.get('ClientToken') ?? ''
  if (token.length > MAX_TOKEN) throw new Refusal(400, 'InvalidParameterValue', 'The ClientToken is too long.')
  const jobs = Object.values(call.account.regions).flatMap(({ trails }) =>
    trails.flatMap(({ history }) => history ?? []),
  )
  const same = token === '' ? undefined : jobs.find((job) => tokens.get(job) === token)
  if (same) return { JobId: same.id }
  if (call.account.historyJobs === 'refused') {
    const words =
      'Your account does not allow you to use deliveryHistoryJob feature. Submit a ticket to get customer support.'
    throw new Refusal(403, 'NotSupportDeliveryHistoryJob', words)
  }
  if (trail.isOrganization || trail.slsProjectArn === undefined)
    throw new Refusal(
      400,
      'InvalidTrailException',
      'The Trail does not deliver the events of one account to Log Service.',
    )
  if (jobs.some((job) => statusOf(job, call.now) < 2))
    throw new Refusal(409, 'DeliveryHistoryJobRunningException', 'A delivery history job is running.')
  const id = Math.max(16_600, ...jobs.map((job) => job.id)) + 1
  const job: HistoryJob = { id, createdAt: iso(call.now), status: 1, endsAt: iso(call.now + JOB_TIME) }
  trail.history = [...(trail.history ?? []), job]
  if (token !== '') tokens.set(job, token)
  return { JobId: id }
}

function trailOf(call: ApiCall, parameter = 'Name'): Trail {
  const trail = call.here.trails.find(({ name }) => name === call.params.get(parameter))
  if (!trail) throw new Refusal(404, 'TrailNotFoundException', 'The specified Trail does not exist.')
  return trail
}

/** What CreateTrail and UpdateTrail set; what is left out stays. */
function settings(call: ApiCall, usual: Trail['eventRW']) {
  const eventRW = SELECTIONS.find((each) => each === (call.params.get('EventRW') ?? usual))
  if (!eventRW) throw new Refusal(400, 'InvalidEventRWException', 'The specified EventRW is invalid.')
  const trailRegion = call.params.get('TrailRegion')
  const slsProjectArn = call.params.get('SlsProjectArn')
  const ossBucketName = call.params.get('OssBucketName')
  if (slsProjectArn !== undefined) checkProject(call, slsProjectArn)
  return {
    eventRW,
    ...(trailRegion === undefined ? {} : { trailRegion }),
    ...(slsProjectArn === undefined ? {} : { slsProjectArn }),
    ...(ossBucketName === undefined ? {} : { ossBucketName }),
  }
}

function checkProject(call: ApiCall, arn: string): void {
  const [, region, accountId, name] = PROJECT_ARN.exec(arn) ?? []
  if (region === undefined)
    throw new Refusal(400, 'InvalidSlsProjectArnException', 'The specified SlsProjectArn is invalid.')
  if (accountId !== call.account.id) return
  const projects = call.account.regions[region]?.logProjects ?? []
  if (!projects.some((each) => each.name === name))
    throw new Refusal(404, 'SlsProjectDoesNotExistException', 'The specified Log Service project does not exist.')
}

function view(call: ApiCall, { name, eventRW, trailRegion, slsProjectArn }: Trail): Record<string, unknown> {
  return {
    Name: name,
    HomeRegion: call.region,
    EventRW: eventRW,
    TrailRegion: trailRegion,
    SlsProjectArn: slsProjectArn ?? '',
  }
}
