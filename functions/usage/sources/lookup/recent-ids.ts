import { DigestSet } from '../digest-set.ts'

/** Identities that are remembered at once: more events than any page order mixes up, and a bounded memory. */
const KEPT = 100_000

/**
 * Tells an event that comes a second time. Two generations: the older half is forgotten as a whole. Identities are digests in base64, of
 * which 64 bits are kept: two of a night's million are taken for one once in a hundred million nights.
 */
export class RecentIds {
  #current = new DigestSet()
  #previous = new DigestSet()

  /** True when the identity was there before; remembers it. */
  seen(id: string): boolean {
    const bytes = Buffer.from(id, 'base64')
    const [high, low] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4)]
    if (this.#previous.has(high, low) || !this.#current.add(high, low)) return true
    if (this.#current.size >= KEPT) {
      this.#previous = this.#current
      this.#current = new DigestSet()
    }
    return false
  }
}
