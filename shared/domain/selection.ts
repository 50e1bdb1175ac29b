import { type KeyName, readKeyName } from './find-key.ts'
import type { KeySummary, ReadinessRow } from './readiness.ts'
import type { Scope } from './scope.ts'
import type { ScopeSummary } from './scope-summary.ts'
import { applyStaleness, shownVerdict } from './stale.ts'
import type { Instant } from './time.ts'
import { VERDICTS, type Verdict } from './verdict.ts'

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

/** Whether rows of the scope may be picked as they are shown at `now`: keys and conditions aside, about which a summary says nothing. */
export function mayBePicked({ accountId, region, checks }: ScopeSummary, selection: Selection, now: Instant): boolean {
  return (
    (selection.account?.includes(accountId) ?? true) &&
    (selection.region?.includes(region) ?? true) &&
    (selection.verdict === undefined ||
      checks.some(({ checkedAt, byVerdict }) =>
        VERDICTS.some(
          (verdict) => byVerdict[verdict] && selection.verdict?.includes(shownVerdict({ checkedAt, verdict }, now)),
        ),
      ))
  )
}

/** Picks rows as they are shown at `now`, and remembers which values of the selection no row of the table has. */
export class RowSelection {
  readonly selection: Selection
  /** When the rows are shown. */
  readonly now: Instant
  #keys: readonly KeyName[]
  readonly #regions = new Set<string>()
  readonly #accounts = new Set<string>()
  readonly #keysFound = new Set<string>()
  readonly #held = new Set<Condition>()
  #isAnyPicked = false

  constructor(selection: Selection, now: Instant) {
    this.selection = selection
    this.now = now
    this.#keys = (selection.key ?? []).map(readKeyName)
  }

  /** Notes that the table has rows of the scope. */
  see({ accountId, region }: Scope): void {
    this.#accounts.add(accountId)
    this.#regions.add(region)
  }

  /** Whether the key may be one that is named; what that means is settled once all are known that may be. */
  mayMean(key: KeySummary): boolean {
    return this.#keys.some(({ names, otherwise }) => names(key) || otherwise?.(key))
  }

  /**
   * Settles what keys are meant, before any row is taken. `summaries`: those of the whole table, or of all keys that may be meant. They are read only where a
   * key goes by what may be its id or an alias without `alias/`.
   */
  async settle(summaries: () => AsyncIterable<readonly KeySummary[]> | Iterable<readonly KeySummary[]>): Promise<void> {
    this.#keys = await settled(this.#keys, summaries)
  }

  /** The rows that are picked, as they are shown. */
  async *pick(rows: AsyncIterable<ReadinessRow>): AsyncGenerator<ReadinessRow> {
    for await (const row of rows) {
      const shown = this.take(row)
      if (shown !== undefined) yield shown
    }
  }

  /** The row as it is shown, where it is picked. */
  take(row: ReadinessRow): ReadinessRow | undefined {
    const shown = applyStaleness(row, this.now)
    if (!this.#takes(shown)) return undefined
    this.#isAnyPicked = true
    return shown
  }

  /** What a user should know who wonders where his rows are; after `pick` has ended. */
  notes(): string[] {
    const { region = [], account = [], where = [] } = this.selection
    if (this.#accounts.size === 0)
      return ['The table holds no keys. Run `audit` first, or see what the last one reported.']
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
    return notes.length === 0 && !this.#isAnyPicked
      ? ['No keys match all of these filters. Remove one of them.']
      : notes
  }

  #takes(row: ReadinessRow): boolean {
    const { verdict, region, account, where = [] } = this.selection
    this.see(row)
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
  summaries: () => AsyncIterable<readonly KeySummary[]> | Iterable<readonly KeySummary[]>,
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
