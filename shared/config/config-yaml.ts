import { type Document, isMap, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml'
import { excessIn } from './yaml-limits.ts'

/** One key of a configuration file. */
export interface ConfigEntry {
  readonly key: string
  readonly value: unknown
  /** `cmk.yaml, line 3` */
  readonly where: string
}

/**
 * The keys of a YAML text that people know as `name`, or what is wrong with it: where in it, and what. The problem repeats nothing of the
 * text, which may hold secrets.
 */
export function parseConfigYaml(text: string, name: string): readonly ConfigEntry[] | { readonly problem: string } {
  const excess = excessIn(text)
  if (excess) return refusal(text, excess.offset, excess.problem)
  const lines = new LineCounter()
  // Account ids have 16 digits and more than a number holds.
  const document = parseDocument(text, { intAsBigInt: true, lineCounter: lines })
  const [error] = document.errors
  if (error) return refusal(text, error.pos[0], problemText(error))
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null)) return []
  if (!isMap(contents)) return { problem: 'it takes a YAML map of names to values, such as "regions: [cn-hangzhou]"' }
  const entries: ConfigEntry[] = []
  for (const { key, value } of contents.items) {
    const at = isScalar(key) ? (key.range?.[0] ?? 0) : 0
    const held = plainValue(value, document)
    if ('problem' in held) return refusal(text, at, held.problem)
    const { line } = lines.linePos(at)
    entries.push({ key: isScalar(key) ? String(key.value) : '', value: held.value, where: `${name}, line ${line}` })
  }
  return entries
}

function refusal(text: string, offset: number, problem: string): { readonly problem: string } {
  const before = text.slice(0, offset).split('\n')
  return { problem: `not YAML, line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${problem}` }
}

function plainValue(value: unknown, document: Document): { readonly value: unknown } | { readonly problem: string } {
  if (value === null || typeof value !== 'object' || !('toJS' in value)) return { value: null }
  try {
    const held = (value as { toJS(document: Document): unknown }).toJS(document)
    JSON.stringify(held, (_, each: unknown) => (typeof each === 'bigint' ? `${each}` : each))
    return { value: held }
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof TypeError) return { problem: aliasProblem(error) }
    throw error
  }
}

/** The library tells by its words alone which of them it is; what leads into itself becomes a value that is no JSON. */
function aliasProblem({ message }: Error): string {
  if (/^Unresolved alias/.test(message)) return 'an alias in it (*name) has no anchor (&name) before it'
  if (/^Excessive alias count/.test(message)) return 'its aliases (*name) repeat too much'
  return 'an alias in it (*name) stands within its own anchor (&name)'
}

/** The parser's codes, whose messages repeat what stands there. */
const SAID: Partial<Record<YAMLError['code'], string>> = {
  BAD_ALIAS: 'an alias (*) or anchor (&) without a name; a text that begins so stands in quotes',
  BAD_DQ_ESCAPE: 'a backslash in double quotes that escapes nothing; write \\\\ for a backslash',
  BAD_INDENT: 'a line begins in the wrong column; what belongs together begins in the same one',
  BAD_SCALAR_START: 'a text begins with a character that means something; it stands in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a second colon in one line, or keys below a value; a text with a colon and a space stands in quotes',
  BLOCK_IN_FLOW: 'lines of another level within brackets',
  DUPLICATE_KEY: 'the same key a second time',
  MULTILINE_IMPLICIT_KEY:
    'a line without a colon and a space behind its key, or a quote or a bracket that is not closed',
  MULTIPLE_DOCS: 'a second document (---); it takes one',
  TAB_AS_INDENT: 'a tab at the beginning of a line; it takes spaces',
  TAG_RESOLVE_FAILED: 'a tag (!) that is not known; a text that begins so stands in quotes',
  UNEXPECTED_TOKEN: 'something that does not belong there, such as a bracket or a comma too many',
}

function problemText({ code, message }: YAMLError): string {
  if (/end with a/.test(message)) return 'a bracket is not closed, or a line begins in the wrong column'
  if (code !== 'MISSING_CHAR') return SAID[code] ?? 'something that is not YAML'
  if (/closing .quote/.test(message)) return 'a quote is not closed'
  if (/must be followed by|need to be followed by|map values/i.test(message))
    return 'a key without a colon and a space behind it'
  return 'a comma, a colon, a space or a bracket is missing'
}
