import { html } from 'hono/html'
import stringWidth from 'string-width'
import { type Html, visible } from '../../text/escape.ts'
import { INK } from './frame.ts'
import type { NeedingGroup } from './needs-parts.ts'

/** A line of the tree: the key, which is the first, a kind of things that need it, or one of them. The text is not escaped. */
export interface TreeLine {
  readonly text: string
  readonly kind: NeedingGroup['kind'] | 'key'
  readonly isHead: boolean
}

// In pixels.
const LINE = 24
const LEFT = 16
const INDENT = 34
const BELOW = 8
/** Between a symbol and its text. */
const GAP = 5

const COLOURS = { key: INK.text, caller: 'var(--blue)', resource: 'var(--green)', secret: 'var(--magenta)' } as const

/** In pixels. */
export function treeHeight(lines: readonly TreeLine[]): number {
  return lines.length * LINE + BELOW
}

/** A tree that grows downwards: one stem from the key to the kinds, and one from each kind to its things. Texts have room for so many columns. */
export function treeDrawing(lines: readonly TreeLine[], columns: number): Html {
  const nodes = lines.map((line, at) => ({ line, x: xOf(line), y: at * LINE + LINE / 2, r: radiusOf(line) }))
  const branches = nodes.map(({ line, x, y }, at) => {
    const parent = line.isHead ? nodes[0] : nodes.slice(0, at).findLast((each) => each.line.isHead)
    // Down from the parent, and then across.
    return at === 0 || !parent ? '' : `M${parent.x} ${parent.y}V${y}H${x}`
  })
  const symbols = nodes.map(({ line, x, y, r }) => symbol(line, x, y, r))
  const texts = nodes.map(
    ({ line, x, y, r }) =>
      html`<text x="${x + r + GAP}" y="${y}" dominant-baseline="central" xml:space="preserve">${fitted(visible(line.text), columns)}</text>`,
  )
  return html`<path d="${branches.join('')}" fill="none" stroke="${INK.line}" stroke-width="1.5"></path>${symbols}<g fill="${INK.text}">${texts}</g>` as Html
}

function xOf({ kind, isHead }: TreeLine): number {
  return kind === 'key' ? LEFT : isHead ? LEFT + INDENT / 2 : LEFT + INDENT
}

function radiusOf({ kind, isHead }: TreeLine): number {
  return kind === 'key' ? 6 : isHead ? 3 : 5
}

/** Kinds differ in shape too, for who cannot tell their colours. */
function symbol({ kind }: TreeLine, x: number, y: number, r: number): Html {
  const colour = COLOURS[kind]
  if (kind === 'caller') return html`<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}"></circle>` as Html
  if (kind === 'secret')
    return html`<path d="M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}Z" fill="${colour}"></path>` as Html
  const round = kind === 'key' ? r / 2 : 0
  return html`<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}" rx="${round}" fill="${colour}"></rect>` as Html
}

/** The beginning of a text that is too wide. */
function fitted(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  const characters = [...text]
  const first = (count: number) => characters.slice(0, count).join('')
  let [fits, tooMany] = [0, characters.length]
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (stringWidth(first(middle)) < columns) fits = middle
    else tooMany = middle
  }
  return `${first(fits)}…`
}
