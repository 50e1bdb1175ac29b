import { createHmac } from 'node:crypto'
import { fitDocument, textBudget } from '../../document/fit.ts'
import { toMarkdown } from '../../document/markdown.ts'
import { COMMONMARK, type Dialect } from '../../document/markdown-dialect.ts'
import { type Instant, MINUTE } from '../../domain/time.ts'
import { visible } from '../../text/escape.ts'
import type { ChannelFactory } from '../channel.ts'
import { idsCalled } from '../mentions.ts'
import { messageDocument } from '../message-document.ts'
import { jsonBytes, postChannel } from '../post-channel.ts'
import { dingtalkProblem } from './answer.ts'
import { isMobile } from './definition.ts'

/** The most that the robot takes, in bytes of the whole request body (errcode 460101 says so). */
const MAX_BODY = 20_000

/** DingTalk draws CommonMark, and calls whom the text names with an `@`. */
const DINGTALK: Dialect = { ...COMMONMARK, mention: (id) => `@${id}` }

/** Markdown, signed where the robot has a secret. https://open.dingtalk.com/document/robots/custom-robot-access */
export const open: ChannelFactory = (config, services) => {
  const { language, address, options } = config
  const { secret } = options
  return postChannel(config, services, {
    rates: [{ max: 20, within: MINUTE }],
    body(message) {
      const document = messageDocument(message, config)
      const called = idsCalled(options.mention, document.needed ?? [])
      const bodyOf = (text: string) =>
        JSON.stringify({
          msgtype: 'markdown',
          markdown: { title: visible(document.title), text },
          // Whom the robot calls: it looks for `@` and the id in the text as well.
          at: {
            atMobiles: called.filter(isMobile),
            atUserIds: called.filter((id) => !isMobile(id)),
            isAtAll: false,
          },
        })
      const max = MAX_BODY - Buffer.byteLength(bodyOf(''))
      const room = textBudget({ max, measure: jsonBytes, language, dialect: DINGTALK })
      return bodyOf(toMarkdown(fitDocument(document, room), DINGTALK))
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
