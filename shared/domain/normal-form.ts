/** Characters that no reader sees: controls, zero-width spaces and joiners, soft hyphens, byte order marks, variation selectors. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const PLAIN = /^[\x21-\x7e]*$/

/**
 * The one form in which names from outside are compared: operations, services, ids, regions, accounts, states, roles and error codes. Without
 * letter case, surrounding space, invisible characters and compatibility forms (full width letters). For comparing only, never for showing.
 */
export function normalForm(text: string): string {
  return plainText(text).toLowerCase()
}

/** The same with its letter case kept: for names in which case counts, as in an alias. */
export function plainText(text: string): string {
  return PLAIN.test(text) ? text : text.normalize('NFKC').replace(INVISIBLE, '').trim()
}
