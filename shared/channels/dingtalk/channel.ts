import { createHmac } from 'node:crypto'
import { fitDocument, textBudget } from '../../document/fit.ts'
import { toMarkdown } from '../../document/markdown.ts'
import { type Instant, MINUTE } from '../../domain/time.ts'
import { visible } from '../../text/escape.ts'
import { type ChannelKind, SECRET } from '../channel.ts'
import { messageDocument } from '../message-document.ts'
import { jsonBytes, postChannel, postDestination } from '../post-channel.ts'
import { dingtalkProblem } from './answer.ts'

const ROBOT = 'https://oapi.dingtalk.com/robot/send'
/** The most that the robot takes, in bytes of the whole request body (errcode 460101 says so). */
const MAX_BODY = 20_000
const TOKEN = /^[\w-]{8,200}$/

/** A custom robot of a DingTalk group: Markdown, signed where the robot has a secret. https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: ChannelKind = {
  kind: 'dingtalk',
  expects: '`dingtalk:<access token>` or `dingtalk:https://oapi.dingtalk.com/robot/send?access_token=…`',
  options: [SECRET],

  address(text) {
    if (TOKEN.test(text)) return `${ROBOT}?access_token=${text}`
    const url = URL.canParse(text) ? new URL(text) : undefined
    const token = url?.searchParams.get('access_token')
    if (!url || !/^https?:$/.test(url.protocol) || !token || !TOKEN.test(token)) return undefined
    // A time and a signature that were copied along would be stale.
    return `${url.origin}${url.pathname}?access_token=${token}`
  },

  destination: postDestination,

  open(config, services) {
    const { language, address, options } = config
    const { secret } = options
    return postChannel(config, services, {
      rates: [{ max: 20, within: MINUTE }],
      body(message) {
        const document = messageDocument(message, config)
        const bodyOf = (text: string) =>
          JSON.stringify({
            msgtype: 'markdown',
            markdown: { title: visible(document.title), text },
            at: { isAtAll: false },
          })
        const max = MAX_BODY - Buffer.byteLength(bodyOf(''))
        return bodyOf(toMarkdown(fitDocument(document, textBudget({ max, measure: jsonBytes, language }))))
      },
      sign: (_, now) => (secret === undefined ? {} : { address: `${address}${signature(secret, now)}` }),
      problem: dingtalkProblem,
    })
  },
}

/** `&timestamp=…&sign=…`: the time and the secret, signed with the secret. The robot takes it for an hour. */
function signature(secret: string, now: Instant): string {
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64')
  return `&timestamp=${now}&sign=${encodeURIComponent(sign)}`
}
