import { setTimeout as sleep } from 'node:timers/promises'
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import { answered } from './answered.ts'
import { type Column, columnsNamed, columnsOf } from './columns.ts'
import type { Place } from './delivered.ts'
import { FOUND, type FoundLogs, readsClock, withFoundLogs } from './found-logs.ts'
import { type LogsAnswer, type Meta, termsOf } from './meta.ts'
import type { LogIndex, LogProject, Logstore } from './projects.ts'
import type { Query } from './query.ts'
import { identifier } from './quote.ts'
import { parameterInvalid } from './refusals.ts'
import { type Condition, parseSearch } from './search/parse.ts'
import { searchCondition } from './search/to-sql.ts'
import type { Slots } from './slots.ts'
import { refusalOf } from './sql/errors.ts'
import { analysedLogs, foundLogs, SOURCE, TOPIC } from './sql/relation.ts'
import { type Translated, translate } from './sql/translate.ts'
import { wireText, wireType } from './sql/values.ts'
import type { Table, Warehouse } from './warehouse.ts'

/** The logstore that is asked, and what stands behind it. */
export interface Scene {
  readonly place: Place
  readonly project: LogProject
  readonly logstore: Logstore
  readonly index: LogIndex
  readonly warehouse: Warehouse
  readonly slots: Slots
  /** The cloud's clock, in milliseconds. */
  readonly now: number
  /** Milliseconds that a query takes at least. */
  readonly queryTime: number
}

const DAY_SECONDS = 86_400

/** Searches a logstore, or runs SQL on what a search finds. Throws the `Refusal` of what is not understood. */
export async function getLogs(query: Query, scene: Scene): Promise<LogsAnswer> {
  const condition = parseSearch(query.search)
  const where = searchCondition(condition, scene.index)
  const statement = query.sql === undefined ? undefined : translate(query.sql, scene.place.logstore)
  if (statement) checkColumns(statement, scene.index)
  const kind = statement ? query.mode : 'search'
  return scene.slots.within(`${scene.place.region} ${scene.place.project}`, kind, async () => {
    const started = performance.now()
    const table = await scene.warehouse.table(scene.place, scene.logstore)
    const { place, project, logstore, index, now } = scene
    const clock = statement && readsClock(`${statement.expressions} ${statement.body}`) ? now : undefined
    const begin = Math.max(query.from, oldest(scene))
    const question = [place.logstore, project.hoursEast, logstore, index, begin, clock, query]
    const contentOf = () => table.contentOf(query.from, query.to, now)
    const run = answered(contentOf, question, () => ask(table, { query, condition, where, statement }, scene))
    const [answer] = await Promise.all([run, sleep(scene.queryTime)])
    return { ...answer, meta: { ...answer.meta, ...said(query, condition, performance.now() - started) } }
  })
}

interface Asked {
  readonly query: Query
  readonly condition: Condition
  /** The condition as DuckDB has it. */
  readonly where: string
  readonly statement: Translated | undefined
}

async function ask(table: Table, { query, condition, where, statement }: Asked, scene: Scene): Promise<LogsAnswer> {
  const searched = columnsNamed(scene.index, new Set(termsOf(condition).map(({ key }) => key)))
  const columns = columnsFor(statement, scene.index)
  const selection = { ...query, now: scene.now, oldest: oldest(scene) }
  const finding = {
    logs: foundLogs(table, { searched, kept: columns }, selection, where),
    columns,
    isSmall: table.rows !== undefined && table.rows <= SMALL,
    isPage: statement === undefined,
    hoursEast: scene.project.hoursEast,
    now: scene.now,
  }
  try {
    return await withFoundLogs(finding, (logs) =>
      statement ? analyse(statement, columns, query, scene, logs) : page(query, scene, logs),
    )
  } catch (error) {
    throw refusalOf(error, query.sql)
  }
}

/** In tables of at most so many logs, planning a query well takes longer than running it as it stands. */
const SMALL = 10_000

/** Columns that the answer needs: those that SQL names, or all when it selects everything; a search needs whole logs. */
function columnsFor(statement: Translated | undefined, index: LogIndex): readonly Column[] {
  if (!statement) return []
  return statement.everything ? columnsOf(index) : columnsNamed(index, statement.mentioned)
}

/** What is older than a logstore keeps is gone, and what is older than the whole index is found by no query. */
function oldest({ now, logstore, index }: Scene): number {
  const created = index.createdAt === undefined ? 0 : Math.ceil(Date.parse(index.createdAt) / 1_000)
  return Math.max(created, Math.floor(now / 1_000) - logstore.ttl * DAY_SECONDS)
}

type Said = Pick<Meta, 'aggQuery' | 'whereQuery' | 'hasSQL' | 'terms' | 'elapsedMillisecond' | 'cpuSec' | 'cpuCores'>

function said({ search, sql }: Query, condition: Condition, elapsed: number): Said {
  return {
    aggQuery: sql ?? '',
    whereQuery: search === '' ? '*' : search,
    hasSQL: sql !== undefined,
    terms: termsOf(condition),
    elapsedMillisecond: Math.ceil(elapsed),
    cpuSec: elapsed / 1_000,
    cpuCores: 2,
  }
}

const BLANK = { aggQuery: '', whereQuery: '', hasSQL: false, terms: [], elapsedMillisecond: 0, cpuSec: 0, cpuCores: 0 }
const WHOLE = { progress: 'Complete', telementryType: 'None', mode: 0, isAccurate: true, limited: 0 } as const

