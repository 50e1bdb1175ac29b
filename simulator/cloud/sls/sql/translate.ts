import { parameterInvalid } from '../refusals.ts'
import { FOREIGN, functionNamed, NO_FUNCTIONS } from './functions.ts'
import { type Group, isSign, type Node, nodesOf, placeOf, splitByComma, unexpected, wordOf } from './tokens.ts'

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

const CLAUSES = new Set([
  'where',
  'group',
  'having',
  'order',
  'limit',
  'offset',
  'union',
  'except',
  'intersect',
  'window',
])

/** Makes an analytic statement of the vendor's one of DuckDB's. Throws the `Refusal` of what the service would not run. */
export function translate(sql: string): Translated {
  const nodes = [...nodesOf(sql)]
  if (isSign(nodes.at(-1), ';')) nodes.pop()
  const semicolon = nodes.find((node) => isSign(node, ';'))
  if (semicolon) throw unexpected(sql, semicolon.at, ';')
  const { expressions, rest } = withoutExpressions(sql, nodes)
  if (wordOf(rest[0]) !== 'select') throw unexpected(sql, rest[0]?.at ?? 0, textOf(rest[0]))
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

const DATE_PARTS: Readonly<Record<string, string>> = { '%M': '%B', '%i': '%M', '%s': '%S', '%k': '%-H' }

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

/** `SELECT *`, `, *` or `t.*`, at any depth. */
function selectsEverything(nodes: readonly Node[]): boolean {
  return nodes.some((node, index) => {
    if (node.kind === 'group') return selectsEverything(node.nodes)
    const before = nodes[index - 1]
    const starts = ['select', 'distinct'].includes(wordOf(before) ?? '') || isSign(before, ',') || isSign(before, '.')
    return isSign(node, '*') && starts
  })
}

/** As Presto names what a statement selects: its alias, its own name, else `_col0` by place. */
function namesOf(nodes: readonly Node[]): readonly string[] | undefined {
  const end = nodes.findIndex((node, index) => index > 0 && ['from', ...CLAUSES].includes(wordOf(node) ?? ''))
  const list = nodes.slice(1, end < 0 ? nodes.length : end)
  const items = splitByComma(wordOf(list[0]) === 'distinct' ? list.slice(1) : list)
  if (items.some((item) => isSign(item.at(-1), '*'))) return undefined
  return items.map((item, index) => nameOf(item) ?? `_col${index}`)
}

function nameOf(item: readonly Node[]): string | undefined {
  const last = item.at(-1)
  if (last?.kind !== 'word' && last?.kind !== 'quoted') return undefined
  const before = item.at(-2)
  const isName = item.length === 1 || isSign(before, '.') || wordOf(before) === 'as' || !isOpen(before)
  if (!isName || ['end', 'null', 'true', 'false'].includes(wordOf(last) ?? '')) return undefined
  return last.kind === 'quoted' ? last.text.slice(1, -1).replaceAll('""', '"') : last.text
}

/** True where an expression goes on: what follows is no alias. */
function isOpen(node: Node | undefined): boolean {
  if (node?.kind === 'sign') return true
  return ['and', 'or', 'not', 'is', 'like', 'in', 'between', 'then', 'else', 'when'].includes(wordOf(node) ?? '')
}

function textOf(node: Node | undefined): string {
  return node === undefined ? '<EOF>' : node.kind === 'group' ? node.open : node.text
}

/** Writes nodes as DuckDB's SQL, and keeps the names that it met. */
class Writer {
  readonly mentioned = new Set<string>()
  readonly #sql: string

  constructor(sql: string) {
    this.#sql = sql
  }

  write(nodes: readonly Node[], withinTry = false): string {
    const written: string[] = []
    for (const [index, node] of nodes.entries()) {
      const next = nodes[index + 1]
      if (node.kind === 'group') written.push(this.#group(node, nodes[index - 1], withinTry))
      else if (node.kind === 'word' && next?.kind === 'group' && next.open === '(') {
        const called = this.#called(node.text, node.at, nodes, index, withinTry)
        if (called.replaces) {
          written.push(called.replaces(next))
          return [...written, this.write(nodes.slice(index + 2), withinTry)].join(' ')
        }
        written.push(called.name)
      } else written.push(this.#token(node))
    }
    return written.join(' ')
  }

  #token(node: Exclude<Node, Group>): string {
    if (node.kind === 'quoted') this.mentioned.add(node.text.slice(1, -1).replaceAll('""', '"'))
    if (node.kind !== 'word') return node.text
    const name = node.text.toLowerCase()
    if (FOREIGN.has(name)) throw unexpected(this.#sql, node.at, node.text)
    this.mentioned.add(node.text)
    if (name === 'current_timestamp' || name === 'localtimestamp') return 'sls_now()'
    if (name === 'current_date') return 'CAST(sls_now() AS DATE)'
    return node.text
  }

  #group({ open, nodes, at }: Group, before: Node | undefined, withinTry: boolean): string {
    if (open === '(') return `(${this.write(nodes, withinTry || wordOf(before) === 'try')})`
    const isSubscript = before !== undefined && !['sign', 'number'].includes(before.kind)
    if (!isSubscript) throw unexpected(this.#sql, at, '[')
    return `[${this.write(nodes, withinTry)}]`
  }

  /** A word before a bracket: a function, unless it names columns (`AS t(a, b)`) or is part of the grammar. */
  #called(
    text: string,
    at: number,
    nodes: readonly Node[],
    index: number,
    withinTry: boolean,
  ): { readonly name: string; readonly replaces?: (group: Group) => string } {
    const name = text.toLowerCase()
    const before = nodes[index - 1]
    if (NO_FUNCTIONS.has(name)) return { name: text }
    if (name === 'filter' && before?.kind === 'group') return { name: text }
    const named = wordOf(before) === 'as' || before?.kind === 'group' || wordOf(nodes[index + 2]) === 'as'
    if (named && functionNamed(name, false) === undefined) return { name: text }
    const known = functionNamed(name, withinTry)
    if (name === 'concat') return { name, replaces: (group) => this.#concat(group, withinTry) }
    if (name === 'greatest' || name === 'least')
      return { name, replaces: (group) => this.#strict(name, group, withinTry) }
    if (known === undefined) throw parameterInvalid(`${placeOf(this.#sql, at)}: Function ${name} not registered`)
    if (name === 'cast' || name === 'try_cast')
      return { name, replaces: (group) => this.#cast(known, group, withinTry) }
    if (name.startsWith('json_')) return { name: known, replaces: (group) => this.#json(known, group, withinTry) }
    if (name === 'date_format' || name === 'date_parse') {
      return { name: known, replaces: (group) => this.#date(known, group, withinTry) }
    }
    if (name === 'regexp_replace') return { name: known, replaces: (group) => this.#replace(known, group, withinTry) }
    return { name: known }
  }

  /** Presto's concat is null as soon as a part is. */
  #concat({ nodes }: Group, withinTry: boolean): string {
    return `(${splitByComma(nodes)
      .map((part) => `(${this.write(part, withinTry)})`)
      .join(' || ')})`
  }

  /** Presto's greatest and least are null as soon as a part is. */
  #strict(name: string, { nodes }: Group, withinTry: boolean): string {
    const parts = splitByComma(nodes).map((part) => `(${this.write(part, withinTry)})`)
    return `CASE WHEN ${parts.map((part) => `${part} IS NULL`).join(' OR ')} THEN NULL ELSE ${name}(${parts.join(', ')}) END`
  }

  /** `CAST(x AS array(varchar))` is `CAST(x AS varchar[])`. */
  #cast(name: string, { nodes, at }: Group, withinTry: boolean): string {
    const as = nodes.findLastIndex((node) => wordOf(node) === 'as')
    if (as < 0) throw unexpected(this.#sql, at, ')')
    return `${name}(${this.write(nodes.slice(0, as), withinTry)} AS ${this.#type(nodes.slice(as + 1))})`
  }

  #type(nodes: readonly Node[]): string {
    const [first, second] = nodes
    const name = wordOf(first)
    if (name === 'array' && second?.kind === 'group') return `${this.#type(second.nodes)}[]`
    if (name === 'map' && second?.kind === 'group') {
      return `MAP(${splitByComma(second.nodes)
        .map((part) => this.#type(part))
        .join(', ')})`
    }
    if (name === 'varbinary') return 'BLOB'
    const known = ['varchar', 'bigint', 'integer', 'double', 'real', 'boolean', 'timestamp', 'date', 'json', 'decimal']
    if (name === undefined || !known.includes(name) || (name === 'varchar' && second)) {
      throw parameterInvalid(`${placeOf(this.#sql, first?.at ?? 0)}: Unknown type: ${textOf(first)}`)
    }
    return this.write(nodes)
  }

  /** Presto's paths may have `["name"]`, where DuckDB's have `."name"`. */
  #json(name: string, { nodes }: Group, withinTry: boolean): string {
    const parts = splitByComma(nodes).map((part) => {
      const [only] = part
      if (part.length !== 1 || only?.kind !== 'text' || !only.text.startsWith("'$")) return this.write(part, withinTry)
      return only.text.replace(/\["([^"]*)"\]/g, '."$1"')
    })
    return `${name}(${parts.join(', ')})`
  }

  /** Presto's formats of dates are MySQL's, DuckDB's are those of C. */
  #date(name: string, { nodes }: Group, withinTry: boolean): string {
    const parts = splitByComma(nodes).map((part, index) => {
      const [only] = part
      if (index !== 1 || part.length !== 1 || only?.kind !== 'text') return this.write(part, withinTry)
      return only.text.replace(/%[Misk]/g, (each) => DATE_PARTS[each] ?? each)
    })
    return `${name}(${parts.join(', ')})`
  }

  /** Presto's replacements refer to groups by `$1`, DuckDB's by `\1`. */
  #replace(name: string, { nodes }: Group, withinTry: boolean): string {
    const parts = splitByComma(nodes).map((part, index) => {
      const [only] = part
      if (index !== 2 || part.length !== 1 || only?.kind !== 'text') return this.write(part, withinTry)
      return only.text.replace(/\$(\d)/g, '\\$1')
    })
    return `${name}(${parts.join(', ')})`
  }
}
