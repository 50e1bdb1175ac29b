import type { Row } from '@libsql/client/sqlite3'
import { damaged } from './failure.ts'

/**
 * Reads the cells of one row. The layout is checked when the file is opened and its tables are strict, so what has the wrong type, or
 * is no JSON, was put there by something else: a `StoreDamagedError`.
 */
export class CellReader {
  readonly #row: Row
  readonly #file: string

  constructor(row: Row, file: string) {
    this.#row = row
    this.#file = file
  }

  text(column: string): string {
    const value = this.#row[column]
    if (typeof value !== 'string') throw damaged(this.#file)
    return value
  }

  textOrNull(column: string): string | null {
    return this.#row[column] === null ? null : this.text(column)
  }

  number(column: string): number {
    const value = this.#row[column]
    if (typeof value !== 'number') throw damaged(this.#file)
    return value
  }

  numberOrNull(column: string): number | null {
    return this.#row[column] === null ? null : this.number(column)
  }

  /** One of a closed set of words. */
  word<T extends string>(column: string, words: readonly T[]): T {
    const value = this.text(column)
    const word = words.find((each) => each === value)
    if (word === undefined) throw damaged(this.#file)
    return word
  }

  wordOrNull<T extends string>(column: string, words: readonly T[]): T | null {
    return this.#row[column] === null ? null : this.word(column, words)
  }

  /** What was written there as JSON, by the same code that reads it. */
  json<T>(column: string): T {
    try {
      return JSON.parse(this.text(column))
    } catch (cause) {
      throw damaged(this.#file, cause)
    }
  }
}