/** Whole logs, in the order of their time. */
async function page(
  { line, offset, reverse }: Query,
  { logstore: { hasFields = false } }: Scene,
  found: FoundLogs,
): Promise<LogsAnswer> {
  const { rows } = await sizeOf([], found)
  const order = reverse ? 'DESC' : 'ASC'
  const list = `SELECT __time__, event FROM ${FOUND} ORDER BY __time__ ${order}, event LIMIT ${line} OFFSET ${offset}`
  const logs = (await found.read(list)).getRows().map(([time, event]) => [String(time), String(event)] as const)
  const data = logs.map(([time, event]) => ({
    __source__: hasFields ? '' : SOURCE,
    __time__: time,
    __topic__: hasFields ? '' : TOPIC,
    '__tag__:__receive_time__': time,
    ...(hasFields ? JSON.parse(event) : { event }),
  }))
  const bytes = logs.reduce((sum, [, event]) => sum + Buffer.byteLength(event), 0)
  const meta = { ...BLANK, ...WHOLE, keys: [], count: data.length, processedRows: rows, processedBytes: bytes }
  return { meta, data }
}

/** SQL over what was found, as far as the mode reads. */
async function analyse(
  statement: Translated,
  columns: readonly Column[],
  query: Query,
  scene: Scene,
  found: FoundLogs,
): Promise<LogsAnswer> {
  const { index, logstore, place } = scene
  const read = columns.filter(({ analytics }) => analytics)
  const size = await sizeOf(
    read.map(({ name }) => name),
    found,
  )
  const readable = query.mode === 'standard' ? readableRows(size, logstore) : size.rows
  const part = readable < size.rows ? `(SELECT * FROM ${FOUND} ORDER BY __time__ LIMIT ${readable})` : FOUND
  const own = place.logstore === 'log' ? '' : `${identifier(place.logstore)} AS (SELECT * FROM log),`
  const cut = { bytes: index.max_text_len, longest: size.longest }
  const logs = `WITH log AS (${analysedLogs(columns, cut, part)}), ${own} ${statement.expressions}`.replace(/,\s*$/, '')
  const { columns: said, types, rows } = await selected(`${logs} ${statement.body}`, size.rows, scene, found)
  const names = statement.names ?? said
  const data = rows.map((row) => ({
    // The real service adds these to each row of an analysis; a column of the same name takes their place.
    __source__: '',
    __time__: String(query.from),
    ...Object.fromEntries(row.map((value, at) => [names[at] ?? '', value])),
  }))
  const share = size.rows === 0 ? 0 : readable / size.rows
  const meta: Meta = {
    ...{ ...BLANK, ...WHOLE },
    progress: readable < size.rows ? 'Incomplete' : 'Complete',
    limited: statement.limitedByDefault ? DEFAULT_LIMIT : 0,
    keys: names,
    columnTypes: types.map(wireType),
    count: data.length,
    processedRows: readable,
    processedBytes: Math.ceil(size.bytes * share),
  }
  return { meta, data }
}

const DEFAULT_LIMIT = 100

interface Selected {
  readonly columns: readonly string[]
  readonly types: readonly DuckDBType[]
  readonly rows: readonly (readonly unknown[])[]
}

/** What statements say of no logs at all. Who looks for what is not there looks in many windows, and planning takes long. */
const ofNothing = new Map<string, Promise<Selected>>()
const REMEMBERED = 100

function selected(sql: string, logs: number, scene: Scene, found: FoundLogs): Promise<Selected> {
  if (logs > 0) return select(sql, found)
  const key = JSON.stringify([sql, scene.project.hoursEast, readsClock(sql) ? scene.now : undefined])
  const answer = ofNothing.get(key) ?? select(sql, found)
  if (ofNothing.size >= REMEMBERED) ofNothing.clear()
  ofNothing.set(key, answer)
  return answer
}

async function select(sql: string, found: FoundLogs): Promise<Selected> {
  const reader = await found.read(sql)
  const types = reader.columnTypes()
  const rows = reader.getRows()
  const text = (value: DuckDBValue, at: number) => wireText(value, types[at] ?? reader.columnType(at))
  return { columns: reader.columnNames(), types, rows: rows.map((row) => row.map(text)) }
}

/** A column that has an index without analytics is, for SQL, not there. */
function checkColumns({ mentioned }: Translated, index: LogIndex): void {
  const without = columnsOf(index).find(({ analytics, name }) => !analytics && mentioned.has(name))
  if (!without) return
  throw parameterInvalid(`Column '${without.name}' cannot be resolved;please add the column in the index attribute`)
}

interface Size {
  readonly rows: number
  readonly bytes: number
  /** Bytes of the longest value. */
  readonly longest: number
}

async function sizeOf(columns: readonly string[], found: FoundLogs): Promise<Size> {
  const lengths = ['8', ...columns.map((name) => `strlen(CAST(${identifier(name)} AS VARCHAR))`)]
  const reader = await found.read(
    `SELECT count(*), sum(list_sum(lengths)), max(list_max(lengths)) FROM (SELECT [${lengths.join(', ')}] AS lengths FROM ${FOUND})`,
  )
  const [rows = 0, bytes = 0, longest = 0] = reader.getRows()[0]?.map(Number) ?? []
  return { rows, bytes, longest }
}

/** How many rows standard SQL reads before it cuts. */
function readableRows({ rows, bytes }: Size, { scanLimit, shardCount }: Logstore): number {
  const byRows = (scanLimit.rows ?? Number.POSITIVE_INFINITY) * shardCount
  const byBytes =
    bytes === 0 ? rows : Math.floor(((scanLimit.bytes ?? Number.POSITIVE_INFINITY) * shardCount * rows) / bytes)
  return Math.min(rows, byRows, byBytes)
}
