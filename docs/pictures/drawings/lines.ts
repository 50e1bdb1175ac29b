import { html } from 'hono/html'
import type { Html } from '../../../shared/text/escape.ts'

/** How a chat without lists marks what it knows. */
export interface Marks {
  /** Finds code spans (group `code`) and strong text (group `strong`). */
  readonly spans: RegExp
  /** Finds how many `#` a heading has. */
  readonly heading?: RegExp
  /** What begins the first line of an item, and its others. */
  readonly bullets: readonly [string, string]
  /** The text of a span as it shows. */
  readonly shown?: (text: string) => string
}

/** Text as chats draw it that know no lists: line by line, with every space. */
export function drawLines(text: string, marks: Marks): Html {
  const [outer, inner] = marks.bullets
  const lines = text.split('\n')
  const drawn = lines.map((line, index) => {
    const isEnd = (line.startsWith(outer) || line.startsWith(inner)) && !lines[index + 1]?.startsWith(inner)
    const [before = '', order] = marks.heading?.exec(line) ?? []
    const spans = spansOf(line.slice(before.length), marks)
    if (order !== undefined) return html`<div class="h${order.length}">${spans}</div>`
    return html`<div class="line ${isEnd ? 'end' : ''}">${spans}</div>`
  })
  return html`<div class="text">${drawn}</div>` as Html
}

function spansOf(line: string, { spans, shown = (text) => text }: Marks): Html[] {
  const drawn: Html[] = []
  let end = 0
  for (const { 0: whole, index, groups = {} } of line.matchAll(spans)) {
    const { code, strong = '' } = groups
    drawn.push(html`${shown(line.slice(end, index))}` as Html)
    drawn.push((code === undefined ? html`<b>${shown(strong)}</b>` : html`<code>${shown(code)}</code>`) as Html)
    end = index + whole.length
  }
  return [...drawn, html`${shown(line.slice(end))}` as Html]
}
