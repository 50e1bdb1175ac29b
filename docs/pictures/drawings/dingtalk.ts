import { html } from 'hono/html'
import type { Html } from '../../../shared/text/escape.ts'
import { chat } from './chat.ts'
import { drawMarkdown } from './markdown.ts'

/** What a DingTalk robot posts, as a message of Markdown. https://open.dingtalk.com/document/robots/custom-robot-access */
export function drawDingTalk(body: string): string {
  const { markdown } = JSON.parse(body) as { readonly markdown: { readonly text: string } }
  return chat(html`<div class="bubble">${drawMarkdown(markdown.text)}</div>` as Html)
}
