import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channelMessage } from '../../functions/digest/channel-message.ts'
import type { App } from '../../functions/query/app.ts'
import { CHANNEL_DEFINITIONS } from '../../shared/channels/definitions.ts'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { renderReport } from '../../shared/report/page.ts'
import { type Format, formatRows } from '../../shared/rows/formats.ts'
import type { Store } from '../../shared/store/store.ts'
import { visible } from '../../shared/text/escape.ts'
import { renderJson } from '../../shared/views/digest-json.ts'
import { renderMarkdown, renderTerminal } from '../../shared/views/digest-text.ts'
import { explainAsMarkdown, renderExplain } from '../../shared/views/explain.ts'
import { channelAt, Waiting } from '../support/channels/open.ts'
import { call } from '../support/domain/call.ts'
import { appOver, TOKEN } from '../support/functions/query/asked.ts'
import { change, diagnostic, HOSTILE, hostileRow, LAST_RUN, NOW } from '../support/rows.ts'
import type { StoreUnderTest } from '../support/store/opened.ts'
import { scratchStore } from '../support/store/scratch-store.ts'
import * as inert from '../support/text/inert.ts'

const timezone = 'Asia/Shanghai'

/** A key with one hostile text wherever there is text of strangers; its alias is longer, so that it is known from the rest. */
interface Subject {
  readonly text: string
  readonly alias: string
  readonly row: ReadinessRow
  readonly digest: Digest
  readonly app: App
  readonly language: Language
}

/** A rendering: what is made of the subject, what its reader sees of that, and a check that nothing in it acts. */
interface Rendering {
  readonly make: (subject: Subject) => string | Promise<string>
  readonly read: (made: string) => string | Promise<string>
  readonly check: (made: string, subject: Subject) => void | Promise<void>
}

const asIs = (text: string) => text
const nothingElse = () => undefined
const jsonTexts = (text: string) => inert.textsIn(JSON.parse(text)).map(visible).join('\n')

const explained = ({ text, language }: Subject) => ({
  history: [change({ why: [text, call(text, text)], events: [text] })],
  now: NOW,
  language,
  timezone,
})

function rows(format: Format): Rendering['make'] {
  return async ({ row }) => {
    let text = ''
    for await (const piece of formatRows([row], format, { now: NOW, colour: false })) text += piece
    return text
  }
}

/** What the app answers at a path. */
function answered(pathOf: (subject: Subject) => string): Rendering['make'] {
  return async (subject) => {
    const headers = { Authorization: `Bearer ${TOKEN}`, 'Accept-Language': subject.language }
    const response = await subject.app.fetch(new Request(`https://pages.example${pathOf(subject)}`, { headers }))
    expect(response.status).toBe(200)
    return Buffer.from(await response.arrayBuffer()).toString()
  }
}

/** What is sent to an address. */
function sent(address: string): Rendering['make'] {
  return async ({ digest, row, language }) => {
    const channel = await channelAt(
      `${address}${address.includes('#') ? '&' : '#'}lang=${language}`,
      new Waiting(NOW).services,
    )
    return channel.body(channelMessage({ digest, rows: [row] }, { id: 'team/2026-11-23', mayRepeat: false }))
  }
}

const keyPath = ({ row }: Subject) => `/${row.accountId}/${row.region}/${row.keyId}`
const html = { read: inert.readHtml, check: inert.expectInertHtml }
const markdown = { read: inert.readMarkdown, check: inert.expectInertMarkdown }
const csv = { read: (text: string) => text.replaceAll('""', '"'), check: inert.expectInertCsv }
/** Data keeps the text as it came. */
const json: Omit<Rendering, 'make'> = {
  read: jsonTexts,
  check: (text, { alias }) => expect(inert.textsIn(JSON.parse(text))).toContain(alias),
}
const card = { read: (body: string) => inert.readHtml(jsonTexts(body)), check: inert.expectInertCard }

const CHANNELS: Readonly<Record<string, Rendering>> = {
  dingtalk: {
    make: sent('dingtalk:synthetic0token0'),
    read: (body) => inert.readMarkdown(JSON.parse(body).markdown.text),
    check: (body) => inert.expectInertMarkdown(JSON.parse(body).markdown.text),
  },
  feishu: { make: sent('feishu:synthetic-hook'), ...card },
  lark: { make: sent('lark:synthetic-hook'), ...card },
  wecom: {
    make: sent('wecom:synthetic-key'),
    read: (body) => inert.readMarkdown(JSON.parse(body).markdown.content),
    check: (body) => inert.expectInertWecom(JSON.parse(body).markdown.content),
  },
  slack: {
    make: sent('slack:https://hooks.slack.com/services/T0SYNTH/B0SYNTH/synthetic'),
    read: (body) => inert.readHtml(jsonTexts(body)),
    check: inert.expectInertSlack,
  },
  smtp: {
    make: sent('smtp://mail.example#from=a@b.example&to=c@b.example'),
    read: async (body) => (await simpleParser(body)).text ?? '',
    async check(body, { alias }) {
      const mail = await simpleParser(body)
      inert.expectQuiet(mail.text ?? '')
      for (const part of [mail.html || '', mail.attachments[0]?.content.toString() ?? '']) {
        inert.expectQuiet(part)
        inert.expectInertHtml(part)
        expect(inert.readHtml(part)).toContain(visible(alias))
      }
      expect(mail.to).toMatchObject({ text: 'c@b.example' })
    },
  },
  webhook: {
    make: sent('webhook:https://hooks.example/'),
    read: (body) => JSON.parse(body).text,
    check(body, { alias }) {
      const { text, markdown, digest } = JSON.parse(body)
      inert.expectQuiet(text + markdown)
      inert.expectInertMarkdown(markdown)
      expect(spelled(inert.readMarkdown(markdown))).toContain(visible(alias))
      expect(digest.blocked[0].aliases).toEqual([alias])
    },
  },
  save: { make: sent('save:/nonexistent/digest.html'), ...html },
}

