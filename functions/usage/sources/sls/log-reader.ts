import type { LogMode, LogService } from '../../../../shared/cloud/cloud.ts'
import type { CallOptions } from '../../../../shared/cloud/credential-source.ts'
import type { Coverage, Interval } from '../../../../shared/domain/coverage.ts'
import { DAY, type Instant, MINUTE, SECOND } from '../../../../shared/domain/time.ts'
import { badAnswer, LackingAnswer, wholeRows } from './bad-day.ts'
import { columnOf, DECISIVE, type Part, type VisibleParts } from './columns.ts'
import { type Slice, searchableId } from './event-rows.ts'
import {
  commonOf,
  DAYS_SQL,
  groupsSql,
  logsOf,
  MAX_GROUPS,
  MAX_HOURS,
  MAX_ODD,
  OF_KMS,
  oddSql,
  toldSql,
  VOLUME_SQL,
} from './event-sql.ts'
import { inRows, type Log, readBlind, readDay, readHour, readLog, readOdd } from './log-rows.ts'
import { type Group, readGroup } from './rebuild-event.ts'

/** Words that one search may have (vendor's page "Limits on query and analysis": 30), one of which is the service. */
const IDS_A_SEARCH = 28
const PAGE = 100
/** Logs that may say nothing in a column, one after the other, before one does: not every caller has a name. */
const MAX_UNTOLD = 10

/** Asks a logstore about intervals. Throws the `CloudError` of a call that failed, and a `LackingAnswer` where an answer is not whole. */
export class LogReader {
  readonly #logs: LogService
  readonly #options: CallOptions
  readonly #onAnswer: () => void
  #mode: LogMode = 'accurate'

  constructor(logs: LogService, options: CallOptions, onAnswer: () => void) {
    this.#logs = logs
    this.#options = options
    this.#onAnswer = onAnswer
  }

  /** The least accurate mode in which SQL was answered. */
  get mode(): LogMode {
    return this.#mode
  }

  /**
   * Whole events, by pages; undefined where there are more than `most`. Logs of one second come in any order, another one at each call: where a page
   * shows what one before it has shown, another log was shown by none.
   */
  async search(search: string, window: Interval, most = Number.POSITIVE_INFINITY): Promise<Log[] | undefined> {
    const { from, to } = wholeMinutes(window)
    const found: Log[] = []
    const seen = new Set<string>()
    for (;;) {
      const answer = await this.#logs.search({ search, from, to, offset: found.length }, this.#options)
      this.#onAnswer()
      const rows = wholeRows(answer)
      for (const row of rows) found.push(readLog(row, { from, to }))
      if (found.length > most) return undefined
      const isLast = rows.length < PAGE
      if (isLast && found.length === rows.length) return found
      const texts = new Set(rows.map((row) => JSON.stringify(row)))
      for (const text of texts) if (seen.has(text)) throw new LackingAnswer('incomplete')
      if (isLast) return found
      for (const text of texts) seen.add(text)
    }
  }

  /** Whether there is a log of any service. */
  async hasLogs(window: Interval): Promise<boolean> {
    return (await this.search('*', window, 0)) === undefined
  }

