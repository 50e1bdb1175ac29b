import type { Operations } from '../service.ts'
import { getDeliveryHistoryJob, listDeliveryHistoryJobs } from './history-jobs.ts'
import { lookupEvents } from './lookup-events.ts'
import { createDeliveryHistoryJob, createTrail, startLogging, updateTrail } from './make-trail.ts'
import { describeTrails, getTrailStatus } from './trails.ts'

/** ActionTrail knows no finer resource than `*` for these (API reference, "Authorization information"). */
const resource = () => '*'

/** The operations of ActionTrail 2020-07-06 that an audit may call, and those that set up a trail. */
export function trailOperations({ emptyEvery }: { readonly emptyEvery: number }): Operations {
  return {
    LookupEvents: { group: 'lookupEvents', resource, run: (call) => lookupEvents(call, emptyEvery) },
    DescribeTrails: { resource, run: describeTrails },
    GetTrailStatus: { resource, run: getTrailStatus },
    ListDeliveryHistoryJobs: { resource, run: listDeliveryHistoryJobs },
    GetDeliveryHistoryJob: { resource, run: getDeliveryHistoryJob },
    CreateTrail: { resource, run: createTrail },
    UpdateTrail: { resource, run: updateTrail },
    StartLogging: { resource, run: startLogging },
    CreateDeliveryHistoryJob: { resource, run: createDeliveryHistoryJob },
    DescribeRegions: {
      resource: null,
      run: (call) => ({
        Regions: {
          Region: call.regions.map((RegionId) => ({
            RegionId,
            RegionEndpoint: `actiontrail.${RegionId}.aliyuncs.com`,
            LocalName: RegionId,
          })),
        },
      }),
    },
  }
}
