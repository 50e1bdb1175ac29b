import { fitDocument } from '../../document/fit.ts'
import { SECOND } from '../../domain/time.ts'
import type { ChannelFactory } from '../channel.ts'
import { messageDocument } from '../message-document.ts'
import { postChannel } from '../post-channel.ts'
import { slackProblem } from './answer.ts'
import { hasRoom, sectionBlocks, slackBlocks } from './blocks.ts'
import { SLACK } from './mrkdwn.ts'

/**
 * The most of all blocks together, in characters of their JSON. Nothing documents it; Slack says `msg_blocks_too_long` at some 13,200
 * characters of text: https://github.com/slackapi/bolt-js/issues/2509. Two blocks of a section that stand together hold more than 3000, so
 * that this keeps a message far below the 50 blocks that it may have.
 */
const MAX_BLOCKS_SIZE = 12_000

/** Blocks, without a signature. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const open: ChannelFactory = (config, services) =>
  postChannel(config, services, {
    rates: [{ max: 1, within: SECOND }],
    body(message) {
      const document = fitDocument(messageDocument(message, config), {
        max: MAX_BLOCKS_SIZE,
        baseSize: (whole) => sizeOf(slackBlocks({ ...whole, sections: [] })),
        section: (section) => (hasRoom(section) ? sizeOf(sectionBlocks(section)) : Number.POSITIVE_INFINITY),
        language: config.language,
      })
      // The text is for notifications and screen readers.
      return JSON.stringify({ text: SLACK.text(message.headline(config.language)), blocks: slackBlocks(document) })
    },
    problem: slackProblem,
  })

function sizeOf(blocks: readonly object[]): number {
  return JSON.stringify(blocks).length
}
