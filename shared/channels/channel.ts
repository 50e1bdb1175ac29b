import type { Digest } from '../digest/model.ts'
import type { Language } from '../domain/language.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import type { Instant } from '../domain/time.ts'
import type { HttpProxy } from '../net/proxy.ts'
import type { Server } from '../net/server.ts'
import type { sleep } from '../net/sleep.ts'

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
  /** Where people find everything that a digest has no room for, as `webLink` writes it. */
  readonly link?: string
  /** Where it sends. As secret as a password, unless its kind says otherwise. */
  readonly address: string
  /** What only this kind knows, by name; secret values are resolved. */
  readonly options: Readonly<Record<string, string>>
  /** Through which the address is called. */
  readonly proxy?: HttpProxy
}

/** What is sent. */
export interface ChannelMessage {
  readonly digest: Digest
  /** The rows that the digest is made of, for a report; none where they are too many. */
  readonly rows?: readonly ReadinessRow[]
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
  /** Exactly what `send` would send now, but for a signature. Holds no token, signature or secret address. */
  body(message: ChannelMessage): Promise<string>
  /**
   * Delivers, trying again where that is safe. Resolves when the channel confirmed it, with one line where not all is as it should be;
   * otherwise throws a `ChannelError`.
   */
  send(message: ChannelMessage, options: SendOptions): Promise<string | undefined>
}

/** Where a channel leads. The folder of a file is made where it is missing. */
export type Destination = { readonly server: Server } | { readonly file: string }

export interface ChannelServices {
  readonly clock: () => Instant
  /** 0 to 1, without 1; `Math.random` unless a test says otherwise. */
  readonly random?: () => number
  /** How to wait; a timer unless a test says otherwise. */
  readonly sleep?: typeof sleep
}

/** An option of a channel, `#<name>=<value>` behind its address. */
export interface ChannelOption {
  readonly name: string
  /** What a value looks like, in words. */
  readonly expects: string
  readonly accepts: (value: string) => boolean
  /** Its value is no secret: people may read it in what is printed. */
  readonly isPublic?: true
  readonly isNeeded?: true
}

/** A kind of channel, in one file and one line of `kinds.ts`. */
export interface ChannelKind {
  readonly kind: string
  /** What an address of this kind looks like, in words. */
  readonly expects: string
  /** Those besides what every channel has (`lang`, `name`, `link`, `when`). */
  readonly options: readonly ChannelOption[]
  /** The address is no secret. */
  readonly isPublic?: true
  /** It wants the rows of the table with the digest, where they are not too many. */
  readonly takesRows?: true
  /** The address in full, or undefined where the text is none. Relative paths start at `cwd`. */
  address(text: string, cwd: string): string | undefined
  /** What of a channel does not go together, though each part is valid, in one line. */
  conflict?(config: ChannelConfig): string | undefined
  destination(config: ChannelConfig): Destination
  open(config: ChannelConfig, services: ChannelServices): Channel
}

/** The secret that a receiver shares with this program. */
export const SECRET: ChannelOption = {
  name: 'secret',
  expects: 'a value, env:NAME or file:PATH',
  accepts: (value) => value !== '',
}
