import type { Config } from '../../shared/config.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { type Digest, makeDigest } from '../../shared/notify/digest.ts'
import type { Services } from '../../shared/runtime.ts'
import type { Store } from '../../shared/store/store.ts'
import { readLastRun } from './last-run.ts'
import { latestDiagnostics } from './latest-diagnostics.ts'

/** No calendar day, wherever it is read, has an hour that lies further back than this from any other. */
const LONGEST_DAY = 26 * HOUR

/** The digest of what the tables hold now. `onRow` sees each row that it is made of. */
export async function readDigest(
  store: Pick<Store, 'readiness' | 'history' | 'progress'>,
  config: Pick<Config, 'timezone' | 'rules'>,
  { clock, signal }: Pick<Services, 'clock' | 'signal'>,
  onRow: (row: ReadinessRow) => void = () => {},
): Promise<Digest> {
  let newest: string | undefined
  async function* rows(): AsyncGenerator<ReadinessRow> {
    for await (const row of store.readiness.list()) {
      signal.throwIfAborted()
      if (newest === undefined || row.checkedAt > newest) newest = row.checkedAt
      onRow(row)
      yield row
    }
  }
  // Read after the rows: only the day of the newest check is told, and the table remembers 400.
  async function* changes(): AsyncGenerator<Change> {
    yield* store.history.list(newest === undefined ? {} : { since: iso(Date.parse(newest) - LONGEST_DAY) })
  }
  return makeDigest({
    rows: rows(),
    changes: changes(),
    diagnostics: await latestDiagnostics(store),
    lastRun: await readLastRun(store),
    now: clock(),
    timezone: config.timezone,
    rules: config.rules,
  })
}
