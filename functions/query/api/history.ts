import { parseDay, startOfCalendarDay } from '../../../shared/domain/calendar.ts'
import type { EntryPlace } from '../../../shared/domain/history-entries/entry.ts'
import { type Instant, parseInstant } from '../../../shared/domain/time.ts'
import { historyEntryAsJson } from '../../../shared/rows/history-formats.ts'
import type { Store } from '../../../shared/store/store.ts'
import { jsonText } from '../../../shared/text/escape.ts'
import { type HistoryPage, readHistory } from '../../history/read-history.ts'
import { cursorFor, placeIn } from './cursor.ts'
import { historyRequest } from './parameters.ts'

type Tables = Pick<Store, 'readiness' | 'history' | 'decisions'>

/** Whose days count, and when. */
interface Reader {
  readonly timezone: string
  readonly now: Instant
}

export interface HistoryAnswer extends Pick<HistoryPage, 'entries' | 'aliasesOf'> {
  /** Cursor of the next part, where there are more. */
  readonly next?: string
}

/** A part of the history, newest first, as JSON: `entries`, and `next` where there are more. */
export async function historyPart(store: Tables, query: URLSearchParams, reader: Reader): Promise<string> {
  const { entries, next } = await askedHistory(store, query, reader)
  return jsonText({ entries: entries.map(historyEntryAsJson), ...(next !== undefined && { next }) })
}

/** The part of the history that a query string asks for. Throws an `ApiError`. */
export async function askedHistory(
  store: Tables,
  query: URLSearchParams,
  { timezone, now }: Reader,
): Promise<HistoryAnswer> {
  const { limit, cursor, since, ...filter } = historyRequest(query)
  const asked = [filter.account, filter.region, filter.key].map((values) => [...new Set(values)].sort())
  const filters = [...asked, filter.kind ?? null, since ?? null]
  const after = cursor === undefined ? undefined : (placeIn(cursor, filters) as EntryPlace)
  const from = since === undefined ? undefined : momentOf(since, timezone)
  const part = await readHistory(
    store,
    { ...filter, ...(from !== undefined && { since: from }) },
    { limit, now, ...(after && { after }) },
  )
  return { entries: part.entries, aliasesOf: part.aliasesOf, ...(part.next && { next: cursorFor(part.next, filters) }) }
}

function momentOf(text: string, timezone: string): Instant | undefined {
  const day = parseDay(text)
  return day === undefined ? parseInstant(text) : startOfCalendarDay(day, timezone)
}
