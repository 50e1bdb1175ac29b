import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type Instant, SECOND } from '../domain/time.ts'
import { StoreBusyError } from './errors.ts'
import type { Lease, LeaseOptions } from './lease-contract.ts'
import { LeaseKeeper } from './lease-keeper.ts'
import { claim, isFree, parseLease } from './lease-row.ts'
import type { Store } from './store.ts'

/** How often who waits looks again, on average: rarely enough for a paid table, often enough for a person who waits. */
const POLL = 2 * SECOND

/** Waits until the lease is free, takes it and keeps it renewed until it is released. Throws the signal's reason when stopped. */
export async function acquire(store: Store, options: LeaseOptions): Promise<Lease> {
  const { scope, name, signal, clock, sleep = pause } = options
  const holder = randomUUID()
  for (;;) {
    signal.throwIfAborted()
    const entry = await store.progress.get(scope, name)
    const current = parseLease(entry, options)
    const now = clock()
    if (current && current.owner !== options.owner && !isFree(current, now)) {
      await sleep(POLL * (0.5 + Math.random()), signal)
      continue
    }
    const taken = claim(current, options.owner, holder, now)
    if (await store.progress.swap(scope, name, taken, entry?.version ?? 0)) {
      return new LeaseKeeper(store, { ...options, sleep }, holder, taken)
    }
  }
}

/** True when somebody has the lease now. */
export async function isHeld(
  store: Store,
  lease: Pick<LeaseOptions, 'scope' | 'name'>,
  now: Instant,
): Promise<boolean> {
  const current = parseLease(await store.progress.get(lease.scope, lease.name), lease)
  return current !== undefined && !isFree(current, now)
}

/**
 * Does the work under the lease, and lets go of it however the work ends. Throws a `StaleLeaseError` when it was lost meanwhile, and what
 * the store says when it does not take the lease back for good: whoever comes next would wait for it to run out, each time.
 */
export async function withLease<T>(
  store: Store,
  options: LeaseOptions,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await acquire(store, options)
  let result: T
  try {
    result = await work(lease)
    lease.check()
  } catch (error) {
    // What the work came to matters more, and the lease runs out by itself.
    await lease.release().catch(() => undefined)
    throw error
  }
  await lease.release().catch((error: unknown) => {
    if (!(error instanceof StoreBusyError)) throw error
  })
  return result
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
}
