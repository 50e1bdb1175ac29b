import { openSource } from '../../../functions/usage/sources/open-source.ts'
import { openCloud } from '../../../shared/cloud/open-cloud.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { MAX_LOOKUP, TRAIL_RETENTION } from '../../../shared/domain/window.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { startCloud } from '../../../simulator/cloud/cloud.ts'
import type { Rewrite } from '../../../simulator/cloud/faults/fault.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { TIMING } from '../../support/cloud/timing.ts'
import { type DayFault, type OpenSource, sourceContract } from '../../support/usage/source-contract.ts'

const ENV = { CMK_SOURCE: 'lookup', CMK_TRAIL_QPS: '1000' }

/** Every page that shows an event of the day is another one. */
function faultOf({ kind, midnight }: DayFault): Rewrite {
  const isOfDay = (raw: unknown) => (raw as { eventTime: string }).eventTime.startsWith(iso(midnight).slice(0, 10))
  const instead = kind === 'breaks-off' ? { Incomplete: true } : { StartTime: iso(midnight - 1_000) }
  return {
    kind: 'rewrite',
    rewrite: (answer) => ((answer.Events as unknown[]).some(isOfDay) ? { ...answer, ...instead } : answer),
  }
}

const open: OpenSource = async (world, clock) => {
  const cloud = await startCloud(world, { clock, quotas: NO_QUOTAS, recordCalls: false, emptyPageEvery: 3 })
  const env = { ...cloud.environment(), ...ENV }
  const config = loadConfig(env, { cwd: '/' })
  const vendor = openCloud(config, { env, clock, log: silentLog, timing: TIMING })
  return {
    source: await openSource({ config, cloud: vendor, clock }),
    retention: TRAIL_RETENTION,
    setFault: (fault) => cloud.setFaults(fault ? [{ where: { action: 'LookupEvents' }, effect: faultOf(fault) }] : []),
    close: () => cloud.close(),
  }
}

// More days than one lookup takes.
sourceContract('lookup', open, MAX_LOOKUP / DAY + 3)
