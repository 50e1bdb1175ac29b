import { openSource } from '../../../functions/usage/sources/open-source.ts'
import { openCloud } from '../../../shared/cloud/open-cloud.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import { DAY, type Instant, iso } from '../../../shared/domain/time.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { startCloud } from '../../../simulator/cloud/cloud.ts'
import type { Rewrite } from '../../../simulator/cloud/faults/fault.ts'
import { bucket } from '../../../simulator/cloud/oss/buckets.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { trail, type World } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { QUICK, SCOPE } from '../../support/cloud/open.ts'
import { type DayFault, sourceContract } from '../../support/usage/source-contract.ts'

const BUCKET = 'company-audit'
/** Other services are called all the time: before any window of the contract, and every day. */
const BEGIN = Date.parse('2026-07-01T00:00:00Z')

/** Lookups that show an event of the day say that they are not complete. */
function lookupFault({ midnight }: DayFault): Rewrite {
  const isOfDay = (raw: unknown) => (raw as { eventTime: string }).eventTime.startsWith(iso(midnight).slice(0, 10))
  return {
    kind: 'rewrite',
    rewrite: (answer) => ((answer.Events as unknown[]).some(isOfDay) ? { ...answer, Incomplete: true } : answer),
  }
}

/** The world of the contract, whose events a trail delivers into a bucket. */
function deliverEverything(world: World, now: Instant): void {
  for (const account of world.accounts) {
    const [first] = Object.values(account.regions)
    if (!first) continue
    first.trails = [trail({ ossBucketName: BUCKET, ossKeyPrefix: 'logs' })]
    first.buckets = [bucket(BUCKET)]
    const here = account.regions[SCOPE.region]
    for (let at = BEGIN; at < now; at += DAY / 2)
      here?.events.push(event({ serviceName: 'Ecs', eventName: 'DescribeInstances', eventTime: iso(at) }))
  }
}

sourceContract('oss', async (world, clock) => {
  deliverEverything(world, clock())
  const server = await startCloud(world, { quotas: NO_QUOTAS, clock, recordCalls: false })
  const env = {
    ...server.environment(),
    ...{ CMK_SOURCE: `oss:${SCOPE.region}/${BUCKET}/logs`, CMK_TRAIL_QPS: '1000' },
  }
  const config = loadConfig(env, { cwd: '/' })
  const cloud = openCloud(config, { env, clock, log: silentLog, timing: QUICK })
  const source = await openSource({ config, cloud, clock })
  return {
    source,
    setFault: (fault: DayFault | undefined) => {
      const here = world.accounts[0]?.regions[SCOPE.region]?.buckets[0]
      if (!here) throw new Error('no bucket')
      const day = fault && iso(fault.midnight).slice(0, 10).replaceAll('-', '')
      here.spoiled = fault && day ? [{ keys: `_${day}`, how: fault.kind === 'breaks-off' ? 'cut' : 'damaged' }] : []
      // What cannot be read is looked up: the day must be missing there, too.
      server.setFaults(fault ? [{ where: { action: 'LookupEvents' }, effect: lookupFault(fault) }] : [])
    },
    close: () => server.close(),
  }
})
