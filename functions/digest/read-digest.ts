import type { Config } from '../../shared/config/settings.ts'
import { type DigestInput, makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Services } from '../run/services.ts'
import { readLastRun } from './last-run.ts'
import { latestDiagnostics } from './latest-diagnostics.ts'

export interface ReadOptions extends Pick<DigestInput, 'period' | 'missedSince'> {
  readonly onRow?: (row: ReadinessRow) => void
}

/** The digest of what the tables hold now. Tells the changes of the last day unless more are asked for. `onRow` sees each row that it is made of. */
export async function readDigest(
  store: Pick<Store, 'readiness' | 'history' | 'progress'>,
  config: Pick<Config, 'timezone' | 'rules'>,
  { clock, signal }: Pick<Services, 'clock' | 'signal'>,
  { onRow, ...period }: ReadOptions = {},
): Promise<Digest> {
  async function* stoppable<T>(records: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const record of records) {
      signal.throwIfAborted()
      yield record
    }
  }
  return makeDigest({
    rows: stoppable(watched(store.readiness.list(), onRow)),
    changes: stoppable(store.history.list()),
    diagnostics: await latestDiagnostics(store),
    lastRun: await readLastRun(store),
    now: clock(),
    timezone: config.timezone,
    rules: config.rules,
    ...period,
  })
}

async function* watched(
  rows: AsyncIterable<ReadinessRow>,
  onRow: (row: ReadinessRow) => void = () => {},
): AsyncGenerator<ReadinessRow> {
  for await (const row of rows) {
    onRow(row)
    yield row
  }
}
