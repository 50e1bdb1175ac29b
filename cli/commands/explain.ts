import type { Command } from 'commander'
import { aboutKey } from '../../shared/domain/decisions/about-key.ts'
import { ClosestNames, NamedRows } from '../../shared/domain/find-key.ts'
import type { Language } from '../../shared/domain/language.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Change, KeySummary, ReadinessRow } from '../../shared/domain/readiness.ts'
import { ruleStates } from '../../shared/domain/rules/rule-states.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { applyStaleness } from '../../shared/domain/stale.ts'
import { rowAsJson } from '../../shared/rows/row-as-json.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'
import { jsonText, visible } from '../../shared/text/escape.ts'
import { explainAsMarkdown, type ExplainOptions as PageOptions, renderExplain } from '../../shared/views/explain.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { withTable } from '../open.ts'
import { choice, language } from '../options.ts'
import { warnOfPartialTable } from '../partial-table.ts'
import type { Shell } from '../terminal/shell.ts'
import { untilStopped } from '../terminal/until-aborted.ts'

/** `table` is what other commands call the format for reading. */
const FORMATS = ['text', 'markdown', 'json', 'table'] as const

interface ExplainOptions {
  readonly format: (typeof FORMATS)[number]
  readonly lang: Language
}

const HELP = `
Examples:
  npm run -s cli -- explain 08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4fb73
  npm run -s cli -- explain alias/orders-pos --lang zh
  npm run -s cli -- explain alias/orders-pos --format markdown > ticket.md
  npm run -s cli -- explain acs:kms:cn-hangzhou:1234567890123456:key/key-hzz630494463ejqjx5n9o --format json

Exit status: 0 shown · 1 no such key, several of that name, or no table yet · 2 bad arguments or configuration`

/** `explain`: one key's whole story. */
export function addExplain(program: Command, act: Act): void {
  program
    .command('explain')
    .description('show every rule, its evidence, the coverage, the callers of one key, and what to do')
    .argument('<key>', 'key id, ARN or alias')
    .option('--format <format>', 'text, markdown (for a ticket), json', choice(FORMATS), 'text')
    .option('--lang <language>', 'en, zh', language, 'en')
    .addHelpText('after', HELP)
    .action((reference: string, options: ExplainOptions) => act((shell) => explain(shell, reference, options)))
}

function explain(shell: Shell, reference: string, { format, lang }: ExplainOptions): Promise<ExitStatus> {
  return withTable(shell, async (table) => {
    const row = await findRow(table.store, reference, shell.terminal.signal)
    const history: Change[] = []
    const key = { scope: scopeId(row), keyId: row.keyId }
    for await (const change of table.store.history.list(key)) history.push(change)
    const now = shell.terminal.clock()
    const { standing } = aboutKey(row, await decisionsOf(table.store, key.scope), now)
    await shell.out.write(
      format === 'json'
        ? `${jsonText({ ...rowAsJson(applyStaleness(row, now)), decisions: standing, ruleStates: statesOf(row), history: inEnglish(history) }, 2)}\n`
        : page(shell, row, format, {
            history,
            decided: standing,
            now,
            language: lang,
            timezone: table.config.timezone,
          }),
    )
    await warnOfPartialTable(table.store, shell, row)
    return EXIT.done
  })
}

/** What became of every rule that the key was asked; `why`: what kept one from being judged, in English. */
function statesOf(row: ReadinessRow) {
  return ruleStates(row).map(({ rule, state, why }) => ({ rule: rule.id, state, why: why.map(({ en }) => en) }))
}

function page(
  { out, colour }: Shell,
  row: ReadinessRow,
  format: Exclude<ExplainOptions['format'], 'json'>,
  options: Omit<PageOptions, 'width' | 'colour'>,
): string {
  if (format === 'markdown') return explainAsMarkdown(row, options)
  return renderExplain(row, { ...options, colour, ...(out.width === undefined ? {} : { width: out.width }) })
}

async function findRow(store: Store, reference: string, signal: AbortSignal): Promise<ReadinessRow> {
  const named = new NamedRows<KeySummary>(reference)
  const closest = new ClosestNames(reference)
  for await (const summaries of untilStopped(store.readiness.listSummaries(), signal))
    for (const summary of summaries) if (!named.add(summary)) closest.add(summary)
  const meant = named.rows().map((key) => ({ scope: scopeId(key), keyId: key.keyId }))
  const found = await store.readiness.getAll(meant)
  const [first, ...others] = found
  if (first && others.length === 0) return first
  if (first) throw new CommandError(severalMessage(reference, found), EXIT.failed)
  const gone = await goneMessage(store, reference)
  throw new CommandError(gone ?? missingMessage(reference, closest.names()), EXIT.failed)
}

function severalMessage(reference: string, rows: readonly ReadinessRow[]): string {
  return `${rows.length} keys are called ${visible(reference)}. Run explain with the ARN of one: ${rows.map(({ arn }) => visible(arn)).join(' ')}`
}

function missingMessage(reference: string, names: readonly string[]): string {
  const hint =
    names.length === 0
      ? 'Run query to list all, or audit if it is new.'
      : `Closest: ${names.map(visible).join(', ')}. Run explain with one of these, or query to list all.`
  return `No key in the table is called ${visible(reference)}. ${hint}`
}

/** A key that no longer exists has no row, but what it was is remembered. */
async function goneMessage(store: Store, reference: string): Promise<string | undefined> {
  const keyId = reference.trim().replace(/^acs:kms:[^:]*:[^:]*:key\//i, '')
  let last: Change | undefined
  for await (const change of store.history.list({ keyId })) last = change
  if (last?.after !== null) return undefined
  return `The key ${visible(keyId)} in ${last.region} no longer exists since ${last.changedAt}; it was ${last.before}. Run query to list the keys that exist.`
}
