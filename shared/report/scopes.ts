import { html } from 'hono/html'
import { type Scope, scopeId } from '../domain/scope.ts'
import { VERDICTS } from '../domain/verdict.ts'
import { localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { type Html, visible } from '../text/escape.ts'
import { grouped } from '../text/numbers.ts'
import type { ReportContext } from '../text/reader.ts'
import { reportMessagesFor } from '../text/report-messages.ts'
import { verdictName } from '../text/verdict-style.ts'
import type { OverviewNumbers } from './overview.ts'
import { timeHtml } from './time.ts'

/**
 * Totals, freshness and gaps of every account and region. `most`: no more of them than this, those first that were not checked or not read
 * completely, and how many there are besides.
 */
export function scopesHtml(all: OverviewNumbers, context: ReportContext, most = Number.POSITIVE_INFINITY): Html {
  const { language } = context
  const digest = all.totals.byScope.length > most ? withFewScopes(all, most) : all
  const left = all.totals.byScope.length - digest.totals.byScope.length
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
${left > 0 ? html`<p class="quiet">${messages.moreScopes(grouped(left))}</p>` : ''}
${gapsHtml(digest, context)}</section>` as Html
}

/** The same with so many of its scopes. */
function withFewScopes(digest: OverviewNumbers, most: number): OverviewNumbers {
  const stale = new Map(digest.freshness.map((each) => [scopeId(each), each.stale]))
  const gaps = new Set(digest.gaps.map(scopeId))
  const concern = (scope: Scope) => Number((stale.get(scopeId(scope)) ?? 0) > 0) * 2 + Number(gaps.has(scopeId(scope)))
  const byScope = [...digest.totals.byScope].sort((a, b) => concern(b) - concern(a)).slice(0, most)
  const shown = new Set(byScope.map(scopeId))
  const isShown = (scope: Scope) => shown.has(scopeId(scope))
  return {
    ...digest,
    totals: { ...digest.totals, byScope },
    freshness: digest.freshness.filter(isShown),
    gaps: digest.gaps.filter(isShown),
  }
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
