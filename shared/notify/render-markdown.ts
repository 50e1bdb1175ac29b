import type { Language } from '../domain/verdict.ts'
import type { Digest } from './digest.ts'
import { markdownCode, markdownText } from './escape.ts'
import { grouped } from './numbers.ts'
import type { Item, Line, Outline, Section, Span } from './outline.ts'
import { outlineDigest } from './outline-digest.ts'

/** A digest as Markdown, for chats, mail and tickets. Ends with a line break. */
export function renderMarkdown(
  digest: Digest,
  options: { readonly language: Language; readonly timezone: string },
): string {
  return markOutline(outlineDigest(digest, options.language, options.timezone))
}

/** An outline as Markdown: headings and lists only, because chat tools draw little more. */
export function markOutline({ title, lead, sections }: Outline): string {
  const blocks = [`# ${markdownText(title)}`, ...lead.map(mark), ...sections.map(markSection)]
  return `${blocks.join('\n\n')}\n`
}

/** One section, without a line break at its end. */
export function markSection({ title, count, items }: Section): string {
  const heading = `## ${title}${count === undefined ? '' : ` (${grouped(count)})`}`
  return items.length === 0 ? heading : `${heading}\n\n${items.map(markItem).join('\n')}`
}

/** One key and then what is said of it; of several keys, first what is said of them all. */
function markItem({ heads, about }: Item): string {
  const [first, ...rest] = heads.length > 1 && about.length > 0 ? [...about, ...heads] : [...heads, ...about]
  return [`- ${mark(first ?? [])}`, ...rest.map((line) => `  - ${mark(line)}`)].join('\n')
}

function mark(line: Line): string {
  return line.map(markSpan).join('')
}

function markSpan(span: Span): string {
  if (typeof span === 'string') return span
  if ('text' in span) return markdownText(span.text)
  return 'name' in span ? markdownCode(span.name) : `**${span.label}**`
}
