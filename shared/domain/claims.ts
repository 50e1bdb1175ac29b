import { type Fields, texts } from './event-values.ts'
import type { KeyIndex } from './key-index.ts'
import { isWellFormedId, parseKeyReference, versionIdOfCiphertext } from './key-reference.ts'
import { normalForm } from './normal-form.ts'
import type { Scope } from './scope.ts'

/** What attribution asks about. */
export interface AttributionContext {
  readonly scope: Scope
  readonly keys: KeyIndex
}

/** What some fields of an event say of keys. */
export interface Claims {
  /** Known keys of the scope, by their ids as KMS lists them. */
  readonly keys: ReadonlySet<string>
  /**
   * What says which key it was, though not to us or not yet: `alias:<name>`, whose meaning is asked when a key is judged, because alias
   * events may still be on their way; `version:<id>` and `masked:<id>` that no known key answers to; a well-formed id or an ARN of a key
   * that is none of the scope's.
   */
  readonly references: ReadonlySet<string>
  /** Ids of no known key, from fields that may name anything. */
  readonly strays: ReadonlySet<string>
}

/** What a text claims. `own`: from a field that names the operation's own key, where an id that nobody knows is somebody's. */
export function claim(value: string, { scope, keys }: AttributionContext, own: boolean): Claims {
  const known = keys.ownersOfVersion(value)
  const only = known[0]
  if (only !== undefined && known.length === 1) return claims({ keys: [only] })
  const reference = parseKeyReference(value, scope)
  if (reference === undefined) return claims({})
  const nobodys = (name: string) => claims(own ? { references: [name] } : { strays: [name] })
  switch (reference.kind) {
    case 'alias':
      return claims({ references: [`alias:${reference.alias}`] })
    case 'masked': {
      const name = `masked:${reference.prefix}*${reference.suffix}`
      return known.length > 1 ? claims({ references: [name] }) : nobodys(name)
    }
    case 'elsewhere': {
      const { id, arn } = reference
      const owner = id === undefined ? undefined : keys.ownersOfVersion(id)[0]
      if (owner !== undefined) return claims({ keys: [owner] })
      return id === undefined || isWellFormedId(id) || id.includes('*') ? nobodys(arn) : claims({})
    }
    case 'id': {
      const owner = keys.ownersOfVersion(reference.id)[0]
      if (owner !== undefined) return claims({ keys: [owner] })
      return isWellFormedId(reference.id) ? nobodys(reference.id) : claims({})
    }
  }
}

/** What ids of key versions claim, of the operation's own fields. */
export function ofVersionIds(values: readonly string[], { keys }: AttributionContext): Claims {
  return merge(
    values.map((value) => {
      const owners = keys.ownersOfVersion(value)
      const only = owners[0]
      if (only !== undefined && owners.length === 1) return claims({ keys: [only] })
      const id = normalForm(value)
      const isVersion = isWellFormedId(id) || parseKeyReference(id)?.kind === 'masked'
      return claims(isVersion ? { references: [`version:${id}`] } : {})
    }),
  )
}

/** What the ciphertexts of a request or a response claim. */
export function ofCiphertext(fields: Fields, context: AttributionContext): Claims {
  return ofVersionIds(
    ciphertextsOf(fields).flatMap((text) => versionIdOfCiphertext(text) ?? []),
    context,
  )
}

/** CiphertextBlob, and what the vendor's other operations call theirs: PrivateKeyCiphertextBlob. */
export function ciphertextsOf(fields: Fields): readonly string[] {
  return [...fields.keys()].filter((name) => name.includes('ciphertext')).flatMap((name) => texts(fields, name))
}

const NONE: ReadonlySet<string> = new Set()

function claims(found: {
  readonly keys?: readonly string[]
  readonly references?: readonly string[]
  readonly strays?: readonly string[]
}): Claims {
  const { keys, references, strays } = found
  return { keys: setOf(keys), references: setOf(references), strays: setOf(strays) }
}

/** Most fields of an event claim nothing. */
function setOf(texts: readonly string[] | undefined): ReadonlySet<string> {
  return texts === undefined ? NONE : new Set(texts)
}

export function merge(all: readonly Claims[]): Claims {
  const [first = claims({}), ...others] = all.filter(isSomething)
  if (others.length === 0) return first
  const some = [first, ...others]
  return {
    keys: new Set(some.flatMap(({ keys }) => [...keys])),
    references: new Set(some.flatMap(({ references }) => [...references])),
    strays: new Set(some.flatMap(({ strays }) => [...strays])),
  }
}

function isSomething({ keys, references, strays }: Claims): boolean {
  return keys.size + references.size + strays.size > 0
}
