import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { CHANNEL_KINDS } from '../../../shared/notify/channels/kinds.ts'
import { channelAt, Waiting } from '../../channels/open.ts'
import { change, diagnostic, HOSTILE, hostileRow, NOW } from '../rows.ts'
import { reportMessage } from './messages.ts'

/** Everything that moves a cursor, hides, or turns text around. Line breaks are the renderings' own. */
const ACTING = /(?![\r\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
const OVERRIDE = '\\u{202e}exe.yap'
const texts = Object.values(HOSTILE)
const row = hostileRow()

/** A message with hostile text wherever a digest shows text of strangers. */
function hostileMessage() {
  return reportMessage({
    rows: [row],
    changes: [
      change({ keyId: row.keyId, before: 'ready', after: 'blocked' }),
      ...texts.map((text) => change({ keyId: text, before: 'blocked', after: null, why: [text] })),
    ],
    diagnostics: texts.slice(0, 3).map((text) => diagnostic({ message: texts.join(' '), code: text, keyId: text })),
  })
}

async function bodyAt(address: string): Promise<string> {
  return channelAt(address, new Waiting(NOW).services).body(await hostileMessage())
}

/** Texts of a JSON body. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** Markdown without what a backslash or a code span takes the meaning from. */
function activeMarkdown(text: string): string {
  return text.replace(/`[^`\n]*`/g, '').replace(/\\[!-/:-@[-`{-~]/g, '')
}

const TAGS = /^<\/?[a-z][a-z0-9]*( [a-zA-Z:-]+(="[^"<]*")?)*\/?>$/

function expectInertHtml(html: string): void {
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(html).toContain('&lt;at id=all&gt;&lt;/at&gt;')
  for (const [tag] of html.slice(html.indexOf('<body>')).matchAll(/<[^>]*>/g)) {
    expect(tag).toMatch(TAGS)
    expect(tag).not.toMatch(/^<(script|img|iframe|style|a )|^<[^"]* on[a-z]+/i)
  }
}

/** For each kind: an address, and how to see that nothing in its body acts. */
const KINDS: Readonly<Record<string, readonly [string, (body: string) => void | Promise<void>]>> = {
  dingtalk: [
    'dingtalk:synthetic0token0',
    (body) => {
      const text = JSON.parse(body).markdown.text as string
      expect(text).toContain('`<at id=all></at>`')
      expect(activeMarkdown(text)).not.toMatch(/[<>`[\]|]|!\[|:\/\/|www\./)
    },
  ],
  feishu: ['feishu:synthetic-hook', expectInertCard],
  lark: ['lark:synthetic-hook', expectInertCard],
  wecom: [
    'wecom:synthetic-key',
    (body) => {
      const { content } = JSON.parse(body).markdown as { content: string }
      // Nobody says whether mentions are looked for within code, so there is none anywhere.
      expect(content).not.toMatch(/[<>]/)
      expect(content).toContain('`\\u{3c}at id=all\\u{3e}\\u{3c}/at\\u{3e}`')
      expect(content.replace(/`[^`\n]*`/g, '').replace(/\*\*[^*\n]+\*\*/g, '')).not.toMatch(/[`[\]*]|:\/\/|www\./)
    },
  ],
  slack: [
    'slack:https://hooks.slack.com/services/T0SYNTH/B0SYNTH/synthetic',
    (body) => {
      const { text, blocks } = JSON.parse(body)
      expect(text).not.toMatch(/[<>&*`]/)
      for (const { text: object } of blocks) {
        if (object.type === 'plain_text') continue
        expect(object.verbatim).toBe(true)
        expect(object.text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/)
        const active = object.text.replace(/`[^`\n]*`/g, '').replace(/^\*.*\*$/gm, '')
        expect(active.replace(/\*[^*\n]+\*/g, '')).not.toMatch(/[*`~]|\b_|_\b|:\/\/|www\.|:smile:/)
      }
      expect(body).toContain('`&lt;!channel&gt; &lt;@U0SYNTH&gt; &lt;https://evil.example|click&gt;`')
    },
  ],
  smtp: [
    'smtp://mail.example#from=a@b.example&to=c@b.example',
    async (body) => {
      const mail = await simpleParser(body)
      expect(mail.text).toContain('<!channel> <@U0SYNTH>')
      expect(mail.text).not.toMatch(ACTING)
      // Forged lines would begin a line.
      expect(mail.text).not.toMatch(/^# heading/m)
      expectInertHtml(mail.html || '')
      expect(mail.attachments[0]?.content.toString()).not.toMatch(/<at id|<!channel>|<script>alert/)
      expect(mail.to).toMatchObject({ text: 'c@b.example' })
    },
  ],
  webhook: [
    'webhook:https://hooks.example/',
    (body) => {
      const { text, markdown, digest } = JSON.parse(body)
      expect(text).not.toMatch(/^# heading/m)
      expect(activeMarkdown(markdown)).not.toMatch(/[<>`[\]|]|!\[|:\/\/|www\./)
      expect(digest.blocked[0].aliases).toEqual(texts)
    },
  ],
  save: ['save:/nonexistent/digest.html', expectInertHtml],
}

function expectInertCard(body: string): void {
  for (const text of textsIn(JSON.parse(body).card.elements)) {
    expect(text).not.toMatch(/[<>`[\]]|:\/\/|www\.|&(?!#\d+;)/)
    const active = text.replace(/\*\*[^*\n]+\*\*/g, '').replace(/&#\d+;/g, '')
    expect(active).not.toMatch(/[*_~]/)
  }
  expect(body).toContain('&#60;at id=all&#62;&#60;/at&#62;')
}

describe('text of strangers in a channel', () => {
  it.each(CHANNEL_KINDS.map(({ kind }) => kind))('shows as itself and does nothing: %s', async (kind) => {
    const [address, check] = KINDS[kind] ?? []
    if (address === undefined || check === undefined) throw new Error(`${kind} has no line in this test`)
    for (const lang of ['en', 'zh']) {
      const body = await bodyAt(`${address}${address.includes('#') ? '&' : '#'}lang=${lang}`)
      expect(body).not.toMatch(ACTING)
      await check(body)
    }
  })

  it.each(['md', 'html', 'json'])('does nothing in a file that ends in .%s', async (ending) => {
    const body = await bodyAt(`save:/nonexistent/digest.${ending}`)
    expect(body).not.toMatch(ACTING)
    if (ending === 'md') expect(activeMarkdown(body)).not.toMatch(/[<>`[\]|]|!\[|:\/\/|www\./)
    else expect(body).toContain(ending === 'json' ? '\\u202eexe.yap' : OVERRIDE)
  })
})
