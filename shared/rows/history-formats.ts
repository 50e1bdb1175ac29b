import type { DecisionValue } from '../domain/decisions/decision.ts'
import { type HistoryEntry, keysOfEntry } from '../domain/history-entries/entry.ts'
import { inEnglish } from '../domain/messages/text-in.ts'
import type { Verdict } from '../domain/verdict.ts'
import { localTime } from '../text/dates.ts'
import { decisionText } from '../text/decision-messages.ts'
import { CSV_BOM, csvLine, jsonText } from '../text/escape.ts'
import { paint, paintVerdict } from '../text/verdict-style.ts'
import { aliasCell } from './alias-cell.ts'
import type { DecisionFormatOptions } from './decision-formats.ts'
import type { Format } from './formats.ts'
import { type Column, table } from './table.ts'

interface EntryAsJson {
  readonly at: string
  readonly accountId: string
  readonly region: string
  /** Sentences and ids of rules, or a person's reason. */
  readonly why: readonly string[]
}

/** A change of the history, as JSON has it: in English. */
export type HistoryEntryAsJson =
  | (EntryAsJson & {
      readonly kind: 'verdict'
      readonly keyId: string
      readonly before: Verdict | null
      readonly after: Verdict | null
      readonly events: readonly string[]
    })
  | (EntryAsJson & {
      readonly kind: 'decision'
      readonly keyIds: readonly string[]
      readonly subject: string
      readonly number: number
      readonly before: DecisionValue | null
      readonly after: DecisionValue | null
      readonly by: string
      readonly until: string | null
    })

export function historyEntryAsJson(entry: HistoryEntry): HistoryEntryAsJson {
  const { at, accountId, region } = entry
  if (entry.kind === 'verdict') {
    const { kind, keyId, before, after, why, events } = entry
    return { at, kind, accountId, region, keyId, before, after, why: inEnglish(why), events }
  }
  const { kind, keyIds, subject, number, before, value, by, why, until } = entry
  return { at, kind, accountId, region, keyIds, subject, number, before, after: value, by, why: [why], until }
}

/** A history as text; `json` is one array. */
export function* formatHistory(
  entries: readonly HistoryEntry[],
  format: Format,
  { width, colour, timezone, aliasesOf }: DecisionFormatOptions,
): Generator<string> {
  switch (format) {
    case 'json': {
      let separator = '[\n'
      for (const entry of entries) {
        yield separator + jsonText(historyEntryAsJson(entry))
        separator = ',\n'
      }
      yield separator === '[\n' ? '[]\n' : '\n]\n'
      return
    }
    case 'jsonl':
      for (const entry of entries) yield `${jsonText(historyEntryAsJson(entry))}\n`
      return
    case 'csv':
      yield CSV_BOM + csvLine([...CSV_COLUMNS.map(([name]) => name), 'aliases'])
      for (const entry of entries)
        yield csvLine([...CSV_COLUMNS.map(([, cell]) => cell(entry)), aliasCell(entry, keysOfEntry(entry), aliasesOf)])
      return
    case 'table': {
      const colours = paint(colour)
      const columns = columnsOf({ timezone, aliasesOf }, (entry, text) =>
        entry.kind === 'verdict' && entry.after !== null ? paintVerdict(entry.after, text, colours) : text,
      )
      yield table(entries, columns, { heading: colours.bold, ...(width === undefined ? {} : { width }) })
    }
  }
}

/** What holds since then, in a word or a few. */
function afterText(entry: HistoryEntry): string {
  return entry.kind === 'verdict' ? (entry.after ?? 'gone') : decisionText(entry.value, 'en')
}

function beforeText(entry: HistoryEntry): string {
  if (entry.kind === 'verdict') return entry.before ?? '-'
  return entry.before === null ? '-' : decisionText(entry.before, 'en')
}

/** The rules that decided, or the person's reason. */
function whyText(entry: HistoryEntry): string {
  return entry.kind === 'verdict' ? inEnglish(entry.why).join(', ') : entry.why
}

function columnsOf(
  { timezone, aliasesOf }: Pick<DecisionFormatOptions, 'timezone' | 'aliasesOf'>,
  style: (entry: HistoryEntry, text: string) => string,
): readonly Column<HistoryEntry>[] {
  return [
    { title: 'WHEN', cell: ({ at }) => localTime(at, timezone), least: 16, stays: 'always' },
    { title: 'WHAT', cell: (entry) => (entry.kind === 'verdict' ? entry.keyId : entry.subject), important: true },
    { title: 'ALIASES', cell: (entry) => aliasCell(entry, keysOfEntry(entry), aliasesOf), stays: 'late' },
    { title: 'BEFORE', cell: beforeText, stays: 'late', least: 8 },
    { title: 'AFTER', cell: afterText, stays: 'always', least: 12, style },
    { title: 'BY', cell: (entry) => (entry.kind === 'verdict' ? 'audit' : entry.by), stays: 'late' },
    { title: 'WHY', cell: whyText, stays: 'late', least: 12 },
    { title: 'REGION', cell: ({ region }) => region, least: 11 },
    { title: 'ACCOUNT', cell: ({ accountId }) => accountId, least: 16 },
  ]
}

const CSV_COLUMNS: readonly (readonly [string, (entry: HistoryEntry) => string | null])[] = [
  ['at', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['accountId', ({ accountId }) => accountId],
  ['region', ({ region }) => region],
  ['keyIds', (entry) => keysOfEntry(entry).join(' ')],
  ['subject', (entry) => (entry.kind === 'verdict' ? null : entry.subject)],
  ['before', (entry) => (entry.before === null ? null : beforeText(entry))],
  ['after', afterText],
  ['by', (entry) => (entry.kind === 'verdict' ? null : entry.by)],
  ['why', whyText],
  ['until', (entry) => (entry.kind === 'verdict' ? null : entry.until)],
  ['events', (entry) => (entry.kind === 'verdict' ? entry.events.join(' ') : null)],
]
