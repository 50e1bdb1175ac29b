/**
 * Regular expressions by which SQL takes the JSON text of a request apart. JSON functions are no help: they are case-sensitive, and fail on
 * text that was cut. Every expression is one that RE2 and Joni read alike: no look-around.
 */

const NAME = '[A-Za-z0-9_.-]*'
const STRING = '"(?:[^"\\\\]|\\\\.)*"'
const SCALAR = `(?:${STRING}|-?[0-9][0-9.eE+-]*|true|false|null)`
const PAIR = `${STRING}\\s*:\\s*${SCALAR}`
const MEMBER = `"${NAME}"\\s*:\\s*${SCALAR}`
const OBJECT = `\\{\\s*(?:${PAIR}\\s*(?:,\\s*${PAIR}\\s*)*)?\\}`
const LIST = `\\[\\s*(?:${SCALAR}\\s*(?:,\\s*${SCALAR}\\s*)*)?\\]`

/** Fields whose value is kept: what attribution asks for, and the dry run. */
const KEPT = 'keyid|destinationkeyid|sourcekeyid|keyversionid|sourcekeyversionid|dryrun'
/** Fields of which a group keeps whether there is anything, and the head where that is the id of a key version. */
const CIPHERTEXT = `${NAME}ciphertext${NAME}`
/** In an answer these show that a call was carried out. */
const RESULT = `${CIPHERTEXT}|plaintext|exporteddatakey`
/** The longest value that is kept; a key's ARN with an alias has less. */
const LONGEST_KEPT = 400

/** Base64 of 36 characters of a UUID: each three begin with one of `0-9A-Fa-f-`, and the first of four letters shows it. */
export const VERSION_HEAD = '(?:[LMNOQRYZ][A-Za-z0-9]{3}){12}'

/** Which fields of a JSON text a group keeps. */
export type JsonKind = 'request' | 'response'

/** SQL over a text column: none of it holds a quotation mark of SQL's. */
export interface JsonSql {
  /** The text with members that hold a flat object or list taken out. */
  readonly plain: string
  /** True where the fields could not be told from the text, and only the whole event says them. */
  readonly odd: (text: string, plain: string) => string
  /** Members that are kept, as JSON: a list of texts. */
  readonly kept: (plain: string) => string
  /** Members whose value begins with the id of a key version, cut behind it: a list of texts. */
  readonly heads: (plain: string) => string
  /** Names of those that hold something: a list of texts. */
  readonly filled: (plain: string) => string
}

/** SQL that takes a flat JSON object apart; what is nested deeper is odd. */
export function jsonSql(kind: JsonKind, text: string): JsonSql {
  const results = kind === 'request' ? CIPHERTEXT : RESULT
  const like = (subject: string, pattern: string) => `regexp_like(${subject}, '${pattern}')`
  const all = (subject: string, pattern: string, group = 0) =>
    group === 0
      ? `regexp_extract_all(${subject}, '${pattern}')`
      : `regexp_extract_all(${subject}, '${pattern}', ${group})`
  return {
    plain: `regexp_replace(${text}, '"${NAME}"\\s*:\\s*(?:${OBJECT}|${LIST})', '"":0')`,
    odd: (whole, plain) =>
      [
        `not ${like(plain, `^\\s*\\{\\s*(?:${MEMBER}\\s*(?:,\\s*${MEMBER}\\s*)*)?\\}\\s*$`)}`,
        like(whole, `(?i)"(?:${KEPT}|${results})"\\s*:\\s*[\\[{]`),
        like(plain, `(?i)"(?:${KEPT})"\\s*:\\s*"(?:[^"\\\\]|\\\\.){${LONGEST_KEPT}}`),
        // No text, a list in a text, or what is no base64 before the head ends.
        like(
          plain,
          `(?i)"(?:${results})"\\s*:\\s*(?:[^"n\\s]|"[\\[{\\s]|"(?:[^"\\\\\\s]|\\\\/){0,48}(?:\\\\[^/]|\\s))`,
        ),
      ].join(' or '),
    kept: (plain) => all(plain, `"(?i:${KEPT})"\\s*:\\s*${SCALAR}`),
    heads: (plain) => all(plain, `"(?i:${CIPHERTEXT})"\\s*:\\s*"${VERSION_HEAD}`),
    filled: (plain) => all(plain, `"((?i:${results}))"\\s*:\\s*"[^"]`, 1),
  }
}

/** Stands for a value that says no key. */
const SOMETHING = '#'

/** The JSON text that a group's request or response stands for. Throws a `SyntaxError` on what the SQL cannot have given. */
export function jsonOf(kept: readonly string[], heads: readonly string[], filled: readonly string[]): string {
  const withHead = heads.map((member) => `${member}"`)
  const named = new Set(withHead.flatMap((member) => Object.keys(JSON.parse(`{${member}}`))))
  const dark = filled.filter((name) => !named.has(name)).map((name) => `${JSON.stringify(name)}:"${SOMETHING}"`)
  const text = `{${[...kept, ...withHead, ...dark].join(',')}}`
  JSON.parse(text)
  return text
}
