import type { Delivery } from '../functions/digest/deliver.ts'
import { type Preview, previewDigest } from '../functions/digest/preview.ts'
import { digest } from '../functions/digest/stage.ts'
import type { ChannelConfig } from '../shared/channels/channel-definition.ts'
import { channelMeant } from '../shared/config/channel-hint.ts'
import type { Language } from '../shared/domain/language.ts'
import { nearest } from '../shared/domain/nearest.ts'
import { silentLog } from '../shared/log/log.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { CommandError } from './failure.ts'
import { configOf, withTable } from './open.ts'
import type { Shell } from './terminal/shell.ts'

/** The channel that is no channel: standard output. */
export const TERMINAL = 'terminal'

/** Sends the digest to channels now, as the function would, and prints a line for each. */
export function sendDigest(shell: Shell, channels: readonly ChannelConfig[]): Promise<ExitStatus> {
  return withTable(
    shell,
    async (table) => {
      // The outcome of each is printed; the log would say it twice.
      const deliveries = await digest({ ...table, ...shell.terminal, log: silentLog }, channels)
      await shell.out.write(deliveries.map((each) => `${lineOf(each)}\n`).join(''))
      return deliveries.every(({ outcome }) => REACHED.includes(outcome)) ? EXIT.done : EXIT.failed
    },
    'mark',
  )
}

/** Prints exactly what channels would be sent, one after the other. What would not be sent at all is reported on stderr. */
export function showDigest(shell: Shell, channels: readonly ChannelConfig[]): Promise<ExitStatus> {
  return withTable(shell, async (table) => {
    const previews = await previewDigest({ ...table, ...shell.terminal }, channels)
    for (const preview of previews) {
      const { channel, day } = preview
      if ('problem' in preview) {
        shell.log.error(`It could not be generated: ${preview.problem}`, { channel, day })
        continue
      }
      const { status, body } = preview
      if (status !== 'free') shell.log.warn(`Nothing would be sent: ${NOT_SENT[status]}`, { channel, day })
      await shell.out.write(`${body}\n`)
    }
    return previews.some((preview) => 'problem' in preview) ? EXIT.failed : EXIT.done
  })
}

/** The configured channels of these names or kinds, each once; in a language, or in its own. Throws a `CommandError`. A name is not repeated: people paste addresses there. */
export async function chooseChannels(
  shell: Shell,
  names: readonly string[],
  language: Language | undefined,
): Promise<ChannelConfig[]> {
  if (names.length === 0) return []
  const { channels } = await configOf(shell)
  for (const name of names) {
    if (channels.some((channel) => isCalled(channel, name))) continue
    const known = [TERMINAL, ...channels.map((channel) => channel.name)]
    const kind = channelMeant(name)
    const near = kind !== undefined && known.includes(kind) ? kind : nearest(name, known)
    throw new CommandError(
      `CMK_CHANNELS has no channel of that name or kind. --channel takes one of ${known.join(', ')}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      EXIT.usage,
    )
  }
  return channels
    .filter((channel) => names.some((name) => isCalled(channel, name)))
    .map((channel) => (language === undefined ? channel : { ...channel, language }))
}

function isCalled({ name, kind }: ChannelConfig, text: string): boolean {
  return name === text || kind === text
}

const REACHED: readonly Delivery['outcome'][] = ['sent', 'sent-again', 'already-sent', 'quiet']

const OUTCOME: Record<Delivery['outcome'], string> = {
  sent: 'sent',
  'sent-again': 'sent once more, with a note that says so',
  'already-sent': 'already sent',
  'given-up': 'not sent',
  busy: 'not sent',
  quiet: 'not sent, because nothing has changed',
  failed: 'not sent',
}

const NOT_SENT: Record<Exclude<Preview['status'], 'free'>, string> = {
  sent: 'it was already sent.',
  claimed: 'another invocation is sending it.',
  quiet: 'nothing has changed.',
  'no-keys': 'no key has the owner or the account that this channel is for.',
  'given-up': 'it was sent twice and neither sending was confirmed.',
}

function lineOf({ channel, day, outcome, reason }: Delivery): string {
  const told = outcome === 'quiet' && reason !== undefined ? 'not sent' : OUTCOME[outcome]
  return `${channel}: digest of ${day} ${told}${reason === undefined ? '' : `. ${reason}`}`
}
