import { parameterInvalid } from '../refusals.ts'
import { syntaxError, type Word, wordsOf } from './words.ts'

/** What a search statement wants of a log. */
export type Condition =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'text'; readonly key?: string; readonly value: string; readonly quoted: boolean }
  | { readonly kind: 'number'; readonly key: string; readonly bounds: readonly Bound[] }

export interface Bound {
  readonly sign: '>' | '>=' | '<' | '<=' | '='
  readonly value: number
}

/** Vendor's page "Limits on query and analysis": keywords of a search statement. */
const MAX_KEYWORDS = 30

/** Reads a search statement (the part before `|`). Throws the `Refusal` of what is not understood: nothing matches in silence. */
export function parseSearch(search: string): Condition {
  const reader = new Reader(search)
  const condition = reader.whole()
  if (reader.keywords > MAX_KEYWORDS) throw parameterInvalid(`query has too many keywords, at most ${MAX_KEYWORDS}`)
  return condition
}

class Reader {
  readonly #search: string
  readonly #words: readonly Word[]
  #next = 0
  keywords = 0

  constructor(search: string) {
    this.#search = search
    this.#words = wordsOf(search)
  }

  whole(): Condition {
    if (this.#words.length === 0) return { kind: 'all' }
    const condition = this.#or()
    if (this.#peek()) throw this.#error()
    return condition
  }

  #or(): Condition {
    const parts = [this.#and()]
    while (this.#takeOperator('or')) parts.push(this.#and())
    return joined('or', parts)
  }

  /** Words side by side mean `and`. */
  #and(): Condition {
    const parts = [this.#not()]
    while (this.#takeOperator('and') || this.#startsOperand()) parts.push(this.#not())
    return joined('and', parts)
  }

  #not(): Condition {
    if (this.#takeOperator('not')) return { kind: 'not', part: this.#not() }
    return this.#operand()
  }

  #operand(): Condition {
    if (this.#takeSign('(')) {
      const inner = this.#or()
      if (!this.#takeSign(')')) throw this.#error()
      return inner
    }
    const first = this.#takeWord()
    if (!first.quoted && isOperator(first.text)) throw syntaxError(this.#search, first.at, first.text)
    if (this.#takeSign(':')) return this.#keyed(first.text)
    const sign = ['>=', '<=', '>', '<', '='].find((each) => this.#takeSign(each))
    this.keywords += 1
    if (sign !== undefined) return this.#compared(first.text, sign as Bound['sign'])
    const between = this.#peek()
    if (between?.kind === 'word' && between.text.toLowerCase() === 'in') {
      this.#next += 1
      return this.#range(first.text)
    }
    if (first.text === '*' && !first.quoted) return { kind: 'all' }
    return { kind: 'text', value: first.text, quoted: first.quoted }
  }

  #keyed(key: string): Condition {
    this.keywords += 1
    const { text, quoted } = this.#takeWord()
    return { kind: 'text', key, value: text, quoted }
  }

  #compared(key: string, sign: Bound['sign']): Condition {
    return { kind: 'number', key, bounds: [{ sign, value: this.#number() }] }
  }

  #range(key: string): Condition {
    const open = ['[', '('].find((each) => this.#takeSign(each))
    if (open === undefined) throw this.#error()
    const low = { sign: open === '[' ? ('>=' as const) : ('>' as const), value: this.#number() }
    const high = this.#number()
    const close = [']', ')'].find((each) => this.#takeSign(each))
    if (close === undefined) throw this.#error()
    return { kind: 'number', key, bounds: [low, { sign: close === ']' ? '<=' : '<', value: high }] }
  }

  #number(): number {
    const { text, at } = this.#takeWord()
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw syntaxError(this.#search, at, text)
    return Number(text)
  }

  #peek(): Word | undefined {
    return this.#words[this.#next]
  }

  #startsOperand(): boolean {
    const next = this.#peek()
    if (next === undefined) return false
    return next.kind === 'sign' ? next.text === '(' : next.quoted || !['or', 'and'].includes(next.text.toLowerCase())
  }

  #takeWord() {
    const next = this.#peek()
    if (next?.kind !== 'word') throw this.#error()
    this.#next += 1
    return next
  }

  #takeOperator(text: string): boolean {
    const next = this.#peek()
    if (next?.kind !== 'word' || next.quoted || next.text.toLowerCase() !== text) return false
    this.#next += 1
    return true
  }

  #takeSign(text: string): boolean {
    const next = this.#peek()
    if (next?.kind !== 'sign' || next.text !== text) return false
    this.#next += 1
    return true
  }

  #error() {
    const next = this.#peek()
    return syntaxError(this.#search, next?.at ?? this.#search.length, next?.text ?? '<EOF>')
  }
}

function isOperator(text: string): boolean {
  return ['and', 'or', 'not'].includes(text.toLowerCase())
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts
  return parts.length === 1 && only ? only : { kind, parts }
}
