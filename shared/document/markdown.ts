import { grouped } from '../text/numbers.ts'
import { type Item, type Line, linesOf, type Outline, type Section, type Span } from './document.ts'
import { COMMONMARK, type Dialect } from './markdown-dialect.ts'

/** An outline as Markdown: headings and lists only, because chat tools draw little more. Ends with a line break. */
export function markOutline(outline: Outline, dialect: Dialect = COMMONMARK): string {
  const { title, lead, sections, foot = [] } = outline
  const blocks = [
    dialect.heading(dialect.text(title), 1),
    ...lead.map((line) => markLine(line, dialect)),
    ...sections.map((section) => markSection(section, dialect)),
    ...foot.map((line) => markLine(line, dialect)),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** One section, without a line break at its end. */
export function markSection(section: Section, dialect: Dialect = COMMONMARK): string {
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
  return [outer + markLine(first ?? [], dialect), ...rest.map((line) => inner + markLine(line, dialect))]
}

/** One line of an outline. */
export function markLine(line: Line, dialect: Dialect): string {
  return line.map((span) => markSpan(span, dialect)).join('')
}

function markSpan(span: Span, dialect: Dialect): string {
  if (typeof span === 'string') return span
  if ('text' in span) return dialect.text(span.text)
  if ('name' in span) return dialect.name(span.name)
  return 'link' in span ? dialect.link(span.link, span.label) : dialect.strong(span.label)
}
