import { html } from 'hono/html'
import type { slackBlocks } from '../../../shared/channels/slack/blocks.ts'
import { SLACK } from '../../../shared/channels/slack/mrkdwn.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { chat } from './chat.ts'
import { drawLines, type Marks } from './lines.ts'

const STYLE = `
body{background:#fff;color:#1d1c1d}h1{font-size:18px}
.text{margin:0 0 10px}.line{white-space:pre-wrap}code{color:#b8123a;background:#f7f7f7;border:1px solid #e1e1e1}
`

const MARKS: Marks = {
  spans: /`(?<code>[^`]+)`|\*(?<strong>[^*]+)\*/g,
  bullets: SLACK.bullets,
  shown: (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
}

/** What a Slack webhook is sent, as blocks. https://docs.slack.dev/reference/block-kit/blocks */
export function drawSlack(body: string): string {
  const { blocks } = JSON.parse(body) as { readonly blocks: ReturnType<typeof slackBlocks> }
  const drawn = blocks.map(({ type, text }) =>
    type === 'header' ? html`<h1>${text.text}</h1>` : drawLines(text.text, MARKS),
  )
  return chat(html`${drawn}` as Html, STYLE)
}
