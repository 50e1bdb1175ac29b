import { createHmac } from 'node:crypto'
import { fitDocument, textBudget } from '../../document/fit.ts'
import { toMarkdown } from '../../document/markdown.ts'
import { toTerminal } from '../../document/terminal.ts'
import { SECOND } from '../../domain/time.ts'
import { jsonText } from '../../text/escape.ts'
import { paint } from '../../text/verdict-style.ts'
import type { ChannelFactory } from '../channel.ts'
import { httpProblem } from '../http-problem.ts'
import { messageDocument } from '../message-document.ts'
import { postChannel } from '../post-channel.ts'

/** Grows when a field goes or changes its meaning; more fields may come at any time. */
const VERSION = 1
/** The most of the digest as Markdown, in bytes. */
const MAX_TEXT = 200_000
/** Keys of one list that a webhook gets: with all of 100,000 a body would have 50 MB. */
const MAX_KEYS = 500

/**
 * The digest as data and as text: `{ version, kind: "digest", id, language, mayRepeat, title, text, markdown, digest, left? }`, with
 * `x-cmk-delivery` (the id, the same for a channel and day), `x-cmk-timestamp` (seconds) and, where there is a secret, `x-cmk-signature`:
 * `sha256=` and the hexadecimal HMAC-SHA256 of `<timestamp>.<body>`.
 */
export const open: ChannelFactory = (config, services) => {
  const { language, options } = config
  return postChannel(config, services, {
    rates: [],
    body(message) {
      const document = fitDocument(
        messageDocument(message, config),
        textBudget({ max: MAX_TEXT, measure: Buffer.byteLength, language }),
      )
      const { id, mayRepeat } = message
      const text = toTerminal(document, undefined, paint(false))
      const markdown = toMarkdown(document)
      const { title } = document
      const data = message.data(MAX_KEYS)
      return jsonText({ version: VERSION, kind: 'digest', id, language, mayRepeat, title, text, markdown, ...data })
    },
    sign(body, now, { id }) {
      const timestamp = `${Math.floor(now / SECOND)}`
      const headers = { 'x-cmk-delivery': id, 'x-cmk-timestamp': timestamp }
      const { secret } = options
      if (secret === undefined) return { headers }
      return { headers: { ...headers, 'x-cmk-signature': signature(secret, timestamp, body) } }
    },
    problem: httpProblem,
  })
}

function signature(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
