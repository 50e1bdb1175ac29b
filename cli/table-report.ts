import { readDigest } from '../functions/digest/read-digest.ts'
import type { Config } from '../shared/config/settings.ts'
import type { Language } from '../shared/domain/language.ts'
import type { Log } from '../shared/log/log.ts'
import { ReportRows } from '../shared/report/report-rows.ts'
import type { Store } from '../shared/store/store.ts'
import { grouped } from '../shared/text/numbers.ts'
import { reportMessagesFor } from '../shared/text/report-messages.ts'
import type { Shell } from './terminal/shell.ts'
import type { Terminal } from './terminal/terminal.ts'
import { type Target, writeFile } from './write-file.ts'

/** Writes what the tables hold now as one HTML file, or to standard output. */
export async function writeReport(
  target: Target,
  tables: Parameters<typeof reportPieces>[0],
  { out, terminal }: Pick<Shell, 'out' | 'terminal'>,
  language: Language,
): Promise<void> {
  const pieces = await reportPieces(tables, terminal, language)
  await (target.kind === 'stdout' ? out.stream(pieces) : writeFile(target.path, pieces))
}

/** What the tables hold now as one HTML file, in pieces. Where it does not hold every key, a warning says how many are missing. */
export async function reportPieces(
  { store, config, log }: { readonly store: Store; readonly config: Config; readonly log: Log },
  terminal: Pick<Terminal, 'clock' | 'signal'>,
  language: Language,
): Promise<Iterable<string>> {
  const kept = new ReportRows(terminal.clock())
  const digest = await readDigest(store, config, terminal, { onRow: (row) => kept.add(row) })
  const { rows } = kept
  const leftOut = digest.totals.keys - rows.length
  if (leftOut > 0) log.warn(reportMessagesFor('en').leftOut(grouped(leftOut), grouped(rows.length)))
  // The library of the charts takes a while to load, and only here is it needed.
  const { renderReport } = await import('../shared/report/page.ts')
  return renderReport({ rows, digest, language, timezone: config.timezone })
}
