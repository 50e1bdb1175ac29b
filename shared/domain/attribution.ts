import {
  type AttributionContext,
  type Claims,
  ciphertextsOf,
  claim,
  merge,
  ofCiphertext,
  ofVersionIds,
} from './claims.ts'
import type { TrailEvent } from './event.ts'
import { type Fields, texts } from './event-values.ts'
import { isPlaceholder } from './placeholder.ts'

/** Stands for a key that nothing in the event tells. */
export const UNKNOWN_KEY = '?'
/**
 * Before a reference that leaves nothing open: it stands beside what settles the end, or is an id that nobody knows and no field of the
 * operation's own says. The key that it names, if one turns out to, is counted all the same.
 */
export const ALSO = 'also:'

/** Behind a reference, before the keys for which the same calls are counted already: when it turns out to be one of them, they count once. */
export const BESIDE = '|'
/** More keys than an operation has ends only stand in a list of resources. */
const MAX_BESIDE = 4

/** Request fields that name the key by its id. */
const KEY_FIELDS = ['keyid', 'destinationkeyid', 'sourcekeyid']
const VERSION_FIELDS = ['keyversionid', 'sourcekeyversionid']
/** Operations whose requests take no KeyId (docs/vendor-facts.md, "Which fields name a key"): one that stands there all the same may be any key's, or a wrapping key's. */
const WITHOUT_KEY_ID: ReadonlySet<string> = new Set(['ExportDataKey', 'ReEncrypt'])

/**
 * Where the calls of an event are counted: ids of keys, what of each end is left open, and `?` for an end that nothing tells. Never empty. The
 * union of every path, because Decrypt and ExportDataKey carry no key id and ReEncrypt only its destination's: no path
 * displaces what another names.
 *
 * An end is settled by a known key. Where the operation's own fields name an id that is well-formed and no known key's, it was a key of this
 * scope that was deleted before anybody listed it, or a version that nobody has listed yet: kept as it is, and open while any candidate's list
 * of versions is not complete. So its calls make no other key `unknown` for ever, and no key is taken for ready that it may be.
 */
export function attributeEvent(event: TrailEvent, context: AttributionContext): readonly string[] {
  const isTwoEnded = event.name === 'ReEncrypt' || event.request.has('destinationkeyid')
  return isTwoEnded ? ofTwoEnds(event, context) : ofOneEnd(event, context)
}

/** True when the event says that there was a key, readable or not. */
export function namesKey(event: TrailEvent, context: AttributionContext): boolean {
  const fields = [...KEY_FIELDS, ...VERSION_FIELDS].flatMap((name) => [
    ...texts(event.request, name),
    ...texts(event.response, name),
  ])
  return (
    fields.some((text) => !isPlaceholder(text)) ||
    [event.request, event.response].some((each) => ciphertextsOf(each).length > 0) ||
    attributeEvent(event, context).some((target) => target !== UNKNOWN_KEY)
  )
}

function ofOneEnd(event: TrailEvent, context: AttributionContext): readonly string[] {
  const ownKeyId = !WITHOUT_KEY_ID.has(event.name)
  const own = merge([
    ofKeyIds(valuesOf(event.request, KEY_FIELDS.slice(ownKeyId ? 0 : 1)), context),
    ofVersionIds(valuesOf(event.request, VERSION_FIELDS), context),
    ofCiphertext(event.request, context),
    ofResponse(event, context),
  ])
  const ambiguous = ambiguousClaims(event, context, ownKeyId ? [] : ['keyid'])
  const open = own.keys.size > 0 ? none : own.references.size > 0 ? own.references : openReferences(ambiguous)
  return targets([own, ambiguous], open)
}

/** What is left open of an end that no field of its own tells. */
function openReferences(ambiguous: Claims): ReadonlySet<string> {
  if (ambiguous.keys.size > 0) return none
  return ambiguous.references.size > 0 ? ambiguous.references : new Set([UNKNOWN_KEY])
}

/** Source and destination. What names a known key without saying which end it is settles the end that nothing else settles. */
function ofTwoEnds(event: TrailEvent, context: AttributionContext): readonly string[] {
  const source = merge([
    ofKeyIds(valuesOf(event.request, ['sourcekeyid']), context),
    ofVersionIds(valuesOf(event.request, ['sourcekeyversionid']), context),
    ofCiphertext(event.request, context),
  ])
  const destination = merge([
    ofKeyIds(valuesOf(event.request, ['destinationkeyid']), context),
    ofResponse(event, context),
  ])
  const ambiguous = ambiguousClaims(event, context, ['keyid', 'keyversionid'])
  const ends = [source, destination].filter(({ keys }) => keys.size === 0)
  const spare = [...ambiguous.keys].filter((id) => !source.keys.has(id) && !destination.keys.has(id))
  const open = ends.flatMap(({ references }) => [...references])
  // Two ends open and one key named: one of the ends is still open, and nobody can say which.
  const isNamed = ends.every(({ references }) => references.size > 0) || spare.length >= ends.length
  return targets([source, destination, ambiguous], new Set(isNamed ? open : [...open, UNKNOWN_KEY]))
}

const none: ReadonlySet<string> = new Set()

/** Every key and every reference that was found; those that leave nothing open are marked so. */
function targets(found: readonly Claims[], open: ReadonlySet<string>): readonly string[] {
  const keys = [...new Set(found.flatMap((each) => [...each.keys]))]
  const beside = keys.length === 0 ? '' : `${BESIDE}${[...keys].sort().slice(0, MAX_BESIDE).join(',')}`
  const closed = found
    .flatMap(({ references, strays }) => [...references, ...strays])
    .filter((reference) => !open.has(reference))
    .map((reference) => `${ALSO}${reference}`)
  const references = [...open, ...closed].map((target) => (target === UNKNOWN_KEY ? target : `${target}${beside}`))
  return [...new Set([...keys, ...references])]
}

/** What names keys without saying which end of the operation it is, or that it is one: what the event refers to, and these fields. */
function ambiguousClaims(event: TrailEvent, context: AttributionContext, fields: readonly string[]): Claims {
  const values = [...valuesOf(event.request, fields), ...event.resources]
  return merge(values.map((value) => claim(value, context, false)))
}

function ofKeyIds(values: readonly string[], context: AttributionContext): Claims {
  return merge(values.map((value) => claim(value, context, true)))
}

function ofResponse(event: TrailEvent, context: AttributionContext): Claims {
  return merge([
    ofKeyIds(texts(event.response, 'keyid'), context),
    ofVersionIds(texts(event.response, 'keyversionid'), context),
    ofCiphertext(event.response, context),
  ])
}

function valuesOf(fields: Fields, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => texts(fields, name))
}
