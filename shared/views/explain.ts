import { type Document, type Item, join, type Line, plain, type Section } from '../document/document.ts'
import { toMarkdown } from '../document/markdown.ts'
import { toTerminal } from '../document/terminal.ts'
import { decidingFindings } from '../domain/deciding.ts'
import type { Standing } from '../domain/decisions/standing.ts'
import type { Language } from '../domain/language.ts'
import { textIn } from '../domain/messages/text-in.ts'
import type { Change, Finding, ReadinessRow } from '../domain/readiness.ts'
import { scenarioOf } from '../domain/resources/scenario.ts'
import { type RuleOutcome, ruleStates } from '../domain/rules/rule-states.ts'
import { applyStaleness } from '../domain/stale.ts'
import { stepsOf } from '../domain/steps/steps-of.ts'
import type { Instant } from '../domain/time.ts'
import { webLink } from '../net/web-link.ts'
import { localTime, zoneName } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { findingTextIn } from '../text/finding-text.ts'
import { keyMessagesFor } from '../text/key-messages.ts'
import { needsMessagesFor } from '../text/needs-messages.ts'
import type { ReportContext } from '../text/reader.ts'
import { sinceOf } from '../text/verdict-since.ts'
import { paint, verdictName } from '../text/verdict-style.ts'
import { decidedSections } from './decided.ts'
import { explainEvidence } from './explain-evidence.ts'
import { explainMove } from './explain-move.ts'
import { stepSections } from './steps.ts'

export interface ExplainOptions {
  /** Changes of this key, oldest first. */
  readonly history: readonly Change[]
  /** What people decided about it and holds. */
  readonly decided?: readonly Standing[]
  readonly now: Instant
  readonly language: Language
  readonly timezone: string
  readonly width?: number
  readonly colour: boolean
}

/** One key's whole story as a page of text. Ends with a line break. */
export function renderExplain(row: ReadinessRow, options: ExplainOptions): string {
  return toTerminal(explainDocument(row, options), options.width, paint(options.colour))
}

/** The same as Markdown, for a ticket. */
export function explainAsMarkdown(row: ReadinessRow, options: Omit<ExplainOptions, 'width' | 'colour'>): string {
  return toMarkdown(explainDocument(row, options))
}

/** The same as a document, for other renderings. */
export function explainDocument(row: ReadinessRow, options: Omit<ExplainOptions, 'width' | 'colour'>): Document {
  const { language, timezone, history, decided = [] } = options
  const shown = applyStaleness(row, options.now)
  const messages = keyMessagesFor(language)
  const deciding = decidingFindings(shown)
  const others = shown.findings.filter(({ effect }) => effect !== shown.verdict)
  const outcomes = ruleStates(shown)
  const silent = outcomes.filter(({ state }) => state === 'did-not-fire')
  const sections: Section[] = [
    {
      title: messages.decided,
      verdict: shown.verdict,
      items:
        deciding.length > 0
          ? deciding.map((finding) => findingItem(finding, { language, timezone }))
          : [plain(messages.noRulePrevents)],
    },
    ...stepSections(stepsOf(shown, options.now), { language, timezone }),
    ...decidedSections(shown, decided, { language, timezone }),
    ...explainMove(shown, { language, timezone }),
    { title: messages.alsoFound, items: others.map((finding) => findingItem(finding, { language, timezone })) },
    { title: messages.notJudged, items: notJudgedItems(outcomes, language) },
    { title: messages.didNotFire, items: silent.map((outcome) => plain(ruleLine(outcome, language))) },
    ...explainEvidence(shown, language, timezone),
    { title: messages.changes, items: history.map((change) => changeItem(change, language, timezone)) },
  ]
  return {
    title: [shown.keyId, ...shown.aliases].join(' '),
    lead: leadOf(shown, options),
    sections: sections.filter(({ items }) => items.length > 0),
  }
}

