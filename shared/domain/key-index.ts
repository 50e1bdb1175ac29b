import type { KeySnapshot } from './key.ts'
import { keyOfVersion, type Mask, matchesMask, parseKeyReference } from './key-reference.ts'
import { normalForm } from './normal-form.ts'

/** Masks whose keys are remembered. */
const MAX_MASKS = 10_000

/**
 * The keys of a scope by everything that an event may call them: their ids and the ids of their versions, past ones too. Ids are compared by
 * their normal form, and given as KMS lists them.
 */
export class KeyIndex {
  readonly #ids: ReadonlyMap<string, string>
  readonly #owners: ReadonlyMap<string, string>
  /** The vendor may mask every id that it shows. */
  readonly #masked = new Map<string, readonly string[]>()

  constructor(snapshots: Iterable<Pick<KeySnapshot, 'keyId' | 'versionIds'>>) {
    const ids = new Map<string, string>()
    const owners = new Map<string, string>()
    for (const { keyId, versionIds } of snapshots) {
      ids.set(normalForm(keyId), keyId)
      for (const id of versionIds) owners.set(normalForm(id), keyId)
    }
    this.#ids = ids
    this.#owners = owners
  }

  /** The key of this id, as KMS lists it. */
  known(id: string): string | undefined {
    return this.#ids.get(normalForm(id))
  }

  /** Keys whose id, or that of a version, the masked text may have been. */
  like(mask: Mask): readonly string[] {
    const name = `${mask.prefix}*${mask.suffix}`
    const found = this.#masked.get(name)
    if (found) return found
    const of = (ids: ReadonlyMap<string, string>) =>
      [...ids].filter(([id]) => matchesMask(id, mask)).map(([, keyId]) => keyId)
    const like = [...new Set([...of(this.#ids), ...of(this.#owners)])]
    if (this.#masked.size >= MAX_MASKS) this.#masked.clear()
    this.#masked.set(name, like)
    return like
  }

  /** The keys that a version id, masked or not, can belong to. A key's own id stands for it: the vendor's samples mix the two up. */
  ownersOfVersion(versionId: string): readonly string[] {
    const reference = parseKeyReference(versionId)
    if (reference?.kind === 'masked') return this.like(reference)
    const id = normalForm(versionId)
    const owner = this.#owners.get(id) ?? this.known(id) ?? this.known(keyOfVersion(id) ?? '')
    return owner === undefined ? [] : [owner]
  }
}
