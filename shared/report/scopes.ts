import { html } from 'hono/html'
import { scopeId } from '../domain/scope.ts'
import { VERDICTS } from '../domain/verdict.ts'
import { localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { type Html, visible } from '../text/escape.ts'
import type { ReportContext } from '../text/reader.ts'
import { reportMessagesFor } from '../text/report-messages.ts'
import { verdictName } from '../text/verdict-style.ts'
import type { OverviewNumbers } from './overview.ts'
import { timeHtml } from './time.ts'

/** Totals, freshness and gaps of every account and region. */
export function scopesHtml(digest: OverviewNumbers, context: ReportContext): Html {
  const { language } = context
  const messages = reportMessagesFor(language)
  const verdicts = VERDICTS.filter((verdict) => digest.totals.byVerdict[verdict] !== undefined)
  const freshness = new Map(digest.freshness.map((each) => [scopeId(each), each]))
  const gaps = new Map(digest.gaps.map((each) => [scopeId(each), each]))
  const rows = digest.totals.byScope.map((scope) => {
    const fresh = freshness.get(scopeId(scope))
    const counts = verdicts.map((verdict) => html`<td class="number">${scope.byVerdict[verdict] ?? 0}</td>`)
    return html`<tr><th scope="row">${visible(scope.accountId)}</th><th scope="row">${visible(scope.region)}</th><td class="number">${scope.keys}</td>${counts}<td>${fresh ? timeHtml(fresh.oldestCheckedAt, context) : ''}</td><td>${fresh ? timeHtml(fresh.newestCheckedAt, context) : ''}</td><td class="number">${fresh?.stale ?? 0}</td><td class="number">${gaps.get(scopeId(scope))?.keys ?? 0}</td></tr>`
  })
  const numbers = [messages.keys, ...verdicts.map((verdict) => verdictName(verdict, language))]
  const head = (title: string, look = '') => html`<th scope="col" class="${look}">${title}</th>`
  return html`<section><h2 id="scopes-title">${messagesFor(language).freshness}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="scopes-title"><table><thead><tr>${head(messages.account)}${head(messages.region)}${numbers.map((title) => head(title, 'number'))}${head(messages.oldest)}${head(messages.newest)}${head(messages.stale, 'number')}${head(messages.gapKeys, 'number')}</tr></thead><tbody>${rows}</tbody></table></div>
${gapsHtml(digest, context)}</section>` as Html
}

function gapsHtml({ gaps }: OverviewNumbers, { language, timezone }: ReportContext): Html | '' {
  if (gaps.length === 0) return ''
  const messages = messagesFor(language)
  const items = gaps.map(({ accountId, region, keys, gaps }) => {
    const periods = gaps.map(({ from, to }) => html`<li>${localTime(from, timezone)} – ${localTime(to, timezone)}</li>`)
    return html`<li>${visible(accountId)} ${visible(region)}${messages.colon}${messages.gapsOf(keys)}<ul>${periods}</ul></li>`
  })
  return html`<h3>${messages.gaps}</h3><ul>${items}</ul>` as Html
}
