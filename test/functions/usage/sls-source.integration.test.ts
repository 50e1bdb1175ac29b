import { DAY, iso, SECOND } from '../../../shared/domain/time.ts'
import type { Rewrite } from '../../../simulator/cloud/faults/fault.ts'
import { openLogLab } from '../../support/usage/log-lab.ts'
import { type DayFault, type OpenSource, sourceContract } from '../../support/usage/source-contract.ts'

/** More days than the spans that are read side by side have when a reading begins. */
const DAYS = 20
/** Days that the logstore keeps logs. */
const TTL = 30

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

const open: OpenSource = async (world, clock) => {
  const { cloud, source } = await openLogLab(world, clock, { store: { ttl: TTL } })
  return {
    source,
    retention: TTL * DAY,
    setFault: (fault) => cloud.setFaults(fault ? [{ where: { action: 'GetLogsV2' }, effect: faultOf(fault) }] : []),
    close: () => cloud.close(),
  }
}

sourceContract('sls', open, DAYS)
