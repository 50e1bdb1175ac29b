import { createHmac } from 'node:crypto'
import type { Instant } from '../../domain/time.ts'
import { post } from '../../net/post.ts'
import { visible } from '../escape.ts'
import { fitOutline } from '../fit-outline.ts'
import { markOutline } from '../render-markdown.ts'
import { withAttempts } from './attempts.ts'
import type { ChannelKind, ChannelMessage } from './channel.ts'
import { dingtalkProblem } from './dingtalk-answer.ts'
import { messageOutline } from './message-outline.ts'

const ROBOT = 'https://oapi.dingtalk.com/robot/send'
/** The most that the robot takes, in bytes of the whole request body (errcode 460101 says so). */
const MOST_BODY = 20_000
const TOKEN = /^[\w-]{8,200}$/

/** A custom robot of a DingTalk group: Markdown, signed where the robot has a secret. https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: ChannelKind = {
  kind: 'dingtalk',
  takes: '`dingtalk:<access token>` or `dingtalk:https://oapi.dingtalk.com/robot/send?access_token=…`',
  options: ['secret'],

  address(text) {
    if (TOKEN.test(text)) return `${ROBOT}?access_token=${text}`
    const url = URL.canParse(text) ? new URL(text) : undefined
    const token = url?.searchParams.get('access_token')
    if (!url || !/^https?:$/.test(url.protocol) || !token || !TOKEN.test(token)) return undefined
    // A time and a signature that were copied along would be stale.
    return `${url.origin}${url.pathname}?access_token=${token}`
  },

  open(config, services) {
    const { name, kind, language, address, options } = config
    const body = (message: ChannelMessage): string => {
      const outline = messageOutline(message, language)
      const bodyOf = (text: string) =>
        JSON.stringify({
          msgtype: 'markdown',
          markdown: { title: visible(outline.title), text },
          at: { isAtAll: false },
        })
      const most = MOST_BODY - Buffer.byteLength(bodyOf(''))
      return bodyOf(markOutline(fitOutline(outline, { most, measure: jsonBytes, language })))
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
          const signed = options.secret === undefined ? '' : signature(options.secret, now)
          const headers = { 'content-type': 'application/json; charset=utf-8' }
          return dingtalkProblem(await post(`${address}${signed}`, text, { headers, signal }), now)
        }
        return withAttempts(name, attempt, sending, services)
      },
    }
  },
}

/** `&timestamp=…&sign=…`: the time and the secret, signed with the secret. The robot takes it for an hour. */
function signature(secret: string, now: Instant): string {
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64')
  return `&timestamp=${now}&sign=${encodeURIComponent(sign)}`
}

/** What a text takes within JSON, in UTF-8. */
function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}
