import { type Fields, type TrailEvent, texts } from './event.ts'
import type { KeyIndex } from './key-index.ts'
import { looksLikeKey, parseKeyReference, versionIdOfCiphertext } from './key-reference.ts'
import type { Scope } from './scope.ts'

/** Stands for a key that nothing in the event tells. */
export const NO_KEY = '?'

/** One side of an operation: the keys that it names, or what is left to go by when it names none. */
interface End {
  /** Ids of keys, of this scope or not. */
  readonly keyIds: ReadonlySet<string>
  /**
   * `alias:<name>`: what it meant is asked when a key is judged, because alias events may still be on their way. `version:<id>` and
   * `masked:<id>`: no known key answers to them, yet.
   */
  readonly references: ReadonlySet<string>
}

/** What attribution asks about. */
export interface Names {
  readonly scope: Scope
  readonly keys: KeyIndex
}

/**
 * Where the calls of an event are counted: ids of keys, and for each end that names none its references, or `?`. Never empty: an event
 * that ties to nothing ties to `?`. The union of every path (DESIGN section 4), because Decrypt and ExportDataKey carry no key id and
 * ReEncrypt only its destination's.
 */
export function targetsOf(event: TrailEvent, names: Names): readonly string[] {
  const ends = event.name === 'ReEncrypt' ? reEncryptEnds(event, names) : [onlyEnd(event, names)]
  return [...new Set(ends.flatMap(targetsOfEnd))]
}

function onlyEnd(event: TrailEvent, names: Names): End {
  return merge([
    ofKeyIds(valuesOf(event.request, 'keyid', 'destinationkeyid', 'sourcekeyid'), names),
    ofVersionIds(valuesOf(event.request, 'keyversionid', 'sourcekeyversionid'), names),
    ofCiphertext(event.request, names),
    ofResponse(event, names),
    ofKeyIds(event.resources.filter(looksLikeKey), names),
  ])
}

/** Source and destination. What names a key without saying which end it is settles the end that nothing else settles. */
function reEncryptEnds(event: TrailEvent, names: Names): readonly End[] {
  const source = merge([
    ofKeyIds(valuesOf(event.request, 'sourcekeyid'), names),
    ofVersionIds(valuesOf(event.request, 'sourcekeyversionid'), names),
    ofCiphertext(event.request, names),
  ])
  const destination = merge([ofKeyIds(valuesOf(event.request, 'destinationkeyid'), names), ofResponse(event, names)])
  const named = ofKeyIds([...valuesOf(event.request, 'keyid'), ...event.resources.filter(looksLikeKey)], names)
  const spare = [...named.keyIds].filter((id) => !source.keyIds.has(id) && !destination.keyIds.has(id))
  if (spare.length === 0) return [source, destination]
  const open = [source, destination].filter((end) => end.keyIds.size === 0)
  const settled = [source, destination].filter((end) => end.keyIds.size > 0)
  const extra: End = { keyIds: new Set(spare), references: new Set() }
  // An alias may be that very key: the other end is settled by what names no key of its own.
  const aliased = open.filter((end) => [...end.references].some((reference) => reference.startsWith('alias:')))
  // Two ends open and one key named: one of the ends is still open, and nobody can say which.
  return spare.length >= open.length ? [...settled, ...aliased, extra] : [...settled, ...aliased, extra, NOWHERE]
}

const NOWHERE: End = { keyIds: new Set(), references: new Set() }

function ofKeyIds(values: readonly string[], { scope, keys }: Names): End {
  return merge(
    values.map((value): End => {
      const reference = parseKeyReference(value, scope)
      if (!reference) return NOWHERE
      if (reference.kind === 'alias') return referring(`alias:${reference.alias}`)
      if (reference.kind === 'id') return named(keys.ownersOfVersion(reference.id)[0] ?? reference.id)
      const like = keys.idsLike(reference)
      if (like.length > 1) return NOWHERE
      return like[0] === undefined ? referring(`masked:${reference.prefix}*${reference.suffix}`) : named(like[0])
    }),
  )
}

function ofVersionIds(values: readonly string[], { keys }: Names): End {
  return merge(
    values.map((value): End => {
      const reference = parseKeyReference(value)
      if (!reference || reference.kind === 'alias') return NOWHERE
      const owners = keys.ownersOfVersion(value)
      if (owners.length > 1) return NOWHERE
      return owners[0] === undefined ? referring(`version:${value.toLowerCase()}`) : named(owners[0])
    }),
  )
}

function ofCiphertext(fields: Fields, names: Names): End {
  return ofVersionIds(
    texts(fields, 'ciphertextblob').flatMap((text) => versionIdOfCiphertext(text) ?? []),
    names,
  )
}

function ofResponse(event: TrailEvent, names: Names): End {
  return merge([
    ofKeyIds(texts(event.response, 'keyid'), names),
    ofVersionIds(texts(event.response, 'keyversionid'), names),
    ofCiphertext(event.response, names),
  ])
}

function named(keyId: string): End {
  return { keyIds: new Set([keyId]), references: new Set() }
}

function referring(reference: string): End {
  return { keyIds: new Set(), references: new Set([reference]) }
}

function merge(ends: readonly End[]): End {
  return {
    keyIds: new Set(ends.flatMap((end) => [...end.keyIds])),
    references: new Set(ends.flatMap((end) => [...end.references])),
  }
}

/** A key that any path names outright settles its end; what is left of other paths says nothing more. */
function targetsOfEnd(end: End): readonly string[] {
  if (end.keyIds.size > 0) return [...end.keyIds]
  return end.references.size > 0 ? [...end.references] : [NO_KEY]
}

function valuesOf(fields: Fields, ...names: string[]): string[] {
  return names.flatMap((name) => texts(fields, name))
}
