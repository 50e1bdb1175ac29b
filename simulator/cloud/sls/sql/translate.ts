import { parameterInvalid } from '../refusals.ts'
import { CLAUSES, namesOf, selectsEverything } from './selected.ts'
import { checkTables, expressionNames } from './tables.ts'
import { isSign, type Node, nodesOf, splitByComma, textOf, unexpected, wordOf } from './tokens.ts'
import { Writer } from './writer.ts'

/** A statement that DuckDB runs over a table `log`. */
export interface Translated {
  /** Common table expressions of the statement, with a comma after each; empty: it has none. */
  readonly expressions: string
  readonly body: string
  /** Names of the columns of the answer, by place; undefined where the statement does not say them one by one. */
  readonly names: readonly string[] | undefined
  /** All names that the statement has, whatever for. */
  readonly mentioned: ReadonlySet<string>
  /** True: somewhere it selects every column. */
  readonly everything: boolean
  /** True: the statement has no LIMIT, and got one. */
  readonly limitedByDefault: boolean
}

/** Vendor's page "LIMIT clause": 100 rows without one, 1,000,000 with. */
const DEFAULT_ROWS = 100
const MAX_ROWS = 1_000_000

/** What was translated last: the same statement is run over many windows. */
const translated = new Map<string, Translated>()
const REMEMBERED = 100

/** Makes an analytic statement over a logstore, as the vendor has them, one of DuckDB's. Throws the `Refusal` of what the service would not run. */
export function translate(sql: string, logstore: string): Translated {
  const key = `${logstore} ${sql}`
  const made = translated.get(key) ?? translateAnew(sql, logstore)
  if (translated.size >= REMEMBERED) translated.clear()
  translated.set(key, made)
  return made
}

function translateAnew(sql: string, logstore: string): Translated {
  const nodes = [...nodesOf(sql)]
  if (isSign(nodes.at(-1), ';')) nodes.pop()
  const semicolon = nodes.find((node) => isSign(node, ';'))
  if (semicolon) throw unexpected(sql, semicolon.at, ';')
  const { expressions, rest } = withoutExpressions(sql, nodes)
  if (wordOf(rest[0]) !== 'select') throw unexpected(sql, rest[0]?.at ?? 0, textOf(rest[0]))
  checkTables(sql, nodes, new Set(['log', logstore.toLowerCase(), ...expressionNames(expressions)]))
  const writer = new Writer(sql)
  const limit = limitOf(sql, rest)
  const head = limit ? rest.slice(0, limit.at) : rest
  const body = writer.write(withFrom(head))
  return {
    expressions: expressions.length === 0 ? '' : `${writer.write(expressions)},`,
    body: `${body} ${limit?.text ?? `LIMIT ${DEFAULT_ROWS}`}`,
    names: namesOf(head),
    mentioned: writer.mentioned,
    everything: selectsEverything(nodes),
    limitedByDefault: limit === undefined,
  }
}

/** `WITH a AS (…), b AS (…) SELECT …`: the expressions, and the statement. */
function withoutExpressions(sql: string, nodes: readonly Node[]) {
  if (wordOf(nodes[0]) !== 'with') return { expressions: [], rest: nodes }
  const select = nodes.findIndex((node) => wordOf(node) === 'select')
  if (select < 0) throw unexpected(sql, sql.length, '<EOF>')
  return { expressions: nodes.slice(1, select), rest: nodes.slice(select) }
}

/** The table may be left out at the outermost: it is the logstore. */
function withFrom(nodes: readonly Node[]): readonly Node[] {
  const result: Node[] = []
  let hasFrom = false
  let selecting = false
  const end = () => {
    if (selecting && !hasFrom) result.push(word('from'), word('log'))
    selecting = false
  }
  for (const node of nodes) {
    const name = wordOf(node)
    if (name === 'select') {
      selecting = true
      hasFrom = false
    } else if (name === 'from') hasFrom = true
    else if (name !== undefined && CLAUSES.has(name)) end()
    result.push(node)
  }
  end()
  return result
}

function word(text: string): Node {
  return { kind: 'word', text, at: 0 }
}

/** The outermost LIMIT: `LIMIT n`, and the vendor's `LIMIT offset, n`. */
function limitOf(sql: string, nodes: readonly Node[]): { readonly at: number; readonly text: string } | undefined {
  const at = nodes.findLastIndex((node) => wordOf(node) === 'limit')
  if (at < 0) return undefined
  const offsetAt = nodes.findIndex((node) => wordOf(node) === 'offset')
  const numbers = splitByComma(nodes.slice(at + 1)).map((part) => {
    const [only] = part
    if (part.length !== 1 || only?.kind !== 'number' || !/^\d+$/.test(only.text)) {
      throw unexpected(sql, only?.at ?? sql.length, textOf(only))
    }
    return Number(only.text)
  })
  const [first = 0, second] = numbers
  if (numbers.length === 0 || numbers.length > 2) throw unexpected(sql, sql.length, '<EOF>')
  const rows = second ?? first
  if (rows > MAX_ROWS) throw parameterInvalid(`limit ${rows} is over the maximum of ${MAX_ROWS} rows`)
  if (second !== undefined && offsetAt >= 0) throw unexpected(sql, nodes[offsetAt]?.at ?? 0, 'offset')
  return { at, text: second === undefined ? `LIMIT ${first}` : `LIMIT ${second} OFFSET ${first}` }
}