const RENDERINGS: Readonly<Record<string, Rendering>> = {
  'the digest in a terminal': {
    make: ({ digest, language }) => renderTerminal(digest, { width: 1_000, colour: false, language, timezone }),
    read: asIs,
    check: nothingElse,
  },
  'the digest as Markdown': {
    make: ({ digest, ...rest }) => renderMarkdown(digest, { ...rest, timezone }),
    ...markdown,
  },
  'the digest as JSON': { make: ({ digest }) => renderJson(digest), ...json },
  'an explanation': {
    make: (subject) => renderExplain(subject.row, { ...explained(subject), width: 1_000, colour: false }),
    read: asIs,
    check: nothingElse,
  },
  'an explanation as Markdown': { make: (subject) => explainAsMarkdown(subject.row, explained(subject)), ...markdown },
  'the report': {
    make: ({ row, digest, language }) => [...renderReport({ rows: [row], digest, language, timezone })].join(''),
    ...html,
  },
  'the dashboard': { make: answered(() => '/'), ...html },
  'the page of a key': { make: answered((subject) => `/keys${keyPath(subject)}`), ...html },
  'rows as a table': {
    make: rows('table'),
    read: asIs,
    check: (text) => expect(text.trimEnd().split('\n')).toHaveLength(2),
  },
  'rows as CSV': { make: rows('csv'), ...csv },
  'rows as JSON': { make: rows('json'), ...json },
  'rows as JSON Lines': { make: rows('jsonl'), ...json },
  'a page of the API': { make: answered(() => '/api/readiness'), ...json },
  'a row of the API': { make: answered((subject) => `/api/readiness${keyPath(subject)}`), ...json },
  'CSV of the API': { make: answered(({ row }) => `/api/readiness.csv?key=${row.keyId}`), ...csv },
  'JSON Lines of the API': { make: answered(({ row }) => `/api/readiness.jsonl?key=${row.keyId}`), ...json },
  'a file of Markdown': { make: sent('save:/nonexistent/digest.md'), ...markdown },
  'a file of JSON': { make: sent('save:/nonexistent/digest.json'), ...json },
  ...Object.fromEntries(CHANNEL_DEFINITIONS.map(({ kind }) => [kind, CHANNELS[kind] ?? missing(kind)])),
}

function missing(kind: string): never {
  throw new Error(`${kind} has no line in this test`)
}

async function subjectsIn(language: Language, store: Store): Promise<readonly Subject[]> {
  const made = Object.entries(HOSTILE).map(([name, text]) => {
    const alias = `${text}(alias)`
    return { text, alias, language, row: { ...hostileRow([text]), keyId: `key-hzz0hostile-${name}`, aliases: [alias] } }
  })
  await store.readiness.put(made.map(({ row }) => row))
  const app = appOver(store)
  return Promise.all(made.map(async (each) => ({ ...each, app, digest: await digestOf(each.row, each.text) })))
}

function digestOf(row: ReadinessRow, text: string): Promise<Digest> {
  return makeDigest({
    rows: [row],
    changes: [
      change({ keyId: row.keyId, before: 'ready', after: 'blocked' }),
      change({ keyId: text, before: 'blocked', after: null, why: [text] }),
    ],
    diagnostics: [diagnostic({ message: text, advice: call(text, text), code: text, keyId: text })],
    lastRun: LAST_RUN,
    now: NOW,
    timezone,
    rules: '2023-09',
  })
}

/** What code spans and WeCom cannot hold, they show as other acting characters are shown. */
function spelled(text: string): string {
  return text.replace(/\\u\{(60|7c|3c|3e)\}/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
}

describe.each(['en', 'zh'] as const)('in %s, a key whose alias is hostile', (language) => {
  let scratch: StoreUnderTest
  let subjects: readonly Subject[]
  beforeAll(async () => {
    scratch = await scratchStore()
    subjects = await subjectsIn(language, scratch.store)
  })
  afterAll(() => scratch.dispose())

  it.each(Object.entries(RENDERINGS))('shows as itself and does nothing: %s', async (_, { make, read, check }) => {
    for (const subject of subjects) {
      const made = await make(subject)
      inert.expectQuiet(made)
      await check(made, subject)
      const text = spelled(await read(made))
      expect(text).toContain(visible(subject.alias))
      // A line break within a text would let it forge lines.
      expect(text).not.toMatch(/^# heading/m)
    }
  })
})
