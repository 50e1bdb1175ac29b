import type { KeySummary, ReadinessRow } from '../../domain/readiness.ts'
import { scopeId } from '../../domain/scope.ts'
import type { RowSelection, Selection } from '../../domain/selection.ts'
import type { ReadinessTable, RowKey } from '../store.ts'
import { isAfter } from './row-order.ts'
import { rowsOfScopes } from './rows-of-scopes.ts'
import { scopesToRead } from './scopes-to-read.ts'

/** More scopes than this are not named by account and region. */
const MAX_NAMED = 50
/** Rows that are looked at before scopes are chosen, where a verdict is asked for: of a frequent one they are enough for a page. */
const AT_FIRST = 1_000
/** Rows of keys that are asked for at once. */
const BATCH = 100

type Readiness = Pick<ReadinessTable, 'list' | 'listSummaries' | 'scopeSummaries' | 'getAll'>

/** How all rows are read that are picked, as they are shown; those after a key, where it is given. */
export type ReadAll = (after?: RowKey) => AsyncIterable<ReadinessRow>

/**
 * The rows that are picked, as they are shown, in primary key order; with `after`, those that stand after this key. As little of the table is read as its
 * summaries allow; where they tell nothing, all of it, by `readAll`.
 */
export async function* readSelected(
  readiness: Readiness,
  picker: RowSelection,
  readAll: ReadAll,
  after?: RowKey,
): AsyncGenerator<ReadinessRow> {
  const { selection, now } = picker
  const named = scopesNamed(selection)
  if (named) {
    await picker.settle(() => readiness.listSummaries())
    yield* picker.pick(rowsOfScopes(readiness, named, after))
    return
  }
  if (selection.key) {
    yield* picker.pick(rowsOfKeys(readiness, picker, after))
    return
  }
  let from = after
  if (isByVerdictAlone(selection)) {
    let read = 0
    for await (const row of readiness.list(undefined, after)) {
      const shown = picker.take(row)
      if (shown) yield shown
      from = { scope: scopeId(row), keyId: row.keyId }
      read += 1
      if (read === AT_FIRST) break
    }
    if (read < AT_FIRST) return
  }
  const isNarrow = (selection.verdict ?? selection.account ?? selection.region) !== undefined
  const scopes = isNarrow ? scopesToRead(await readiness.scopeSummaries(), selection, now) : undefined
  if (scopes) yield* picker.pick(rowsOfScopes(readiness, scopes, from))
  else yield* readAll(from)
}

/** In primary key order. Undefined: the selection names no scopes, or too many. */
function scopesNamed({ account = [], region = [] }: Selection): readonly string[] | undefined {
  const scopes = account.flatMap((accountId) => region.map((each) => scopeId({ accountId, region: each })))
  return scopes.length === 0 || scopes.length > MAX_NAMED ? undefined : scopes.sort()
}

function isByVerdictAlone({ verdict, account, region }: Selection): boolean {
  return verdict !== undefined && account === undefined && region === undefined
}

async function* rowsOfKeys(
  readiness: Readiness,
  picker: RowSelection,
  after: RowKey | undefined,
): AsyncGenerator<ReadinessRow> {
  const meant: KeySummary[] = []
  for await (const summaries of readiness.listSummaries())
    for (const summary of summaries) {
      picker.see(summary)
      if (picker.mayMean(summary)) meant.push(summary)
    }
  await picker.settle(() => [meant])
  const keys = meant
    .map((key) => ({ scope: scopeId(key), keyId: key.keyId }))
    .filter((key) => after === undefined || isAfter(key, after))
    .sort((a, b) => (isAfter(a, b) ? 1 : -1))
  for (let at = 0; at < keys.length; at += BATCH) yield* await readiness.getAll(keys.slice(at, at + BATCH))
}
