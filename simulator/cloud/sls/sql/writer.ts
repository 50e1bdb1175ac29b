import { parameterInvalid } from '../refusals.ts'
import { FOREIGN, functionNamed, NO_FUNCTIONS } from './functions.ts'
import { type Group, type Node, placeOf, splitByComma, textOf, unexpected, wordOf } from './tokens.ts'

const DATE_PARTS: Readonly<Record<string, string>> = { '%M': '%B', '%i': '%M', '%s': '%S', '%k': '%-H' }

/** Writes nodes as DuckDB's SQL, and keeps the names that it met. */
export class Writer {
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
    const isSubscript = before?.kind === 'group' || before?.kind === 'quoted' || isValue(before)
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

/** A word that a bracket may follow: the name of a column, or ARRAY. */
function isValue(node: Node | undefined): boolean {
  const name = wordOf(node)
  return name !== undefined && (name === 'array' || !NO_FUNCTIONS.has(name))
}
