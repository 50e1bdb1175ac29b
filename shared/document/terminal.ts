import type { Digest } from '../digest/digest.ts'
import type { Language } from '../domain/verdict.ts'
import { visible } from '../text/escape.ts'
import { grouped } from '../text/numbers.ts'
import { type Paint, paint, paintVerdict } from '../text/verdict-style.ts'
import { outlineDigest } from '../views/digest.ts'
import { type Item, isGroup, type Line, linesOf, type Outline, type Section, type Span } from './document.ts'
import { type Ink, wrap } from './wrap.ts'

export interface TerminalOptions {
  /** Columns; lines are broken to fit. Without it they are as long as they are. */
  readonly width?: number
  readonly colour: boolean
  readonly language: Language
  readonly timezone: string
}

/** A digest for a terminal. Ends with a line break. */
export function renderTerminal(digest: Digest, { width, colour, language, timezone }: TerminalOptions): string {
  return drawOutline(outlineDigest(digest, language, timezone), width, paint(colour))
}

/** An outline as lines of text. */
export function drawOutline(
  { title, lead, sections, foot = [] }: Outline,
  width: number | undefined,
  colours: Paint,
): string {
  const draw = (line: Line, first: string) => wrap(inksOf(line, colours), width ?? Number.POSITIVE_INFINITY, first)
  const lines = [
    colours.bold(visible(title)),
    ...lead.flatMap((line) => draw(line, '')),
    ...sections.flatMap((section) => [
      '',
      titleOf(section, colours),
      ...section.items.flatMap((item) =>
        linesOf(item).flatMap((line, index) => draw(line, index < outerLines(item) ? '  ' : '      ')),
      ),
    ]),
    ...foot.flatMap((line) => ['', ...draw(line, '')]),
  ]
  return `${lines.join('\n')}\n`
}

/** How many of the lines of an item stand out: its keys, or what is said of several of them. */
function outerLines(item: Item): number {
  return (isGroup(item) ? item.about : item.heads).length
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
  if ('link' in span) return { text: `${span.label}: ${span.link}` }
  return { text: span.label, style: (text) => paintVerdict(span.verdict, text, colours) }
}
