import { html } from 'hono/html'
import type { KeyName } from '../../../shared/domain/key-name.ts'
import type { Language } from '../../../shared/domain/language.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { VERDICTS, type Verdict } from '../../../shared/domain/verdict.ts'
import { select } from '../../../shared/report/filters.ts'
import { keyColumns, linkedKeyHtml } from '../../../shared/report/key-rows.ts'
import { NO_OWNER } from '../../../shared/report/owners.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import { grouped } from '../../../shared/text/numbers.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import { reportMessagesFor } from '../../../shared/text/report-messages.ts'
import { verdictName } from '../../../shared/text/verdict-style.ts'
import type { KeyPage } from './key-index.ts'
import { pageMessagesFor } from './page-messages.ts'
import type { TableKeys } from './table-keys.ts'
import { firstDirection, queryOf, SORT_NAMES, type SortName, type View, viewOf } from './view.ts'

/** Owners that are proposed, and characters of the longest of them: the vendor's tags have 128. */
const MAX_PROPOSED = 500
const MAX_PROPOSED_LENGTH = 128

interface Parts {
  readonly rows: readonly ReadinessRow[]
  readonly page: KeyPage
  readonly index: Pick<TableKeys, 'regions' | 'accounts' | 'owners'>
  readonly total: number
  readonly view: View
  readonly context: ReportContext
}

/** The keys of a view: filters, one page of rows, and the ways to the others. */
export function keysSection({ rows, page, index, total, view, context }: Parts): Html {
  const { language } = context
  const messages = pageMessagesFor(language)
  const table =
    rows.length === 0
      ? html`<p class="empty">${total === 0 ? messages.empty : messages.noMatch}</p>`
      : html`<table class="keys"><caption>${messages.caption}</caption><thead><tr>${heads(view, context)}</tr></thead>
${rows.map((row) => linkedKeyHtml(row, context, keyHref(row, view)))}</table>`
  return html`<section aria-labelledby="keys">
<h2 id="keys" tabindex="-1">${reportMessagesFor(language).keys}</h2>
${filters(index, view, context)}
<p class="quiet" role="status">${messages.matching(grouped(page.matching), grouped(total))}${page.pages > 1 ? ` · ${messages.page(page.page, page.pages)}` : ''}</p>
${table}
${page.pages > 1 ? pager(page, view, context) : ''}
</section>` as Html
}

/** The page of a key, from the dashboard and those beside it. */
export function keyPath({ accountId, region, keyId }: KeyName): string {
  return ['keys', accountId, region, keyId].map(encodeURIComponent).join('/')
}

/** Where the page of a key is, from the dashboard. It knows the view, to lead back to it: browsers send no referrer from here. */
export function keyHref(key: KeyName, view: View): string {
  return keyPath(key) + queryOf(view, { page: view.page })
}

/** A plain form: the address that it leads to is the view. */
function filters({ regions, accounts, owners }: Parts['index'], view: View, { language }: ReportContext): Html {
  const messages = reportMessagesFor(language)
  const nameOf = (verdicts: string) =>
    verdicts
      .split(',')
      .map((verdict) => verdictName(verdict as Verdict, language))
      .join(messagesFor(language).listComma)
  const chosen = view.verdict.join(',')
  const kept = { sort: view.sort, dir: view.dir, lang: view.lang, tz: view.tz }
  const hidden = Object.entries(kept).map(([name, value]) =>
    value === undefined ? '' : html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form id="filters" class="filters" role="search" aria-label="${messages.filters}" action="./#keys" method="get">
<label class="grow">${pageMessagesFor(language).search}<input type="search" name="q" value="${visible(view.q)}" maxlength="400" autocomplete="off" spellcheck="false"></label>
${select('verdict', messagesFor(language).verdict, choices(VERDICTS, chosen, nameOf), messages.all, chosen)}
${select('region', messages.region, choices(regions, view.region), messages.all, view.region)}
${select('account', messages.account, choices(accounts, view.account), messages.all, view.account)}
${ownerInput(owners, view, language)}
${hidden}<button type="submit">${pageMessagesFor(language).show}</button>
<a class="more" href="./${queryOf({ ...viewOf(new URLSearchParams()), ...(view.lang && { lang: view.lang }), tz: view.tz })}#keys">${messages.reset}</a>
</form>` as Html
}

/** Owners may be thousands, so they are typed, and some of them proposed. */
function ownerInput(owners: readonly string[], view: View, language: Language): Html {
  const messages = reportMessagesFor(language)
  const proposed = owners.filter((owner) => owner.length <= MAX_PROPOSED_LENGTH).slice(0, MAX_PROPOSED)
  const options = proposed.map((owner) => html`<option value="${visible(owner)}"></option>`)
  return html`<label>${messages.owner}<input name="owner" list="owners" value="${visible(view.owner)}" placeholder="${messages.all}" maxlength="400" autocomplete="off" spellcheck="false"></label><datalist id="owners"><option value="${NO_OWNER}" label="${messagesFor(language).noOwner}"></option>${options}</datalist>` as Html
}

/** Values and their names, the chosen one among them: an address may name several verdicts, or a region that no key has. */
function choices(values: readonly string[], chosen: string, nameOf = (value: string) => value) {
  return [...new Set([...values, chosen])].filter(Boolean).map((value) => [value, nameOf(value)] as const)
}

function heads(view: View, context: ReportContext): Html[] {
  return keyColumns(context).map(({ name, title, look }) => {
    const sort = SORT_NAMES.find((each) => each === name)
    if (sort === undefined) return html`<th scope="col" class="${look}">${title}</th>` as Html
    const sorted = view.sort === sort
    const order = view.dir === 'asc' ? 'ascending' : 'descending'
    return html`<th scope="col" class="${look}"${sorted ? html` aria-sort="${order}"` : ''}><a href="./${queryOf(view, { sort, dir: nextDirection(view, sort) })}#keys">${title}</a></th>` as Html
  })
}

/** The other way round where the keys are sorted by it already. */
function nextDirection({ sort, dir }: View, by: SortName): View['dir'] {
  if (sort !== by) return firstDirection(by)
  return dir === 'asc' ? 'desc' : 'asc'
}

function pager({ page, pages }: KeyPage, view: View, { language }: ReportContext): Html {
  const messages = pageMessagesFor(language)
  const to = (number: number, text: string, rel: string) =>
    number < 1 || number > pages
      ? ''
      : html`<a class="more" rel="${rel}" href="./${queryOf(view, { page: number })}#keys">${text}</a>`
  return html`<nav class="pages" aria-label="${messages.pages}">${to(page - 1, messages.previous, 'prev')}<span class="quiet">${messages.page(page, pages)}</span>${to(page + 1, messages.next, 'next')}</nav>` as Html
}
