import { describe, expect, it } from 'vitest'
import { type Digest, makeDigest } from '../../shared/notify/digest.ts'
import { renderExplain } from '../../shared/notify/explain.ts'
import { formatRows } from '../../shared/notify/formats.ts'
import { renderJson } from '../../shared/notify/render-json.ts'
import { renderMarkdown } from '../../shared/notify/render-markdown.ts'
import { renderTerminal } from '../../shared/notify/render-terminal.ts'
import { renderReport } from '../../shared/notify/report/page.ts'
import { change, diagnostic, HOSTILE, hostileRow, LAST_RUN, NOW } from './rows.ts'

/** Everything that moves a cursor, hides, or turns text around. A line break is the renderings' own. */
const ACTING = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
const texts = Object.values(HOSTILE)
const row = hostileRow()
const timezone = 'Asia/Shanghai'

function digest(): Promise<Digest> {
  return makeDigest({
    rows: [row],
    changes: [
      change({ keyId: row.keyId, before: 'ready', after: 'blocked' }),
      ...texts.map((text) => change({ keyId: text, before: 'blocked', after: null, why: [text] })),
    ],
    diagnostics: texts.map((text) => diagnostic({ message: text, advice: text, code: text, keyId: text })),
    lastRun: LAST_RUN,
    now: NOW,
    timezone,
    rules: '2023-09',
  })
}

async function rows(format: 'table' | 'json' | 'jsonl' | 'csv'): Promise<string> {
  let text = ''
  for await (const piece of formatRows([row], format, { now: NOW, colour: false })) text += piece
  return text
}

describe.each(['en', 'zh'] as const)('text of strangers, in %s', (language) => {
  it('moves nothing in a terminal', async () => {
    const text = renderTerminal(await digest(), { width: 100, colour: false, language, timezone })
    expect(text).toContain('\\u{1b}[2J')
    expect(text).toContain('\\u{202e}exe.yap')
    expect(text).not.toMatch(ACTING)
    // A line break within a text would let it forge lines of the digest.
    expect(text).not.toMatch(/^# heading/m)
  })

  it('moves nothing in an explanation', () => {
    const history = [change({ why: texts, events: texts })]
    const page = renderExplain(row, { history, now: NOW, language, timezone, colour: false })
    expect(page).toContain('\\u{202e}exe.yap')
    expect(page).not.toMatch(ACTING)
  })

  it('makes no markup in Markdown', async () => {
    const text = renderMarkdown(await digest(), { language, timezone })
    expect(text).not.toMatch(ACTING)
    expect(text).toContain('alert(1)')
    const active = text.replace(/`[^`\n]*`/g, '').replace(/\\[!-/:-@[-`{-~]/g, '')
    expect(active).not.toMatch(/[<>`[\]|]|!\[|:\/\//)
    expect(active.match(/^# /gm)).toHaveLength(1)
  })

  it('makes no markup in the report', async () => {
    const html = [...renderReport({ rows: [row], digest: await digest(), language, timezone })].join('')
    expect(html).not.toMatch(ACTING)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    const body = html.slice(html.indexOf('<body>'), html.lastIndexOf('<script>'))
    const tags = [...body.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
    for (const tag of tags) {
      expect(tag).toMatch(/^<\/?[a-z][a-z0-9]*( [a-zA-Z:-]+(="[^"<]*")?)*\/?>$/)
      expect(tag).not.toMatch(/^<(script|img|iframe|style)|^<[^"]* on[a-z]+|href="(?!https?:|#keys-title"|#unread")/i)
    }
  })
})

describe('text of strangers in data', () => {
  it('is no formula in CSV, and stays in its cell', async () => {
    const csv = await rows('csv')
    expect(csv.slice(1).replaceAll('\r\n', '')).not.toMatch(ACTING)
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2)
    for (const [, cell = ''] of csv.matchAll(/(?:^|[,\n])"((?:[^"]|"")*)"/g)) expect(cell).not.toMatch(/^\s*[=+\-@]/)
  })

  it('is no formula where it begins a cell', async () => {
    let csv = ''
    const only = { ...row, aliases: [HOSTILE.formula] }
    for await (const piece of formatRows([only], 'csv', { now: NOW, colour: false })) csv += piece
    expect(csv).toContain('"\'=HYPERLINK(""http')
  })

  it('does nothing in a table', async () => {
    const text = await rows('table')
    expect(text).not.toMatch(ACTING)
    expect(text.trimEnd().split('\n')).toHaveLength(2)
  })

  it('is whole in JSON, and does nothing where JSON is shown', async () => {
    for (const text of [await rows('json'), await rows('jsonl'), renderJson(await digest())])
      expect(text).not.toMatch(ACTING)
    expect(JSON.parse(await rows('json'))).toEqual([row])
  })
})
