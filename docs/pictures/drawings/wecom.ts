import { html } from 'hono/html'
import { WECOM } from '../../../shared/channels/wecom/markdown.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { chat } from './chat.ts'
import { drawLines, type Marks } from './lines.ts'

const STYLE = `
.line{white-space:pre-wrap;min-height:.7em}.h2{font-size:18px;font-weight:700}.h3{font-size:16px;font-weight:700}
`

const MARKS: Marks = {
  spans: /`(?<code>[^`]+)`|\*\*(?<strong>[^*]+)\*\*/g,
  heading: /^(#+) /,
  bullets: WECOM.bullets,
}

/** What a WeCom robot posts, as a message of its Markdown. https://developer.work.weixin.qq.com/document/path/91770 */
export function drawWeCom(body: string): string {
  const { markdown } = JSON.parse(body) as { readonly markdown: { readonly content: string } }
  return chat(html`<div class="bubble">${drawLines(markdown.content, MARKS)}</div>` as Html, STYLE)
}
