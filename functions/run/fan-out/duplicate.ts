import { type Instant, SECOND } from '../../../shared/domain/time.ts'
import { isFree, parseLease } from '../../../shared/store/lease-row.ts'
import type { Store } from '../../../shared/store/store.ts'
import { leaseOf, type ScopedJob } from './job-key.ts'

/** How often the lease is looked at: a living holder renews it every 10 seconds. */
const LOOK_EVERY = 5 * SECOND

export interface Waiting {
  readonly clock: () => Instant
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
  readonly signal: AbortSignal
}

/**
 * True where another invocation is at work on the same job: Function Compute delivers at least once, and the lease of a job is open to whoever
 * has the same job, so that a second would take it from the first. False once its lease was let go, or has run out because who held it died.
 */
export async function isAtWork(
  job: ScopedJob,
  store: Pick<Store, 'progress'>,
  { clock, sleep, signal }: Waiting,
): Promise<boolean> {
  const lease = leaseOf(job)
  let seen: string | undefined
  for (;;) {
    signal.throwIfAborted()
    const current = parseLease(await store.progress.get(lease.scope, lease.name), lease)
    if (!current || current.owner !== lease.owner || isFree(current, clock())) return false
    if (seen !== undefined && seen !== current.expiresAt) return true
    seen = current.expiresAt
    await sleep(LOOK_EVERY, signal)
  }
}
