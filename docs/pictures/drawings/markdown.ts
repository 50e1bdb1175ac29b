import { html, raw } from 'hono/html'
import { Marked } from 'marked'
import type { Html } from '../../../shared/text/escape.ts'

/** Chats draw a line break as one, and no HTML. */
const MARKDOWN = new Marked({ breaks: true, renderer: { html: ({ text }) => String(html`${text}`) } })

/** Markdown as the chats draw it that know lists. */
export function drawMarkdown(text: string): Html {
  return html`<div class="text">${raw(MARKDOWN.parse(text, { async: false }))}</div>` as Html
}
