import { html } from 'hono/html'
import type { Comparison, KeyComparison } from '../../../shared/domain/compare/compare-packs.ts'
import { VERDICTS, type Verdict } from '../../../shared/domain/verdict.ts'
import { cardRow, cardsTable } from '../../../shared/report/cards.ts'
import { changedSettingText, compareMessagesFor } from '../../../shared/text/compare-messages.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import { findingTextIn } from '../../../shared/text/finding-text.ts'
import { grouped } from '../../../shared/text/numbers.ts'
import { verdictName } from '../../../shared/text/verdict-style.ts'
import { keyPath } from './keys-section.ts'
import { sidePage } from './side-page.ts'
import { type PageReader, queryOf } from './view.ts'

/** Keys that the page lists: the command has them all. */
const MAX_KEYS = 500

/** On which keys the rule packs differ and why, and how many keys have which verdict by each: the tables of the command `compare`. */
export function comparePage(comparison: Comparison, reader: PageReader): Response {
  const { language } = reader.context
  const { title, summary, none } = compareMessagesFor(language)
  const { keys, differing, asOf, settings } = comparison
  const changed = settings.map((each) => html`<p class="alert">${visible(changedSettingText(each, language))}</p>`)
  const tables = html`${changed}${keysHtml(comparison, reader)}${totalsHtml(comparison, reader)}`
  const main = (keys === 0 ? html`<p class="empty">${none}</p>` : tables) as Html
  return sidePage({ name: 'compare', title, asOf, summary: summary(keys, differing), main }, reader)
}

function keysHtml({ packs, rows, differing }: Comparison, reader: PageReader): Html | '' {
  if (rows.length === 0) return ''
  const { language } = reader.context
  const messages = compareMessagesFor(language)
  const more = differing - MAX_KEYS
  const cards = rows
    .slice(0, MAX_KEYS)
    .map((row) =>
      cardRow(keyHtml(row, reader), [
        ...packs.map((pack) => [pack, verdictHtml(row.verdicts[pack], reader)] as const),
        [messages.why, html`${whyHtml(row, reader)}` as Html],
      ]),
    )
  return html`${cardsTable([messages.key, ...packs, messages.why], cards, messages.why)}${more > 0 ? html`<p class="quiet">${messages.more(more)}</p>` : ''}` as Html
}

function keyHtml({ accountId, region, keyId, aliases, owner }: KeyComparison, { view, context }: PageReader): Html {
  const named = owner === null ? '' : ` · ${messagesFor(context.language).owner} ${visible(owner)}`
  return html`<a href="${keyPath({ accountId, region, keyId })}${queryOf(view)}">${visible(aliases[0] ?? '')} <code>${visible(keyId)}</code></a><div class="about">${visible(region)} · ${visible(accountId)}${named}</div>` as Html
}

/** The rules of which the packs make different things, with what each makes of them. */
function whyHtml({ why }: KeyComparison, { context }: PageReader): readonly Html[] {
  return why.map(({ finding, effects }) => {
    const made = [...new Set(Object.values(effects).map((effect) => effect ?? '–'))].join(' → ')
    return html`<div><code>${finding.rule}</code> (${made})<div class="about">${visible(findingTextIn(finding, context).message)}</div></div>` as Html
  })
}

function totalsHtml({ packs, totals, keys }: Comparison, reader: PageReader): Html {
  const messages = compareMessagesFor(reader.context.language)
  const numbers = (values: readonly number[]) => values.map((value) => html`<td class="number">${grouped(value)}</td>`)
  const rows = VERDICTS.flatMap((verdict) => {
    const counts = packs.map((pack) => totals[pack]?.[verdict] ?? 0)
    return counts.every((count) => count === 0)
      ? []
      : [html`<tr><th scope="row">${verdictHtml(verdict, reader)}</th>${numbers(counts)}</tr>`]
  })
  const heads = packs.map((pack) => html`<th scope="col" class="number">${pack}</th>`)
  return html`<section class="card" aria-labelledby="totals"><h2 id="totals">${messages.totals}</h2><table class="callers"><thead><tr><th scope="col">${messagesFor(reader.context.language).verdict}</th>${heads}</tr></thead><tbody>${rows}<tr><th scope="row">${messages.all}</th>${numbers(packs.map(() => keys))}</tr></tbody></table></section>` as Html
}

function verdictHtml(verdict: Verdict | undefined, { context }: PageReader): Html | '' {
  if (verdict === undefined) return ''
  return html`<span class="verdict v-${verdict}">${verdictName(verdict, context.language)}</span>` as Html
}
