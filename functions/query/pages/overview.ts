import type { Config } from '../../../shared/config/settings.ts'
import { progressOf } from '../../../shared/digest/migration-progress.ts'
import type { TotalsAggregator } from '../../../shared/digest/totals.ts'
import { calendarDay, changeDays } from '../../../shared/domain/calendar.ts'
import { forecastOf } from '../../../shared/domain/forecast/forecast.ts'
import type { ChangeCount } from '../../../shared/domain/readiness.ts'
import { DAY, type Instant, iso, MINUTE } from '../../../shared/domain/time.ts'
import { TREND_DAYS, trendOf } from '../../../shared/domain/trend.ts'
import type { OverviewNumbers } from '../../../shared/report/overview.ts'
import type { Store } from '../../../shared/store/store.ts'
import { readRuns } from '../../digest/last-run.ts'
import { aggregate, type Summary, summaryOf } from '../api/summary.ts'
import { TableKeys } from './table-keys.ts'

/** How long an overview is shown, in milliseconds. */
const FRESH = MINUTE

/** What every view of the table is made of. */
export interface Overview {
  /** The numbers, with days on the calendar of a zone. */
  digestIn(timezone: string): OverviewNumbers
  readonly keys: TableKeys
}

type Tables = Pick<Store, 'readiness' | 'history' | 'progress'>
type Settings = Pick<Config, 'rules'>

/** What was read of the table. */
interface TableRead {
  readonly readiness: Store['readiness']
  readonly version: string | undefined
  readonly keys: TableKeys
  readonly aggregator: TotalsAggregator
}

/** The overview of one process, so that a view of 100,000 keys need not read them; every page says when it was made. */
export class OverviewCache {
  #reading: { readonly overview: Promise<Overview>; readonly at: Instant } | undefined
  #table: TableRead | undefined

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
    const known = this.#table
    const isSame =
      known?.readiness === store.readiness &&
      version !== undefined &&
      known.version === version &&
      now <= known.keys.until
    const [table, changes, runs] = await Promise.all([
      isSame ? known : this.#readTable(store.readiness, version, now),
      store.history.counts(iso(now - TREND_DAYS * DAY)),
      readRuns(store),
    ])
    return overviewOf(table, changes, summaryOf(table.aggregator, runs, settings.rules, now), now)
  }

  /** Kept, whatever becomes of what is read beside it. */
  async #readTable(readiness: Store['readiness'], version: string | undefined, now: Instant): Promise<TableRead> {
    const scopes = await readiness.scopeSummaries()
    const keys = new TableKeys(readiness, scopes, now)
    this.#table = { readiness, version, keys, aggregator: aggregate(scopes, now) }
    return this.#table
  }
}

function overviewOf(
  { keys, aggregator }: TableRead,
  changes: readonly ChangeCount[],
  numbers: Summary,
  now: Instant,
): Overview {
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
    keys,
  }
}
