import { type Column, FIELD } from '../columns.ts'
import { identifier, literal } from '../quote.ts'
import type { Table } from '../warehouse.ts'

/** What ActionTrail writes into the reserved fields of its logs (vendor's page "Log fields"). */
export const TOPIC = 'actiontrail_event'
export const SOURCE = 'actiontrail_internal'

/** Which logs of a table a query is about. */
export interface Selection {
  /** Seconds; `to` does not belong to it. */
  readonly from: number
  readonly to: number
  /** Milliseconds of the cloud's clock: what is delivered later is not there yet. */
  readonly now: number
  /** Seconds: what is older is gone, or has no index. */
  readonly oldest: number
  /** Empty: any. */
  readonly topic: string
}

/** SELECT of the logs that a search over some columns finds: reserved fields and the columns that are kept, whole; with none the log itself. */
export function foundLogs(
  table: Table,
  { searched, kept }: { readonly searched: readonly Column[]; readonly kept: readonly Column[] },
  { from, to, now, oldest, topic }: Selection,
  search: string,
): string {
  const indexed = new Map([...searched, ...kept].filter(({ name }) => name !== FIELD).map((each) => [each.name, each]))
  const list = [...indexed.values()].map((column) => `${columnValue(column, table)} AS ${identifier(column.name)}`)
  const all = ['__time__', `${literal(TOPIC)} AS __topic__`, `${literal(SOURCE)} AS __source__`, FIELD, ...list]
  const inside = `__time__ >= ${Math.max(from, oldest)} AND __time__ < ${to} AND __delivered__ <= ${Math.floor(now)}`
  const logs = `SELECT ${all.join(', ')} FROM ${identifier(table.name)} WHERE ${inside}`
  const names = kept.length === 0 ? [FIELD] : kept.map(({ name }) => identifier(name))
  const about = topic === '' ? '' : ` AND __topic__ = ${literal(topic)}`
  return `SELECT ${['__time__', '__topic__', '__source__', ...names].join(', ')} FROM (${logs}) WHERE ${search}${about}`
}

/** SELECT of what SQL sees of found logs: columns with analytics, texts cut at so many bytes where the longest has more. */
export function analysedLogs(
  columns: readonly Column[],
  { bytes, longest }: { readonly bytes: number; readonly longest: number },
  found: string,
): string {
  const analysed = columns.filter(({ analytics }) => analytics)
  const list = analysed.map(({ name, type }) => {
    const column = identifier(name)
    return type === 'text' && longest > bytes ? `${cut(column, bytes)} AS ${column}` : column
  })
  return `SELECT ${['__time__', '__topic__', '__source__', ...list].join(', ')} FROM ${found}`
}

function columnValue({ name, path, type, since }: Column, table: Table): string {
  const value = table.columns.has(name) ? identifier(name) : path === undefined ? 'NULL' : leaf(path)
  const typed =
    type === 'text' ? `CAST(${value} AS VARCHAR)` : `try_cast(${value} AS ${type === 'long' ? 'BIGINT' : 'DOUBLE'})`
  return since === undefined ? typed : `CASE WHEN __time__ >= ${since} THEN ${typed} END`
}

/** A leaf of the JSON in `event`; objects and arrays have no index (vendor's page "Create indexes"). */
function leaf(path: string): string {
  const inside = literal(
    `$${path
      .split('.')
      .map((part) => `."${part}"`)
      .join('')}`,
  )
  return `CASE WHEN json_type(event, ${inside}) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(event, ${inside}) END`
}

/** The first bytes of a text; a letter that would be cut in two is left out. */
function cut(column: string, bytes: number): string {
  const shorter = [bytes, bytes - 1, bytes - 2, bytes - 3].map((size) => `TRY(decode(encode(${column})[1:${size}]))`)
  return `CASE WHEN strlen(${column}) > ${bytes} THEN coalesce(${shorter.join(', ')}) ELSE ${column} END`
}
