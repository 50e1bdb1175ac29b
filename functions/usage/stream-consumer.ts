import type { Interval } from '../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../shared/domain/event.ts'
import type { GroupedCalls } from '../../shared/domain/usage.ts'

/** What the events of one window are for. */
export interface StreamConsumer {
  /** An event; with `calls` it is the newest of several. */
  event(event: TrailEvent, calls?: GroupedCalls): void
  /** True where calls that are like this one must come by the hour. Absent: nothing minds. */
  isByHour?(event: TrailEvent, like: object): boolean
  /** Stores what the days came to. `check` throws once the lease is lost: called right before each write. */
  keep(days: readonly Interval[], check: () => void): Promise<void>
}
