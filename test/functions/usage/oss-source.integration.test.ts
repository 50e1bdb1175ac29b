import { ArchiveSource } from '../../../functions/usage/sources/archive/archive-source.ts'
import { BucketArchive } from '../../../functions/usage/sources/archive/bucket-archive.ts'
import { TRAIL_PATH } from '../../../functions/usage/sources/archive/layout.ts'
import { openCloud } from '../../../shared/cloud/open-cloud.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import { DAY, HOUR, type Instant, iso, MINUTE } from '../../../shared/domain/time.ts'
import { daysOf } from '../../../shared/domain/window.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { startCloud } from '../../../simulator/cloud/cloud.ts'
import { bucket } from '../../../simulator/cloud/oss/buckets.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { trail, type World } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { QUICK, SCOPE } from '../../support/cloud/open.ts'
import { type DayFault, sourceContract } from '../../support/usage/source-contract.ts'

const BUCKET = 'company-audit'
/** Before any window of the contract. */
const BEGIN = Date.parse('2026-10-25T00:00:00Z')

/** The world of the contract, whose events a trail delivers into a bucket. Other services are called all the time, up to when the runs are. */
function deliverEverything(world: World, now: Instant): void {
  const here = world.accounts[0]?.regions[SCOPE.region]
  if (!here) throw new Error('no region')
  here.trails = [trail({ ossBucketName: BUCKET, ossKeyPrefix: 'logs', createdAt: iso(BEGIN - DAY) })]
  here.buckets = [bucket(BUCKET, { period: 10 })]
  const runs = [now, now + HOUR, now + DAY].flatMap((at) => Array.from({ length: 15 }, (_, n) => at - n * MINUTE))
  for (const at of [...daysOf({ from: BEGIN, to: now }).map(({ from }) => from), ...runs])
    here.events.push(event({ serviceName: 'Ecs', eventName: 'DescribeInstances', eventTime: iso(at) }))
}

/** Without lookups beside it, which would make up for what it lacks. */
sourceContract('oss', async (world, clock) => {
  deliverEverything(world, clock())
  const server = await startCloud(world, { quotas: NO_QUOTAS, clock, recordCalls: false })
  const env = server.environment()
  const cloud = openCloud(loadConfig(env, { cwd: '/' }), { env, clock, log: silentLog, timing: QUICK })
  const objects = cloud.objects({ region: SCOPE.region, bucket: BUCKET })
  const archive = new BucketArchive(`oss:${BUCKET}`, objects, 'logs/', new AbortController().signal)
  return {
    source: { scope: (scope) => new ArchiveSource(scope, { archive, trail: TRAIL_PATH }) },
    setFault: (fault: DayFault | undefined) => {
      const [here] = world.accounts[0]?.regions[SCOPE.region]?.buckets ?? []
      if (!here) throw new Error('no bucket')
      const day = fault && iso(fault.midnight).slice(0, 10).replaceAll('-', '')
      here.spoiled = fault && day ? [{ keys: `_${day}`, how: fault.kind === 'breaks-off' ? 'cut' : 'damaged' }] : []
    },
    close: () => server.close(),
  }
})