  /** When the last log of any service was written; undefined: there is none. */
  async lastLog(window: Interval): Promise<Instant | undefined> {
    const days = (await this.#select('*', window, DAYS_SQL, MAX_HOURS)).map(readDay)
    return days.length === 0 ? undefined : Math.max(...days.map(({ to }) => to))
  }

  /** Logs of KMS by the hour, of whatever scope. */
  async volume(window: Interval): Promise<ReadonlyMap<Instant, number>> {
    const rows = await this.#select(OF_KMS, window, VOLUME_SQL, MAX_HOURS)
    return new Map(rows.map((row) => readHour(row)).map(({ at, logs }) => [at, logs]))
  }

  /** Days in a row on which there are logs of an account, from the first log to the last. */
  async daysOfAccount(window: Interval, accountId: string): Promise<Coverage> {
    const search = `${columnOf('recipientAccountId')}: "${accountId}"`
    const rows = await this.#select(search, window, DAYS_SQL, MAX_HOURS)
    return inRows(rows.map(readDay))
  }

  /** Groups of a slice, of a day each, or `byHour`. */
  async groups(slice: Slice, byHour: boolean): Promise<readonly Group[]> {
    const rows = await this.#select(OF_KMS, logsOf(slice), groupsSql(slice, byHour), MAX_GROUPS)
    // A group that comes twice would count twice.
    if (new Set(rows.map(commonOf)).size < rows.length) throw badAnswer('UnexpectedAnswer')
    return rows.map((row) => {
      const group = readGroup(row)
      if (!group) throw badAnswer('UnexpectedAnswer')
      const { firstAt, newest } = group.calls
      // Where its time is no time, a log's own stands for it.
      const isWithin = firstAt >= slice.from && newest.every(({ at }) => at >= firstAt && at < slice.to)
      if (!isWithin) throw badAnswer('AnotherWindow')
      return group
    })
  }

  /** The events of a slice that SQL cannot take apart, whole; undefined where they are too many. */
  async oddEvents(slice: Slice): Promise<Log[] | undefined> {
    const rows = await this.#select(OF_KMS, logsOf(slice), oddSql(slice))
    if (rows.length > MAX_ODD) return undefined
    const odd = rows.map(readOdd)
    const found: Log[] = []
    for (const of of ['eventId', 'requestId'] as const) {
      const named = odd.filter((each) => each.of === of)
      for (let next = 0; next < named.length; next += IDS_A_SEARCH) {
        const some = named.slice(next, next + IDS_A_SEARCH)
        const ids = new Set(some.map(({ id }) => id))
        const words = [...ids].map((id) => `${columnOf(of)}: "${id}"`)
        const times = some.map(({ at }) => at)
        const window = { from: Math.min(...times), to: Math.max(...times) + SECOND }
        const logs = (await this.search(`${OF_KMS} and (${words.join(' or ')})`, window)) ?? []
        const events = logs.filter(({ event }) => {
          const said = searchableId(event)
          return said.of === of && ids.has(said.id)
        })
        // A search that does not find what SQL saw is not to be believed.
        if (new Set(events.map(({ event }) => searchableId(event).id)).size < ids.size) {
          throw badAnswer('UnexpectedAnswer')
        }
        found.push(...events)
      }
    }
    const seconds = new Set(odd.filter((each) => each.of === '').map(({ at }) => at))
    if (seconds.size > IDS_A_SEARCH) return undefined
    for (const at of seconds) {
      const logs = await this.search(OF_KMS, { from: at, to: at + SECOND }, MAX_ODD)
      if (logs === undefined) return undefined
      // Those that have an id are in groups of their own, or were found by it.
      const events = logs.filter((log) => log.at === at && searchableId(log.event).of === '')
      if (events.length === 0) throw badAnswer('UnexpectedAnswer')
      found.push(...events)
    }
    return found
  }

  /** Parts of events of which the first logs of KMS say nothing: their columns have an index since later, or nobody says anything in them. */
  async untoldParts(window: Interval, { has }: VisibleParts): Promise<readonly Part[]> {
    const parts = DECISIVE.filter((part) => has.has(part))
    const hours = (await this.#select(OF_KMS, window, toldSql(parts), MAX_HOURS)).map((row) => readHour(row, parts))
    hours.sort((a, b) => a.at - b.at)
    return parts.filter((_, at) => {
      const first = hours.findIndex(({ told }) => (told[at] ?? 0) > 0)
      const before = hours.slice(0, first < 0 ? hours.length : first).reduce((sum, { logs }) => sum + logs, 0)
      return before > (first < 0 ? 0 : MAX_UNTOLD)
    })
  }

  /** On how many UTC days there are logs, and how many logs the index does not speak of. */
  async blindLogs(
    { from, to }: Interval,
    { has }: VisibleParts,
  ): Promise<{ readonly days: number; readonly blind: number }> {
    const told = (['serviceName', 'eventName', 'eventId'] as const).filter((part) => has.has(part))
    const nulls = told.map((part) => `"${columnOf(part)}" is null`)
    const blind = nulls.length === 0 ? '0' : `coalesce(count_if(${nulls.join(' or ')}), 0)`
    const sql = `select count(distinct __time__ - __time__ % ${DAY / SECOND}) as days, ${blind} as blind limit 1`
    const [row] = await this.#select('*', { from, to }, sql)
    return readBlind(row)
  }

  async #select(search: string, window: Interval, sql: string, most = Number.POSITIVE_INFINITY) {
    const answer = await this.#logs.select({ search, ...wholeMinutes(window), sql }, this.#options)
    this.#onAnswer()
    if (answer.mode === 'standard') this.#mode = 'standard'
    const isCut = answer.rows.length >= most
    return wholeRows(isCut && answer.lacks === undefined ? { ...answer, lacks: 'limited' } : answer)
  }
}

/**
 * What an interval is asked for by: "to ensure that full data can be queried, specify a query time range that is accurate to the minute"
 * (vendor's page "GetLogs"). What lies outside of the interval is left out by the statement, or by who reads the logs.
 */
function wholeMinutes({ from, to }: Interval): Interval {
  return { from: Math.floor(from / MINUTE) * MINUTE, to: Math.ceil(to / MINUTE) * MINUTE }
}
