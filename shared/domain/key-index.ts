import type { KeySnapshot } from './key.ts'
import { matchesMask, parseKeyReference } from './key-reference.ts'

/** The keys of a scope by everything that an event may call them: their ids and the ids of their versions, past ones too. */
export class KeyIndex {
  readonly #keys: ReadonlySet<string>
  readonly #owners: ReadonlyMap<string, string>

  constructor(snapshots: Iterable<Pick<KeySnapshot, 'keyId' | 'versionIds'>>) {
    const keys = new Set<string>()
    const owners = new Map<string, string>()
    for (const { keyId, versionIds } of snapshots) {
      keys.add(keyId)
      for (const id of versionIds) owners.set(id.toLowerCase(), keyId)
    }
    this.#keys = keys
    this.#owners = owners
  }

  /** Keys whose id the masked text may have been. */
  idsLike(mask: { readonly prefix: string; readonly suffix: string }): readonly string[] {
    return [...this.#keys].filter((id) => matchesMask(id, mask))
  }

  /** The keys that a version id, masked or not, can belong to. A key's own id stands for it: the vendor's samples mix the two up. */
  ownersOfVersion(versionId: string): readonly string[] {
    const reference = parseKeyReference(versionId)
    if (reference?.kind === 'id') {
      const owner = this.#owners.get(reference.id) ?? (this.#keys.has(reference.id) ? reference.id : undefined)
      return owner === undefined ? [] : [owner]
    }
    if (reference?.kind !== 'masked') return []
    const like = [...this.#owners].filter(([id]) => matchesMask(id, reference)).map(([, owner]) => owner)
    return [...new Set(like)]
  }
}
