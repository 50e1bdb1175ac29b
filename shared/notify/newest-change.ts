import type { Change } from '../domain/readiness.ts'
import { scopeId } from '../domain/scope.ts'
import { DAY, iso } from '../domain/time.ts'

/** How long before the newest change others may come that were not there yet: accounts may be audited by runs of their own. */
const SETTLING = DAY

/**
 * The newest of the changes that stream by. All changes of a run have its moment, and more of them may come to it later, when a run goes
 * on or is judged anew: a mark of the last day's changes tells that.
 */
export class NewestChange {
  /** ISO 8601 UTC; null where there was none. */
  at: string | null = null
  /** By moment, a sum of its changes. */
  readonly #sums = new Map<string, number>()

  add(change: Change): void {
    const { changedAt, keyId, before, after } = change
    if (this.at === null || changedAt > this.at) this.at = changedAt
    const sum = this.#sums.get(changedAt) ?? 0
    this.#sums.set(changedAt, (sum + hash(`${changedAt} ${scopeId(change)} ${keyId} ${before} ${after}`)) >>> 0)
  }

  /** The same for the same changes of the last day, in whatever order they came. */
  get mark(): string {
    if (this.at === null) return ''
    const from = settlingFrom(this.at)
    let mark = 0
    for (const [moment, sum] of this.#sums) if (moment >= from) mark = (mark + sum) >>> 0
    return mark.toString(36)
  }
}

/** The moment from which on changes may still have come when this one was the newest. */
export function settlingFrom(newest: string): string {
  return iso(Date.parse(newest) - SETTLING)
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
