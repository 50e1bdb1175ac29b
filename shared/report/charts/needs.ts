import { html } from 'hono/html'
import type { ReadinessRow } from '../../domain/readiness.ts'
import { type Html, visible } from '../../text/escape.ts'
import { needsMessagesFor } from '../../text/needs-messages.ts'
import type { ReportContext } from '../../text/reader.ts'
import { framed } from './frame.ts'
import { type NeedingGroup, needingGroups } from './needs-parts.ts'
import { type TreeLine, treeDrawing, treeHeight } from './tree.ts'

/** Pictures for a wide page and for a phone: how many columns of a name each has room for, two for a Chinese character. */
const SIZES = [
  { look: 'wide', width: 620, columns: 82 },
  { look: 'narrow', width: 350, columns: 42 },
] as const
/** More of a kind than this cannot be told apart; the table has them all. */
const MAX_DRAWN = 8

/**
 * What needs a key as a picture, with the same as a table: the key, and from it lines to its callers, cloud resources and secrets. Nothing where
 * nothing needs it. Without an id only the table: a picture takes kilobytes, and a report may have 2,000 keys.
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
    const frame = { id: `${id}-${look}`, width, height: treeHeight(lines), title: messages.picture, description }
    return html`<div class="${look}">${framed(treeDrawing(lines, columns), frame)}</div>`
  })
  return html`<figure class="needs">${pictures}${table}</figure>` as Html
}

function linesOf(
  name: string,
  groups: readonly NeedingGroup[],
  { language }: Pick<ReportContext, 'language'>,
): readonly TreeLine[] {
  const messages = needsMessagesFor(language)
  return [
    { text: name, kind: 'key', isHead: true },
    ...groups.flatMap(({ kind, parts, more }): TreeLine[] => {
      const drawn = parts.slice(0, parts.length + more > MAX_DRAWN + 1 ? MAX_DRAWN : MAX_DRAWN + 1)
      const left = parts.length - drawn.length + more
      const line = (text: string): TreeLine => ({ text, kind, isHead: false })
      return [
        { text: `${messages[kind]} (${parts.length + more})`, kind, isHead: true },
        ...drawn.map(({ name: text }) => line(text)),
        ...(left > 0 ? [line(messages.more(left))] : []),
      ]
    }),
  ]
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
