import type { ChannelConfig, ChannelDefinition, Destination } from './channel-definition.ts'
import { dingtalk } from './dingtalk/definition.ts'
import { feishu } from './feishu/definition.ts'
import { lark } from './lark/definition.ts'
import { save } from './save/definition.ts'
import { slack } from './slack/definition.ts'
import { smtp } from './smtp/definition.ts'
import { webhook } from './webhook/definition.ts'
import { wecom } from './wecom/definition.ts'

/** Every kind of channel. A new one is a folder beside this, `<kind>/definition.ts` and `<kind>/channel.ts`, and a name in here. */
export const CHANNEL_DEFINITIONS: readonly ChannelDefinition[] = [
  dingtalk,
  feishu,
  lark,
  wecom,
  slack,
  smtp,
  webhook,
  save,
]

export function findDefinition(name: string): ChannelDefinition | undefined {
  return CHANNEL_DEFINITIONS.find(({ kind }) => kind === name)
}

/** What is known of the kind of a configured channel. */
export function definitionOf({ kind }: Pick<ChannelConfig, 'kind'>): ChannelDefinition {
  const definition = findDefinition(kind)
  if (definition) return definition
  throw new TypeError(`No kind of channel is called ${kind}; the configuration admits none.`)
}

export function destinationOf(config: ChannelConfig): Destination {
  return definitionOf(config).destination(config)
}
