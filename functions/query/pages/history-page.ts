import { html } from 'hono/html'
import { ENTRY_KINDS, type HistoryEntry, keysOfEntry } from '../../../shared/domain/history-entries/entry.ts'
import type { AliasesOf } from '../../../shared/domain/key-name.ts'
import { select } from '../../../shared/report/filters.ts'
import { aliasCell } from '../../../shared/rows/alias-cell.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import { historyMessagesFor } from '../../../shared/text/history-messages.ts'
import { reportMessagesFor } from '../../../shared/text/report-messages.ts'
import type { HistoryAnswer } from '../api/history.ts'
import { historyList } from './history-list.ts'
import { keyPath } from './keys-section.ts'
import { pageMessagesFor } from './page-messages.ts'
import { sidePage } from './side-page.ts'
import { type PageReader, queryOf } from './view.ts'

/** Parameters of the history that the view of the dashboard has not. */
const OWN = ['key', 'kind', 'since', 'limit', 'cursor'] as const

/** Which part of the history a page's address asks for: what the view says of accounts and regions, and what is its own. */
export function historyQuery(query: URLSearchParams): URLSearchParams {
  const names = ['account', 'region', ...OWN]
  return new URLSearchParams([...query].filter(([name, value]) => names.includes(name) && value !== ''))
}

/** What changed, newest first, by whom or by which rule. */
export function historyPage(
  { entries, next, aliasesOf }: HistoryAnswer,
  asked: URLSearchParams,
  reader: PageReader,
): Response {
  const { language } = reader.context
  const { title, none, older, newest } = historyMessagesFor(language)
  const own = ownQuery(asked)
  const to = (changes: Readonly<Record<string, string | undefined>>) =>
    `history${queryOf(reader.view, {}, changed(own, changes))}`
  const ways = [
    own.has('cursor') ? html`<a class="more" href="${to({ cursor: undefined })}">${newest}</a>` : '',
    next === undefined ? '' : html`<a class="more" rel="next" href="${to({ cursor: next })}">${older}</a>`,
  ]
  const list =
    entries.length === 0
      ? html`<p class="empty">${none}</p>`
      : html`<div class="card">${historyList(entries, reader.context, (entry) => subjectHtml(entry, aliasesOf, reader))}</div>`
  const main = html`${filtersHtml(own, reader)}
${list}
<nav class="pages" aria-label="${pageMessagesFor(language).pages}">${ways}</nav>` as Html
  return sidePage({ name: 'history', title, asOf: null, main, own: changed(own, { cursor: undefined }) }, reader)
}

function ownQuery(asked: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...asked].filter(([name]) => OWN.some((each) => each === name)))
}

function changed(query: URLSearchParams, changes: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) next.delete(name)
    else next.set(name, value)
  return next
}

/** The key of a change, which leads to its page, or the subject of what was decided. */
function subjectHtml(entry: HistoryEntry, aliasesOf: AliasesOf, { view }: PageReader): Html {
  const { accountId, region } = entry
  const name = entry.kind === 'verdict' ? entry.keyId : entry.subject
  const [keyId, ...others] = keysOfEntry(entry)
  const aliases = visible(aliasCell(entry, keysOfEntry(entry), aliasesOf))
  const code = html`${aliases === '' ? '' : `${aliases} `}<code>${visible(name)}</code>`
  // The page of a key that is gone is none.
  const isThere = keyId !== undefined && others.length === 0 && !(entry.kind === 'verdict' && entry.after === null)
  const link = isThere ? html`<a href="${keyPath({ accountId, region, keyId })}${queryOf(view)}">${code}</a>` : code
  return html`${link} <span class="quiet">${visible(region)} · ${visible(accountId)}</span> · ` as Html
}

/** A plain form: the address that it leads to is what is asked for. */
function filtersHtml(own: URLSearchParams, { context: { language }, view }: PageReader): Html {
  const messages = historyMessagesFor(language)
  const kept = { account: view.account, region: view.region, lang: view.lang, tz: view.tz }
  const hidden = Object.entries(kept).map(([name, value]) =>
    value ? html`<input type="hidden" name="${name}" value="${visible(value)}">` : '',
  )
  const kinds = ENTRY_KINDS.map((kind) => [kind, messages.kinds[kind]] as const)
  // A field of days takes no moment.
  const since = /^\d{4}-\d{2}-\d{2}$/.exec(own.get('since') ?? '')?.[0] ?? ''
  return html`<form class="filters" role="search" aria-label="${reportMessagesFor(language).filters}" action="history" method="get">
<label class="grow">${messages.key}<input type="search" name="key" value="${visible(own.get('key') ?? '')}" maxlength="400" autocomplete="off" spellcheck="false"></label>
${select('kind', messages.kind, kinds, messages.all, own.get('kind') ?? '')}
<label>${messages.since}<input type="date" name="since" value="${since}"></label>
${hidden}<button type="submit">${pageMessagesFor(language).show}</button>
</form>` as Html
}
