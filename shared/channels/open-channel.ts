import type { Channel, ChannelFactory, ChannelServices } from './channel.ts'
import type { ChannelConfig } from './channel-definition.ts'
import { definitionOf } from './definitions.ts'

/** A configured channel, ready to send. Loads what its kind needs, and calls nothing yet. */
export async function openChannel(config: ChannelConfig, services: ChannelServices): Promise<Channel> {
  const { kind } = definitionOf(config)
  // The bundler puts every file that fits into a part of its own, and none but the chosen one is read.
  const { open }: { readonly open: ChannelFactory } = await import(`./${kind}/channel.ts`)
  return open(config, services)
}
