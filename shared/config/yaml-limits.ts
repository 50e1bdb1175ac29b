import { Lexer, Parser } from 'yaml'

/** Lists and maps within each other, with what they stand in: a configuration needs three. What takes a text apart needs the stack for each. */
const MAX_DEPTH = 10
/** Aliases of a text: a configuration needs none. Through each, what is nested grows once more. */
const MAX_ALIASES = 50

/** What the lexer puts before the text of a scalar, which may begin with any character. */
const SCALAR = '\u001f'

/** Where a YAML text goes beyond what a configuration can need, and in what; undefined where it does not. Takes as little stack for any text. */
export function excessIn(text: string): { readonly offset: number; readonly problem: string } | undefined {
  const parser = new Parser()
  let aliases = 0
  let before = ''
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (lexeme.startsWith('*') && before !== SCALAR) aliases += 1
    before = lexeme
    const { offset, stack } = parser
    if (stack.length > MAX_DEPTH) return { offset, problem: `it is nested too deeply, more than ${MAX_DEPTH} levels` }
    if (aliases > MAX_ALIASES) return { offset, problem: `it has more than ${MAX_ALIASES} aliases (*name)` }
  }
  return undefined
}
