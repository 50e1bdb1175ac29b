/**
 * `permanent`: refused for good until somebody changes something. `throttled`: too often, later is fine. `transient`: surely not delivered,
 * and trying again may help. `uncertain`: it may have been delivered, because the request left and no answer tells.
 */
export type ChannelFault = 'permanent' | 'throttled' | 'transient' | 'uncertain'

export interface ChannelProblem {
  readonly kind: ChannelFault
  /** The vendor's code, an HTTP status, or the system's code: never the vendor's text, which may echo what it was sent. */
  readonly code: string
  /** What to do. */
  readonly advice: string
  /** How long the channel asks to be left alone, in milliseconds. */
  readonly retryDelay?: number
}

/** A message that was not, or perhaps not, delivered. It names the channel and holds no address, token or signature, so it has no cause. */
export class ChannelError extends Error implements ChannelProblem {
  override readonly name = 'ChannelError'
  readonly channel: string
  readonly kind: ChannelFault
  readonly code: string
  readonly advice: string
  readonly retryDelay?: number

  constructor(channel: string, { kind, code, advice, retryDelay }: ChannelProblem) {
    super(`Channel ${channel}: ${SAID[kind]} (${code}). ${advice}`)
    this.channel = channel
    this.kind = kind
    this.code = code
    this.advice = advice
    if (retryDelay !== undefined) this.retryDelay = retryDelay
  }
}

const SAID: Record<ChannelFault, string> = {
  permanent: 'the message was refused',
  throttled: 'too many messages',
  transient: 'the message could not be delivered',
  uncertain: 'the message may or may not have been delivered',
}
