import { html } from 'hono/html'
import stringWidth from 'string-width'
import type { ReadinessRow } from '../../domain/readiness.ts'
import { type Html, visible } from '../../text/escape.ts'
import { needsMessagesFor } from '../../text/needs-messages.ts'
import type { ReportContext } from '../../text/reader.ts'
import { drawChart, INK } from './draw.ts'
import { type NeedingGroup, needingGroups } from './needs-parts.ts'

/** Pictures for a wide page and for a phone: how many columns of a name each has room for, two for a Chinese character. */
const SIZES = [
  { look: 'wide', width: 620, columns: 82 },
  { look: 'narrow', width: 350, columns: 42 },
] as const
/** More of a kind than this cannot be told apart; the table has them all. */
const MAX_DRAWN = 8
const LINE = 24
const LEFT = 16
const INDENT = 34

const COLOURS = { caller: 'var(--blue)', resource: 'var(--green)', secret: 'var(--magenta)' } as const
const SHAPES = { caller: 'circle', resource: 'rect', secret: 'diamond' } as const

interface Line {
  readonly text: string
  readonly kind: NeedingGroup['kind'] | 'key'
  readonly isHead: boolean
}

const labelOf = ({ data }: { readonly data: { readonly text: string } }) => data.text

const KEY_LINE: Line = { text: '', kind: 'key', isHead: true }

/**
 * What needs a key as a picture, with the same as a table: the key, and from it lines to its callers, cloud resources and secrets. Nothing where
 * nothing needs it. Without an id only the table: a picture takes milliseconds, and a report may have 2,000 keys.
 */
export function needsFigure(row: ReadinessRow, id: string | undefined, { language }: ReportContext): Html {
  const groups = needingGroups(row, language)
  if (groups.length === 0) return '' as unknown as Html
  const messages = needsMessagesFor(language)
  const table = needsTable(groups, { language })
  if (id === undefined) return html`<figure>${table}</figure>` as Html
  const lines = linesOf(row.aliases[0] ?? row.keyId, groups, { language })
  const count = (kind: NeedingGroup['kind']) => {
    const group = groups.find((each) => each.kind === kind)
    return group === undefined ? 0 : group.parts.length + group.more
  }
  const description = messages.description(count('caller'), count('resource'), count('secret'))
  const pictures = SIZES.map(({ look, width, columns }) => {
    const frame = { id: `${id}-${look}`, width, height: lines.length * LINE + 8, title: messages.picture, description }
    return html`<div class="${look}">${drawChart(optionOf(lines, columns), frame)}</div>`
  })
  return html`<figure class="needs">${pictures}${table}</figure>` as Html
}

function linesOf(
  name: string,
  groups: readonly NeedingGroup[],
  { language }: Pick<ReportContext, 'language'>,
): readonly Line[] {
  const messages = needsMessagesFor(language)
  return [
    { text: name, kind: 'key', isHead: true },
    ...groups.flatMap(({ kind, parts, more }): Line[] => {
      const drawn = parts.slice(0, parts.length + more > MAX_DRAWN + 1 ? MAX_DRAWN : MAX_DRAWN + 1)
      const left = parts.length - drawn.length + more
      const line = (text: string): Line => ({ text, kind, isHead: false })
      return [
        { text: `${messages[kind]} (${parts.length + more})`, kind, isHead: true },
        ...drawn.map(({ name: text }) => line(text)),
        ...(left > 0 ? [line(messages.more(left))] : []),
      ]
    }),
  ]
}

/** A tree that grows downwards: one stem from the key to the kinds, and one from each kind to its things. */
function optionOf(lines: readonly Line[], columns: number) {
  const y = (at: number) => at * LINE + LINE / 2
  const x = ({ kind, isHead }: Line) => (kind === 'key' ? LEFT : isHead ? LEFT + INDENT / 2 : LEFT + INDENT)
  const nodes = lines.map((line, at) => {
    const { text, kind, isHead } = line
    const isKey = kind === 'key'
    return {
      name: `${at}`,
      text: fitted(visible(text), columns),
      x: x(line),
      y: y(at),
      symbol: isKey ? 'roundRect' : SHAPES[kind],
      symbolSize: isKey ? 12 : isHead ? 6 : 10,
      itemStyle: { color: isKey ? INK.text : COLOURS[kind] },
      label: { show: true, position: 'right', color: INK.text, formatter: labelOf },
    }
  })
  const parents = lines.map(({ isHead }, at) => (isHead ? 0 : lines.slice(0, at).findLastIndex((line) => line.isHead)))
  // Down from the parent, and then across: an elbow is a node that nobody sees.
  const below = lines.flatMap((_, at) => (at === 0 ? [] : [{ at, parent: parents[at] ?? 0 }]))
  const elbows = below.map(({ at, parent }) => ({
    ...{ name: `elbow ${at}`, x: x(lines[parent] ?? KEY_LINE), y: y(at), symbol: 'none', label: { show: false } },
  }))
  const links = below.flatMap(({ at, parent }) => [
    { source: `${parent}`, target: `elbow ${at}` },
    { source: `elbow ${at}`, target: `${at}` },
  ])
  return {
    series: [
      {
        type: 'graph',
        layout: 'none',
        coordinateSystem: null,
        // The numbers of the nodes are pixels: without it the library would stretch them over the picture.
        ...{ left: LEFT, top: y(0), width: INDENT, height: y(lines.length - 1) - y(0) },
        silent: true,
        data: [...elbows, ...nodes],
        links,
        lineStyle: { color: INK.line, width: 1.5, curveness: 0, opacity: 1 },
      },
    ],
  }
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

/** Everything that the picture shows and what it has no room for. */
function needsTable(groups: readonly NeedingGroup[], { language }: Pick<ReportContext, 'language'>): Html {
  const messages = needsMessagesFor(language)
  const rows = groups.flatMap(({ kind, parts, more }) => [
    ...parts.map(
      ({ name, detail }) =>
        html`<tr><td>${messages[kind]}</td><th scope="row">${visible(name)}</th><td>${visible(detail)}</td></tr>`,
    ),
    ...(more > 0
      ? [html`<tr><td>${messages[kind]}</td><th scope="row">${messages.more(more)}</th><td></td></tr>`]
      : []),
  ])
  const heads = [messages.kind, messages.name, messages.detail].map((head) => html`<th scope="col">${head}</th>`)
  return html`<details class="data"><summary>${messages.asTable}</summary><div class="scroll" tabindex="0" role="region" aria-label="${messages.picture}"><table><caption>${messages.picture}</caption><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>` as Html
}
