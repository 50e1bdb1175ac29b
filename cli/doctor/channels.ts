import { type FailedPreview, type Preview, previewDigest } from '../../functions/digest/preview.ts'
import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { destinationOf } from '../../shared/channels/definitions.ts'
import { NOT_IMPLICIT } from '../../shared/channels/smtp/problem.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { checkWritable, WriteError } from '../../shared/files/write-file-atomic.ts'
import { isNoTls } from '../../shared/net/begins-with-tls.ts'
import { isCertificateFault } from '../../shared/net/certificate-fault.ts'
import { proxyAdvice } from '../../shared/net/proxy-error.ts'
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
    channels.map((channel) => {
      const preview = previews?.find((each) => each.channel === channel.name)
      return checkChannel(channel, preview, services.within)
    }),
  )
}

async function checkChannel(
  channel: ChannelConfig,
  preview: Preview | FailedPreview | undefined,
  signal: AbortSignal,
): Promise<Finding> {
  const name = channel.name === channel.kind ? channel.name : `${channel.name} (${channel.kind})`
  const destination = destinationOf(channel)
  const failed = (what: string, advice: string): Finding => ({ check: 'channels', status: 'failed', what, advice })
  if ('file' in destination) {
    const problem = problemOf(destination.file)
    if (problem) return failed(`the file of ${name} cannot be written: ${problem.why} (${problem.code})`, FILE)
  } else {
    const { proxy } = channel
    const code = await connectionProblem(destination.server, signal, proxy)
    const byProxy = code !== undefined && proxy !== undefined ? proxyAdvice(code, proxy) : undefined
    const advice = inEnglish(byProxy) ?? adviceOn(code ?? '', channel)
    if (code !== undefined) return failed(`the receiver of ${name} cannot be reached: ${code}`, advice)
  }
  if (preview !== undefined && 'problem' in preview)
    return failed(`the message of ${name} cannot be made`, preview.problem)
  const reached =
    'file' in destination ? `the file of ${name} can be written` : `the receiver of ${name} can be reached`
  return { check: 'channels', status: 'ok', what: `${reached}; ${messageOf(preview)}; nothing was sent` }
}

const FILE = 'Name a file in CMK_CHANNELS in a folder that this program may write to.'
const CERTIFICATE =
  'Its certificate is not trusted: check its name and dates, and name the CA that signed it in NODE_EXTRA_CA_CERTS, or in the option ca of a mail channel.'
const WAY = 'Check its address in CMK_CHANNELS, and the way to it (DNS, proxy, firewall).'

function adviceOn(code: string, { kind }: ChannelConfig): string {
  if (isCertificateFault(code)) return CERTIFICATE
  return kind === 'smtp' && isNoTls(code) ? NOT_IMPLICIT : WAY
}

function problemOf(file: string): WriteError | undefined {
  try {
    checkWritable(file)
    return undefined
  } catch (error) {
    if (error instanceof WriteError) return error
    throw error
  }
}

function messageOf(preview: Preview | undefined): string {
  if (preview === undefined) return 'no message was generated, because the tables cannot be read'
  const { body, day, status } = preview
  const length = `the digest of ${day} takes ${Buffer.byteLength(body)} bytes`
  return status === 'free' ? length : `${length}, and would not be sent again`
}

/** Tables that cannot be read are reported by the store's check. */
async function previewsOf(store: Store, channels: readonly ChannelConfig[], services: DoctorServices) {
  const { config, clock, signal } = services
  try {
    return await previewDigest({ config, store, clock, signal }, channels)
  } catch (caught) {
    failureIn(caught, StoreError, services)
    return undefined
  }
}
