import { parameterInvalid } from '../refusals.ts'

/** A piece of an analytic statement; `at` is its place in the statement. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  /** As written, with its quotation marks. */
  readonly text: string
  readonly at: number
}

/** A piece, or what stands in brackets. */
export type Node = Token | Group

export interface Group {
  readonly kind: 'group'
  readonly open: '(' | '['
  readonly at: number
  readonly nodes: readonly Node[]
}

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['number', /\d+(?:\.\d*)?(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['sign', /->|<>|!=|<=|>=|\|\||[-+*/%<>=,.;()[\]]/y],
]

/** Takes a statement apart, in Presto's grammar: what only DuckDB understands (`::`, `{`, comments) is a syntax error here. */
export function nodesOf(sql: string): readonly Node[] {
  const tokens = tokensOf(sql)
  let next = 0
  const read = (open: Group['open'] | undefined): Node[] => {
    const nodes: Node[] = []
    while (next < tokens.length) {
      const token = tokens[next]
      if (!token) break
      next += 1
      if (token.text === '(' || token.text === '[') {
        nodes.push({ kind: 'group', open: token.text, at: token.at, nodes: read(token.text) })
      } else if (token.text === ')' || token.text === ']') {
        if (open === undefined || (open === '(') !== (token.text === ')')) throw unexpected(sql, token.at, token.text)
        return nodes
      } else nodes.push(token)
    }
    if (open !== undefined) throw unexpected(sql, sql.length, '<EOF>')
    return nodes
  }
  return read(undefined)
}

function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < sql.length) {
    if (/\s/.test(sql[at] ?? '')) {
      at += 1
      continue
    }
    const token = tokenAt(sql, at)
    if (!token || sql.startsWith('--', at) || sql.startsWith('/*', at)) throw unexpected(sql, at, sql[at] ?? '')
    tokens.push(token)
    at += token.text.length
  }
  return tokens
}

function tokenAt(sql: string, at: number): Token | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at
    const text = pattern.exec(sql)?.[0]
    if (text !== undefined) return { kind, text, at }
  }
  return undefined
}

/** The place of a piece as the vendor's messages have it. */
export function placeOf(sql: string, at: number): string {
  const before = sql.slice(0, at)
  const line = before.split('\n').length
  return `line ${line}:${at - (before.lastIndexOf('\n') + 1) + 1}`
}

export function unexpected(sql: string, at: number, text: string) {
  return parameterInvalid(`${placeOf(sql, at)}: mismatched input '${text}'`)
}

/** A word without its case, or undefined for anything else. */
export function wordOf(node: Node | undefined): string | undefined {
  return node?.kind === 'word' ? node.text.toLowerCase() : undefined
}

export function isSign(node: Node | undefined, text: string): boolean {
  return node?.kind === 'sign' && node.text === text
}

/** The parts between commas. */
export function splitByComma(nodes: readonly Node[]): (readonly Node[])[] {
  if (nodes.length === 0) return []
  const parts: Node[][] = [[]]
  for (const node of nodes) {
    if (isSign(node, ',')) parts.push([])
    else parts.at(-1)?.push(node)
  }
  return parts
}

/** How a message shows a piece. */
export function textOf(node: Node | undefined): string {
  return node === undefined ? '<EOF>' : node.kind === 'group' ? node.open : node.text
}
