import { parameterInvalid } from '../refusals.ts'

/** A piece of a search statement. */
export type Word =
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }

const SIGNS = ['>=', '<=', '(', ')', '[', ']', ':', '>', '<', '=']

/** Takes a search statement apart. Throws the `Refusal` of a quotation mark without its other. */
export function wordsOf(search: string): Word[] {
  const words: Word[] = []
  let at = 0
  while (at < search.length) {
    const char = search[at] ?? ''
    if (/\s/.test(char)) {
      at += 1
      continue
    }
    const sign = SIGNS.find((each) => search.startsWith(each, at))
    if (sign !== undefined) {
      words.push({ kind: 'sign', text: sign, at })
      at += sign.length
      continue
    }
    const { text, quoted, end } = char === '"' ? quotedWord(search, at) : bareWord(search, at)
    words.push({ kind: 'word', text, quoted, at })
    at = end
  }
  return words
}

function quotedWord(search: string, start: number) {
  let text = ''
  let at = start + 1
  while (at < search.length && search[at] !== '"') {
    if (search[at] === '\\') at += 1
    text += search[at] ?? ''
    at += 1
  }
  if (at >= search.length) throw syntaxError(search, start, 'quotation mark')
  return { text, quoted: true, end: at + 1 }
}

function bareWord(search: string, start: number) {
  const length = /[\s()[\]:<>="]/.exec(search.slice(start))?.index ?? search.length - start
  if (length === 0) throw syntaxError(search, start, search[start] ?? '')
  return { text: search.slice(start, start + length), quoted: false, end: start + length }
}

/** In the words of the vendor's page on common errors. */
export function syntaxError(_search: string, at: number, near: string) {
  const place = `from column:${at} to column:${at + Math.max(1, near.length)}`
  return parameterInvalid(
    `ErrorType:QueryParseError.ErrorMessage:syntax error error position is ${place},error near < ${near} >`,
  )
}
