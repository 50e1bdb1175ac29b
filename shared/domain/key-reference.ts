import type { Scope } from './scope.ts'

/** What a text in an event says of a key. Ids in ARNs keep the account and region that they name. */
export type KeyReference =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'alias'; readonly alias: string }
  /** An id of which the vendor's masking left a beginning and perhaps an end: `3a6a031d-87ad-4a84-9c17-aa22e0b0****`. */
  | { readonly kind: 'masked'; readonly prefix: string; readonly suffix: string }

/** Prefix that the vendor reserves for the aliases of service keys: CreateAlias refuses it to customers. */
export const SERVICE_ALIAS = 'alias/acs/'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Newer ids. */
const KEY_ID = /^key-[a-z0-9-]{1,60}$/i
/** The longest alias that CreateAlias takes. */
const MAX_ALIAS = 255
/** The ARN of a key or of an alias: its region, account, kind and name. */
export const KEY_ARN = /^acs:kms:([^:]*):([^:]*):(key|alias)\/(.+)$/i
/** Fewer characters than this tell keys apart too badly to be evidence: the first group of a UUID. */
const LEAST_PREFIX = 8
/** A key version id is 36 ASCII bytes at the head of a symmetric ciphertext: 48 characters of base64. */
const VERSION_ID_BASE64 = 48

/**
 * Reads a KeyId-like text: an id, `key-…`, an alias, an ARN of either, or a masked one. Undefined: it names nothing. With a scope, the ARN of
 * an alias of another account or region is an id of its own: that account's `alias/pay` is not this one's.
 */
export function parseKeyReference(text: string, scope?: Scope): KeyReference | undefined {
  const arn = KEY_ARN.exec(text.trim())
  if (arn && scope && arn[3]?.toLowerCase() === 'alias' && !isOf(scope, arn[1] ?? '', arn[2] ?? '')) {
    return text.length <= MAX_ALIAS + 100 ? { kind: 'id', id: text.trim() } : undefined
  }
  const name = arn ? (arn[3]?.toLowerCase() === 'alias' ? `alias/${arn[4]}` : (arn[4] ?? '')) : text.trim()
  if (name.startsWith('alias/')) {
    const isAlias = name.length > 'alias/'.length && name.length <= MAX_ALIAS && !name.includes('*')
    return isAlias ? { kind: 'alias', alias: name } : undefined
  }
  if (name.includes('*')) return parseMasked(name)
  if (UUID.test(name)) return { kind: 'id', id: name.toLowerCase() }
  // Anything else is text that somebody put there: it names no key, and is kept nowhere.
  return KEY_ID.test(name) ? { kind: 'id', id: name } : undefined
}

/** True for a text that can only be meant as a key: the looser fields of an event name other resources as well. */
export function looksLikeKey(text: string): boolean {
  return KEY_ARN.test(text) || text.startsWith('alias/') || UUID.test(text) || /^key-[a-z0-9]+/i.test(text)
}

/**
 * The key version id at the head of a symmetric KMS ciphertext (the transfer SDK slices it off the same way). Undefined when the text
 * is masked before its 48th character, or is no such ciphertext: asymmetric and instance ciphertexts carry none.
 */
export function versionIdOfCiphertext(ciphertext: string): string | undefined {
  const head = ciphertext.slice(0, VERSION_ID_BASE64)
  if (!/^[A-Za-z0-9+/_-]{48}$/.test(head)) return undefined
  const id = atob(head.replaceAll('-', '+').replaceAll('_', '/'))
  return UUID.test(id) ? id.toLowerCase() : undefined
}

/** True when the id is one that the masked text may have been. */
export function matchesMask(id: string, mask: { readonly prefix: string; readonly suffix: string }): boolean {
  return id.length >= mask.prefix.length + mask.suffix.length && id.startsWith(mask.prefix) && id.endsWith(mask.suffix)
}

function isOf(scope: Scope, region: string, account: string): boolean {
  const digits = account.replace(/\*+$/, '')
  return (region === '' || region === scope.region) && scope.accountId.startsWith(digits)
}

function parseMasked(name: string): KeyReference | undefined {
  if (!/^[a-z0-9*-]{1,80}$/i.test(name)) return undefined
  const prefix = name.slice(0, name.indexOf('*')).toLowerCase()
  const suffix = name.slice(name.lastIndexOf('*') + 1).toLowerCase()
  return prefix.replace(/^key-/, '').length < LEAST_PREFIX ? undefined : { kind: 'masked', prefix, suffix }
}
