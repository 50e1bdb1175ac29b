import type { Channel, ChannelMessage, ChannelServices } from '../../../shared/channels/channel.ts'
import { ChannelError } from '../../../shared/channels/channel-error.ts'
import { openChannel } from '../../../shared/channels/open-channel.ts'
import { loadConfig } from '../../../shared/config/config.ts'

/** A clock that waits move on; no wait takes real time. */
export class Waiting {
  readonly waits: number[] = []
  now: number

  constructor(now: number) {
    this.now = now
  }

  readonly clock = (): number => this.now

  readonly services: ChannelServices = {
    clock: this.clock,
    random: () => 0.5,
    sleep: (milliseconds, signals) => {
      this.waits.push(milliseconds)
      this.now += milliseconds
      return Promise.resolve(signals.every((signal) => !signal.aborted))
    },
  }
}

/** The channel of an address as CMK_CHANNELS has it. */
export async function channelAt(
  address: string,
  services: ChannelServices,
  env: Record<string, string> = {},
): Promise<Channel> {
  const [config] = loadConfig({ ...env, CMK_CHANNELS: address }, { cwd: '/nonexistent' }).channels
  if (!config) throw new Error('the address is a channel')
  return openChannel(config, services)
}

/** Sends, for a minute at most; the error where it failed. */
export async function sendTo(
  channel: Channel,
  message: ChannelMessage,
  { clock }: Pick<ChannelServices, 'clock'>,
  signal = AbortSignal.timeout(20_000),
): Promise<ChannelError | undefined> {
  try {
    await channel.send(message, { signal, deadline: clock() + 60_000 })
    return undefined
  } catch (error) {
    if (error instanceof ChannelError) return error
    throw error
  }
}
