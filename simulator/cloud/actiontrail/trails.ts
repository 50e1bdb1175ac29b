import { iso, MINUTE } from '../../../shared/domain/time.ts'
import { Refusal } from '../http/refusal.ts'
import type { ApiCall } from '../service.ts'
import type { Trail } from '../world.ts'

/** How long a delivery takes (vendor's pages on delivery: Simple Log Service within a minute, OSS within ten). */
export const DELIVERY_DELAY = { sls: MINUTE, oss: 10 * MINUTE } as const

/**
 * Trails whose home is the region; with IncludeShadowTrails also those of other regions that cover it. Those of the organization only with
 * IncludeOrganizationTrail.
 */
export function describeTrails(call: ApiCall): Record<string, unknown> {
  const shadows = call.params.get('IncludeShadowTrails') === 'true'
  const organization = call.params.get('IncludeOrganizationTrail') === 'true'
  const names = call.params.get('NameList')?.split(',')
  const TrailList = Object.entries(call.account.regions)
    .flatMap(([home, { trails }]) => trails.map((trail) => ({ home, trail })))
    .filter(({ home, trail }) => home === call.region || (shadows && covers(trail, call.region)))
    .filter(({ trail }) => organization || !trail.isOrganization)
    .filter(({ trail }) => names === undefined || names.includes(trail.name))
    .map(({ home, trail }) => description(call, home, trail))
  return { TrailList }
}

export function getTrailStatus(call: ApiCall): Record<string, unknown> {
  const trail = call.here.trails.find((each) => each.name === call.params.get('Name'))
  if (!trail) throw new Refusal(404, 'TrailNotFoundException', 'The specified Trail does not exist.')
  const { ossBucketName, slsProjectArn, failsSince } = trail
  const error = failsSince?.code ?? ''
  return {
    IsLogging: trail.status === 'Enable',
    ...loggingTimes(trail),
    OssBucketStatus: ossBucketName !== undefined && error === '',
    SlsLogStoreStatus: slsProjectArn !== undefined && error === '',
    ...(ossBucketName === undefined
      ? {}
      : { LatestDeliveryTime: lastDelivery(trail, call.now, DELIVERY_DELAY.oss), LatestDeliveryError: error }),
    ...(slsProjectArn === undefined
      ? {}
      : {
          LatestDeliveryLogServiceTime: lastDelivery(trail, call.now, DELIVERY_DELAY.sls),
          LatestDeliveryLogServiceError: error,
        }),
  }
}

/** Up to when a trail has delivered what happened; empty before its first delivery. */
function lastDelivery(
  { status, startedAt, createdAt, stoppedAt, failsSince }: Trail,
  now: number,
  delay: number,
): string {
  const ends = [iso(now - delay), failsSince?.at, status === 'Enable' ? undefined : (stoppedAt ?? createdAt)]
  const last = ends.filter((each) => each !== undefined).sort()[0] ?? ''
  return status === 'Fresh' || last <= (startedAt ?? createdAt) ? '' : last
}

function loggingTimes({ status, startedAt, createdAt, stoppedAt }: Trail): Record<string, string> {
  return {
    ...(status === 'Fresh' ? {} : { StartLoggingTime: startedAt ?? createdAt }),
    ...(status === 'Disable' ? { StopLoggingTime: stoppedAt ?? createdAt } : {}),
  }
}

function covers(trail: Trail, region: string): boolean {
  return trail.trailRegion === 'All' || trail.trailRegion.split(',').includes(region)
}

function description(call: ApiCall, home: string, trail: Trail) {
  const role = `acs:ram::${call.account.id}:role/aliyunserviceroleforactiontrail`
  const oss = {
    OssBucketName: trail.ossBucketName,
    OssKeyPrefix: trail.ossKeyPrefix ?? '',
    OssBucketLocation: `oss-${home}`,
    OssWriteRoleArn: role,
  }
  return {
    Name: trail.name,
    HomeRegion: home,
    Region: home,
    Status: trail.status,
    EventRW: trail.eventRW,
    TrailRegion: trail.trailRegion,
    TrailArn: `acs:actiontrail:${home}:${call.account.id}:trail/${trail.name}`,
    CreateTime: trail.createdAt,
    UpdateTime: trail.updatedAt ?? trail.createdAt,
    ...loggingTimes(trail),
    IsOrganizationTrail: trail.isOrganization ?? false,
    ...(trail.slsProjectArn === undefined ? {} : { SlsProjectArn: trail.slsProjectArn, SlsWriteRoleArn: role }),
    ...(trail.ossBucketName === undefined ? {} : oss),
  }
}
