import type { Config } from '../../../shared/config.ts'
import type { KeyOutline, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { type Instant, SECOND } from '../../../shared/domain/time.ts'
import type { TrendDay } from '../../../shared/domain/trend.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { type Digest, makeDigest } from '../../../shared/notify/digest.ts'
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
  const keys = new KeyIndex(now)
  const stored: Partial<Record<Verdict, number>> = {}
  async function* rows(): AsyncGenerator<ReadinessRow> {
    for await (const outline of store.readiness.outlines()) {
      stored[outline.verdict] = (stored[outline.verdict] ?? 0) + 1
      const row = withoutProof(outline)
      keys.add(row)
      yield row
    }
  }
  const whole = await makeDigest({
    rows: rows(),
    changes: [],
    diagnostics: await latestDiagnostics(store),
    lastRun: await readLastRun(store),
    now,
    timezone,
    rules,
  })
  const { madeAt, day, night, totals, freshness, gaps, diagnostics } = whole
  const trend = await readTrend(store, { stored, shown: totals.byVerdict }, now)
  return { digest: { madeAt, day, rules, night, totals, freshness, gaps, diagnostics }, trend, keys }
}

/** The numbers of a digest ask nothing of a row but its outline. */
function withoutProof(outline: KeyOutline): ReadinessRow {
  return {
    ...NO_PROOF,
    ...outline,
    usage: { ...NO_USE, ...outline.usage },
    observed: { ...NEVER, ...outline.observed },
  }
}

const NO_USE = { failures: 0, byOperation: {}, callers: [], moreCallers: 0, hours: [] }
const NEVER = { from: '', to: '' }
const NO_PROOF = {
  arn: '',
  rules: '2023-09',
  facts: {
    keyState: null,
    keySpec: null,
    keyUsage: null,
    origin: null,
    automaticRotation: null,
    versions: null,
    kmsInstanceId: null,
    createdAt: null,
  },
  findings: [],
  secrets: [],
  unread: [],
} as const satisfies Partial<ReadinessRow>
