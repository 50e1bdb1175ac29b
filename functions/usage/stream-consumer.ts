import type { Interval } from '../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../shared/domain/event.ts'

/** What a stream's events are for. */
export interface StreamConsumer {
  event(event: TrailEvent): void
  /** Stores what the days came to. `check` throws once the lease is lost: called right before each write. */
  keep(days: readonly Interval[], check: () => void): Promise<void>
  /** Forgets events that were not kept: their days will be read from the start. */
  reset(): void
}
