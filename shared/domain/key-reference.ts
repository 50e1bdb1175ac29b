import { mayBe } from './kms-arn.ts'
import { normalForm, plainText } from './normal-form.ts'
import type { Scope } from './scope.ts'

/** What a text in an event says of a key. Ids are in their normal form. */
export type KeyReference =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'alias'; readonly alias: string }
  /** An id of which the vendor's masking left a beginning and perhaps an end: `3a6a031d-87ad-4a84-9c17-aa22e0b0****`. */
  | ({ readonly kind: 'masked' } & Mask)
  /** The ARN of a key or of an alias of another account or region; `id`, perhaps masked, of a key. */
  | { readonly kind: 'elsewhere'; readonly arn: string; readonly id?: string }

export interface Mask {
  readonly prefix: string
  readonly suffix: string
}

/** Prefix that the vendor reserves for the aliases of service keys: CreateAlias refuses it to customers. */
export const SERVICE_ALIAS = 'alias/acs/'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Newer ids, and whatever else begins like one. */
const KEY_ID = /^key-[a-z0-9-]{1,60}$/i
/**
 * Newer ids as every page and SDK of the vendor has them (`key-hzz62f1cb66fa42qo****`): three letters of the region, eight hexadecimal digits
 * of the time, ten characters more; a version adds ten of its own (`key-hzz62f1cb66fa42qo****-20v29b****`).
 */
const NEWER_ID = /^key-[a-z]{3}[0-9a-f]{8}[0-9a-z]{10}(-[0-9a-z]{10})?$/i
/** The longest alias that CreateAlias takes. */
const MAX_ALIAS = 255
/** The ARN of a key or of an alias: its region, account, kind and name. */
export const KEY_ARN = /^acs:kms:([^:]*):([^:]*):(key|alias)\/(.+)$/i
/** Fewer characters than this tell keys apart too badly to be evidence: the first group of a UUID. */
const MIN_KNOWN = 8
/** A key version id is 36 ASCII bytes at the head of a symmetric ciphertext: 48 characters of base64. */
const VERSION_ID_BASE64 = 48

/**
 * Reads a KeyId-like text: an id, `key-…`, an alias, an ARN of either, or a masked one. Undefined: it names nothing. With a scope, an ARN of
 * another account or region is distinguished: that account's `alias/pay` is not this one's.
 */
export function parseKeyReference(text: string, scope?: Scope): KeyReference | undefined {
  const whole = plainText(text)
  // No name holds these: a reference is stored beside others, apart by a bar.
  if (/[\s|]/.test(whole)) return undefined
  const arn = KEY_ARN.exec(whole)
  const isAlias = arn ? arn[3]?.toLowerCase() === 'alias' : /^alias\//i.test(whole)
  const name = arn ? (arn[4] ?? '') : whole.replace(/^alias\//i, '')
  const isHere = !arn || !scope || isOf(scope, arn[1] ?? '', arn[2] ?? '')
  if (isAlias) {
    if (`alias/${name}`.length > MAX_ALIAS) return undefined
    if (!isHere) return { kind: 'elsewhere', arn: `${arnHead(whole)}:alias/${name}` }
    return name === '' || name.includes('*') ? undefined : { kind: 'alias', alias: `alias/${name}` }
  }
  const id = normalForm(name)
  const masked = parseMasked(id)
  if (masked === undefined && !UUID.test(id) && !KEY_ID.test(id)) {
    // Text that somebody put there: it names no key, and is kept nowhere.
    return undefined
  }
  if (!isHere) return { kind: 'elsewhere', arn: `${arnHead(whole)}:key/${id}`, id }
  return masked ?? { kind: 'id', id }
}

/** True for what can only be the id of a key or of a version, known or not: `key-wrapping` is neither. */
export function isWellFormedId(id: string): boolean {
  return UUID.test(id) || NEWER_ID.test(id)
}

/** The key whose version a newer version id is, by its form; undefined for any other text. */
export function keyOfVersion(versionId: string): string | undefined {
  const tail = NEWER_ID.exec(versionId)?.[1]
  return tail === undefined ? undefined : versionId.slice(0, -tail.length)
}

/**
 * The key version id at the head of a symmetric KMS ciphertext (the transfer SDK slices it off the same way). Undefined when the text
 * is masked before its 48th character, or is no such ciphertext: asymmetric and instance ciphertexts carry none.
 */
export function versionIdOfCiphertext(ciphertext: string): string | undefined {
  const head = ciphertext
    .slice(0, 2 * VERSION_ID_BASE64)
    .replace(/\s/g, '')
    .slice(0, VERSION_ID_BASE64)
  if (!/^[A-Za-z0-9+/_-]{48}$/.test(head)) return undefined
  const id = atob(head.replaceAll('-', '+').replaceAll('_', '/'))
  return UUID.test(id) ? id.toLowerCase() : undefined
}

/** True when the id, in its normal form, is one that the masked text may have been. */
export function matchesMask(id: string, mask: Mask): boolean {
  return id.length >= mask.prefix.length + mask.suffix.length && id.startsWith(mask.prefix) && id.endsWith(mask.suffix)
}

/** Parts of an ARN may be masked or wildcards, and then are this scope's where what is left of them fits. */
function isOf(scope: Scope, region: string, account: string): boolean {
  return mayBe(region, scope.region) && mayBe(account, scope.accountId)
}

function arnHead(arn: string): string {
  return arn.split(':').slice(0, 4).join(':').toLowerCase().slice(0, MAX_ALIAS)
}

function maskOf(text: string): Mask {
  return { prefix: text.slice(0, text.indexOf('*')), suffix: text.slice(text.lastIndexOf('*') + 1) }
}

function parseMasked(id: string): KeyReference | undefined {
  if (!/^[a-z0-9*-]{1,80}$/.test(id) || !id.includes('*')) return undefined
  const mask = maskOf(id)
  const left = mask.prefix.replace(/^key-/, '').length + mask.suffix.length
  return left < MIN_KNOWN ? undefined : { kind: 'masked', ...mask }
}
