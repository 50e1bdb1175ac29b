import { fitDocument, textBudget } from '../../document/fit.ts'
import { toMarkdown } from '../../document/markdown.ts'
import { MINUTE } from '../../domain/time.ts'
import type { ChannelFactory } from '../channel.ts'
import { messageDocument } from '../message-document.ts'
import { postChannel } from '../post-channel.ts'
import { type RobotCodes, robotProblem } from '../robot-answer.ts'
import { WECOM } from './markdown.ts'

/** The most that the robot takes, in bytes of the content in UTF-8, without what JSON adds (errcode 40058 says so). */
const MAX_CONTENT = 4_096

const OUR_FAULT = 'The robot does not take the message as it is, which this program should have prevented: report it.'

/** https://developer.work.weixin.qq.com/document/path/90313 */
const CODES: RobotCodes = {
  vendor: 'WeCom',
  fields: ['errcode'],
  words: 'errmsg',
  throttled: [45009],
  busy: [-1],
  less: 'A robot takes 20 messages a minute: send less often, or later.',
  permanent: {
    40008: OUR_FAULT,
    40058: OUR_FAULT,
    93000: 'The key is not valid, or the robot is not in the group any more: copy its webhook again into CMK_CHANNELS.',
  },
}

/** Markdown, without a signature. https://developer.work.weixin.qq.com/document/path/91770 */
export const open: ChannelFactory = (config, services) => {
  const room = textBudget({
    max: MAX_CONTENT,
    measure: Buffer.byteLength,
    language: config.language,
    dialect: WECOM,
  })
  return postChannel(config, services, {
    rates: [{ max: 20, within: MINUTE }],
    body(message) {
      const content = toMarkdown(fitDocument(messageDocument(message, config), room), WECOM)
      return JSON.stringify({ msgtype: 'markdown', markdown: { content } })
    },
    problem: (posted, now) => robotProblem(posted, now, CODES),
  })
}
