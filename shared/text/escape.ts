import { html, raw } from 'hono/html'

/**
 * Aliases, principals, tags and user agents are chosen by whoever calls the cloud, so they are hostile text. Each rendering has a
 * function here that every such text goes through.
 */

/** A piece of HTML that is safe to put into another. */
export type Html = ReturnType<typeof raw>

/**
 * Characters that act instead of showing: controls (ESC, line breaks), formats (bidi overrides, zero width, tags), lone surrogates,
 * private use, line separators, and everything that Unicode lets a renderer leave out.
 */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * The text with every character that acts on its surroundings shown as `\u{…}`. One line, whatever came in. All that a terminal needs;
 * in HTML the templates of hono escape the markup besides.
 */
export function visible(text: string): string {
  return text.replace(ACTING, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/**
 * What makes markup in CommonMark, GFM and the dialects of chat tools, and what makes links of bare addresses in GFM. The rest stays as
 * it is: people also read Markdown unrendered.
 */
const MARKDOWN_ACTIVE = /[\\`*_{}[\]<>#|~&!@$^=]|:(?=\/\/)|(?<=www)\.|^[-+]/gi

/** For running Markdown text: no link, image, HTML, emphasis, heading, table cell or bare address comes of it. */
export function markdownText(text: string): string {
  return visible(text).replace(MARKDOWN_ACTIVE, '\\$&')
}

/** For ids and names in Markdown, as a code span, where nothing is active but the backtick, and the pipe of a table. */
export function markdownCode(text: string): string {
  const inert = visible(text).replace(/[`|]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
  return inert.trim() === '' ? '` `' : `\`${inert}\``
}

/** What spreadsheets take for the start of a formula, also in full width and after spaces. */
const FORMULA = /^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
/** The mark by which Excel knows UTF-8: without it Chinese text is garbled. */
export const CSV_BOM = '\ufeff'

/**
 * Texts that spreadsheets take for a number or a date, quoted or not: of an account id they keep 15 digits of 16, and `2023-09` becomes
 * September. https://learn.microsoft.com/office/troubleshoot/excel/last-digits-changed-to-zeros
 */
const NUMERIC = /^\s*\d[\d\s.,:/-]*(e[+-]?\d+)?\s*%?$/i
/** Makes a text of digits for a spreadsheet, which shows nothing of it; programs take it off with other space. */
const AS_TEXT = '\t'

/**
 * One CSV line from cells; texts are quoted and cannot become formulas, numbers or dates, numbers stay numbers, null is empty. A text of digits
 * ends in a tab.
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: string | number | boolean | null): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  // Judged before controls are made visible: a leading tab or line break makes a formula too.
  const acts = FORMULA.test(cell) || /^[\t\r\n]/.test(cell)
  return `"${acts ? "'" : ''}${visible(cell).replaceAll('"', '""')}${NUMERIC.test(cell) ? AS_TEXT : ''}"`
}

/** A link where the text begins with an http(s) address, plain text otherwise: no `javascript:`, no `data:`. */
export function htmlLink(text: string): Html {
  const address = webAddress(text)
  if (address === undefined) return html`${visible(text)}` as Html
  const rest = text.slice(address.length)
  return html`<a href="${visible(address)}" rel="noreferrer noopener" target="_blank">${visible(address)}</a>${visible(rest)}` as Html
}

/** The http(s) address that a text begins with. */
function webAddress(text: string): string | undefined {
  const address = /^https?:\/\/[^\s<>"'`\\]+/i.exec(text)?.[0]
  return address !== undefined && URL.canParse(address) ? address : undefined
}

/** JSON that a terminal or an editor can show as it is: what acts is written as `\uXXXX`, so that parsing gives the same text. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(ACTING, (character) =>
    // The line breaks that indent are JSON's own: those within texts are escaped already.
    character === '\n' ? character : character.split('').map(escapeUnit).join(''),
  )
}

/** One UTF-16 unit as JSON writes it. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** JSON for a `<script>` block: no `</script>`, no `<!--`. */
export function scriptJson(value: unknown): Html {
  return raw(jsonText(value).replaceAll('<', '\\u003c'))
}
