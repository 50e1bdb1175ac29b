import { html } from 'hono/html'
import type { ReadinessRow } from '../domain/readiness.ts'
import { VERDICTS } from '../domain/verdict.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { type Html, visible } from '../text/escape.ts'
import type { ReportContext } from '../text/reader.ts'
import { reportMessagesFor } from '../text/report-messages.ts'
import { OWNER_LENGTH, shortened } from '../text/shorten.ts'
import { verdictName } from '../text/verdict-style.ts'
import { NO_OWNER, ownerChoice } from './owners.ts'

/** The filters, with the values that the rows have. Hidden until the script has taken them over. */
export function filtersHtml(rows: readonly ReadinessRow[], { language }: ReportContext): Html {
  const messages = reportMessagesFor(language)
  const verdicts = VERDICTS.filter((verdict) => rows.some((row) => row.verdict === verdict))
  return html`<form id="filters" class="filters" role="search" aria-label="${messages.filters}" hidden>
<label class="grow">${messages.search}<input type="search" name="search" autocomplete="off" spellcheck="false"></label>
${select(
  'verdict',
  messagesFor(language).verdict,
  verdicts.map((verdict) => [verdict, verdictName(verdict, language)]),
  messages.all,
)}
${select('region', messages.region, distinct(rows.map(({ region }) => region)), messages.all)}
${select('account', messages.account, distinct(rows.map(({ accountId }) => accountId)), messages.all)}
${select('owner', messages.owner, owners(rows, messagesFor(language).noOwner), messages.all)}
${select('rule', messages.rule, distinct(rows.flatMap(({ findings }) => findings.map(({ rule }) => rule))), messages.all)}
${select('client', messages.client, distinct(rows.flatMap(({ usage }) => usage.callers.map(({ client }) => client))), messages.all)}
${select('network', messages.network, distinct(rows.flatMap(({ usage }) => usage.callers.map(({ network }) => network))), messages.all)}
<button type="reset">${messages.reset}</button>
</form>
<p id="status" class="quiet" role="status" data-text="${messages.status}"></p>` as Html
}

/** A choice among values and their names, or all of them. */
export function select(
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  all: string,
  chosen = '',
): Html {
  const choices = options.map(
    ([value, text]) =>
      html`<option value="${visible(value)}"${value === chosen ? html` selected` : ''}>${visible(text)}</option>`,
  )
  return html`<label>${label}<select name="${name}"><option value="">${all}</option>${choices}</select></label>` as Html
}

/** Owners as the first of their keys writes them; last, where there is one, those that no tag names. */
function owners(rows: readonly ReadinessRow[], nobody: string): (readonly [string, string])[] {
  const named = new Map(
    rows.map((row) => [ownerChoice(row), row.owner === null ? nobody : shortened(row.owner, OWNER_LENGTH)]),
  )
  const isNobody = (choice: string) => Number(choice === NO_OWNER)
  return [...named].sort(([a], [b]) => isNobody(a) - isNobody(b) || (a < b ? -1 : 1))
}

function distinct(values: readonly string[]): (readonly [string, string])[] {
  return [...new Set(values)].sort().map((value) => [value, value])
}
