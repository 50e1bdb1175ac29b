import * as z from 'zod'
import { type Instant, iso, SECOND } from '../domain/time.ts'
import { StoreDamagedError } from './errors.ts'
import type { ProgressEntry } from './store.ts'

/** How long a lease lasts without being renewed, in milliseconds. */
export const LEASE_TIME = 30 * SECOND

const LEASE = z.object({
  owner: z.string(),
  generation: z.number().int(),
  holders: z.array(z.string()),
  expiresAt: z.string(),
})

/** A lease as the `progress` table holds it. `expiresAt` is ISO 8601 UTC; `holders` are the acquisitions of the owner that still hold it. */
export type LeaseRow = Readonly<z.infer<typeof LEASE>>

/** The lease that a value is; undefined where it is none. */
export function leaseIn(value: unknown): LeaseRow | undefined {
  return LEASE.safeParse(value).data
}

/** The lease in an entry, or undefined where there is none. Throws a `StoreDamagedError` where something else is. */
export function parseLease(
  entry: ProgressEntry | undefined,
  { scope, name }: { readonly scope: string; readonly name: string },
): LeaseRow | undefined {
  if (!entry) return undefined
  const lease = leaseIn(entry.value)
  if (lease) return lease
  const where = `${name} of ${scope}`
  throw new StoreDamagedError(
    `The progress entry ${where} holds no lease. Stop every run, delete it, and run again.`,
    where,
  )
}

/** True when anyone may take it. */
export function isFree(lease: LeaseRow, now: Instant): boolean {
  return lease.holders.length === 0 || Date.parse(lease.expiresAt) <= now
}

/** The lease once a holder of this owner has it. The generation grows when the owner is another one. */
export function claim(current: LeaseRow | undefined, owner: string, holder: string, now: Instant): LeaseRow {
  const mine = current?.owner === owner
  return {
    owner,
    generation: (current?.generation ?? 0) + (mine ? 0 : 1),
    holders: [...new Set([...(current && mine && !isFree(current, now) ? current.holders : []), holder])],
    expiresAt: iso(now + LEASE_TIME),
  }
}

/** The lease once the holder has let go. */
export function letGo(current: LeaseRow, holder: string): LeaseRow {
  return { ...current, holders: current.holders.filter((each) => each !== holder) }
}
