import { isSign, type Node, splitByComma, wordOf } from './tokens.ts'

/** Words that end a list of what is selected, besides FROM. */
export const CLAUSES: ReadonlySet<string> = new Set([
  ...['where', 'group', 'having', 'order', 'limit', 'offset', 'union', 'except', 'intersect', 'window'],
])

/** `SELECT *`, `, *` or `t.*`, at any depth. */
export function selectsEverything(nodes: readonly Node[]): boolean {
  return nodes.some((node, index) => {
    if (node.kind === 'group') return selectsEverything(node.nodes)
    const before = nodes[index - 1]
    const starts = ['select', 'distinct'].includes(wordOf(before) ?? '') || isSign(before, ',') || isSign(before, '.')
    return isSign(node, '*') && starts
  })
}

/** As Presto names what a statement selects: its alias, its own name, else `_col0` by place. */
export function namesOf(nodes: readonly Node[]): readonly string[] | undefined {
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
