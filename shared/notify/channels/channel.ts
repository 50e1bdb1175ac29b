import type { Instant } from '../../domain/time.ts'
import type { Language } from '../../domain/verdict.ts'
import type { wait } from '../../net/wait.ts'
import type { Digest } from '../digest.ts'

/** When a channel gets a digest. */
export const WHEN = ['changes', 'always'] as const

/** A channel as it is configured: everything checked, secrets in place. */
export interface ChannelConfig {
  readonly kind: string
  /** What logs and marks call it; letters, digits, `.`, `_` and `-`. */
  readonly name: string
  readonly language: Language
  /** Whether it gets a digest on days without news too; only on days with `changes` unless given. */
  readonly when?: (typeof WHEN)[number]
  /** Where it sends. As secret as a password. */
  readonly address: string
  /** What only this kind knows, by name; secret values are resolved. */
  readonly options: Readonly<Record<string, string>>
}

/** What is sent. */
export interface ChannelMessage {
  readonly digest: Digest
  /** `<channel name>/<calendar day>`: the same however often that day's digest is sent, so that a receiver can drop a second one. */
  readonly id: string
  /** An earlier sending was not confirmed: the message has to say so. */
  readonly mayRepeat: boolean
}

export interface SendOptions {
  /** Ends the sending, waits included. */
  readonly signal: AbortSignal
  /** Nothing is begun after this moment. */
  readonly deadline: Instant
}

/** Somewhere that people read digests. */
export interface Channel {
  readonly name: string
  readonly kind: string
  readonly language: Language
  /** Exactly what `send` would post now. Holds no token, signature or address. */
  body(message: ChannelMessage): string
  /** Delivers, trying again where that is safe. Resolves when the channel confirmed it; otherwise throws a `ChannelError`. */
  send(message: ChannelMessage, options: SendOptions): Promise<void>
}

export interface ChannelServices {
  readonly clock: () => Instant
  /** 0 to 1, without 1; `Math.random` unless a test says otherwise. */
  readonly random?: () => number
  /** How to wait; a timer unless a test says otherwise. */
  readonly wait?: typeof wait
}

/** A kind of channel, in one file and one line of `kinds.ts`. */
export interface ChannelKind {
  readonly kind: string
  /** What an address of this kind looks like, in words. */
  readonly takes: string
  /** Names of its options besides `lang`, `name` and `when`. Their values are kept as secret as the address. */
  readonly options: readonly string[]
  /** The address in full, or undefined where the text is none. */
  address(text: string): string | undefined
  open(config: ChannelConfig, services: ChannelServices): Channel
}
