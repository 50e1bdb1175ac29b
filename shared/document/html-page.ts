import { html, raw } from 'hono/html'
import type { Language } from '../domain/language.ts'
import { visible } from '../text/escape.ts'
import { LANGUAGE_TAG } from '../text/language-tag.ts'
import { VERDICT_COLOUR } from '../text/verdict-style.ts'
import type { Document, Section } from './document.ts'
import { lineHtml, sectionsHtml } from './html.ts'
import { TONES } from './html-style.ts'

/** Nothing that mail programs do not draw: no variables, no layout, no script. */
const STYLE = `
body{font:14px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",sans-serif;color:#1d2129;max-width:60em;margin:1em auto;padding:0 1em}
h1{font-size:20px}h3{font-size:16px;margin:1.5em 0 .3em}ul{margin:0;padding-left:1.4em}li{margin:.4em 0}
.about{color:#565d68;margin-left:1.2em}.verdict{font-weight:600}code{font-family:ui-monospace,Consolas,monospace;font-size:13px}
${Object.entries(VERDICT_COLOUR)
  .map(([verdict, colour]) => `.verdict.v-${verdict},.v-${verdict} h3{color:${TONES.light[colour]}}`)
  .join('\n')}
`

/** A document as an HTML page that stands alone and runs nothing: for mail, and for a file. */
export function toHtml({ title, opening, lead, sections, foot = [] }: Document, language: Language): string {
  return String(html`<!doctype html>
<html lang="${LANGUAGE_TAG[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${visible(title)}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${visible(title)}</h1>
${opening ? sectionsHtml([opening]) : ''}${lead.map((line) => html`<p>${lineHtml(line)}</p>\n`)}${sectionsHtml(sections)}${foot.map((line) => html`<p>${lineHtml(line)}</p>\n`)}</body>
</html>
`)
}

/** One section of it. */
export function sectionToHtml(section: Section): string {
  return String(sectionsHtml([section]))
}
