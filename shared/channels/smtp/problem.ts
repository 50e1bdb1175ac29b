import { isNoTls } from '../../net/begins-with-tls.ts'
import { isCertificateFault } from '../../net/certificate-fault.ts'
import type { ChannelProblem } from '../channel-error.ts'
import { unclearAnswer } from '../http-problem.ts'

/** What an SMTP client says of a conversation that failed. */
export interface SmtpFailure {
  /** The client's: which part failed. */
  readonly code?: string | undefined
  /** The system's or OpenSSL's behind it. */
  readonly originalCode?: string | undefined
  /** The server's reply. */
  readonly responseCode?: number | undefined
  /** What was being done. */
  readonly command?: string | undefined
  /** Which of its deadlines passed. */
  readonly timeoutType?: string | undefined
}

const AGAIN = 'Try again later; if it persists, check that this network reaches the mail server.'
const NOT_NOW = 'The server defers it for now, as greylisting does with unknown senders: it is retried later.'
const LOGIN =
  'The server requires a login and rejected the one it got: check the user in the address and the option password of this channel.'
const CERTIFICATE =
  'The certificate of the server is not trusted: give this channel the option ca, or the process NODE_EXTRA_CA_CERTS.'
const NO_TLS = 'The server does not offer TLS on this port: see the port and the option tls of this channel.'
export const NOT_IMPLICIT =
  'This port does not start with TLS: give this channel tls=starttls, or the port for implicit TLS (usually 465).'
const IMPLICIT = 'This port starts with TLS: give this channel tls=implicit, or the port for STARTTLS (usually 587).'
const TOO_LARGE = 'The server does not take a mail of this size: give this channel report=no.'
const NOT_TAKEN = 'The server refuses it for good: see from, to and cc of this channel, and the log of the server.'

const ADVICE: Readonly<Record<number, string>> = {
  530: LOGIN,
  534: LOGIN,
  535: LOGIN,
  538: LOGIN,
  523: TOO_LARGE,
  552: TOO_LARGE,
}

/** What a failure means. `left`: the whole mail had gone out and only the server's last reply was missing. */
export function smtpProblem(
  { code = 'smtp', originalCode, responseCode, command = '' }: SmtpFailure,
  left: boolean,
): ChannelProblem {
  if (responseCode !== undefined) return replyProblem(responseCode, code)
  if (left) return unclearAnswer(originalCode ?? code)
  if (originalCode !== undefined && isNoTls(originalCode))
    return { kind: 'permanent', code: originalCode, advice: NOT_IMPLICIT }
  if (originalCode !== undefined && isCertificateFault(originalCode))
    return { kind: 'permanent', code: originalCode, advice: CERTIFICATE }
  // Told before anything is sent, by the size that the server announces.
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return { kind: 'permanent', code: 'SIZE', advice: TOO_LARGE }
  if (code === 'EAUTH') return { kind: 'permanent', code, advice: LOGIN }
  return { kind: 'transient', code: originalCode ?? code, advice: AGAIN }
}

/** Whether the server said nothing that begins a conversation: it may wait for TLS. */
export function isWithoutGreeting({ code, originalCode, responseCode, command, timeoutType }: SmtpFailure): boolean {
  if (command !== 'CONN' || originalCode !== undefined || responseCode !== undefined) return false
  return timeoutType === 'GREETING_TIMEOUT' || code === 'ECONNECTION' || code === 'EPROTOCOL' || code === undefined
}

/** What it means that a server waits for TLS while this channel waits for its greeting. */
export const WAITS_FOR_TLS: ChannelProblem = { kind: 'permanent', code: 'TLS', advice: IMPLICIT }

function replyProblem(reply: number, part: string): ChannelProblem {
  const code = `SMTP ${reply}`
  if (part === 'ETLS') return { kind: 'permanent', code, advice: NO_TLS }
  if (reply >= 400 && reply < 500) return { kind: 'transient', code, advice: NOT_NOW }
  return { kind: 'permanent', code, advice: ADVICE[reply] ?? NOT_TAKEN }
}
