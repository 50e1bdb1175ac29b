import * as z from 'zod'
import type { HeartbeatConfig } from '../../shared/config/heartbeat-url.ts'
import { ATTEMPTS, BACKOFF, backoffAfter } from '../../shared/net/backoff.ts'
import { type Posted, post } from '../../shared/net/post.ts'
import { sleep as waitByTimer } from '../../shared/net/sleep.ts'
import type { MarkTable } from '../../shared/store/store.ts'

/** Where it stands in the table of marks for which night the heartbeat was called last. */
const SCOPE = 'heartbeat'
const NAME = 'last-night'
const CALLED = z.object({ asOf: z.string() })

export interface HeartbeatServices {
  readonly marks: MarkTable
  readonly signal: AbortSignal
  /** Other waits, for tests. */
  readonly sleep?: typeof waitByTimer
}

/** `called-before`: for this night. `failed`: `code` is an HTTP status or the system's, and holds no address. */
export type HeartbeatEnd =
  | { readonly end: 'called' | 'called-before' }
  | { readonly end: 'failed'; readonly code: string }

/** Calls the address for the night of this evaluation time, once: who is called twice is none the worse, so that what may have arrived is called again. */
export async function callHeartbeat(
  heartbeat: HeartbeatConfig,
  asOf: string,
  services: HeartbeatServices,
): Promise<HeartbeatEnd> {
  const { marks } = services
  const entry = await marks.get(SCOPE, NAME)
  if (CALLED.safeParse(entry?.value).data?.asOf === asOf) return { end: 'called-before' }
  const code = await callUntilTaken(heartbeat, services)
  if (code !== undefined) return { end: 'failed', code }
  await marks.swap(SCOPE, NAME, { asOf }, entry?.version ?? 0)
  return { end: 'called' }
}

/** Why it was not taken in the end; undefined where it was. */
async function callUntilTaken(
  { address, proxy }: HeartbeatConfig,
  { signal, sleep = waitByTimer }: HeartbeatServices,
): Promise<string | undefined> {
  const headers = { 'user-agent': 'cmk-readiness' }
  for (let failures = 1; ; failures += 1) {
    const posted = await post(address, '', { headers, signal, ...(proxy && { proxy }) })
    const problem = problemOf(posted)
    if (problem === undefined) return undefined
    const isLast = !problem.passes || failures >= ATTEMPTS
    if (isLast || !(await sleep(backoffAfter(failures, BACKOFF, Math.random), [signal]))) return problem.code
  }
}

/** `passes`: another attempt may be taken. */
function problemOf(posted: Posted): { readonly code: string; readonly passes: boolean } | undefined {
  if (!('status' in posted)) return { code: posted.code, passes: true }
  const { status } = posted
  if (status >= 200 && status < 300) return undefined
  return { code: `HTTP ${status}`, passes: status >= 500 || status === 408 || status === 425 || status === 429 }
}
