import { expect } from 'vitest'

/** Everything that moves a cursor, hides, or turns text around. Line breaks are the renderings' own. */
const ACTING = /(?![\r\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** A code span, or an escaped character. */
const INERT_MARKDOWN = /`([^`\n]*)`|\\([!-/:-@[-`{-~])/g

/** No character acts. A byte order mark begins a file, and a tab ends a cell of digits. */
export function expectQuiet(text: string): void {
  expect(text.replace(/^\ufeff/, '').replace(/(?<=\d)\t"/g, '"')).not.toMatch(ACTING)
}

const OWN_TAG = /^<\/?[a-z][a-zA-Z0-9]*( [a-zA-Z:-]+(="[^"<]*")?)*\s*\/?>$/
const ACTIVE_TAG =
  /^<(script|img|iframe|style)|^<[^"]* on[a-z]+|href="(?!https:\/\/www\.alibaba|\.|#|\?|keys\/|plan\?)/i

/** Nothing but tags of the renderings' own, which run and load nothing and lead to no address of strangers. */
export function expectInertHtml(html: string): void {
  const end = html.lastIndexOf('<script>')
  const body = html.slice(html.indexOf('<body>'), end < 0 ? undefined : end)
  const tags = [...body.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
  // One assertion for the thousands of tags of a page.
  expect(tags.filter((tag) => !OWN_TAG.test(tag) || ACTIVE_TAG.test(tag))).toEqual([])
}

/** Our own word for a page of the vendor's, and its address. */
export const SOURCE = /\[(Source|依据)\]\(https:\/\/www\.alibabacloud\.com\/[\w./?=&%#-]*\)/g

/** No other link, image, HTML or table comes of it: what is left without escapes and code spans makes nothing. */
export function expectInertMarkdown(text: string): void {
  expect(text.replace(INERT_MARKDOWN, '').replace(SOURCE, '')).not.toMatch(/[<>`[\]|]|!\[|:\/\/|www\./)
}

/** One line a row, and no cell that a spreadsheet takes for a formula. */
export function expectInertCsv(csv: string): void {
  for (const line of csv.trimEnd().split('\r\n')) expect(line).not.toMatch(/[\r\n]/)
  for (const [, cell = ''] of csv.matchAll(/(?:^|[,\n])"((?:[^"]|"")*)"/g)) expect(cell).not.toMatch(/^\s*[=+\-@]/)
}

/** What the JSON of a Feishu card shows: no tag, no entity but numbers, no emphasis but its own. */
export function expectInertCard(body: string): void {
  for (const text of textsIn(JSON.parse(body).card.elements)) {
    expect(text).not.toMatch(/[<>`[\]]|:\/\/|www\.|&(?!#\d+;)/)
    expect(text.replace(/\*\*[^*\n]+\*\*/g, '').replace(/&#\d+;/g, '')).not.toMatch(/[*_~]/)
  }
}

/** Nobody says whether WeCom looks for mentions within code, so there is none anywhere. */
export function expectInertWecom(content: string): void {
  expect(content).not.toMatch(/[<>]/)
  expect(content.replace(/`[^`\n]*`/g, '').replace(/\*\*[^*\n]+\*\*/g, '')).not.toMatch(/[`[\]*]|:\/\/|www\./)
}

export function expectInertSlack(body: string): void {
  const { text, blocks } = JSON.parse(body)
  expect(text).not.toMatch(/[<>&*`]/)
  for (const { text: object } of blocks) {
    if (object.type === 'plain_text') continue
    expect(object.verbatim).toBe(true)
    expect(object.text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/)
    const active = object.text.replace(/`[^`\n]*`/g, '').replace(/^\*.*\*$/gm, '')
    expect(active.replace(/\*[^*\n]+\*/g, '')).not.toMatch(/[*`~]|\b_|_\b|:\/\/|www\.|:smile:/)
  }
}

/** Texts of a JSON body. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** What a reader of HTML sees, or of a dialect that escapes as HTML does. */
export function readHtml(html: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|([a-z]+));/g, (whole, code, name) =>
      code ? String.fromCodePoint(Number(code)) : (named[name] ?? whole),
    )
}

/** What a reader of rendered Markdown sees. */
export function readMarkdown(text: string): string {
  return text.replace(INERT_MARKDOWN, (_, code, escaped) => code ?? escaped)
}
