import { createHmac } from 'node:crypto'
import { fitDocument } from '../../document/fit.ts'
import { type Instant, MINUTE, SECOND } from '../../domain/time.ts'
import { type ChannelKind, SECRET } from '../channel.ts'
import { messageDocument } from '../message-document.ts'
import { postChannel, postDestination } from '../post-channel.ts'
import { robotProblem } from '../robot-answer.ts'
import { feishuCard, sectionElement } from './card.ts'
import { FEISHU_CODES } from './codes.ts'

/** The most that the robot takes, in bytes of the whole request body: 20 KB, and nobody says of which kind. */
const MAX_BODY = 20_000
const PATH = '/open-apis/bot/v2/hook/'
const HOOK = /^[\w-]{8,200}$/

/** A custom robot of a Feishu group. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const feishu = cardKind('feishu', 'https://open.feishu.cn')
/** The same of Lark, which is Feishu outside China. */
export const lark = cardKind('lark', 'https://open.larksuite.com')

function cardKind(kind: string, origin: string): ChannelKind {
  return {
    kind,
    expects: `\`${kind}:<hook id>\` or \`${kind}:${origin}${PATH}…\``,
    options: [SECRET],

    address(text) {
      if (HOOK.test(text)) return `${origin}${PATH}${text}`
      const url = URL.canParse(text) ? new URL(text) : undefined
      if (!url || !/^https?:$/.test(url.protocol) || !url.pathname.startsWith(PATH)) return undefined
      return HOOK.test(url.pathname.slice(PATH.length)) ? `${url.origin}${url.pathname}` : undefined
    },

    destination: postDestination,

    open(config, services) {
      const { secret } = config.options
      return postChannel(config, services, {
        rates: [
          { max: 5, within: SECOND },
          { max: 100, within: MINUTE },
        ],
        body(message) {
          const document = messageDocument(message, config)
          const signed = secret === undefined ? '' : signature(secret, services.clock())
          const fitted = fitDocument(document, {
            max: MAX_BODY - signed.length,
            baseSize: (whole) => bytesOf(feishuCard({ ...whole, sections: [] }, message, config)),
            // With the comma before it.
            section: (section) => bytesOf(sectionElement(section)) + 1,
            language: config.language,
          })
          return JSON.stringify(feishuCard(fitted, message, config))
        },
        // The signature is a part of the body.
        sign: (body, now) => (secret === undefined ? {} : { body: `{${signature(secret, now)}${body.slice(1)}` }),
        problem: (posted, now) => robotProblem(posted, now, FEISHU_CODES),
      })
    },
  }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** `"timestamp":…,"sign":…,`: nothing, signed with the time in seconds and the secret. The robot takes it for an hour. */
function signature(secret: string, now: Instant): string {
  const timestamp = `${Math.floor(now / SECOND)}`
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).digest('base64')
  return `"timestamp":"${timestamp}","sign":"${sign}",`
}
