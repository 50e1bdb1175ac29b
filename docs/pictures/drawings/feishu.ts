import { html } from 'hono/html'
import type { feishuCard } from '../../../shared/channels/feishu/card.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { chat } from './chat.ts'
import { drawMarkdown } from './markdown.ts'

const STYLE = `
.bubble{padding:0 0 8px;overflow:hidden}.bubble .text{padding:6px 12px 0}
h1{margin:0;padding:10px 12px;color:#fff;font-size:16px}
.red{background:#d83931}.orange{background:#c25705}.green{background:#2a7a1f}.blue{background:#245bdb}
`

/** What a Feishu or Lark robot posts, as an interactive card of Markdown elements. */
export function drawFeishu(body: string): string {
  const { card } = JSON.parse(body) as ReturnType<typeof feishuCard>
  const elements = card.elements.map((element) => {
    if (!('content' in element)) throw new Error(`An element ${element.tag} is not drawn.`)
    return drawMarkdown(element.content)
  })
  const { title, template } = card.header
  return chat(html`<div class="bubble"><h1 class="${template}">${title.content}</h1>${elements}</div>` as Html, STYLE)
}
