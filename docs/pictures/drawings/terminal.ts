import { html, raw } from 'hono/html'
import { TONES } from '../../../shared/document/html-style.ts'
import type { Html } from '../../../shared/text/escape.ts'

const { red, green, yellow, blue, magenta, cyan, gray } = TONES.dark
const COLOURS: Readonly<Record<string, string>> = {
  31: red,
  32: green,
  33: yellow,
  34: blue,
  35: magenta,
  36: cyan,
  90: gray,
}
/** What begins the lines that tell about a key. */
const ABOUT = ' '.repeat(6)
const CODE = '\u001b['
const BOLD = '1'
/** Those that end bold text and a colour. */
const ENDS = ['22', '39']

const STYLE = `
body{margin:0;padding:14px 16px;background:#14171b;color:#e6e8eb;font:13px/1.4 "DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace}
div{white-space:pre;min-height:1.4em}
`

/** Text with the codes of picocolors, as a terminal shows it. Its lines begin and end without a style. */
export function drawTerminal(text: string): string {
  const lines = text.trimEnd().split('\n')
  const drawn = lines.map((line, index) => {
    const next = lines[index + 1] ?? ''
    const isEnd = next === '' || (line.startsWith(ABOUT) && !next.startsWith(ABOUT))
    return html`<div class="${isEnd ? 'end' : ''}">${inked(line)}</div>`
  })
  return String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><style>${raw(STYLE)}</style></head>
<body>${drawn}</body>
</html>
`)
}

function inked(line: string): Html[] {
  const [first = '', ...others] = line.split(CODE)
  return [
    html`${first}` as Html,
    ...others.map((each) => html`${tagOf(each)}${each.slice(each.indexOf('m') + 1)}` as Html),
  ]
}

function tagOf(coded: string): Html {
  const code = coded.slice(0, coded.indexOf('m'))
  if (ENDS.includes(code)) return raw('</span>')
  const style = code === BOLD ? 'font-weight:700' : `color:${COLOURS[code]}`
  return html`<span style="${style}">` as Html
}
