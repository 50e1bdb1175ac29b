import { html } from 'hono/html'
import { textIn } from '../domain/messages/text-in.ts'
import type { Finding, ReadinessRow } from '../domain/readiness.ts'
import { isQuietButNeeded, needCount, scenarioOf } from '../domain/resources/scenario.ts'
import { type RuleOutcome, ruleStates } from '../domain/rules/rule-states.ts'
import { FACT_NAMES } from '../rows/fields.ts'
import { coverageText } from '../text/coverage-text.ts'
import { localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { type Html, htmlLink, visible } from '../text/escape.ts'
import { factText } from '../text/fact-text.ts'
import { findingTextIn } from '../text/finding-text.ts'
import { keyMessagesFor, type LabelName } from '../text/key-messages.ts'
import { needsMessagesFor } from '../text/needs-messages.ts'
import type { ReportContext } from '../text/reader.ts'
import { reportMessagesFor } from '../text/report-messages.ts'
import { resourceTexts, unreadResourceTexts } from '../text/resource-text.ts'
import { verdictName } from '../text/verdict-style.ts'
import { hoursFigure } from './charts/hours.ts'
import { needsFigure } from './charts/needs.ts'
import { coverageBar } from './coverage.ts'
import { afterMoveHtml } from './moved-keys.ts'
import { timeHtml } from './time.ts'

/** The findings of a key, the deciding ones first: what every reader gets, with or without script. */
export function findingsHtml(row: ReadinessRow, context: ReportContext): Html {
  const { language } = context
  const ordered = [...row.findings].sort((a, b) => Number(b.effect === row.verdict) - Number(a.effect === row.verdict))
  if (ordered.length === 0) return html`<p>${keyMessagesFor(language).noRulePrevents}</p>` as Html
  return html`<div class="findings">${ordered.map((finding) => findingHtml(finding, context))}</div>` as Html
}

function findingHtml(finding: Finding, context: ReportContext): Html {
  const { language } = context
  const messages = messagesFor(language)
  const colon = messages.colon.trimEnd()
  const { title, message, action } = findingTextIn(finding, context)
  const effect = finding.effect === 'note' ? 'note' : verdictName(finding.effect, language)
  return html`<div class="finding v-${finding.effect}"><h3><code>${visible(finding.rule)}</code> ${visible(title)} <span class="verdict v-${finding.effect}">${effect}</span></h3>
<p>${visible(message)}</p>${action === '' ? '' : html`<p><b>${messages.toDo}${colon}</b> ${visible(action)}</p>`}${
    finding.source === ''
      ? ''
      : html`<p class="source"><b>${messages.source}${colon}</b> ${htmlLink(finding.source)}</p>`
  }${
    finding.events.length === 0
      ? ''
      : html`<p class="events"><b>${messages.events}${colon}</b> ${finding.events.map((id) => html`<code>${visible(id)}</code> `)}</p>`
  }</div>` as Html
}

/** The rules that found nothing: those whose silence is an answer, and those that could not be judged, with the reasons. */
export function silentRulesHtml(row: ReadinessRow, { language }: ReportContext): Html {
  const messages = keyMessagesFor(language)
  const { semicolon } = messagesFor(language)
  const outcomes = ruleStates(row)
  const notJudged = outcomes.filter(({ state }) => state === 'not-judged')
  const silent = outcomes.filter(({ state }) => state === 'did-not-fire')
  const code = ({ rule }: RuleOutcome) => html`<code>${rule.id}</code>`
  const reasons = notJudged.map(
    (outcome) => html`<li>${code(outcome)} ${visible(outcome.why.map((why) => why[language]).join(semicolon))}</li>`,
  )
  return html`${reasons.length === 0 ? '' : html`<section class="wide"><h3>${messages.notJudged}</h3><ul>${reasons}</ul></section>`}${
    silent.length === 0
      ? ''
      : html`<section class="wide"><h3>${messages.didNotFire}</h3><p>${silent.map((outcome) => html`${code(outcome)} `)}</p></section>`
  }` as Html
}

/** The rest of what a row holds: coverage, use, callers, facts, tags, secrets. `chartId`: draws the use by hour, under this id. */
export function evidenceHtml(row: ReadinessRow, context: ReportContext, chartId?: string): Html {
  const messages = keyMessagesFor(context.language)
  const tags = row.tags.map(
    ({ key, value }) => html`<li><code>${visible(key)}</code> = <code>${visible(value)}</code></li>`,
  )
  const secrets = row.secrets.map((name) => html`<li><code>${visible(name)}</code></li>`)
  return html`<div class="evidence">${afterMoveHtml(row, context)}<section><h3>${messages.coverage}</h3>${coverageHtml(row, context)}</section>
<section><h3>${messages.use}</h3>${useHtml(row, context, chartId)}</section>
${row.usage.callers.length === 0 ? '' : html`<section class="wide"><h3>${messages.callers}</h3>${callersHtml(row, context)}</section>`}
<section><h3>${messages.facts}</h3>${factsHtml(row, context)}</section>
${tags.length === 0 ? '' : html`<section><h3>${messages.tags}</h3><ul>${tags}</ul></section>`}
${secrets.length === 0 ? '' : html`<section><h3>${messages.secrets}</h3><ul>${secrets}</ul></section>`}
${needsHtml(row, context, chartId)}</div>` as Html
}

/** What needs the key: its scenario, the picture, cloud resources, and what of them was not read. */
function needsHtml(row: ReadinessRow, context: ReportContext, chartId: string | undefined): Html {
  const { language } = context
  const messages = needsMessagesFor(language)
  const scenario = scenarioOf(row)
  const resources = resourceTexts(row, language).map((text) => html`<li>${visible(text)}</li>`)
  const unread = unreadResourceTexts(row, language).map((text) => html`<li class="quiet">${visible(text)}</li>`)
  return html`<section class="wide"><h3>${messages.picture}</h3>${scenario === null ? '' : html`<p>${messages.ofScenario[scenario]}</p>`}${needsFigure(row, chartId && `needs-${chartId}`, context)}</section>
<section class="wide"><h3>${messages.resources}</h3><ul>${resources.length === 0 ? html`<li>${messages.noResource}</li>` : resources}${unread}</ul></section>` as Html
}

function coverageHtml(row: ReadinessRow, { language, timezone }: ReportContext): Html {
  const messages = keyMessagesFor(language)
  const { colon } = messagesFor(language)
  const { observed } = row
  const text = `${localTime(observed.from, timezone)} – ${localTime(observed.to, timezone)}${colon}${coverageText(row, language)}`
  const gaps = observed.gaps.map(
    ({ from, to }) => html`<li>${messages.gap}${colon}${localTime(from, timezone)} – ${localTime(to, timezone)}</li>`,
  )
  return html`${coverageBar(observed, text)}<p>${visible(text)}</p>${gaps.length === 0 ? '' : html`<ul>${gaps}</ul>`}` as Html
}

function useHtml(row: ReadinessRow, context: ReportContext, chartId: string | undefined): Html {
  const { usage, observed } = row
  const { language, timezone } = context
  const needed = isQuietButNeeded(row) ? html`<p>${needsMessagesFor(language).quietNeeds(needCount(row))}</p>` : ''
  const messages = keyMessagesFor(language)
  if (usage.calls === 0 || usage.lastUsedAt === null)
    return html`<p>${messages.noUseSeen(localTime(observed.from, timezone), localTime(observed.to, timezone))}</p>${needed}` as Html
  const operations = Object.entries(usage.byOperation).map(
    ([name, calls]) => html`<li><code>${visible(name)}</code> ${calls}</li>`,
  )
  return html`<p>${messages.calls(usage.calls, usage.failures)} · ${messages.last} ${localTime(usage.lastUsedAt, timezone)}</p><ul>${operations}</ul>${hoursFigure(usage.hours, observed, chartId, context)}` as Html
}

function callersHtml({ usage }: ReadinessRow, context: ReportContext): Html {
  const { language } = context
  const messages = reportMessagesFor(language)
  const rows = usage.callers.map(
    ({ principal, client, network, operations, calls, failures, lastSeenAt }) =>
      html`<tr><th scope="row"><code>${visible(principal)}</code></th><td>${client}</td><td>${network}</td><td>${visible(operations.join(messagesFor(language).listComma))}</td><td class="number">${calls}</td><td class="number">${failures}</td><td>${timeHtml(lastSeenAt, context)}</td></tr>`,
  )
  const heads = [
    messages.principal,
    messages.client,
    messages.network,
    messages.operations,
    messages.calls,
    messages.failures,
    messages.lastSeen,
  ]
  const more = usage.moreCallers > 0 ? html`<p>${keyMessagesFor(language).moreCallers(usage.moreCallers)}</p>` : ''
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${keyMessagesFor(language).callers}"><table class="callers"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>${more}` as Html
}

function factsHtml(row: ReadinessRow, { language, timezone }: ReportContext): Html {
  const messages = keyMessagesFor(language)
  const { inBrackets } = messagesFor(language)
  type Entry = readonly [name: LabelName, value: string]
  const isUnread = new Set<string>(row.unread.map(({ fact }) => fact))
  const facts = FACT_NAMES.map((name): Entry => [name, factText(row, name, timezone) ?? '–'])
  const read = facts.filter(([name]) => !isUnread.has(name))
  const rest: readonly Entry[] = [
    ['arn', row.arn],
    ['aliases', row.aliases.join(' ') || '–'],
    ['owner', row.owner ?? '–'],
    ['rules', row.rules],
    ['checkedAt', localTime(row.checkedAt, timezone)],
    ['changedAt', localTime(row.changedAt, timezone)],
  ]
  const entry = ([name, value]: Entry) => html`<dt>${messages.label(name)}</dt><dd>${visible(value)}</dd>`
  const missing = row.unread.map(
    ({ fact, reason }) =>
      html`<dt>${messages.label(fact)}</dt><dd class="unread">${visible(`${messages.notRead}${inBrackets(textIn(reason, language))}`)}</dd>`,
  )
  return html`<dl>${read.map(entry)}${missing}${rest.map(entry)}</dl>` as Html
}
