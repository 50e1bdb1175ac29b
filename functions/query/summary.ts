import type { Config } from '../../shared/config.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { type Digest, makeDigest } from '../../shared/notify/digest.ts'
import { accountScope, type RunPlan, ScopeProgress } from '../../shared/progress.ts'
import type { Store } from '../../shared/store/store.ts'

/** How things stand, in numbers: those of the digest. */
export interface Summary extends Pick<Digest, 'madeAt' | 'totals' | 'freshness' | 'gaps'> {
  /** The run that began last, of the accounts that have rows; null: none is remembered. */
  readonly newestRun: Pick<RunPlan, 'run' | 'asOf'> | null
}

/** The summary of what the tables hold at `now`. Reads every row. */
export async function summary(
  store: Pick<Store, 'readiness' | 'progress'>,
  { timezone, rules }: Pick<Config, 'timezone' | 'rules'>,
  now: Instant,
): Promise<Summary> {
  const rows = store.readiness.list()
  const { madeAt, totals, freshness, gaps } = await makeDigest({
    rows,
    changes: [],
    diagnostics: [],
    now,
    timezone,
    rules,
  })
  const accounts = new Set(totals.byScope.map(({ accountId }) => accountId))
  return { madeAt, totals, freshness, gaps, newestRun: await newestRun(store, accounts) }
}

async function newestRun(store: Pick<Store, 'progress'>, accounts: Iterable<string>): Promise<Summary['newestRun']> {
  let newest: RunPlan | undefined
  for (const account of accounts) {
    const plan = await new ScopeProgress(store, accountScope(account)).latestPlan()
    if (plan && (newest === undefined || plan.asOf > newest.asOf)) newest = plan
  }
  return newest ? { run: newest.run, asOf: newest.asOf } : null
}
