import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import type { HistoryJobState, SetupCloud, TrailSettings } from '../../shared/cloud/evidence-setup.ts'
import type { IndexSettings, LogstoreSettings } from '../../shared/cloud/log-setup.ts'
import type { DeliveryStatus } from '../../shared/domain/trail.ts'
import { logstoreOf, type SetupTarget } from './target.ts'

/** What is there already. */
export interface SetupState {
  readonly hasProject: boolean
  /** The trail of the target's name. */
  readonly trail?: TrailSettings
  /** How it delivers into Log Service. */
  readonly delivery?: DeliveryStatus
  readonly logstore?: LogstoreSettings
  readonly index?: IndexSettings
  /** The newest job of the trail. */
  readonly job?: HistoryJobState
  /** A job of another trail that is under way: an account has one at a time. */
  readonly otherJob?: HistoryJobState
}

/** Looks at everything that the target needs, in an order that asks nothing of what does not exist. Throws a `CloudError`. */
export async function lookAt(cloud: SetupCloud, target: SetupTarget, options?: CallOptions): Promise<SetupState> {
  const trails = cloud.trailSetup(target)
  const logs = cloud.logSetup({ region: target.logRegion, project: target.project })
  const [all, hasProject] = await Promise.all([trails.trails(options), logs.hasProject(options)])
  const trail = all.find(({ name, isOrganization }) => name === target.trail && !isOrganization)
  const isHere = trail !== undefined && trail.homeRegion === target.region
  const [deliveries, jobs, logstore] = await Promise.all([
    isHere ? trails.deliveries(target.trail, options) : undefined,
    isHere ? trails.historyJobs(options) : [],
    hasProject ? logs.logstore(logstoreOf(target), options) : undefined,
  ])
  const index = logstore && (await logs.index(logstoreOf(target), options))
  const newest = [...jobs].sort((a, b) => b.createdAt - a.createdAt)
  const mine = newest.find((job) => job.trail === target.trail)
  const other = newest.find((job) => job.trail !== target.trail && job.state === 'running')
  return {
    hasProject,
    ...(trail && { trail }),
    ...(deliveries && { delivery: deliveries.sls }),
    ...(logstore && { logstore }),
    ...(index && { index }),
    ...(mine && { job: mine }),
    ...(other && { otherJob: other }),
  }
}
