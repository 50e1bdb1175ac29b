import { parseKeyReference } from '../key-reference.ts'
import { normalForm } from '../normal-form.ts'
import type { Scope } from '../scope.ts'
import type { KeyResource } from './key-resource.ts'

/** A resource, and what it says of its key: an id, an ARN or an alias. */
export interface NamedResource {
  readonly key: string
  readonly resource: KeyResource
}

/**
 * Resources by the normal form of the id of the key that they name. What names a key of another region or account, an alias that is not
 * there, or nothing that is a key, is of no key of this scope.
 */
export function resourcesByKey(
  named: readonly NamedResource[],
  scope: Scope,
  keyOfAlias: (alias: string) => string | undefined,
): Map<string, KeyResource[]> {
  const byKey = new Map<string, KeyResource[]>()
  for (const { key, resource } of named) {
    const reference = parseKeyReference(key, scope)
    const keyId =
      reference?.kind === 'alias' ? keyOfAlias(reference.alias) : reference?.kind === 'id' ? reference.id : undefined
    if (keyId === undefined) continue
    const form = normalForm(keyId)
    const known = byKey.get(form)
    if (known) known.push(resource)
    else byKey.set(form, [resource])
  }
  return byKey
}
