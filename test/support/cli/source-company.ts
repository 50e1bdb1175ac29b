import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import { bucket } from '../../../simulator/cloud/oss/buckets.ts'
import { allow, deny, type Statement } from '../../../simulator/cloud/policy/statements.ts'
import { actionTrailIndex, logProject, trailLogstore } from '../../../simulator/cloud/sls/projects.ts'
import { account, DEFAULT_ACCOUNT, type Trail, trail, type World, world } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { fullRegion } from './run-doctor.ts'

const INTO_LOGS = { slsProjectArn: `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/audit-logs` }
const RIGHTS = ['log:GetLogStore', 'log:GetIndex', 'log:GetLogStoreLogs', 'oss:ListObjects', 'oss:GetObject']

/** Days of the window of `SOURCE_ENV`. */
export const DAYS = 10
export const SOURCE_ENV = {
  ...{ CMK_REGIONS: 'cn-hangzhou', CMK_OBSERVATION_DAYS: String(DAYS) },
  ...{ CMK_KMS_QPS: '500', CMK_TRAIL_QPS: '500' },
}

/** A company whose trails deliver into Log Service, into OSS, less than everything, or nowhere. */
export function sourceCompany({
  denied = [],
  trails,
}: {
  readonly denied?: readonly string[]
  readonly trails?: readonly Trail[]
} = {}): World {
  const now = Date.now()
  const here = fullRegion()
  // Something is called every day, and now.
  for (let hours = 0; hours <= 24 * (DAYS + 2); hours += 12)
    here.events.push(
      event({
        eventId: `ecs-${hours}`,
        serviceName: 'Ecs',
        eventName: 'DescribeInstances',
        eventTime: iso(now - hours * HOUR),
      }),
    )
  const unindexed = trailLogstore('unindexed')
  delete unindexed.index
  here.trails = [
    trail({ name: 'logs', ...INTO_LOGS }),
    trail({ name: 'files', ossBucketName: 'audit-archive', ossKeyPrefix: 'trails' }),
    trail({ name: 'writes', eventRW: 'Write', ...INTO_LOGS }),
    trail({ name: 'elsewhere', trailRegion: 'cn-hangzhou,cn-beijing', ...INTO_LOGS }),
    trail({ name: 'nowhere' }),
    trail({ name: 'unindexed', ...INTO_LOGS }),
    trail({ name: 'young', ...INTO_LOGS, startedAt: iso(now - 4 * DAY) }),
    trail({ name: 'poor', ...INTO_LOGS }),
  ]
  if (trails) here.trails = [...trails]
  const poor = trailLogstore('poor', {
    ttl: 7,
    index: actionTrailIndex({ lastModifiedAt: iso(now - 3 * DAY) }, { missing: ['vpcId', 'userAgent'] }),
  })
  const stores = [trailLogstore('logs'), trailLogstore('writes'), trailLogstore('elsewhere'), unindexed, poor]
  here.logProjects = [logProject({ name: 'audit-logs', logstores: stores })]
  here.buckets = [bucket('audit-archive', { period: 60 }), bucket('other-bucket')]
  const made = account({ regions: { 'cn-hangzhou': here, 'cn-shanghai': fullRegion('cn-shanghai') } })
  const more: Statement[] = [allow(RIGHTS), ...(denied.length > 0 ? [deny([...denied])] : [])]
  for (const each of made.accessKeys) each.policy = [...each.policy, ...more]
  return world({ accounts: [made] })
}
