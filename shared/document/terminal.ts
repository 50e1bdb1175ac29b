import { visible } from '../text/escape.ts'
import { grouped } from '../text/numbers.ts'
import { type Paint, paintVerdict } from '../text/verdict-style.ts'
import { type Ink, wrap } from '../text/wrap.ts'
import { type Document, type Item, isGroup, type Line, linesOf, type Section, type Span } from './document.ts'

/** A document as lines of text. */
export function toTerminal(
  { title, opening, lead, sections, foot = [] }: Document,
  width: number | undefined,
  colours: Paint,
): string {
  const draw = (line: Line, first: string) => wrap(inksOf(line, colours), width ?? Number.POSITIVE_INFINITY, first)
  const sectionLines = (section: Section) => [
    '',
    titleOf(section, colours),
    ...section.items.flatMap((item) =>
      linesOf(item).flatMap((line, index) => draw(line, index < outerLines(item) ? '  ' : '      ')),
    ),
  ]
  const lines = [
    colours.bold(visible(title)),
    ...(opening ? [...sectionLines(opening), ''] : []),
    ...lead.flatMap((line) => draw(line, '')),
    ...sections.flatMap(sectionLines),
    ...foot.flatMap((line) => ['', ...draw(line, '')]),
  ]
  return `${lines.join('\n')}\n`
}

/** How many of the lines of an item stand out: its keys, or what is said of several of them. */
function outerLines(item: Item): number {
  return (isGroup(item) ? item.details : item.subjects).length
}

function titleOf({ title, verdict, count }: Section, colours: Paint): string {
  const text = count === undefined ? title : `${title} (${grouped(count)})`
  return colours.bold(verdict ? paintVerdict(verdict, text, colours) : text)
}

function inksOf(line: Line, colours: Paint): Ink[] {
  return line.map((span) => inkOf(span, colours))
}

function inkOf(span: Span, colours: Paint): Ink {
  if (typeof span === 'string') return { text: span }
  if ('text' in span) return { text: visible(span.text) }
  if ('name' in span) return { text: visible(span.name) }
  if ('mention' in span) return { text: visible(span.mention) }
  if ('link' in span) return { text: `${span.label}${/\p{Script=Han}$/u.test(span.label) ? '：' : ': '}${span.link}` }
  return { text: span.label, style: (text) => paintVerdict(span.verdict, text, colours) }
}
