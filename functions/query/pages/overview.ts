import type { Config } from '../../../shared/config/settings.ts'
import { progressOf } from '../../../shared/digest/migration-progress.ts'
import type { TotalsAggregator } from '../../../shared/digest/totals.ts'
import { calendarDay, changeDays } from '../../../shared/domain/calendar.ts'
import { forecastOf } from '../../../shared/domain/forecast/forecast.ts'
import { freshUntil } from '../../../shared/domain/stale.ts'
import { DAY, type Instant, iso, MINUTE } from '../../../shared/domain/time.ts'
import { TREND_DAYS, trendOf } from '../../../shared/domain/trend.ts'
import type { OverviewNumbers } from '../../../shared/report/overview.ts'
import type { Store } from '../../../shared/store/store.ts'
import { aggregate, summaryOf } from '../api/summary.ts'
import { KeyIndex } from './key-index.ts'

/** How long an overview is shown, in milliseconds. */
const FRESH = MINUTE

/** What every view of the table is made of. */
export interface Overview {
  /** The numbers, with days on the calendar of a zone. */
  digestIn(timezone: string): OverviewNumbers
  readonly keys: KeyIndex
}

type Tables = Pick<Store, 'readiness' | 'history' | 'progress'>
type Settings = Pick<Config, 'rules'>

/** The keys of the table as they are shown until a moment. */
interface TableKeys {
  readonly readiness: Store['readiness']
  readonly version: string | undefined
  readonly until: Instant
  readonly index: KeyIndex
  readonly aggregator: TotalsAggregator
}

/** The overview of one process, so that a view of 100,000 keys need not read them; every page says when it was made. */
export class OverviewCache {
  #reading: { readonly overview: Promise<Overview>; readonly at: Instant } | undefined
  #keys: TableKeys | undefined

  /** One that is less than a minute old. Rejects where the tables cannot be read; then the next call tries again. */
  get(store: Tables, settings: Settings, now: Instant): Promise<Overview> {
    if (this.#reading && now - this.#reading.at < FRESH) return this.#reading.overview
    const reading = { overview: this.#read(store, settings, now), at: now }
    this.#reading = reading
    reading.overview.catch(() => {
      if (this.#reading === reading) this.#reading = undefined
    })
    return reading.overview
  }

  async #read(store: Tables, settings: Settings, now: Instant): Promise<Overview> {
    // Asked for before the rows are read: what is written meanwhile makes another one.
    const version = await store.readiness.version()
    const known = this.#keys
    const isSame =
      known?.readiness === store.readiness && version !== undefined && known.version === version && now <= known.until
    const keys = isSame ? known : await readKeys(store.readiness, version, now)
    this.#keys = keys
    return overviewOf(store, keys, settings, now)
  }
}

async function readKeys(readiness: Store['readiness'], version: string | undefined, now: Instant): Promise<TableKeys> {
  const index = new KeyIndex()
  // Those of a run are few, however many its keys are.
  const checks = new Set<string>()
  const aggregator = await aggregate(readiness, now, (summary, shown) => {
    index.add(summary, shown)
    checks.add(summary.checkedAt)
  })
  let until = Number.POSITIVE_INFINITY
  for (const checkedAt of checks) until = Math.min(until, freshUntil(checkedAt, now))
  return { readiness, version, until, index, aggregator }
}

async function overviewOf(
  store: Tables,
  { index, aggregator }: TableKeys,
  { rules }: Settings,
  now: Instant,
): Promise<Overview> {
  const changes = await store.history.counts(iso(now - TREND_DAYS * DAY))
  const numbers = await summaryOf(store, aggregator, rules, now)
  return {
    digestIn: (timezone) => {
      const end = aggregator.trendEnd(now, timezone)
      const trend = trendOf(end, changes, changeDays(timezone))
      return {
        ...numbers,
        day: calendarDay(aggregator.newest === '' ? now : Date.parse(aggregator.newest), timezone),
        trend,
        forecast: forecastOf(progressOf(end, trend).trend),
      }
    },
    keys: index,
  }
}
