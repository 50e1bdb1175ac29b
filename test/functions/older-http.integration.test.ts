import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../functions/query/app.ts'
import { openStore } from '../../shared/store/open-store.ts'
import type { Store } from '../../shared/store/store.ts'
import { appOver, read } from '../support/functions/query/asked.ts'
import { LAST_DIGEST, olderAnswers, olderStore } from '../support/store/older-store.ts'

const answers = await olderAnswers()

/** What may be put in better words, and what grew: an error lists paths that are there today. */
const SENTENCES = ['message', 'action', 'findings']
/** Where the next page begins is for this service alone to read. */
const OPAQUE = ['next']

let store: Store
let app: App

beforeAll(async () => {
  const { file } = await olderStore(afterAll)
  store = await openStore({ kind: 'sqlite', file }, { mode: 'read' })
  app = appOver(store, { clock: () => LAST_DIGEST })
})
afterAll(() => store.close())

/** Rows by the names of their columns. Texts stand in quotes, and none of these holds a line's end. */
function csvRows(body: string): Record<string, string>[] {
  const [head = [], ...rows] = body
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n')
    .map((line) => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, field = '']) => field))
  return rows.map((row) => Object.fromEntries(row.map((field, at) => [head[at] ?? at, field])))
}

/** Each line or the whole, as JSON, but for sentences in it. */
function valuesOf(type: string, body: string): unknown {
  const values = (text: string): unknown =>
    JSON.parse(text, (name, value: unknown) =>
      (SENTENCES.includes(name) && typeof value === 'string') || OPAQUE.includes(name) ? undefined : value,
    )
  if (type.startsWith('application/json;')) return values(body)
  if (type.startsWith('application/jsonl')) return body.trim().split('\n').map(values)
  return csvRows(body).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !SENTENCES.includes(name))),
  )
}

describe('the HTTP API over a store that 0.1.0 wrote answers as 0.1.0 did', () => {
  it.each(answers)('$path', async ({ path, status, type, body }) => {
    const answer = await read(app, path)
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({ status, type })
    // What came since stands beside it.
    expect(valuesOf(type, answer.text)).toMatchObject(valuesOf(type, body) as object)
  })

  it('and a cursor that 0.1.0 gave goes on where its page ended', async () => {
    const page = answers.find(({ path }) => path.endsWith('?limit=7'))
    const { rows, next } = JSON.parse(page?.body ?? '{}') as { rows: { keyId: string }[]; next: string }
    const [all, rest] = await Promise.all([read(app, '/api/readiness'), read(app, `/api/readiness?cursor=${next}`)])
    const ids = ({ text }: { text: string }) => (JSON.parse(text).rows as { keyId: string }[]).map(({ keyId }) => keyId)
    expect([...rows.map(({ keyId }) => keyId), ...ids(rest)]).toEqual(ids(all))
  })
})
