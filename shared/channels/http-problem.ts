import { type Instant, SECOND } from '../domain/time.ts'
import { isNoTls } from '../net/begins-with-tls.ts'
import { isCertificateFault } from '../net/certificate-fault.ts'
import type { Posted } from '../net/post.ts'
import type { ChannelProblem } from './channel-error.ts'

const AGAIN = 'Try again later; if it persists, check that this network reaches the address of the channel.'
const CERTIFICATE =
  'The certificate of the receiver is not trusted: check its name and dates, and name the CA that signed it in NODE_EXTRA_CA_CERTS.'
const NO_TLS =
  'The receiver does not speak TLS on this port: see https:// and the port of this channel in CMK_CHANNELS.'
const UNSURE = 'Check whether it arrived; it is sent at most once more, with a note that says so.'
const REFUSED: Readonly<Record<number, string>> = {
  401: 'The receiver does not accept the credentials: see the address and the secret of this channel in CMK_CHANNELS.',
  403: 'The receiver does not accept the credentials: see the address and the secret of this channel in CMK_CHANNELS.',
  404: 'There is nothing at the address of this channel: see CMK_CHANNELS.',
  410: 'The receiver is gone for good: give this channel another address in CMK_CHANNELS, or take it out.',
  413: 'The receiver does not take a message of this size: raise its limit.',
}
const MOVED = 'Redirects are not followed: give this channel the address that the redirect leads to in CMK_CHANNELS.'
const NOT_TAKEN = 'The receiver does not take the message as it is: see its log.'

/** What the status of an exchange means at `now`; undefined for a 2xx. The status tells even where the answer broke off behind it. */
export function httpProblem(posted: Posted, now: Instant): ChannelProblem | undefined {
  if (posted.end === 'unsent') {
    const { code } = posted
    if (isNoTls(code)) return { kind: 'permanent', code, advice: NO_TLS }
    return isCertificateFault(code)
      ? { kind: 'permanent', code, advice: CERTIFICATE }
      : { kind: 'transient', code, advice: AGAIN }
  }
  if (posted.end === 'unanswered') return unclearAnswer(posted.code)
  const { status } = posted
  const code = `HTTP ${status}`
  if (status >= 200 && status < 300) return undefined
  if (status === 429) {
    const retryDelay = retryAfter(posted.retryAfter, now)
    return {
      kind: 'throttled',
      code,
      advice: 'Send less often, or later.',
      ...(retryDelay === undefined ? {} : { retryDelay }),
    }
  }
  // A gateway that got no answer does not know whether the receiver got the message.
  if (status === 504) return unclearAnswer(code)
  if (status >= 500 || status === 408 || status === 425) return { kind: 'transient', code, advice: AGAIN }
  return { kind: 'permanent', code, advice: status < 400 ? MOVED : (REFUSED[status] ?? NOT_TAKEN) }
}

/** No answer, or one that does not say whether the message was taken. */
export function unclearAnswer(code: string): ChannelProblem {
  return { kind: 'uncertain', code, advice: UNSURE }
}

/** Milliseconds of a Retry-After header, which is seconds or a date (RFC 9110). */
function retryAfter(value: string | undefined, now: Instant): number | undefined {
  if (value === undefined) return undefined
  const wait = /^\d+$/.test(value) ? Number(value) * SECOND : Date.parse(value) - now
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
