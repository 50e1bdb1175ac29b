import { createHmac } from 'node:crypto'
import { fitDocument, textBudget } from '../../document/fit.ts'
import { toMarkdown } from '../../document/markdown.ts'
import { type Instant, MINUTE } from '../../domain/time.ts'
import { visible } from '../../text/escape.ts'
import type { ChannelFactory } from '../channel.ts'
import { messageDocument } from '../message-document.ts'
import { jsonBytes, postChannel } from '../post-channel.ts'
import { dingtalkProblem } from './answer.ts'

/** The most that the robot takes, in bytes of the whole request body (errcode 460101 says so). */
const MAX_BODY = 20_000

/** Markdown, signed where the robot has a secret. https://open.dingtalk.com/document/robots/custom-robot-access */
export const open: ChannelFactory = (config, services) => {
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
}

/** `&timestamp=…&sign=…`: the time and the secret, signed with the secret. The robot takes it for an hour. */
function signature(secret: string, now: Instant): string {
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64')
  return `&timestamp=${now}&sign=${encodeURIComponent(sign)}`
}
