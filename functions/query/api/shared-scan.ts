import { setTimeout } from 'node:timers/promises'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { isAfter } from '../../../shared/store/selected/row-order.ts'
import type { ReadinessTable, RowKey } from '../../../shared/store/store.ts'

/** Rows that are kept for a reader who does not come for them; they have some kilobytes each. */
const MAX_KEPT = 200
/** How long a reading waits for others who come at the same moment, in milliseconds. */
const GATHERING = 10

type Readiness = Pick<ReadinessTable, 'list'>
/** What a reader makes of a row; undefined where it is not for him. */
type Take = (row: ReadinessRow) => ReadinessRow | undefined

const scans = new WeakMap<Readiness, SharedScan>()

/**
 * The rows of the whole table that a reader takes, in primary key order, those after a key with `after`. Reading and parsing rows is what
 * takes time: readers who come while others are being served wait for them, and then are served all at once.
 */
export function sharedRows(readiness: Readiness, take: Take, after?: RowKey): AsyncGenerator<ReadinessRow> {
  const scan = scans.get(readiness) ?? new SharedScan(readiness)
  scans.set(readiness, scan)
  return scan.rows(take, after)
}

class SharedScan {
  readonly #readiness: Readiness
  #waiting: Reader[] = []
  #isReading = false

  constructor(readiness: Readiness) {
    this.#readiness = readiness
  }

  async *rows(take: Take, after: RowKey | undefined): AsyncGenerator<ReadinessRow> {
    const reader = new Reader(take, after)
    this.#waiting.push(reader)
    void this.#read()
    try {
      while (reader.state === 'reading' || reader.kept.length > 0) {
        const row = reader.kept.shift()
        if (row === undefined) await reader.changed()
        else yield row
      }
      if (reader.state === 'failed') throw reader.error
      if (reader.state === 'ended') return
      // Nobody waits for him, and nothing more is kept: he goes on alone, at his own pace.
      for await (const row of this.#readiness.list(undefined, reader.at)) {
        const taken = take(row)
        if (taken !== undefined) yield taken
      }
    } finally {
      reader.end('ended')
    }
  }

  async #read(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    while (this.#waiting.length > 0) {
      await setTimeout(GATHERING)
      await this.#pass(this.#waiting.splice(0))
    }
    this.#isReading = false
  }

  /** Never rejects: a failure is its readers'. */
  async #pass(readers: readonly Reader[]): Promise<void> {
    try {
      for await (const row of this.#readiness.list(undefined, earliest(readers))) {
        const key = { scope: scopeId(row), keyId: row.keyId }
        for (const reader of readers) reader.see(row, key)
        if (readers.every(({ state }) => state !== 'reading')) return
      }
      for (const reader of readers) reader.end('ended')
    } catch (error) {
      for (const reader of readers) reader.end('failed', error)
    }
  }
}

class Reader {
  readonly kept: ReadinessRow[] = []
  /** `behind`: he did not come for his rows. */
  state: 'reading' | 'behind' | 'ended' | 'failed' = 'reading'
  error: unknown
  /** The last row that he has seen. */
  at: RowKey | undefined
  readonly #take: Take
  #wake = () => {}

  constructor(take: Take, after: RowKey | undefined) {
    this.#take = take
    this.at = after
  }

  see(row: ReadinessRow, key: RowKey): void {
    if (this.state !== 'reading' || (this.at !== undefined && !isAfter(key, this.at))) return
    try {
      const taken = this.#take(row)
      if (taken !== undefined) {
        if (this.kept.length === MAX_KEPT) {
          this.end('behind')
          return
        }
        this.kept.push(taken)
        this.#wake()
      }
      this.at = key
    } catch (error) {
      this.end('failed', error)
    }
  }

  end(state: Reader['state'], error?: unknown): void {
    if (this.state !== 'reading') return
    this.state = state
    this.error = error
    this.#wake()
  }

  /** Resolves when there is a row, or no more to come. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

/** Where reading must begin for all of them; undefined: at the first row. */
function earliest(readers: readonly Reader[]): RowKey | undefined {
  const starts = readers.map(({ at }) => at)
  return starts.reduce((a, b) => (a === undefined || b === undefined ? undefined : isAfter(a, b) ? b : a))
}
