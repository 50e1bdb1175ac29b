import { DAY, type Instant, iso, SECOND } from '../../../shared/domain/time.ts'
import type { Rewrite } from '../../../simulator/cloud/faults/fault.ts'
import { openLogLab } from '../../support/usage/log-lab.ts'
import { type DayFault, sourceContract } from '../../support/usage/source-contract.ts'

/** Days that the logstore keeps logs: more than the window has. */
const TTL = 20

/** Answers that show something of the day are cut, or of another time. */
function faultOf({ kind, midnight }: DayFault): Rewrite {
  const day = iso(midnight).slice(0, 10)
  const isOfDay = (row: Record<string, string>) => iso(Number(row.first_at ?? row.__time__) * SECOND).startsWith(day)
  return {
    kind: 'rewrite',
    rewrite: (answer) => {
      const { meta, data } = answer as { meta: object; data?: Record<string, string>[] }
      if (!data?.some(isOfDay)) return answer
      const before = String(midnight / SECOND - 1)
      return kind === 'breaks-off'
        ? { meta: { ...meta, progress: 'Incomplete' }, data }
        : { meta, data: data.map((row) => ({ ...row, __time__: before, first_at: before })) }
    },
  }
}

sourceContract('sls', async (world, clock: () => Instant) => {
  const { cloud, source } = await openLogLab(world, clock, { store: { ttl: TTL } })
  return {
    source,
    retention: TTL * DAY,
    setFault: (fault) => cloud.setFaults(fault ? [{ where: { action: 'GetLogsV2' }, effect: faultOf(fault) }] : []),
    close: () => cloud.close(),
  }
})
