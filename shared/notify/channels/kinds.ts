import type { Channel, ChannelConfig, ChannelKind, ChannelServices } from './channel.ts'
import { dingtalk } from './dingtalk.ts'
import { feishu, lark } from './feishu.ts'
import { save } from './save.ts'
import { slack } from './slack.ts'
import { smtp } from './smtp.ts'
import { webhook } from './webhook.ts'
import { wecom } from './wecom.ts'

/** Every kind of channel. A new one is a file beside this and a name in here. */
export const CHANNEL_KINDS: readonly ChannelKind[] = [dingtalk, feishu, lark, wecom, slack, smtp, webhook, save]

export function channelKind(name: string): ChannelKind | undefined {
  return CHANNEL_KINDS.find(({ kind }) => kind === name)
}

/** A configured channel, ready to send. Calls nothing yet. */
export function openChannel(config: ChannelConfig, services: ChannelServices): Channel {
  const kind = channelKind(config.kind)
  if (kind === undefined)
    throw new TypeError(`No kind of channel is called ${config.kind}; the configuration lets none in.`)
  return kind.open(config, services)
}
