import { parameterInvalid } from '../refusals.ts'
import { type Node, placeOf, wordOf } from './tokens.ts'

/** The names of common table expressions: what stands before `AS (`, or before its list of columns. */
export function expressionNames(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node, index) => {
    if (wordOf(node) !== 'as') return []
    const before = nodes[index - 1]
    const name = before?.kind === 'group' ? nodes[index - 2] : before
    return name === undefined || name.kind === 'group' ? [] : [plainName(name.text)]
  })
}

/** Tables are the logstore and what the statement itself defines. */
export function checkTables(sql: string, nodes: readonly Node[], known: ReadonlySet<string>): void {
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'group') checkTables(sql, node.nodes, known)
    const before = wordOf(nodes[index - 1])
    if ((before !== 'from' && before !== 'join') || node.kind === 'group') continue
    const name = plainName(node.text)
    const isCall = nodes[index + 1]?.kind === 'group'
    if (!isCall && !known.has(name) && wordOf(nodes[index - 2]) !== 'distinct') {
      throw parameterInvalid(`${placeOf(sql, node.at)}: Table log.${name} does not exist`)
    }
  }
}

function plainName(text: string): string {
  return text.replace(/^"|"$/g, '').toLowerCase()
}
