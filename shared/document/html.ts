import { html } from 'hono/html'
import { type Html, visible } from '../text/escape.ts'
import { grouped } from '../text/numbers.ts'
import { type Item, isGroup, type Line, type Section, type Span } from './document.ts'

/** Sections of a digest as HTML. */
export function sectionsHtml(sections: readonly Section[]): Html {
  return html`${sections.map(sectionHtml)}` as Html
}

function sectionHtml({ title, verdict, count, items }: Section): Html {
  const heading = count === undefined ? title : `${title} (${grouped(count)})`
  const list = items.length === 0 ? '' : html`<ul>${items.map(itemHtml)}</ul>`
  return html`<div class="part ${verdict ? `v-${verdict}` : ''}"><h3>${heading}</h3>${list}</div>
` as Html
}

function itemHtml(item: Item): Html {
  const { subjects, details } = item
  if (isGroup(item)) {
    const said = details.map((line) => html`<div>${lineHtml(line)}</div>`)
    return html`<li>${said}<ul>${subjects.map((head) => html`<li>${lineHtml(head)}</li>`)}</ul></li>` as Html
  }
  const more = details.map((line) => html`<div class="about">${lineHtml(line)}</div>`)
  return html`<li>${subjects.map((head) => html`<div>${lineHtml(head)}</div>`)}${more}</li>` as Html
}

/** A line of a document. */
export function lineHtml(line: Line): Html {
  return html`${line.map(spanHtml)}` as Html
}

function spanHtml(span: Span): Html {
  if (typeof span === 'string') return html`${span}` as Html
  if ('text' in span) return html`${visible(span.text)}` as Html
  if ('name' in span) return html`<code>${visible(span.name)}</code>` as Html
  if ('mention' in span) return html`${visible(span.mention)}` as Html
  if ('link' in span) return html`<a href="${span.link}" rel="noreferrer noopener">${span.label}</a>` as Html
  return html`<span class="verdict v-${span.verdict}">${span.label}</span>` as Html
}
