import { type Column, columnsOf, RESERVED } from '../columns.ts'
import type { LogIndex } from '../projects.ts'
import { identifier, literal } from '../quote.ts'
import { parameterInvalid } from '../refusals.ts'
import type { Condition } from './parse.ts'

/** Makes a search a condition of DuckDB over the columns of an index, whole and not cut. Throws the `Refusal` of a key without one. */
export function searchCondition(condition: Condition, index: LogIndex): string {
  const columns = new Map(columnsOf(index).map((each) => [each.name, each]))
  const of = (part: Condition): string => {
    switch (part.kind) {
      case 'all':
        return 'TRUE'
      case 'not':
        return `NOT coalesce(${of(part.part)}, FALSE)`
      case 'and':
      case 'or':
        return `(${part.parts.map((each) => `coalesce(${of(each)}, FALSE)`).join(` ${part.kind.toUpperCase()} `)})`
      case 'number':
        return numberCondition(part, columns)
      case 'text':
        return part.key === undefined ? lineCondition(part, index) : keyCondition(part.key, part, columns)
    }
  }
  return of(condition)
}

interface Text {
  readonly value: string
  readonly quoted: boolean
}

function keyCondition(key: string, text: Text, columns: ReadonlyMap<string, Column>): string {
  if (RESERVED.some((each) => each === key))
    return textCondition(identifier(key), text, { token: [], caseSensitive: true })
  const column = columns.get(key)
  if (!column) throw notConfigured(key)
  const name = identifier(key)
  if (!text.quoted && text.value === '*') return `${name} IS NOT NULL AND CAST(${name} AS VARCHAR) <> ''`
  if (column.type === 'text') return textCondition(name, text, column)
  if (!/^-?\d+(\.\d+)?$/.test(text.value)) throw parameterInvalid(`${text.value} is not a number, and key (${key}) is`)
  return `${name} = ${text.value}`
}

/** Full text: all of a log is one text. */
function lineCondition(text: Text, { line }: LogIndex): string {
  if (!line) throw parameterInvalid(`full text index is not enabled, and ${text.value} has no key`)
  return textCondition(identifier('event'), text, line)
}

function numberCondition(
  { key, bounds }: Extract<Condition, { kind: 'number' }>,
  columns: ReadonlyMap<string, Column>,
): string {
  const column = columns.get(key)
  if (!column) throw notConfigured(key)
  if (column.type === 'text') throw parameterInvalid(`key (${key}) is config as text, and a range needs a number`)
  return bounds.map(({ sign, value }) => `${identifier(key)} ${sign} ${value}`).join(' AND ')
}

/** Every word of the value is a word of the text; `*` and `?` stand for characters, but not for the first. */
function textCondition(
  column: string,
  { value, quoted }: Text,
  { token, caseSensitive }: Pick<Column, 'token' | 'caseSensitive'>,
): string {
  const fold = (text: string) => (caseSensitive ? text : text.toLowerCase())
  const subject = caseSensitive ? column : `lower(${column})`
  const words = split(fold(value), token)
  if (words.length === 0) throw parameterInvalid(`the value ${value} has no word that can be searched`)
  if (token.length === 0) return wordCondition(words[0] ?? '', quoted, (word) => `${subject} ${word}`)
  const separators = `[${token.map((each) => each.replace(/[\\\]^[-]/g, '\\$&')).join('')}]+`
  const list = `regexp_split_to_array(${subject}, ${literal(separators)})`
  const conditions = words.map((word) => {
    if (!quoted && /[*?]/.test(word)) return anyWord(list, word)
    // The first, which costs little, spares most rows the second.
    return `contains(${subject}, ${literal(word)}) AND list_contains(${list}, ${literal(word)})`
  })
  return `(${conditions.join(' AND ')})`
}

function wordCondition(word: string, quoted: boolean, compare: (with_: string) => string): string {
  if (quoted || !/[*?]/.test(word)) return compare(`= ${literal(word)}`)
  return compare(`LIKE ${literal(pattern(word))} ESCAPE '\\'`)
}

function anyWord(list: string, word: string): string {
  return `len(list_filter(${list}, each -> each LIKE ${literal(pattern(word))} ESCAPE '\\')) > 0`
}

function pattern(word: string): string {
  if (/^[*?]/.test(word)) throw parameterInvalid(`${word}: a word that is searched cannot begin with * or ?`)
  return word
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
}

function split(value: string, token: readonly string[]): string[] {
  if (token.length === 0) return value === '' ? [] : [value]
  let word = ''
  const words: string[] = []
  for (const char of `${value}${token[0]}`) {
    // What stands for characters separates nothing in a value that is searched.
    if (!token.includes(char) || char === '?') word += char
    else if (word !== '') {
      words.push(word)
      word = ''
    }
  }
  return words
}

/** In the words of the vendor's page on common errors. */
function notConfigured(key: string) {
  return parameterInvalid(
    `key (${key}) is not config as key value config,if symbol : is  in your log,please wrap : with quotation mark "`,
  )
}
