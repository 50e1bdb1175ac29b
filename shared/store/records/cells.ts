import { NewerWordError, type StoreError } from '../errors.ts'

/** A value as both backends keep it. Null is an absent one. */
export type Cell = string | number | boolean | null

/** A row's values by column. */
export type Cells = Readonly<Record<string, Cell>>

const NOTHING: readonly never[] = []
/** Characters that are told of a word. */
const LONGEST_WORD = 60

/**
 * Reads the cells of one row. The layout is ours and checked, so what has the wrong type, or is no JSON, was put there by something
 * else: `damaged` makes the error that is thrown.
 */
export class CellReader {
  readonly #cell: (column: string) => unknown
  readonly #damaged: (cause?: unknown) => StoreError

  constructor(cell: (column: string) => unknown, damaged: (cause?: unknown) => StoreError) {
    this.#cell = cell
    this.#damaged = damaged
  }

  text(column: string): string {
    const value = this.#cell(column)
    if (typeof value !== 'string') throw this.#damaged()
    return value
  }

  textOrNull(column: string): string | null {
    return this.#isAbsent(column) ? null : this.text(column)
  }

  number(column: string): number {
    const value = this.#cell(column)
    if (typeof value !== 'number') throw this.#damaged()
    return value
  }

  numberOrNull(column: string): number | null {
    return this.#isAbsent(column) ? null : this.number(column)
  }

  /** SQLite has no truth values: it keeps 0 and 1. */
  flag(column: string): boolean {
    const value = this.#cell(column)
    if (typeof value === 'boolean') return value
    if (value !== 0 && value !== 1) throw this.#damaged()
    return value === 1
  }

  /** One of a closed set of words; a newer version may know more. */
  word<T extends string>(column: string, words: readonly T[]): T {
    const value = this.text(column)
    const word = words.find((each) => each === value)
    if (word === undefined)
      throw this.#damaged(new NewerWordError(`${column} ${JSON.stringify(value.slice(0, LONGEST_WORD))}`))
    return word
  }

  wordOrNull<T extends string>(column: string, words: readonly T[]): T | null {
    return this.#isAbsent(column) ? null : this.word(column, words)
  }

  /** What was written there as JSON, by the same code that reads it. */
  json<T>(column: string): T {
    try {
      return JSON.parse(this.text(column))
    } catch (cause) {
      throw this.#damaged(cause)
    }
  }

  /** The same of a list. All empty ones are one. */
  list<T>(column: string): readonly T[] {
    return this.#cell(column) === '[]' ? NOTHING : this.json(column)
  }

  #isAbsent(column: string): boolean {
    return (this.#cell(column) ?? null) === null
  }
}
