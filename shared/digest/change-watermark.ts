import type { Change } from '../domain/readiness.ts'
import { scopeId } from '../domain/scope.ts'
import { DAY, iso } from '../domain/time.ts'

/** How long before the newest change others may come that were not there yet: accounts may be audited by runs of their own. */
const LATE_CHANGE_WINDOW = DAY

/** The newest of some changes. */
export interface NewestChange {
  /** ISO 8601 UTC; null where there is none. */
  readonly at: string | null
  /** The same for the same changes of the day up to it, in whatever order they came. */
  readonly mark: string
}

/**
 * Marks of the changes that stream by. All changes of a run have its moment, and more of them may come to it later, when a run goes on or is
 * reassessed: that there are others than before shows in the mark.
 */
export class ChangeWatermark {
  /** By moment, a sum of its changes. */
  readonly #sums = new Map<string, number>()

  add(change: Change): void {
    const { changedAt, keyId, before, after } = change
    const sum = this.#sums.get(changedAt) ?? 0
    this.#sums.set(changedAt, (sum + hash(`${changedAt} ${scopeId(change)} ${keyId} ${before} ${after}`)) >>> 0)
  }

  /** The newest of those whose moment counts. */
  newest(counts: (change: Pick<Change, 'changedAt'>) => boolean): NewestChange {
    const sums = [...this.#sums].filter(([changedAt]) => counts({ changedAt }))
    const at = sums.reduce((latest, [moment]) => (moment > latest ? moment : latest), '')
    if (at === '') return { at: null, mark: '' }
    const from = lateChangesFrom(at)
    const mark = sums.reduce((all, [moment, sum]) => (moment >= from ? (all + sum) >>> 0 : all), 0)
    return { at, mark: mark.toString(36) }
  }
}

/** The moment from which on changes may still have come when this one was the newest. */
export function lateChangesFrom(newest: string): string {
  return iso(Date.parse(newest) - LATE_CHANGE_WINDOW)
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
