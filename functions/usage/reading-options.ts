import type { Message } from '../../shared/domain/messages/message.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { UsageSource } from './sources/source.ts'

/** What all streams of an account's run have in common. */
export interface ReadingOptions {
  readonly source: UsageSource
  readonly asOf: Instant
  readonly deadline: Instant
  /** What the deadline means, as a short phrase. */
  readonly outOfTime: Message
  readonly fence: number
  /** Throws once the account's lease is lost. */
  check(): void
  /** Aborts with the run, and when the deadline comes. */
  readonly within: AbortSignal
}
