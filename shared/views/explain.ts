import { type Item, join, type Line, type Outline, plain, type Section } from '../document/document.ts'
import { markOutline } from '../document/markdown.ts'
import { drawOutline } from '../document/terminal.ts'
import { decidingFindings } from '../domain/deciding.ts'
import type { Language } from '../domain/language.ts'
import type { Change, Finding, ReadinessRow } from '../domain/readiness.ts'
import { type RuleOutcome, ruleStates } from '../domain/rules/rule-states.ts'
import { asShown } from '../domain/stale.ts'
import type { Instant } from '../domain/time.ts'
import { localTime, zoneName } from '../text/dates.ts'
import { wordsIn } from '../text/digest-messages.ts'
import { webLink } from '../text/escape.ts'
import { findingTextIn } from '../text/finding-text.ts'
import { wordsOfExplain } from '../text/key-messages.ts'
import type { ReportContext } from '../text/reader.ts'
import { sinceOf } from '../text/verdict-since.ts'
import { paint, verdictName } from '../text/verdict-style.ts'
import { explainEvidence } from './explain-evidence.ts'

export interface ExplainOptions {
  /** Changes of this key, oldest first. */
  readonly history: readonly Change[]
  readonly now: Instant
  readonly language: Language
  readonly timezone: string
  readonly width?: number
  readonly colour: boolean
}

/** One key's whole story as a page of text. Ends with a line break. */
export function renderExplain(row: ReadinessRow, options: ExplainOptions): string {
  return drawOutline(outlineExplain(row, options), options.width, paint(options.colour))
}

/** The same as Markdown, for a ticket. */
export function markExplain(row: ReadinessRow, options: Omit<ExplainOptions, 'width' | 'colour'>): string {
  return markOutline(outlineExplain(row, options))
}

/** The same as an outline, for other renderings. */
export function outlineExplain(row: ReadinessRow, options: Omit<ExplainOptions, 'width' | 'colour'>): Outline {
  const { language, timezone, history } = options
  const shown = asShown(row, options.now)
  const words = wordsOfExplain(language)
  const deciding = decidingFindings(shown)
  const others = shown.findings.filter(({ effect }) => effect !== shown.verdict)
  const outcomes = ruleStates(shown)
  const silent = outcomes.filter(({ state }) => state === 'did-not-fire')
  const sections: Section[] = [
    {
      title: words.decided,
      verdict: shown.verdict,
      items:
        deciding.length > 0
          ? deciding.map((finding) => findingItem(finding, { language, timezone }))
          : [plain(words.nothingSpeaksAgainst)],
    },
    { title: words.alsoFound, items: others.map((finding) => findingItem(finding, { language, timezone })) },
    { title: words.notJudged, items: notJudgedItems(outcomes, language) },
    { title: words.didNotFire, items: silent.map((outcome) => plain(ruleLine(outcome, language))) },
    ...explainEvidence(shown, language, timezone),
    { title: words.changes, items: history.map((change) => changeItem(change, language, timezone)) },
  ]
  return {
    title: [shown.keyId, ...shown.aliases].join(' '),
    lead: leadOf(shown, options),
    sections: sections.filter(({ items }) => items.length > 0),
  }
}

function leadOf(row: ReadinessRow, { language, timezone }: Pick<ExplainOptions, 'language' | 'timezone'>): Line[] {
  const words = wordsOfExplain(language)
  const common = wordsIn(language)
  return [
    [
      `${common.verdict}: `,
      { verdict: row.verdict, label: verdictName(row.verdict, language) },
      ` (${common.rulePack} ${row.rules})`,
    ],
    [`${common.key}: `, { name: row.arn }],
    [`${words.where}: `, { name: row.accountId }, ' ', { name: row.region }],
    ...(row.owner === null ? [] : [[`${words.owner}: `, { text: row.owner }]]),
    [
      `${common.checked}: ${common.eventsUpTo}`,
      { text: localTime(row.checkedAt, timezone) },
      ` · ${common.timesIn(zoneName(timezone))}`,
    ],
    ...sinceOf(row, { language, timezone }).map(([label, time]): Line => [`${label}: `, { text: time }]),
  ]
}

/** A finding with everything that it stands on. */
function findingItem(finding: Finding, context: ReportContext): Item {
  const { language } = context
  const words = wordsIn(language)
  const { title, message, action } = findingTextIn(finding, context)
  const about: Line[] = [[{ text: message }]]
  if (action !== '') about.push([`${words.toDo}: `, { text: action }])
  if (finding.source !== '') about.push(sourceLine(finding.source, words.source))
  about.push(...eventLines(finding.events, language))
  return { heads: [[`${finding.rule} · ${title} · ${finding.effect}`]], about }
}

/** Rules that lack the same are told together: one gap keeps many from being judged. */
function notJudgedItems(outcomes: readonly RuleOutcome[], language: Language): Item[] {
  const groups = new Map<string, Item>()
  for (const outcome of outcomes) {
    if (outcome.state !== 'not-judged') continue
    const about = outcome.why.map((phrase): Line => [{ text: phrase[language] }])
    const why = JSON.stringify(about)
    const heads = groups.get(why)?.heads ?? []
    groups.set(why, { heads: [...heads, [ruleLine(outcome, language)]], about })
  }
  return [...groups.values()]
}

function ruleLine({ rule }: RuleOutcome, language: Language): string {
  return `${rule.id}: ${rule.texts[language].title}`
}

/** A page that can be opened, where it is one: what an old row says may be anything. */
function sourceLine(source: string, label: string): Line {
  const link = webLink(source)
  return link === undefined ? [`${label}: `, { text: source }] : [{ link, label }]
}

function changeItem(change: Change, language: Language, timezone: string): Item {
  const words = wordsOfExplain(language)
  const before = change.before === null ? words.firstSeen : verdictName(change.before, language)
  const after = change.after === null ? wordsIn(language).doesNotExist : verdictName(change.after, language)
  const about: Line[] = change.why.length > 0 ? [[{ text: change.why.join(', ') }]] : []
  about.push(...eventLines(change.events, language))
  return { heads: [[{ text: localTime(change.changedAt, timezone) }, `: ${before} → ${after}`]], about }
}

/** A line where there are events. */
function eventLines(events: readonly string[], language: Language): Line[] {
  if (events.length === 0) return []
  const names = events.map((id): Line => [{ name: id }])
  return [[`${wordsIn(language).events}: `, ...join(names, ' ')]]
}
