import type { SecretValues } from '../../shared/cloud/kms-secret-values.ts'
import { type Instant, MINUTE, SECOND } from '../../shared/domain/time.ts'

/** How long values of KMS are used before they are read again: so long an instance takes a token that was rotated away. */
const KEPT = 5 * MINUTE
/** Wrong tokens, which anybody may send, make KMS be asked no oftener than this. */
const PAUSE = 10 * SECOND

/** What an instance of the function keeps of KMS from one request to the next. */
export class KeptSecrets {
  #kept: { readonly values: SecretValues; readonly at: Instant; readonly namedBy: string } | undefined
  #asked = Number.NEGATIVE_INFINITY

  /** The values: those that were read not long ago and for the same configuration (`namedBy`), else read anew. */
  async values(read: () => Promise<SecretValues>, now: Instant, namedBy = ''): Promise<SecretValues> {
    const kept = this.#kept
    if (kept === undefined || now - kept.at >= KEPT || kept.namedBy !== namedBy) return this.#read(read, now, namedBy)
    return kept.values
  }

  /** For who was refused with a token: values that were rotated since. Undefined where nothing has changed, or nobody may ask yet. */
  async rotated(read: () => Promise<SecretValues>, now: Instant): Promise<SecretValues | undefined> {
    const kept = this.#kept
    if (kept === undefined || Object.keys(kept.values).length === 0 || now - this.#asked < PAUSE) return undefined
    const values = await this.#read(read, now, kept.namedBy)
    return Object.entries(values).some(([pointer, value]) => kept.values[pointer] !== value) ? values : undefined
  }

  async #read(read: () => Promise<SecretValues>, now: Instant, namedBy: string): Promise<SecretValues> {
    this.#asked = now
    const values = await read()
    this.#kept = { values, at: now, namedBy }
    return values
  }
}
