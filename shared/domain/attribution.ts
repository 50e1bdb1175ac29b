import type { AliasHistory } from './alias-history.ts'
import { type Fields, field, type TrailEvent } from './event.ts'
import type { KeyIndex } from './key-index.ts'
import { looksLikeKey, parseKeyReference, versionIdOfCiphertext } from './key-reference.ts'
import type { Scope } from './scope.ts'

/** Stands for a key that nothing in the event tells. */
export const NO_KEY = '?'

/** One side of an operation: the keys that it names, or what is left to go by when it names none. */
interface End {
  /** Ids of keys, of this scope or not. */
  readonly keyIds: ReadonlySet<string>
  /** `version:<id>` and `alias:<name>` to which no known key answers. */
  readonly references: ReadonlySet<string>
  /** True when the keys may not be all that were meant. */
  readonly doubtful: boolean
}

/** What attribution asks about: the keys of the scope and the aliases as they were. */
export interface Names {
  readonly scope: Scope
  readonly keys: KeyIndex
  readonly aliases: AliasHistory
}

/**
 * Where the calls of an event are counted: ids of keys, and for each end that names none its reference, or `?`. Never empty: an event
 * that ties to nothing ties to `?`. The union of every path (DESIGN section 4), because Decrypt and ExportDataKey carry no key id and
 * ReEncrypt only its destination's.
 */
export function targetsOf(event: TrailEvent, names: Names): readonly string[] {
  const ends = event.name === 'ReEncrypt' ? reEncryptEnds(event, names) : [onlyEnd(event, names)]
  return [...new Set(ends.flatMap(targetsOfEnd))]
}

function onlyEnd(event: TrailEvent, names: Names): End {
  return merge([
    ofKeyIds(texts(event.request, 'keyid', 'destinationkeyid', 'sourcekeyid'), event, names),
    ofVersionIds(texts(event.request, 'keyversionid', 'sourcekeyversionid'), names),
    ofCiphertext(event.request, names),
    ofResponse(event, names),
    ofKeyIds(event.resources.filter(looksLikeKey), event, names),
  ])
}

/** Source and destination. What names a key without saying which end it is settles the end that nothing else settles. */
function reEncryptEnds(event: TrailEvent, names: Names): readonly End[] {
  const source = merge([
    ofKeyIds(texts(event.request, 'sourcekeyid'), event, names),
    ofVersionIds(texts(event.request, 'sourcekeyversionid'), names),
    ofCiphertext(event.request, names),
  ])
  const destination = merge([
    ofKeyIds(texts(event.request, 'destinationkeyid'), event, names),
    ofResponse(event, names),
  ])
  const named = ofKeyIds([...texts(event.request, 'keyid'), ...event.resources.filter(looksLikeKey)], event, names)
  const spare = [...named.keyIds].filter((id) => !source.keyIds.has(id) && !destination.keyIds.has(id))
  if (spare.length === 0) return [source, destination]
  const open = [source, destination].filter((end) => end.keyIds.size === 0)
  const settled = [source, destination].filter((end) => end.keyIds.size > 0)
  const extra: End = { keyIds: new Set(spare), references: new Set(), doubtful: named.doubtful }
  // Two ends open and one key named: one of the ends is still open, and nobody can say which.
  return spare.length >= open.length ? [...settled, extra] : [...settled, extra, NOWHERE]
}

const NOWHERE: End = { keyIds: new Set(), references: new Set(), doubtful: false }

function ofKeyIds(values: readonly string[], event: TrailEvent, { scope, keys, aliases }: Names): End {
  return merge(
    values.map((value): End => {
      const reference = parseKeyReference(value, scope)
      if (!reference) return NOWHERE
      if (reference.kind === 'id') return named([keys.ownerOfVersion(reference.id) ?? reference.id])
      if (reference.kind === 'masked') return ofMask(keys.idsLike(reference), value)
      const meaning = aliases.meaning(reference.alias, event.at)
      if (!meaning || meaning.keyIds.length === 0) return referring(`alias:${reference.alias}`)
      return named(meaning.keyIds, !meaning.certain)
    }),
  )
}

function ofVersionIds(values: readonly string[], { keys }: Names): End {
  return merge(
    values.map((value): End => {
      const reference = parseKeyReference(value)
      if (!reference || reference.kind === 'alias') return NOWHERE
      const owners = keys.ownersOfVersion(value)
      return owners.length === 1 ? named(owners) : referring(`version:${value.toLowerCase()}`)
    }),
  )
}

/** What is left of a masked id names the one key that it can be; one that can be none names a key of somewhere else. */
function ofMask(candidates: readonly string[], text: string): End {
  if (candidates.length === 1) return named(candidates)
  return candidates.length === 0 ? named([text]) : NOWHERE
}

function ofCiphertext(fields: Fields, names: Names): End {
  const id = versionIdOfCiphertext(field(fields, 'ciphertextblob'))
  return id === undefined ? NOWHERE : ofVersionIds([id], names)
}

function ofResponse(event: TrailEvent, names: Names): End {
  return merge([
    ofKeyIds(texts(event.response, 'keyid'), event, names),
    ofVersionIds(texts(event.response, 'keyversionid'), names),
    ofCiphertext(event.response, names),
  ])
}

function named(keyIds: readonly string[], doubtful = false): End {
  return { keyIds: new Set(keyIds), references: new Set(), doubtful }
}

function referring(reference: string): End {
  return { keyIds: new Set(), references: new Set([reference]), doubtful: false }
}

function merge(ends: readonly End[]): End {
  // An alias whose meaning is in doubt is told by any path that is not.
  const sure = ends.filter((end) => end.keyIds.size > 0 && !end.doubtful)
  const telling = sure.length > 0 ? sure : ends
  return {
    keyIds: new Set(telling.flatMap((end) => [...end.keyIds])),
    references: new Set(ends.flatMap((end) => [...end.references])),
    doubtful: telling.some((end) => end.doubtful),
  }
}

function targetsOfEnd(end: End): readonly string[] {
  if (end.keyIds.size > 0) return end.doubtful ? [...end.keyIds, NO_KEY] : [...end.keyIds]
  return end.references.size > 0 ? [...end.references] : [NO_KEY]
}

function texts(fields: Fields, ...names: string[]): string[] {
  return names.map((name) => field(fields, name)).filter((value) => value !== '')
}
