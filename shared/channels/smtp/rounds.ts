import { withAttempts } from '../attempts.ts'
import type { ChannelServices, SendOptions } from '../channel.ts'
import { ChannelError } from '../channel-error.ts'
import { deliverMail } from './delivery.ts'
import type { Envelope } from './mail.ts'
import { smtpProblem } from './problem.ts'
import type { MailServer } from './server.ts'

export interface MailOptions {
  readonly channel: string
  readonly server: MailServer
  readonly envelope: Envelope
  readonly mail: string
}

/**
 * Gives a mail to everybody. A server may take it for some, refuse others, and ask to come back for the rest: it is asked again for these
 * alone, and once anybody has the mail nothing fails any more, because nobody should get it again for another's sake. Resolves with one
 * line about those who did not get it, without their addresses; throws the last problem as a `ChannelError` where nobody got it.
 */
export async function mailToAll(
  { channel, server, envelope, mail }: MailOptions,
  sending: SendOptions,
  services: ChannelServices,
): Promise<string | undefined> {
  let waiting: readonly string[] = envelope.to
  let isTaken = false
  const refused: string[] = []
  const attempt = async (signal: AbortSignal) => {
    const end = await deliverMail(server, { ...envelope, to: [...waiting] }, mail, signal)
    if (end.end === 'failed') return end.problem
    isTaken = true
    const problems = end.rejected.map(({ recipient, reply }) => {
      return { recipient, ...smtpProblem({ responseCode: reply }, false) }
    })
    refused.push(...problems.filter(({ kind }) => kind === 'permanent').map(({ code }) => code))
    const deferred = problems.filter(({ kind }) => kind !== 'permanent')
    waiting = deferred.map(({ recipient }) => recipient)
    return deferred[0]
  }
  const late: string[] = []
  try {
    await withAttempts(channel, attempt, sending, services)
  } catch (error) {
    if (!(error instanceof ChannelError && isTaken)) throw error
    const among = error.kind === 'permanent' ? refused : late
    among.push(...waiting.map(() => error.code))
  }
  const lines = [
    ...lineOf(refused, envelope, 'were refused', 'see to and cc of this channel.'),
    ...lineOf(late, envelope, 'did not get it in time', 'the server deferred them, and they are not retried.'),
  ]
  return lines.length === 0 ? undefined : lines.join(' ')
}

function lineOf(codes: readonly string[], { to }: Envelope, what: string, advice: string): readonly string[] {
  if (codes.length === 0) return []
  return [`${codes.length} of ${to.length} recipients ${what} (${[...new Set(codes)].join(', ')}): ${advice}`]
}
