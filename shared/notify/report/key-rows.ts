import { html } from 'hono/html'
import type { ReadinessRow } from '../../domain/readiness.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import { type Html, scriptJson, visible } from '../escape.ts'
import { wordsOfExplain } from '../explain-words.ts'
import { decidingFindings, findingText } from '../finding-text.ts'
import { verdictName } from '../verdict-style.ts'
import type { ReportContext } from './context.ts'
import { evidenceHtml, findingsHtml } from './details.ts'
import { timeHtml } from './time.ts'
import { reportWords } from './words.ts'

/** Aliases that a key's line shows; the details have them all. */
const MAX_ALIASES = 3

/**
 * A key as a body of the table with two rows: the columns, and the reason, which opens to the details. With `lazy`, what is not a finding
 * comes as JSON that the script draws when the details are opened: thousands of closed details would make the page heavy.
 */
export function keyHtml(row: ReadinessRow, context: ReportContext, lazy: boolean): Html {
  const words = reportWords(context.language)
  const { usage } = row
  const evidence = evidenceHtml(row, context)
  const rest = lazy ? html`<script type="application/json">${scriptJson(String(evidence))}</script>` : evidence
  const last =
    usage.lastUsedAt === null ? html`<span class="quiet">${words.noUse}</span>` : timeHtml(usage.lastUsedAt, context)
  return html`<tbody ${attributes(row)}>
<tr><td>${verdictHtml(row, context)}</td><th scope="row">${nameHtml(row, context)}</th><td class="optional nowrap">${visible(row.region)}</td><td class="optional">${visible(row.accountId)}</td><td class="number optional">${usage.calls}</td><td>${last}</td><td class="optional">${timeHtml(row.checkedAt, context)}</td></tr>
<tr class="why"><td colspan="7"><details><summary>${visible(reasonOf(row, context))}</summary>${findingsHtml(row, context)}${rest}</details></td></tr>
</tbody>
` as Html
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
  return html`data-verdict="${row.verdict}" data-rank="${VERDICTS.indexOf(row.verdict)}" data-name="${visible(name)}" data-region="${visible(row.region)}" data-account="${visible(row.accountId)}" data-rule="${tokens(row.findings.map(({ rule }) => rule))}" data-client="${tokens(callers.map(({ client }) => client))}" data-network="${tokens(callers.map(({ network }) => network))}" data-calls="${row.usage.calls}" data-last="${visible(row.usage.lastUsedAt ?? '')}" data-checked="${visible(row.checkedAt)}" data-search="${tokens(search).toLowerCase()}"` as Html
}

function verdictHtml(row: ReadinessRow, { language }: ReportContext): Html {
  const stale =
    row.staleVerdict === undefined
      ? ''
      : html`<br><span class="quiet">${reportWords(language).staleWas(row.staleVerdict)}</span>`
  return html`<span class="verdict v-${row.verdict}">${verdictName(row.verdict, language)}</span>${stale}` as Html
}

function nameHtml({ aliases, keyId, region }: ReadinessRow, { language }: ReportContext): Html {
  const shown = aliases.slice(0, MAX_ALIASES).map((alias) => html`<b>${visible(alias)}</b> `)
  const more =
    aliases.length > MAX_ALIASES
      ? html`<span class="quiet">${reportWords(language).moreAliases(aliases.length - MAX_ALIASES)}</span> `
      : ''
  return html`${shown}${more}<code>${visible(keyId)}</code> <span class="quiet narrow">${visible(region)}</span>` as Html
}

/** The deciding messages in one line; of a key that nothing speaks against, its notes. */
function reasonOf(row: ReadinessRow, { language }: ReportContext): string {
  const deciding = decidingFindings(row)
  const telling = deciding.length > 0 ? deciding : row.findings
  const text = telling.map((finding) => `${finding.rule}: ${findingText(finding, language).message}`).join(' ')
  return text === '' ? wordsOfExplain(language).nothingSpeaksAgainst : text
}