function leadOf(row: ReadinessRow, { language, timezone }: Pick<ExplainOptions, 'language' | 'timezone'>): Line[] {
  const messages = keyMessagesFor(language)
  const common = messagesFor(language)
  const { colon, inBrackets } = common
  return [
    [
      `${common.verdict}${colon}`,
      { verdict: row.verdict, label: verdictName(row.verdict, language) },
      inBrackets(`${common.rulePack} ${row.rules}`),
    ],
    [`${common.key}${colon}`, { name: row.arn }],
    [`${messages.where}${colon}`, { name: row.accountId }, ' ', { name: row.region }],
    ...scenarioLine(row, language),
    ...(row.owner === null ? [] : [[`${messages.owner}${colon}`, { text: row.owner }]]),
    [
      `${common.checked}${colon}${common.eventsUpTo}`,
      { text: localTime(row.checkedAt, timezone) },
      ` · ${common.timesIn(zoneName(timezone))}`,
    ],
    ...sinceOf(row, { language, timezone }).map(([label, time]): Line => [`${label}${colon}`, { text: time }]),
  ]
}

/** Under which scenario of the page the key moves, where that is known. */
function scenarioLine(row: ReadinessRow, language: Language): Line[] {
  const messages = needsMessagesFor(language)
  const scenario = scenarioOf(row)
  return scenario === null ? [] : [[messages.ofScenario[scenario]]]
}

/** A finding with everything that it stands on. */
function findingItem(finding: Finding, context: ReportContext): Item {
  const { language } = context
  const messages = messagesFor(language)
  const { title, message, action } = findingTextIn(finding, context)
  const details: Line[] = [[{ text: message }]]
  if (action !== '') details.push([`${messages.toDo}${messages.colon}`, { text: action }])
  if (finding.source !== '') details.push(sourceLine(finding.source, language))
  details.push(...eventLines(finding.events, language))
  return { subjects: [[`${finding.rule} · ${title} · ${finding.effect}`]], details }
}

/** Rules that lack the same are grouped: one gap keeps many from being judged. */
function notJudgedItems(outcomes: readonly RuleOutcome[], language: Language): Item[] {
  const groups = new Map<string, Item>()
  for (const outcome of outcomes) {
    if (outcome.state !== 'not-judged') continue
    const details = outcome.why.map((phrase): Line => [{ text: phrase[language] }])
    const why = JSON.stringify(details)
    const heads = groups.get(why)?.subjects ?? []
    groups.set(why, { subjects: [...heads, [ruleLine(outcome, language)]], details })
  }
  return [...groups.values()]
}

function ruleLine({ rule }: RuleOutcome, language: Language): string {
  return `${rule.id}${messagesFor(language).colon}${rule.texts[language].title}`
}

/** A page that can be opened, where it is one: what an old row says may be anything. */
function sourceLine(source: string, language: Language): Line {
  const { source: label, colon } = messagesFor(language)
  const link = webLink(source)
  return link === undefined ? [`${label}${colon}`, { text: source }] : [{ link, label }]
}

function changeItem(change: Change, language: Language, timezone: string): Item {
  const messages = keyMessagesFor(language)
  const { colon, comma } = messagesFor(language)
  const before = change.before === null ? messages.firstSeen : verdictName(change.before, language)
  const after = change.after === null ? messagesFor(language).doesNotExist : verdictName(change.after, language)
  const details: Line[] =
    change.why.length > 0 ? [[{ text: change.why.map((why) => textIn(why, language)).join(comma) }]] : []
  details.push(...eventLines(change.events, language))
  return { subjects: [[{ text: localTime(change.changedAt, timezone) }, `${colon}${before} → ${after}`]], details }
}

/** A line where there are events. */
function eventLines(events: readonly string[], language: Language): Line[] {
  if (events.length === 0) return []
  const names = events.map((id): Line => [{ name: id }])
  const { events: label, colon } = messagesFor(language)
  return [[`${label}${colon}`, ...join(names, ' ')]]
}
