import { html } from 'hono/html'
import { sectionsHtml } from '../../../shared/document/html.ts'
import type { AboutKey } from '../../../shared/domain/decisions/about-key.ts'
import type { HistoryEntry } from '../../../shared/domain/history-entries/entry.ts'
import type { Language } from '../../../shared/domain/language.ts'
import type { Finding, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { RULES } from '../../../shared/domain/rules/registry.ts'
import { rulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { type RuleOutcome, ruleStates } from '../../../shared/domain/rules/rule-states.ts'
import { stepsOf } from '../../../shared/domain/steps/steps-of.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { webLink } from '../../../shared/net/web-link.ts'
import { evidenceHtml, findingsHtml } from '../../../shared/report/details.ts'
import { verdictHtml } from '../../../shared/report/key-rows.ts'
import { localTime, zoneName } from '../../../shared/text/dates.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import { keyMessagesFor } from '../../../shared/text/key-messages.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import { reportMessagesFor } from '../../../shared/text/report-messages.ts'
import { stepMessagesFor } from '../../../shared/text/step-messages.ts'
import { sinceOf } from '../../../shared/text/verdict-since.ts'
import { verdictName } from '../../../shared/text/verdict-style.ts'
import { stepSections } from '../../../shared/views/steps.ts'
import type { Refused } from './decide-by-form.ts'
import { decisionsSection } from './decisions-section.ts'
import { historyList } from './history-list.ts'
import { otherLanguage } from './language.ts'
import { pageMessagesFor } from './page-messages.ts'
import { pageAnswer } from './shell.ts'
import { otherZone, type PageReader, queryOf } from './view.ts'

export interface KeyPageParts extends PageReader {
  /** As it is shown. */
  readonly row: ReadinessRow
  /** Newest first. */
  readonly history: readonly HistoryEntry[]
  readonly now: Instant
  /** What people decided about it. */
  readonly about: AboutKey
  /** Whether people may decide on the page. */
  readonly isOpen: boolean
  /** What was sent and refused, and the status that says so. */
  readonly refused?: Refused
}

/** A key's own page: everything that is known of it. */
export function keyPage(parts: KeyPageParts): Response {
  const { row, history, now, context, home, view, ownZone, refused } = parts
  const { language, timezone } = context
  const [common, messages, own] = [messagesFor(language), keyMessagesFor(language), pageMessagesFor(language)]
  const name = row.aliases[0] ?? row.keyId
  const names = [row.keyId, ...row.aliases.slice(1)].map((each) => html`<code>${visible(each)}</code> `)
  const page = {
    title: `${visible(name)} · ${common.title}`,
    language,
    back: { href: home + queryOf(view, { page: view.page }), text: own.back },
    translated: queryOf(view, { page: view.page, lang: otherLanguage(language) }),
    otherZone: otherZone(ownZone, view, (changes) => queryOf(view, { page: view.page, ...changes })),
    header: html`<h1>${visible(name)}</h1>
<p class="quiet">${names}· ${visible(row.region)} · ${visible(row.accountId)}${row.owner === null ? '' : ` · ${common.owner} ${visible(row.owner)}`}</p>
<p class="lead">${verdictHtml(row, context)}</p>
<p class="quiet">${sinceOf(row, context).map(([label, time]) => `${label} ${time} · `)}${common.eventsUpTo}${localTime(row.checkedAt, timezone)} · ${common.timesIn(zoneName(timezone))} · ${common.rulePack} ${row.rules}</p>` as Html,
    main: html`<section aria-labelledby="decided"><h2 id="decided">${messages.decided}</h2>${findingsHtml(row, context)}</section>${stepsHtml(row, now, context)}
${decisionsSection(parts)}
<section class="card" aria-labelledby="evidence"><h2 id="evidence">${own.evidence}</h2>${evidenceHtml(row, context, 'hours')}</section>
<section class="card" aria-labelledby="history"><h2 id="history">${messages.changes}</h2>${historyList(history, context)}</section>
<section class="card"><h2 id="rules">${own.rules}</h2>${rulesHtml(row, context)}</section>` as Html,
  }
  return pageAnswer(page, refused?.status ?? 200)
}

/** What has to be done about the key, before its move and after; nothing where there is nothing to do. */
function stepsHtml(row: ReadinessRow, now: Instant, context: ReportContext): Html | '' {
  const sections = stepSections(stepsOf(row, now), context)
  if (sections.length === 0) return ''
  return html`
<section class="card" aria-labelledby="steps"><h2 id="steps">${stepMessagesFor(context.language).title}</h2>${sectionsHtml(sections)}</section>` as Html
}

/** Every rule with its outcome and where it stands; those that fired are listed above. */
function rulesHtml(row: ReadinessRow, { language }: ReportContext): Html {
  const [messages, own] = [messagesFor(language), pageMessagesFor(language)]
  const outcomes = new Map(ruleStates(row).map((outcome) => [outcome.rule, outcome]))
  const findings = new Map(row.findings.map((finding) => [finding.rule, finding]))
  const pack = rulePack(row.rules)
  const rows = RULES.flatMap((rule) => {
    const { id, texts } = rule
    const finding = findings.get(id)
    const source = webLink(finding?.source ?? '') ?? pack.rules[id]?.source
    if (source === undefined) return []
    const outcome = finding ? effectHtml(finding, language) : silenceHtml(outcomes.get(rule), language)
    return html`<tr><th scope="row"><code>${id}</code></th><td>${texts[language].title}</td><td>${outcome}</td><td><a href="${source}" rel="noreferrer noopener" target="_blank">${pageName(source)}</a></td></tr>`
  })
  const heads = [reportMessagesFor(language).rule, own.about, messages.verdict, messages.source]
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="rules"><table class="callers rules"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>` as Html
}

function effectHtml({ effect }: Finding, language: Language): Html {
  return html`<span class="verdict v-${effect}">${effect === 'note' ? 'note' : verdictName(effect, language)}</span>` as Html
}

/** What it means that a rule found nothing. */
function silenceHtml(outcome: RuleOutcome | undefined, language: Language): Html {
  const own = pageMessagesFor(language)
  if (outcome?.state !== 'not-judged')
    return html`<span class="quiet">${outcome ? own.nothingFound : own.notAsked}</span>` as Html
  return html`<b>${own.notJudged}</b>${outcome.why.map((why) => html`<div class="about">${visible(why[language])}</div>`)}` as Html
}

/** The last part of an address of the rule packs: what tells the vendor's pages apart. */
function pageName(address: string): string {
  return new URL(address).pathname.split('/').at(-1) ?? address
}
