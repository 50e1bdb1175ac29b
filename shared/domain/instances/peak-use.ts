import { HOUR, type Instant, iso, startOfDay } from '../time.ts'

/**
 * The busiest hour of all keys of a scope that may move: the progress entry `peak-use`. Events are counted by UTC hour, so that its average is
 * what one second certainly had at least: how high a single second went nobody knows.
 */
export interface PeakUse {
  /** ISO 8601 UTC: the run's asOf. */
  readonly asOf: string
  /** Null: no call of these keys was seen. `from` is the beginning of the hour, ISO 8601 UTC. */
  readonly busiest: { readonly from: string; readonly calls: number } | null
  /** False where a part of the observation window was not read: another hour may have been busier. */
  readonly complete: boolean
}

/** Calls of several keys by hour. */
export class HourlyCalls {
  readonly #calls = new Map<Instant, number>()

  /** Calls by hour of the UTC day that holds the moment, 24 numbers; those of hours that ended before `since` are left out. */
  add(at: Instant, hours: readonly number[], since: Instant): void {
    const midnight = startOfDay(at)
    hours.forEach((calls, hour) => {
      const from = midnight + hour * HOUR
      if (calls > 0 && from + HOUR > since) this.#calls.set(from, (this.#calls.get(from) ?? 0) + calls)
    })
  }

  /** The hour with the most calls, the latest where several have as many. */
  busiest(): PeakUse['busiest'] {
    let found: { readonly from: Instant; readonly calls: number } | undefined
    for (const [from, calls] of this.#calls)
      if (!found || calls > found.calls || (calls === found.calls && from > found.from)) found = { from, calls }
    return found ? { from: iso(found.from), calls: found.calls } : null
  }
}

/** The busiest hours of several scopes: as if all were the same hour. */
export interface JointPeak {
  readonly calls: number
  /** Calls a second on average: whole from 10 on, else with a tenth, rounded up. */
  readonly perSecond: number
  /** The beginning of the busiest of the hours, ISO 8601 UTC; empty where no call was seen. */
  readonly at: string
  /** How many scopes were added up. */
  readonly scopes: number
  readonly complete: boolean
}

/** Undefined where nobody knows of one of the scopes. */
export function jointPeak(peaks: readonly (PeakUse | undefined)[]): JointPeak | undefined {
  const known = peaks.flatMap((peak) => peak ?? [])
  if (known.length < peaks.length || known.length === 0) return undefined
  const hours = known.flatMap(({ busiest }) => busiest ?? [])
  const calls = hours.reduce((sum, hour) => sum + hour.calls, 0)
  const [first] = [...hours].sort((a, b) => b.calls - a.calls || (a.from < b.from ? 1 : -1))
  return {
    ...{ calls, perSecond: perSecond(calls), at: first?.from ?? '' },
    scopes: known.length,
    complete: known.every(({ complete }) => complete),
  }
}

function perSecond(callsAnHour: number): number {
  const rate = callsAnHour / 3_600
  return rate >= 10 ? Math.ceil(rate) : Math.ceil(rate * 10) / 10
}
