import { readDigest } from '../functions/digest/read-digest.ts'
import type { Config } from '../shared/config.ts'
import type { ReadinessRow } from '../shared/domain/readiness.ts'
import type { Language } from '../shared/domain/verdict.ts'
import type { Store } from '../shared/store/store.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

/** Writes everything that the tables hold now as one HTML file. */
export async function writeReport(
  file: string,
  { store, config }: { readonly store: Store; readonly config: Config },
  terminal: Pick<Terminal, 'clock' | 'signal'>,
  language: Language,
): Promise<void> {
  const rows: ReadinessRow[] = []
  const digest = await readDigest(store, config, terminal, { onRow: (row) => rows.push(row) })
  // The library of the charts takes a while to load, and only here is it needed.
  const { renderReport } = await import('../shared/notify/report/page.ts')
  await writeFile(file, renderReport({ rows, digest, language, timezone: config.timezone }))
}
