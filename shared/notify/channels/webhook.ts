import { createHmac } from 'node:crypto'
import { SECOND } from '../../domain/time.ts'
import { post } from '../../net/post.ts'
import { jsonText } from '../escape.ts'
import { markOutline } from '../render-markdown.ts'
import { drawOutline } from '../render-terminal.ts'
import { paint } from '../verdict-style.ts'
import { withAttempts } from './attempts.ts'
import type { ChannelKind, ChannelMessage } from './channel.ts'
import { httpProblem } from './http-problem.ts'
import { messageOutline } from './message-outline.ts'

/** Grows when a field goes or changes its meaning; more fields may come at any time. */
const VERSION = 1

/**
 * Any HTTP receiver. It gets the digest as data and as text: `{ version, kind: "digest", id, language, mayRepeat, title, text, markdown,
 * digest }`, with `x-cmk-delivery` (the id, the same for a channel and day), `x-cmk-timestamp` (seconds) and, where there is a secret,
 * `x-cmk-signature`: `sha256=` and the hexadecimal HMAC-SHA256 of `<timestamp>.<body>`.
 */
export const webhook: ChannelKind = {
  kind: 'webhook',
  takes: '`webhook:https://host/path`',
  options: ['secret'],

  address(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url && /^https?:$/.test(url.protocol) && url.hash === '' ? url.href : undefined
  },

  open(config, services) {
    const { name, kind, language, address, options } = config
    const body = (message: ChannelMessage): string => {
      const outline = messageOutline(message, language)
      const { id, mayRepeat, digest } = message
      const text = drawOutline(outline, undefined, paint(false))
      const markdown = markOutline(outline)
      const { title } = outline
      return jsonText({ version: VERSION, kind: 'digest', id, language, mayRepeat, title, text, markdown, digest })
    }
    return {
      name,
      kind,
      language,
      body,
      send(message, sending) {
        const text = body(message)
        const attempt = async (signal: AbortSignal) => {
          const now = services.clock()
          const timestamp = `${Math.floor(now / SECOND)}`
          const headers = {
            'content-type': 'application/json; charset=utf-8',
            'x-cmk-delivery': message.id,
            'x-cmk-timestamp': timestamp,
            ...(options.secret === undefined ? {} : { 'x-cmk-signature': signature(options.secret, timestamp, text) }),
          }
          return httpProblem(await post(address, text, { headers, signal }), now)
        }
        return withAttempts(name, attempt, sending, services)
      },
    }
  },
}

function signature(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
