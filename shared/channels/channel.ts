import type { Document } from '../document/document.ts'
import type { Language } from '../domain/language.ts'
import type { Day, Instant } from '../domain/time.ts'
import type { sleep } from '../net/sleep.ts'
import type { ChannelConfig } from './channel-definition.ts'

/** What is sent, in every shape that a channel may want it in. */
export interface ChannelMessage {
  /** `<channel name>/<calendar day>`: the same however often that day's digest is sent, so that a receiver can drop a second one. */
  readonly id: string
  /** An earlier sending was not confirmed: the message has to say so. */
  readonly mayRepeat: boolean
  /** When it was made; ISO 8601 UTC. */
  readonly madeAt: string
  /** The calendar day of that moment, where people read it. */
  readonly day: Day
  /** The accounts that it tells of, sorted. */
  readonly accountIds: readonly string[]
  /** It tells of no key at all. */
  readonly isEmpty: boolean
  /** For people who see a colour before they read. */
  readonly severity: 'bad' | 'unsure' | 'good' | 'quiet'
  /** One line. Holds no text from the cloud. */
  readonly headline: (language: Language) => string
  /** All that there is to say. */
  readonly document: (language: Language) => Document
  /** The same for programs, no list of keys longer than `maxKeys`, and how many keys each list had more; nothing where all are there. */
  readonly data: (maxKeys: number) => { readonly digest: object; readonly left?: Readonly<Record<string, number>> }
  /** The same in full, as JSON that ends with a line break. */
  readonly json: () => string
  /** Every key as a page of HTML, in pieces; undefined where the rows are not known. */
  readonly report: (language: Language) => Promise<Iterable<string> | undefined>
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

export interface ChannelServices {
  readonly clock: () => Instant
  /** 0 to 1, without 1; `Math.random` unless a test says otherwise. */
  readonly random?: () => number
  /** How to wait; a timer unless a test says otherwise. */
  readonly sleep?: typeof sleep
}

/** What `<kind>/channel.ts` exports as `open`: a configured channel, ready to send. Calls nothing yet. */
export type ChannelFactory = (config: ChannelConfig, services: ChannelServices) => Channel
