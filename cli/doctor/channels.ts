import { type Preview, previewDigest } from '../../functions/digest/preview.ts'
import type { ChannelConfig } from '../../shared/notify/channels/channel.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { connectionProblem } from './connect.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn } from './services.ts'

/** Whether the digest could be made and its receivers reached. Nothing is sent: a connection is opened and closed. */
export async function checkChannels(store: Store | undefined, services: DoctorServices): Promise<readonly Finding[]> {
  const { channels } = services.config
  if (channels.length === 0) return [{ check: 'channels', status: 'ok', what: 'none: the digest goes to the terminal' }]
  const previews = store && (await previewsOf(store, channels, services))
  return Promise.all(
    channels.map(async (channel): Promise<Finding> => {
      const name = channel.name === channel.kind ? channel.name : `${channel.name} (${channel.kind})`
      const code = await connectionProblem(channel.address, services.within)
      if (code !== undefined) {
        const what = `the receiver of ${name} cannot be reached: ${code}`
        return {
          check: 'channels',
          status: 'failed',
          what,
          advice: 'Check its address in CMK_CHANNELS, and the way to it (DNS, proxy, firewall).',
        }
      }
      const message = messageOf(previews?.find((preview) => preview.channel === channel.name))
      return {
        check: 'channels',
        status: 'ok',
        what: `the receiver of ${name} can be reached; ${message}; nothing was sent`,
      }
    }),
  )
}

function messageOf(preview: Preview | undefined): string {
  if (preview === undefined) return 'no message was made, for want of tables that can be read'
  const { body, day, standing } = preview
  const length = `the digest of ${day} takes ${Buffer.byteLength(body)} bytes`
  return standing === 'free' ? length : `${length}, and would not be sent again`
}

/** Tables that cannot be read are told by the store's check. */
async function previewsOf(store: Store, channels: readonly ChannelConfig[], services: DoctorServices) {
  const { config, clock, signal } = services
  try {
    return await previewDigest({ config, store, clock, signal }, channels)
  } catch (caught) {
    failureIn(caught, StoreError, services)
    return undefined
  }
}
