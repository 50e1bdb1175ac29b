import { html } from 'hono/html'
import { sectionsHtml } from '../document/html.ts'
import { decidingFindings } from '../domain/deciding.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { isQuietButNeeded } from '../domain/resources/scenario.ts'
import { stepsOf } from '../domain/steps/steps-of.ts'
import type { Instant } from '../domain/time.ts'
import { VERDICTS } from '../domain/verdict.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { type Html, scriptJson, visible } from '../text/escape.ts'
import { findingTextIn } from '../text/finding-text.ts'
import { keyMessagesFor } from '../text/key-messages.ts'
import { needsMessagesFor } from '../text/needs-messages.ts'
import { grouped } from '../text/numbers.ts'
import type { ReportContext } from '../text/reader.ts'
import { reportMessagesFor } from '../text/report-messages.ts'
import { OWNER_LENGTH, shortened } from '../text/shorten.ts'
import { verdictName } from '../text/verdict-style.ts'
import { stepSections } from '../views/steps.ts'
import { evidenceHtml, findingsHtml, silentRulesHtml } from './details.ts'
import { ownerChoice } from './owners.ts'
import { timeHtml } from './time.ts'

/** Aliases that a key's line shows; the details have them all. */
const MAX_ALIASES = 3

/** The columns of a key, and how the report's script sorts by them: all but the first two give way on a phone. */
export function keyColumns({ language }: Pick<ReportContext, 'language'>) {
  const [common, messages] = [messagesFor(language), reportMessagesFor(language)]
  return [
    { name: 'verdict', title: common.verdict, look: '' },
    { name: 'name', title: common.key, look: '' },
    { name: 'region', title: messages.region, look: 'optional' },
    { name: 'account', title: messages.account, look: 'optional' },
    { name: 'owner', title: messages.owner, look: 'owner' },
    { name: 'calls', title: messages.calls, look: 'number optional' },
    { name: 'last', title: messages.lastUse, look: '' },
    { name: 'changed', title: messages.changed, look: 'optional' },
  ] as const
}

/** How the details of a key are drawn. */
interface KeyDrawing {
  readonly now: Instant
  readonly lazy: boolean
  readonly chartId?: string | undefined
}

/**
 * A key of the report as a body of the table with two rows: the columns, and the reason, which opens to the details. With `lazy`, what is
 * not a finding comes as JSON that the script draws when the details are opened: thousands of closed details would make the page heavy.
 */
export function keyHtml(row: ReadinessRow, context: ReportContext, { now, lazy, chartId }: KeyDrawing): Html {
  const steps = stepSections(stepsOf(row, now), context)
  const evidence = html`${sectionsHtml(steps)}${evidenceHtml(row, context, chartId)}<div class="evidence">${silentRulesHtml(row, context)}</div>`
  const rest = lazy ? html`<script type="application/json">${scriptJson(String(evidence))}</script>` : evidence
  return html`<tbody ${attributes(row)}>
${keyCells(row, context)}
<tr class="why"><td colspan="8"><details><summary>${visible(reasonOf(row, context))}</summary>${findingsHtml(row, context)}${rest}</details></td></tr>
</tbody>
` as Html
}

/** The same for a page that leads to a page of the key's own. */
export function linkedKeyHtml(row: ReadinessRow, context: ReportContext, href: string): Html {
  return html`<tbody>${keyCells(row, context, href)}<tr class="why"><td colspan="8"><p>${visible(reasonOf(row, context))}</p></td></tr></tbody>
` as Html
}

function keyCells(row: ReadinessRow, context: ReportContext, href?: string): Html {
  const { usage } = row
  const last =
    usage.lastUsedAt === null
      ? html`<span class="quiet">${isQuietButNeeded(row) ? needsMessagesFor(context.language).quietButNeeded : reportMessagesFor(context.language).noUse}</span>`
      : timeHtml(usage.lastUsedAt, context)
  return html`<tr><td>${verdictHtml(row, context)}</td><th scope="row">${nameHtml(row, context, href)}</th><td class="optional nowrap">${visible(row.region)}</td><td class="optional">${visible(row.accountId)}</td><td class="owner">${visible(shortened(row.owner ?? '', OWNER_LENGTH))}</td><td class="number optional">${grouped(usage.calls)}</td><td>${last}</td><td class="optional">${timeHtml(row.changedAt, context)}</td></tr>` as Html
}

/** What the script filters, searches and sorts by. */
function attributes(row: ReadinessRow): Html {
  const callers = row.usage.callers
  const search = [
    row.arn.includes(row.keyId) ? row.arn : `${row.arn} ${row.keyId}`,
    ...row.aliases,
    ...row.findings.flatMap(({ rule, events }) => [rule, ...events]),
    ...callers.map(({ principal }) => principal),
    ...row.tags.flatMap(({ key, value }) => [key, value]),
    ...row.secrets,
  ]
  const tokens = (values: readonly string[]) => [...new Set(values)].map(visible).join(' ')
  const name = row.aliases[0] ?? row.keyId
  return html`data-verdict="${row.verdict}" data-rank="${VERDICTS.indexOf(row.verdict)}" data-name="${visible(name)}" data-region="${visible(row.region)}" data-account="${visible(row.accountId)}" data-owner="${ownerChoice(row)}" data-rule="${tokens(row.findings.map(({ rule }) => rule))}" data-client="${tokens(callers.map(({ client }) => client))}" data-network="${tokens(callers.map(({ network }) => network))}" data-calls="${row.usage.calls}" data-last="${visible(row.usage.lastUsedAt ?? '')}" data-changed="${visible(row.changedAt)}" data-search="${tokens(search).toLowerCase()}"` as Html
}

/** The verdict, and what it was where it has gone stale. */
export function verdictHtml(row: ReadinessRow, { language }: ReportContext): Html {
  const stale =
    row.staleVerdict === undefined
      ? ''
      : html`<br><span class="quiet">${reportMessagesFor(language).staleWas(row.staleVerdict)}</span>`
  return html`<span class="verdict v-${row.verdict}">${verdictName(row.verdict, language)}</span>${stale}` as Html
}

function nameHtml({ aliases, keyId, region }: ReadinessRow, { language }: ReportContext, href?: string): Html {
  const shown = aliases.slice(0, MAX_ALIASES).map((alias) => html`<b>${visible(alias)}</b> `)
  const more =
    aliases.length > MAX_ALIASES
      ? html`<span class="quiet">${reportMessagesFor(language).moreAliases(aliases.length - MAX_ALIASES)}</span> `
      : ''
  const name = html`${shown}${more}<code>${visible(keyId)}</code>`
  return html`${href === undefined ? name : html`<a href="${href}">${name}</a>`} <span class="quiet narrow">${visible(region)}</span>` as Html
}

/** The deciding messages in one line; of a key that nothing speaks against, its notes. */
function reasonOf(row: ReadinessRow, context: ReportContext): string {
  const deciding = decidingFindings(row)
  const telling = deciding.length > 0 ? deciding : row.findings
  const text = telling
    .map((finding) => `${finding.rule}${messagesFor(context.language).colon}${findingTextIn(finding, context).message}`)
    .join(' ')
  return text === '' ? keyMessagesFor(context.language).noRulePrevents : text
}
