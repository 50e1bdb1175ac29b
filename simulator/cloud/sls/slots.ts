import type { Mode } from './query.ts'
import { tooManyQueries } from './refusals.ts'

/** Queries at once of a project (vendor's pages "Limits on query and analysis" and "Completely accurate SQL mode"). */
const AT_ONCE: Readonly<Record<Mode | 'search', number>> = { standard: 15, dedicated: 100, accurate: 5, search: 100 }

/** Counts the queries that run. */
export class Slots {
  readonly #running = new Map<string, number>()

  /** Runs a query. Throws the `Refusal` of one too many. */
  async within<T>(project: string, kind: Mode | 'search', run: () => Promise<T>): Promise<T> {
    const name = `${project} ${kind}`
    const running = this.#running.get(name) ?? 0
    if (running >= AT_ONCE[kind]) throw tooManyQueries()
    this.#running.set(name, running + 1)
    try {
      return await run()
    } finally {
      this.#running.set(name, (this.#running.get(name) ?? 1) - 1)
    }
  }
}
