import { createHmac } from 'node:crypto'
import { fitDocument } from '../../document/fit.ts'
import { type Instant, MINUTE, SECOND } from '../../domain/time.ts'
import type { ChannelFactory } from '../channel.ts'
import { messageDocument } from '../message-document.ts'
import { postChannel } from '../post-channel.ts'
import { robotProblem } from '../robot-answer.ts'
import { feishuCard, sectionElement } from './card.ts'
import { FEISHU_CODES } from './codes.ts'

/** The most that the robot takes, in bytes of the whole request body: 20 KB, and nobody says of which kind. */
const MAX_BODY = 20_000

/** An interactive card, signed where the robot has a secret. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const open: ChannelFactory = (config, services) => {
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
