import { html } from 'hono/html'
import type { Language } from '../../domain/language.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { type Html, visible } from '../../text/escape.ts'
import { reportMessagesFor } from '../../text/report-messages.ts'
import { verdictName } from '../../text/verdict-style.ts'

/** What the colours of a chart stand for, in the order in which they lie in it: each with its word and its shape. */
export function legend(verdicts: readonly Verdict[], language: Language): Html {
  const items = verdicts.map(
    (verdict) => html`<li><span class="verdict v-${verdict}">${verdictName(verdict, language)}</span></li>`,
  )
  return html`<ul class="legend">${items}</ul>` as Html
}

/** The numbers of a chart, for who cannot see it and for who wants them. The first cell of a row names it. */
export function dataTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  language: Language,
): Html {
  const head = heads.map((text, at) => html`<th scope="col" class="${at === 0 ? '' : 'number'}">${text}</th>`)
  const body = rows.map(([name = '', ...cells]) => {
    const numbers = cells.map((cell) => html`<td class="number">${cell}</td>`)
    return html`<tr><th scope="row">${visible(String(name))}</th>${numbers}</tr>`
  })
  return html`<details class="data"><summary>${reportMessagesFor(language).numbers}</summary><div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></details>` as Html
}
