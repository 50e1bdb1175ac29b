import { type LogDelivery, SlsSource } from '../../../functions/usage/sources/sls/sls-source.ts'
import type { UsageSource } from '../../../functions/usage/sources/source.ts'
import type { LogService } from '../../../shared/cloud/cloud.ts'
import { openCloud } from '../../../shared/cloud/open-cloud.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import { DAY, HOUR, type Instant, iso, startOfDay } from '../../../shared/domain/time.ts'
import { daysOf } from '../../../shared/domain/window.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { type Logstore, logProject, trailLogstore } from '../../../simulator/cloud/sls/projects.ts'
import {
  region as emptyRegion,
  type Trail,
  trail,
  type World,
  type WorldEvent,
} from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../cloud/open.ts'
import { TIMING } from '../cloud/timing.ts'

export const PLACE = { region: SCOPE.region, project: 'audit-logs', logstore: 'actiontrail_audit' }
/** Where another service is called. */
const ELSEWHERE = 'cn-zhangjiakou'
const SOURCE = `sls:${PLACE.region}/${PLACE.project}/${PLACE.logstore}`

export interface LogLab {
  readonly cloud: SimulatedCloud
  readonly source: UsageSource
  /** Of what the trail has delivered, and nothing else. */
  sourceOf(told?: Omit<LogDelivery, 'settings'>): UsageSource
  readonly logs: LogService
  readonly logstore: Logstore
}

interface LabOptions {
  readonly store?: Partial<Logstore>
  readonly to?: Partial<Trail>
  readonly source?: string
  /** Days, by their midnights, on which nothing happens in the account besides what the world says. */
  readonly silent?: readonly Instant[] | 'always'
}

/** Days before now on which another service is called in another region, as in every account. */
const BUSY_DAYS = 40

/** By day: the same in all worlds, so that the simulated Log Service knows the logs again. */
const elsewhereOn = new Map<Instant, WorldEvent>()

function calledElsewhere(midnight: Instant): WorldEvent {
  const known = elsewhereOn.get(midnight)
  if (known) return known
  const call = event({
    serviceName: 'Ecs',
    eventName: 'DescribeInstances',
    acsRegion: ELSEWHERE,
    eventTime: iso(midnight + 12 * HOUR),
  })
  elsewhereOn.set(midnight, call)
  return call
}

/** A world whose region's trail delivers into Log Service, and what reads the logstore alone, without its trail and without lookups. */
export async function openLogLab(
  world: World,
  clock: () => Instant,
  { store = {}, to = {}, source = SOURCE, silent = [] }: LabOptions = {},
): Promise<LogLab> {
  const here = world.accounts.find(({ id }) => id === SCOPE.accountId)
  const region = here?.regions[SCOPE.region]
  if (!region) throw new Error(`the world has no region ${SCOPE.region}`)
  const days = daysOf({ from: startOfDay(clock() - BUSY_DAYS * DAY), to: clock() }).filter(
    ({ from }) => silent !== 'always' && !silent.includes(from),
  )
  const elsewhere = days.map(({ from }) => calledElsewhere(from))
  const other = here.regions[ELSEWHERE] ?? emptyRegion()
  here.regions[ELSEWHERE] = { ...other, events: [...other.events, ...elsewhere] }
  const slsProjectArn = `acs:log:${PLACE.region}:${SCOPE.accountId}:project/${PLACE.project}`
  const logstore = trailLogstore('audit', store)
  region.trails = [trail({ name: 'audit', slsProjectArn, ...to })]
  region.logProjects = [logProject({ name: PLACE.project, logstores: [logstore] })]
  const cloud = await startCloud(world, { clock, quotas: NO_QUOTAS, recordCalls: false })
  const env = { ...cloud.environment(), CMK_SOURCE: source }
  const config = loadConfig(env, { cwd: '/' })
  const vendor = openCloud(config, { env, clock, log: silentLog, timing: TIMING })
  const parts = { config, cloud: vendor, clock }
  const { source: place } = config
  if (place.kind !== 'sls') throw new Error('another source')
  const sourceOf = (told: Omit<LogDelivery, 'settings'> = {}) => ({
    scope: (scope: Scope) => new SlsSource(scope, place, parts, told),
  })
  return { cloud, logstore, source: sourceOf(), sourceOf, logs: vendor.logService(PLACE) }
}
