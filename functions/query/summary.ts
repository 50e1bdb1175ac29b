import type { Config } from '../../shared/config.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Digest } from '../../shared/notify/digest.ts'
import type { Store } from '../../shared/store/store.ts'
import { readDigest } from '../digest/read-digest.ts'

/** How things stand, in numbers: those of the digest, with how the last night went and what it could not read. */
export type Summary = Pick<Digest, 'madeAt' | 'night' | 'totals' | 'freshness' | 'gaps' | 'diagnostics'>

/** The summary of what the tables hold at `now`. Reads every row. */
export async function summary(
  store: Pick<Store, 'readiness' | 'history' | 'progress'>,
  config: Pick<Config, 'timezone' | 'rules'>,
  now: Instant,
): Promise<Summary> {
  const within = { clock: () => now, signal: new AbortController().signal }
  const { madeAt, night, totals, freshness, gaps, diagnostics } = await readDigest(store, config, within)
  return { madeAt, night, totals, freshness, gaps, diagnostics }
}
