import { html } from 'hono/html'
import type { Html } from '../text/escape.ts'

/** A table that is laid out as cards on a narrow screen. Roles are said: what is laid out so is no table to some screen readers. */
export function cardsTable(heads: readonly string[], rows: readonly Html[], caption: string): Html {
  return html`<table class="cards" role="table"><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${heads.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead><tbody role="rowgroup">${rows}</tbody></table>` as Html
}

/** A row of it: what it is about, and cells with the titles of their columns. */
export function cardRow(subject: Html, cells: readonly (readonly [string, string | Html])[]): Html {
  return html`<tr role="row"><th role="rowheader" scope="row">${subject}</th>${cells.map(([title, content]) => cell(title, content))}</tr>` as Html
}

function cell(title: string, content: string | Html): Html {
  return content === ''
    ? (html`<td role="cell"></td>` as Html)
    : (html`<td role="cell" data-title="${title}"><div>${content}</div></td>` as Html)
}
