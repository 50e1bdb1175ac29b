import type { FanOutConfig } from '../../../shared/config/dispatch-value.ts'
import { type Instant, iso, MINUTE } from '../../../shared/domain/time.ts'
import type { Slot } from '../../../shared/store/fan-out-ledger.ts'
import { jobKey, type ScopedJob } from './job-key.ts'

/**
 * A job that was dispatched so long ago and that nobody is at work on was lost: Function Compute starts a waiting one in seconds, and repeats
 * neither what an error within it costs nor what it has no instance for.
 */
export const LOST_AFTER = 15 * MINUTE
/** How often a job is dispatched before it is given up. */
export const MAX_ATTEMPTS = 5

/** What has turned out of a job that was under way for long. */
export type Finding = 'ended' | 'at-work' | 'lost'

/** What is known when further jobs are chosen. */
export interface Choice {
  /** What is under way. */
  readonly slots: readonly Slot[]
  /** What is left to do, the most urgent first; some of it may be under way. */
  readonly candidates: readonly ScopedJob[]
  /** Of slots, by what they are and when they were dispatched (`slotKey`). */
  readonly findings: ReadonlyMap<string, Finding>
  readonly limits: FanOutConfig
  readonly now: Instant
  /** Whose end it is that dispatches (`jobKey`). */
  readonly by?: string
}

/** A dispatch of a job, told apart from every other one. */
export function slotKey(slot: Slot): string {
  return `${jobKey(slot)} ${slot.attempt} ${slot.at}`
}

export function isOld({ at }: Slot, now: Instant): boolean {
  return now - Date.parse(at) >= LOST_AFTER
}

/**
 * Which jobs are under way next, and which of them are to be dispatched: never more than the limits, and none twice. What was lost comes before
 * what waits, because others may wait for it.
 */
export function choose({ slots, candidates, findings, limits, now, by }: Choice): {
  readonly slots: readonly Slot[]
  readonly dispatch: readonly Slot[]
} {
  const made = { at: iso(now), ...(by === undefined ? {} : { by }) }
  const next: Slot[] = []
  const dispatch: Slot[] = []
  for (const slot of slots) {
    const finding = findings.get(slotKey(slot))
    if (finding === 'ended') continue
    const again = finding === 'lost'
    const kept = finding === undefined ? slot : { ...slot, ...made, attempt: slot.attempt + (again ? 1 : 0) }
    next.push(kept)
    if (again) dispatch.push(kept)
  }
  for (const job of candidates) {
    if (next.length >= limits.total) break
    const siblings = next.filter(({ accountId }) => accountId === job.accountId)
    if (siblings.length >= limits.perAccount) continue
    if (siblings.some((each) => jobKey(each) === jobKey(job))) continue
    const slot = { ...job, ...made, attempt: 1 }
    next.push(slot)
    dispatch.push(slot)
  }
  return { slots: next, dispatch }
}
