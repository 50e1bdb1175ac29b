/**
 * Regular expressions by which SQL takes the JSON text of a request apart. JSON functions are no help: they are case-sensitive, and fail on
 * text that was cut. Every expression is one that RE2 and Joni read alike: no look-around.
 */

const NAME = '[A-Za-z0-9_.-]*'
const SPACE = '[ \\t\\r\\n]*'
// What JSON allows and nothing else: what a group keeps is parsed, and one event that cannot be would cost the whole day.
const STRING = '"(?:[^"\\\\\\x00-\\x1f]|\\\\(?:["\\\\/bfnrt]|u[0-9A-Fa-f]{4}))*"'
const NUMBER = '-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?'
const SCALAR = `(?:${STRING}|${NUMBER}|true|false|null)`
const PAIR = `${STRING}${SPACE}:${SPACE}${SCALAR}`
const MEMBER = `"${NAME}"${SPACE}:${SPACE}${SCALAR}`
const OBJECT = `\\{${SPACE}(?:${PAIR}${SPACE}(?:,${SPACE}${PAIR}${SPACE})*)?\\}`
const LIST = `\\[${SPACE}(?:${SCALAR}${SPACE}(?:,${SPACE}${SCALAR}${SPACE})*)?\\]`

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
    plain: `regexp_replace(${text}, '"${NAME}"${SPACE}:${SPACE}(?:${OBJECT}|${LIST})', '"":0')`,
    odd: (whole, plain) =>
      [
        `not ${like(plain, `^${SPACE}\\{${SPACE}(?:${MEMBER}${SPACE}(?:,${SPACE}${MEMBER}${SPACE})*)?\\}${SPACE}$`)}`,
        like(whole, `(?i)"(?:${KEPT}|${results})"\\s*:\\s*[\\[{]`),
        like(plain, `(?i)"(?:${KEPT})"\\s*:\\s*"(?:[^"\\\\]|\\\\.){${LONGEST_KEPT}}`),
        // No text, a list in a text, or what is no base64 before the head ends.
        like(
          plain,
          `(?i)"(?:${results})"\\s*:\\s*(?:[^"n\\s]|"[\\[{\\s]|"(?:[^"\\\\\\s]|\\\\/){0,48}(?:\\\\[^/]|\\s))`,
        ),
      ].join(' or '),
    kept: (plain) => all(plain, `"(?i:${KEPT})"${SPACE}:${SPACE}${SCALAR}`),
    heads: (plain) => all(plain, `"(?i:${CIPHERTEXT})"${SPACE}:${SPACE}"${VERSION_HEAD}`),
    filled: (plain) => all(plain, `"((?i:${results}))"${SPACE}:${SPACE}"[^"]`, 1),
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
