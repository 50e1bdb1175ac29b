import type { Channel, ChannelConfig, ChannelKind, ChannelServices, Destination } from './channel.ts'
import { dingtalk } from './dingtalk/channel.ts'
import { feishu, lark } from './feishu/channel.ts'
import { save } from './save/channel.ts'
import { slack } from './slack/channel.ts'
import { smtp } from './smtp/channel.ts'
import { webhook } from './webhook/channel.ts'
import { wecom } from './wecom/channel.ts'

/** Every kind of channel. A new one is a file beside this and a name in here. */
export const CHANNEL_KINDS: readonly ChannelKind[] = [dingtalk, feishu, lark, wecom, slack, smtp, webhook, save]

export function channelKind(name: string): ChannelKind | undefined {
  return CHANNEL_KINDS.find(({ kind }) => kind === name)
}

/** A configured channel, ready to send. Calls nothing yet. */
export function openChannel(config: ChannelConfig, services: ChannelServices): Channel {
  return kindOf(config).open(config, services)
}

export function destinationOf(config: ChannelConfig): Destination {
  return kindOf(config).destination(config)
}

function kindOf({ kind: name }: ChannelConfig): ChannelKind {
  const kind = channelKind(name)
  if (kind === undefined) throw new TypeError(`No kind of channel is called ${name}; the configuration lets none in.`)
  return kind
}
