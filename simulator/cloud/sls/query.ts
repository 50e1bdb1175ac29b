import { Refusal } from '../http/refusal.ts'
import { parameterInvalid } from './refusals.ts'

/** How SQL is run: standard cuts at a limit, dedicated has none, completely accurate takes its time. */
export type Mode = 'standard' | 'dedicated' | 'accurate'

/** What GetLogs and GetLogsV2 are asked. */
export interface Query {
  /** Seconds; `to` does not belong to it. */
  readonly from: number
  readonly to: number
  readonly search: string
  /** Undefined: a search alone. */
  readonly sql?: string
  readonly mode: Mode
  readonly line: number
  readonly offset: number
  readonly reverse: boolean
  readonly topic: string
}

/** Vendor's page "GetLogs": lines of a page. */
const MAX_LINES = 100

/** Reads the parameters. Throws the `Refusal` of one that is missing or of the wrong form. */
export function queryOf(params: ReadonlyMap<string, string>): Query {
  const from = whole(params, 'from')
  const to = whole(params, 'to')
  if (from === undefined) throw parameterInvalid('parameter from is required')
  if (to === undefined) throw parameterInvalid('parameter to is required')
  if (to <= from) throw new Refusal(400, 'InvalidTimeRange', 'request time range is invalid')
  const line = whole(params, 'line') ?? MAX_LINES
  const offset = whole(params, 'offset') ?? 0
  if (line < 0 || line > MAX_LINES) throw new Refusal(400, 'InvalidLine', 'line is invalid')
  if (offset < 0) throw new Refusal(400, 'InvalidOffset', 'offset is invalid')
  const { search, sql } = parts(params.get('query') ?? '')
  const statement = sql === undefined ? undefined : withoutSession(sql)
  const session = new Map([...sessionOf(params.get('session') ?? ''), ...(statement?.session ?? [])])
  return {
    ...{ from, to, search, line, offset },
    ...(statement === undefined ? {} : { sql: statement.sql }),
    reverse: flag(params, 'reverse'),
    topic: params.get('topic') ?? '',
    mode: modeOf(session, flag(params, 'powerSql')),
  }
}

function whole(params: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = params.get(name)
  if (text === undefined || text === '') return undefined
  if (!/^-?\d+$/.test(text)) throw parameterInvalid(`parameter ${name} is invalid: ${text}`)
  return Number(text)
}

function flag(params: ReadonlyMap<string, string>, name: string): boolean {
  const text = params.get(name) ?? 'false'
  if (text === 'true' || text === 'false') return text === 'true'
  if (name === 'reverse') throw new Refusal(400, 'InvalidReverse', 'reverse is invalid')
  throw parameterInvalid(`parameter ${name} is invalid: ${text}`)
}

/** The search statement, and what stands behind the first `|` that is outside of quotation marks. */
function parts(query: string): { readonly search: string; readonly sql?: string } {
  let quoted = false
  for (let at = 0; at < query.length; at += 1) {
    if (query[at] === '\\' && quoted) at += 1
    else if (query[at] === '"') quoted = !quoted
    else if (query[at] === '|' && !quoted) return { search: query.slice(0, at).trim(), sql: query.slice(at + 1).trim() }
  }
  if (/^\s*(select|with)\s/i.test(query)) {
    throw parameterInvalid('sql query must follow search query,please read syntax doc')
  }
  return { search: query.trim() }
}

const SET_SESSION = /^set\s+session\s+([a-z_]+)\s*=\s*('[^']*'|[^\s;]+)\s*;\s*/i

/** `set session name=value;` before a statement. */
function withoutSession(text: string): { readonly sql: string; readonly session: ReadonlyMap<string, string> } {
  const session = new Map<string, string>()
  let sql = text
  for (let match = SET_SESSION.exec(sql); match; match = SET_SESSION.exec(sql)) {
    session.set((match[1] ?? '').toLowerCase(), (match[2] ?? '').replace(/^'|'$/g, ''))
    sql = sql.slice(match[0].length)
  }
  return { sql, session }
}

/** The parameter `session`: `name=value`, several with `;` between. */
function sessionOf(text: string): [string, string][] {
  return text
    .split(/[;,]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [name = '', value] = each.split('=')
      if (value === undefined) throw parameterInvalid(`parameter session is invalid: ${text}`)
      return [name.trim().toLowerCase(), value.trim()]
    })
}

/** Vendor's pages "Completely accurate SQL mode" and "Dedicated SQL"; the first word is used in one sample only. */
function modeOf(session: ReadonlyMap<string, string>, powerSql: boolean): Mode {
  for (const [name, value] of session) {
    const known = SESSION[name]
    if (!known) throw parameterInvalid(`Session property ${name} does not exist`)
    if (!known.test(value)) throw parameterInvalid(`Session property ${name} is invalid: ${value}`)
  }
  if (session.get('allow_incomplete') === 'false') return 'accurate'
  return powerSql || session.get('parallel_sql') === 'true' ? 'dedicated' : 'standard'
}

const SESSION: Readonly<Record<string, RegExp>> = {
  allow_incomplete: /^(true|false)$/,
  parallel_sql: /^(true|false)$/,
  // At most 55 seconds.
  query_max_run_time: /^([1-9]|[1-4]\d|5[0-5])s$/,
}
