import { fitDocument } from '../../document/fit.ts'
import { SECOND } from '../../domain/time.ts'
import { headline } from '../../views/headline.ts'
import type { ChannelKind } from '../channel.ts'
import { messageDocument } from '../message-document.ts'
import { postChannel, postDestination } from '../post-channel.ts'
import { slackProblem } from './answer.ts'
import { hasRoom, sectionBlocks, slackBlocks } from './blocks.ts'

/**
 * The most of all blocks together, in characters of their JSON. Nothing documents it; Slack says `msg_blocks_too_long` at some 13,200
 * characters of text: https://github.com/slackapi/bolt-js/issues/2509. Two blocks of a section that stand together hold more than 3000, so
 * that this keeps a message far below the 50 blocks that it may have.
 */
const MAX_BLOCKS_SIZE = 12_000

/** An incoming webhook of Slack. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: ChannelKind = {
  kind: 'slack',
  expects: '`slack:https://hooks.slack.com/services/…`',
  options: [],

  address(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || !/^\/services\/\w+\/\w+\/\w+$/.test(url.pathname)) return undefined
    return `${url.origin}${url.pathname}`
  },

  destination: postDestination,

  open(config, services) {
    return postChannel(config, services, {
      rates: [{ max: 1, within: SECOND }],
      body(message) {
        const document = fitDocument(messageDocument(message, config), {
          max: MAX_BLOCKS_SIZE,
          baseSize: (whole) => sizeOf(slackBlocks({ ...whole, sections: [] })),
          section: (section) => (hasRoom(section) ? sizeOf(sectionBlocks(section)) : Number.POSITIVE_INFINITY),
          language: config.language,
        })
        // The text is for notifications and screen readers: nothing in it is a stranger's.
        return JSON.stringify({ text: headline(message.digest, config.language), blocks: slackBlocks(document) })
      },
      problem: slackProblem,
    })
  },
}

function sizeOf(blocks: readonly object[]): number {
  return JSON.stringify(blocks).length
}
