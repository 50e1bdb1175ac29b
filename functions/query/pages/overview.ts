import type { Config } from '../../../shared/config.ts'
import { isStale } from '../../../shared/domain/stale.ts'
import { type Instant, iso, SECOND } from '../../../shared/domain/time.ts'
import type { TrendDay } from '../../../shared/domain/trend.ts'
import { calendarDay } from '../../../shared/notify/calendar.ts'
import type { Digest } from '../../../shared/notify/digest.ts'
import { nightOf } from '../../../shared/notify/digest-night.ts'
import { ScopeSums } from '../../../shared/notify/scope-sums.ts'
import type { Store } from '../../../shared/store/store.ts'
import { readLastRun } from '../../digest/last-run.ts'
import { latestDiagnostics } from '../../digest/latest-diagnostics.ts'
import { KeyIndex } from './key-index.ts'
import { readTrend } from './read-trend.ts'

/** How long an overview is shown before the tables are read again, in milliseconds. */
const KEPT = 60 * SECOND

/** What every view of the table is made of, read in one pass. */
export interface Overview {
  readonly digest: Pick<Digest, 'madeAt' | 'day' | 'rules' | 'night' | 'totals' | 'freshness' | 'gaps' | 'diagnostics'>
  readonly trend: readonly TrendDay[]
  readonly keys: KeyIndex
}

type Tables = Pick<Store, 'readiness' | 'history' | 'progress'>
type Settings = Pick<Config, 'timezone' | 'rules'>

/** The overview of one process: requests of one minute share a reading. */
export class OverviewCache {
  #reading: { readonly overview: Promise<Overview>; readonly at: Instant } | undefined

  get(store: Tables, settings: Settings, now: Instant): Promise<Overview> {
    if (this.#reading && now - this.#reading.at < KEPT && now >= this.#reading.at) return this.#reading.overview
    const overview = readOverview(store, settings, now)
    const reading = { overview, at: now }
    this.#reading = reading
    // A reading that failed is nobody's else: the next request reads anew.
    overview.catch(() => {
      if (this.#reading === reading) this.#reading = undefined
    })
    return overview
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
  const numbers = sums.numbers()
  const trend = await readTrend(store, { stored: sums.stored, shown: numbers.totals.byVerdict }, now)
  return {
    digest: {
      madeAt: iso(now),
      day: calendarDay(sums.newest === '' ? now : Date.parse(sums.newest), timezone),
      rules,
      night: nightOf(await readLastRun(store), sums.newest, now),
      ...numbers,
      diagnostics: [...(await latestDiagnostics(store))].sort((a, b) => Number(b.fatal) - Number(a.fatal)),
    },
    trend,
    keys,
  }
}
