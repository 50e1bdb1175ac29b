import { readDigest } from '../functions/digest/read-digest.ts'
import { readPlanSettings } from '../functions/plan/read-plan.ts'
import type { Config } from '../shared/config/settings.ts'
import type { Language } from '../shared/domain/language.ts'
import { planOf } from '../shared/domain/plan/make-plan.ts'
import { PlanFacts } from '../shared/domain/plan/plan-facts.ts'
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
  const now = terminal.clock()
  const kept = new ReportRows(now)
  const facts = new PlanFacts(now)
  const digest = await readDigest(store, config, terminal, {
    onRow: (row) => {
      kept.add(row)
      facts.add(row)
    },
  })
  const { rows } = kept
  const leftOut = digest.totals.keys - rows.length
  if (leftOut > 0) log.warn(reportMessagesFor('en').leftOut(grouped(leftOut), grouped(rows.length)))
  // The library of the charts takes a while to load, and only here is it needed.
  const { renderReport } = await import('../shared/report/page.ts')
  const { planning, timezone } = config
  const plan = planOf(facts, { ...planning, timezone, now, ...(await readPlanSettings(store, now)) })
  return renderReport({ rows, digest, plan, language, timezone })
}
