import { grouped } from '../text/numbers.ts'
import { type Document, type Item, type Line, linesOf, type Section, type Span } from './document.ts'
import { COMMONMARK, type Dialect } from './markdown-dialect.ts'

/** A document as Markdown: headings and lists only, because chat tools draw little more. Ends with a line break. */
export function toMarkdown(document: Document, dialect: Dialect = COMMONMARK): string {
  const { title, opening, lead, sections, foot = [] } = document
  const blocks = [
    dialect.heading(dialect.text(title), 1),
    ...(opening ? [sectionToMarkdown(opening, dialect)] : []),
    ...lead.map((line) => lineToMarkdown(line, dialect)),
    ...sections.map((section) => sectionToMarkdown(section, dialect)),
    ...foot.map((line) => lineToMarkdown(line, dialect)),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** One section, without a line break at its end. */
export function sectionToMarkdown(section: Section, dialect: Dialect = COMMONMARK): string {
  return sectionLines(section, dialect).join('\n')
}

/** The lines of a section: its heading, an empty one where a list follows, and the list. */
export function sectionLines({ title, count, items }: Section, dialect: Dialect): string[] {
  const heading = dialect.heading(`${title}${count === undefined ? '' : ` (${grouped(count)})`}`, 2)
  return items.length === 0 ? [heading] : [heading, '', ...items.flatMap((item) => itemLines(item, dialect))]
}

function itemLines(item: Item, dialect: Dialect): string[] {
  const [outer, inner] = dialect.bullets
  const [first, ...rest] = linesOf(item)
  return [outer + lineToMarkdown(first ?? [], dialect), ...rest.map((line) => inner + lineToMarkdown(line, dialect))]
}

/** One line of a document. */
export function lineToMarkdown(line: Line, dialect: Dialect): string {
  return line.map((span) => spanToMarkdown(span, dialect)).join('')
}

function spanToMarkdown(span: Span, dialect: Dialect): string {
  if (typeof span === 'string') return span
  if ('text' in span) return dialect.text(span.text)
  if ('name' in span) return dialect.name(span.name)
  if ('mention' in span) return dialect.mention?.(span.mention) ?? ''
  return 'link' in span ? dialect.link(span.link, span.label) : dialect.strong(span.label)
}
