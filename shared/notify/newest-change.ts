import type { Change } from '../domain/readiness.ts'
import { scopeId } from '../domain/scope.ts'

/**
 * The newest of the changes that stream by. All changes of a run have its moment, and more of them may come to it later, when a run goes
 * on or is judged anew: a mark of those that are there tells that.
 */
export class NewestChange {
  /** ISO 8601 UTC; null where there was none. */
  at: string | null = null
  #count = 0
  #sum = 0

  add(change: Change): void {
    if (this.at !== null && change.changedAt < this.at) return
    if (change.changedAt !== this.at) {
      this.at = change.changedAt
      this.#count = 0
      this.#sum = 0
    }
    this.#count += 1
    this.#sum = (this.#sum + hash(`${scopeId(change)} ${change.keyId} ${change.before} ${change.after}`)) >>> 0
  }

  /** The same for the same changes of that moment, in whatever order they came. */
  get mark(): string {
    return `${this.#count}.${this.#sum.toString(36)}`
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
