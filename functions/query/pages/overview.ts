import type { Config } from '../../../shared/config.ts'
import { isStale } from '../../../shared/domain/stale.ts'
import { DAY, type Instant, iso, MINUTE } from '../../../shared/domain/time.ts'
import { trendOf } from '../../../shared/domain/trend.ts'
import { calendarDay, changeDays } from '../../../shared/notify/calendar.ts'
import { nightOf } from '../../../shared/notify/digest-night.ts'
import { TREND_DAYS } from '../../../shared/notify/report/charts/trend.ts'
import type { OverviewNumbers } from '../../../shared/notify/report/overview.ts'
import { ScopeSums } from '../../../shared/notify/scope-sums.ts'
import type { Store } from '../../../shared/store/store.ts'
import { readLastRun } from '../../digest/last-run.ts'
import { latestDiagnostics } from '../../digest/latest-diagnostics.ts'
import { KeyIndex } from './key-index.ts'

/** How long an overview is shown before the tables are read again, and how long at most, in milliseconds. */
const FRESH = MINUTE
const SHOWN = 15 * MINUTE

/** What every view of the table is made of, read in one pass. */
export interface Overview {
  readonly digest: OverviewNumbers
  readonly keys: KeyIndex
}

type Tables = Pick<Store, 'readiness' | 'history' | 'progress'>
type Settings = Pick<Config, 'timezone' | 'rules'>

/**
 * The overview of one process, so that a view of 100,000 keys need not read them. One that is older than a minute is shown once more while
 * the tables are read again; every page says when its overview was made.
 */
export class OverviewCache {
  #current: { readonly overview: Overview; readonly at: Instant } | undefined
  #reading: Promise<Overview> | undefined

  /** Rejects where there is none to show and the tables cannot be read. */
  get(store: Tables, settings: Settings, now: Instant): Promise<Overview> {
    const current = this.#current
    const age = current ? now - current.at : Number.POSITIVE_INFINITY
    if (current && age < FRESH) return Promise.resolve(current.overview)
    if (!this.#reading) {
      this.#reading = this.#read(store, settings, now)
      // Whoever waits for it is told; whoever is shown the old one asks again.
      this.#reading.catch(() => undefined)
    }
    return current && age < SHOWN ? Promise.resolve(current.overview) : this.#reading
  }

  async #read(store: Tables, settings: Settings, now: Instant): Promise<Overview> {
    try {
      const overview = await readOverview(store, settings, now)
      this.#current = { overview, at: now }
      return overview
    } finally {
      this.#reading = undefined
    }
  }
}

async function readOverview(store: Tables, { timezone, rules }: Settings, now: Instant): Promise<Overview> {
  const keys = new KeyIndex()
  const sums = new ScopeSums()
  for await (const outline of store.readiness.outlines()) {
    const stale = isStale(outline.checkedAt, now)
    const shown = stale ? 'unknown' : outline.verdict
    sums.add(outline, shown, stale)
    keys.add(outline, shown)
  }
  const changes = await store.history.counts(iso(now - TREND_DAYS * DAY))
  return {
    digest: {
      madeAt: iso(now),
      day: calendarDay(sums.newest === '' ? now : Date.parse(sums.newest), timezone),
      rules,
      night: nightOf(await readLastRun(store), sums.newest, now),
      ...sums.numbers(),
      trend: trendOf(sums.trendEnd(now, timezone), changes, changeDays(timezone)),
      diagnostics: await latestDiagnostics(store),
    },
    keys,
  }
}
