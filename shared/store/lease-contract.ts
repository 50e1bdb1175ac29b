import type { Instant } from '../domain/time.ts'

/** What is leased, by whom, and by which clock. */
export interface LeaseOptions {
  readonly scope: string
  /** Name of the entry in the `progress` table. */
  readonly name: string
  /** The job. Two that name the same owner share the lease. */
  readonly owner: string
  readonly clock: () => Instant
  /** Ends the waiting; whoever holds the lease already lets go of it with `release`. */
  readonly signal: AbortSignal
  /** How to wait, in milliseconds; a timer unless a test says otherwise. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The right to work on a scope alone, for as long as it is renewed. */
export interface Lease {
  /** Grows whenever the lease goes to another owner. The fence of `ProgressTable.put`. */
  readonly generation: number
  /** Aborts when the order's signal does, and with a `StaleLeaseError` when the lease is lost. */
  readonly signal: AbortSignal
  /** Throws a `StaleLeaseError` once the lease is lost: renewed too late, or taken over. */
  check(): void
  /** Stops renewing and lets go. Who shares the lease keeps it. */
  release(): Promise<void>
}
