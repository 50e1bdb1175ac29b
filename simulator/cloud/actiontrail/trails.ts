import { Refusal } from '../http/refusal.ts'
import type { ApiCall } from '../service.ts'
import type { Trail } from '../world.ts'

/** Trails whose home is the region; with IncludeShadowTrails also those of other regions that cover it. */
export function describeTrails(call: ApiCall): Record<string, unknown> {
  const shadows = call.params.get('IncludeShadowTrails') === 'true'
  const names = call.params.get('NameList')?.split(',')
  const TrailList = Object.entries(call.account.regions)
    .flatMap(([home, { trails }]) => trails.map((trail) => ({ home, trail })))
    .filter(({ home, trail }) => home === call.region || (shadows && covers(trail, call.region)))
    .filter(({ trail }) => names === undefined || names.includes(trail.name))
    .map(({ home, trail }) => description(call, home, trail))
  return { TrailList }
}

export function getTrailStatus(call: ApiCall): Record<string, unknown> {
  const trail = call.here.trails.find((each) => each.name === call.params.get('Name'))
  if (!trail) throw new Refusal(404, 'TrailNotFoundException', 'The specified Trail does not exist.')
  const IsLogging = trail.status === 'Enable'
  return {
    IsLogging,
    StartLoggingTime: trail.createdAt,
    LatestDeliveryTime: trail.createdAt,
    LatestDeliveryError: '',
    LatestDeliveryLogServiceTime: trail.createdAt,
    LatestDeliveryLogServiceError: '',
    OssBucketStatus: trail.ossBucketName !== undefined,
    SlsLogStoreStatus: trail.slsProjectArn !== undefined,
    ...(IsLogging ? {} : { StopLoggingTime: trail.createdAt }),
  }
}

function covers(trail: Trail, region: string): boolean {
  return trail.trailRegion === 'All' || trail.trailRegion.split(',').includes(region)
}

function description(call: ApiCall, home: string, trail: Trail) {
  const role = `acs:ram::${call.account.id}:role/aliyunserviceroleforactiontrail`
  const oss = {
    OssBucketName: trail.ossBucketName,
    OssKeyPrefix: '',
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
    UpdateTime: trail.createdAt,
    StartLoggingTime: trail.createdAt,
    ...(trail.status === 'Enable' ? {} : { StopLoggingTime: trail.createdAt }),
    IsOrganizationTrail: false,
    ...(trail.slsProjectArn === undefined ? {} : { SlsProjectArn: trail.slsProjectArn, SlsWriteRoleArn: role }),
    ...(trail.ossBucketName === undefined ? {} : oss),
  }
}
