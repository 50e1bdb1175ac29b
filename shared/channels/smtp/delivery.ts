import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { SECOND } from '../../domain/time.ts'
import { beginsWithTls } from '../../net/begins-with-tls.ts'
import type { ChannelProblem } from '../channel-error.ts'
import type { Envelope } from './mail.ts'
import { isWithoutGreeting, type SmtpFailure, smtpProblem, WAITS_FOR_TLS } from './problem.ts'
import type { MailServer } from './server.ts'

/** Servers let strangers wait before they greet, and think about a mail when they have it: longer than a chat takes. */
const TIMEOUTS = { connectionTimeout: 5 * SECOND, greetingTimeout: 15 * SECOND, socketTimeout: 20 * SECOND }

const GOODBYE = SECOND

/** A recipient whom the server did not take while it took others, and its reply. */
export interface Rejection {
  readonly recipient: string
  readonly reply: number
}

/** Who did not get a mail that others got; or why nobody got it. */
export type MailEnd =
  | { readonly end: 'taken'; readonly rejected: readonly Rejection[] }
  | { readonly end: 'failed'; readonly problem: ChannelProblem }

/** Gives one mail to a server, on a connection of its own. Never rejects. */
export async function deliverMail(
  server: MailServer,
  envelope: Envelope,
  mail: string,
  signal: AbortSignal,
  timeouts = TIMEOUTS,
): Promise<MailEnd> {
  const { default: SmtpConnection } = await import('nodemailer/lib/smtp-connection')
  return new Promise((resolve) => {
    const connection = new SmtpConnection({
      host: server.host,
      port: server.port,
      secure: server.implicitTls,
      requireTLS: !server.implicitTls,
      tls: { minVersion: 'TLSv1.2', ...(server.ca === undefined ? {} : { ca: server.ca }) },
      ...timeouts,
    })
    // The mail is out when its last byte is: what the connection says after that, or does not, decides.
    let left = false
    const content = Readable.from([Buffer.from(mail)])
    content.once('end', () => {
      left = true
    })
    let isReady = false
    const settle = (end: MailEnd) => {
      signal.removeEventListener('abort', onAbort)
      if (end.end === 'taken') {
        // Said goodbye to; a server that does not answer that keeps nobody waiting.
        connection.quit()
        setTimeout(() => connection.close(), GOODBYE).unref()
      } else connection.close()
      resolve(end)
    }
    const fail = async (failure: SmtpFailure) => {
      const waits = !server.implicitTls && !isReady && isWithoutGreeting(failure)
      const isTls = waits && (await beginsWithTls(server, timeouts.connectionTimeout, signal))
      settle({ end: 'failed', problem: isTls ? WAITS_FOR_TLS : smtpProblem(failure, left) })
    }
    const onAbort = () => void fail({ code: 'aborted' })
    const send = () => {
      const size = Buffer.byteLength(mail)
      connection.send({ ...envelope, size }, content, (error, info) => {
        if (error || !info) void fail(error ?? {})
        else settle({ end: 'taken', rejected: rejections(info) })
      })
    }
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort)
    connection.on('error', fail)
    connection.connect((failure) => {
      if (failure) return void fail(failure)
      isReady = true
      if (server.login === undefined) return send()
      connection.login({ ...server.login }, (refused) => void (refused ? fail(refused) : send()))
    })
  })
}

function rejections({ rejected, rejectedErrors = [] }: SMTPConnection.SentMessageInfo): readonly Rejection[] {
  return rejected.map((recipient, index) => ({ recipient, reply: rejectedErrors[index]?.responseCode ?? 0 }))
}
