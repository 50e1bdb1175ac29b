import { type KeyName, readKeyName } from './find-key.ts'
import type { KeySummary, ReadinessRow } from './readiness.ts'
import { applyStaleness } from './stale.ts'
import type { Instant } from './time.ts'
import type { Verdict } from './verdict.ts'

/** Which rows a user asks for: every condition must hold, one of its values is enough. */
export interface Selection {
  readonly verdict?: readonly Verdict[]
  readonly region?: readonly string[]
  readonly account?: readonly string[]
  readonly key?: readonly string[]
  /** All of these must hold. */
  readonly where?: readonly Condition[]
}

/** Something that can be said of a row. */
export interface Condition {
  /** `calls>100`: as it is shown to the user. The same text is the same condition. */
  readonly text: string
  readonly holds: (row: ReadinessRow) => boolean
}

/** Picks rows as they are shown at `now`, and remembers which values of the selection no row of the table has. */
export class RowSelection {
  readonly #selection: Selection
  readonly #now: Instant
  #keys: readonly KeyName[]
  readonly #regions = new Set<string>()
  readonly #accounts = new Set<string>()
  readonly #keysFound = new Set<string>()
  readonly #held = new Set<Condition>()
  #read = 0
  #picked = 0

  constructor(selection: Selection, now: Instant) {
    this.#selection = selection
    this.#now = now
    this.#keys = (selection.key ?? []).map(readKeyName)
  }

  /** `summaries`: those of the whole table. They are read only where a key goes by what may be its id or an alias without `alias/`. */
  async *pick(
    rows: AsyncIterable<ReadinessRow>,
    summaries: () => AsyncIterable<readonly KeySummary[]>,
  ): AsyncGenerator<ReadinessRow> {
    await this.settle(summaries)
    for await (const row of rows) {
      const shown = this.take(row)
      if (shown !== undefined) yield shown
    }
  }

  /** Settles what keys are meant, before any row is taken. */
  async settle(summaries: () => AsyncIterable<readonly KeySummary[]>): Promise<void> {
    this.#keys = await settled(this.#keys, summaries)
  }

  /** The row as it is shown, where it is picked. */
  take(row: ReadinessRow): ReadinessRow | undefined {
    this.#read += 1
    const shown = applyStaleness(row, this.#now)
    if (!this.#takes(shown)) return undefined
    this.#picked += 1
    return shown
  }

  /** What a user should know who wonders where his rows are; after `pick` has ended. */
  notes(): string[] {
    const { region = [], account = [], where = [] } = this.#selection
    if (this.#read === 0) return ['The table holds no keys. Run `audit` first, or see what the last one reported.']
    const notes = [
      ...missing(region, this.#regions, 'region'),
      ...missing(account, this.#accounts, 'account'),
      ...this.#keys.flatMap(({ reference }) =>
        this.#keysFound.has(reference)
          ? []
          : [`No key in the table is called ${reference}. Run \`explain\` with it to see what is close.`],
      ),
      ...where.flatMap((each) => (this.#held.has(each) ? [] : [`No key in the table matches ${each.text}.`])),
    ]
    return notes.length === 0 && this.#picked === 0
      ? ['No keys match all of these filters. Remove one of them.']
      : notes
  }

  #takes(row: ReadinessRow): boolean {
    const { verdict, region, account, where = [] } = this.#selection
    this.#regions.add(row.region)
    this.#accounts.add(row.accountId)
    const named = this.#keys.filter(({ names }) => names(row))
    for (const { reference } of named) this.#keysFound.add(reference)
    const held = where.filter(({ holds }) => holds(row))
    for (const each of held) this.#held.add(each)
    return (
      (verdict?.includes(row.verdict) ?? true) &&
      (region?.includes(row.region) ?? true) &&
      (account?.includes(row.accountId) ?? true) &&
      (this.#keys.length === 0 || named.length > 0) &&
      held.length === where.length
    )
  }
}

/** The names, each of which now means keys by their id, or, where no key of the table has it, by an alias. */
async function settled(
  keys: readonly KeyName[],
  summaries: () => AsyncIterable<readonly KeySummary[]>,
): Promise<readonly KeyName[]> {
  const open = new Set(keys.filter(({ otherwise }) => otherwise))
  if (open.size === 0) return keys
  for await (const some of summaries()) {
    for (const summary of some) for (const key of open) if (key.names(summary)) open.delete(key)
    if (open.size === 0) break
  }
  return keys.map((key) => (open.has(key) && key.otherwise ? { ...key, names: key.otherwise } : key))
}

function missing(asked: readonly string[], seen: ReadonlySet<string>, what: string): string[] {
  const known = [...seen].sort().join(', ')
  return asked.flatMap((each) =>
    seen.has(each) ? [] : [`No key in the table has the ${what} ${each}; it has ${known}.`],
  )
}
