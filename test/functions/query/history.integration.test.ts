import { beforeAll, describe, expect, test } from 'vitest'
import type { App } from '../../../functions/query/app.ts'
import { atFileEnd } from '../../support/at-file-end.ts'
import { runCli } from '../../support/cli/run-cli.ts'
import { seededStore } from '../../support/cli/seeded-store.ts'
import { appOver, ask, errorOf, storeOf } from '../../support/functions/query/asked.ts'
import { askPage, linkTo } from '../../support/pages/asked-page.ts'
import { blockedRow, HOSTILE, NOW, row } from '../../support/rows.ts'
import { change, decision } from '../../support/store/rows.ts'

const { accountId, keyId } = blockedRow()
const CHANGES = [
  change({ accountId, keyId, changedAt: '2026-11-19T16:00:00Z', before: null, after: 'ready', why: [] }),
  change({
    accountId,
    keyId,
    changedAt: '2026-11-21T00:00:00Z',
    before: 'ready',
    after: 'blocked',
    why: ['blocked-operation'],
  }),
  change({ accountId, keyId: 'key-gone', changedAt: '2026-11-21T00:00:00Z', before: 'ready', after: null }),
  change({
    accountId,
    region: 'cn-shanghai',
    keyId: 'key-sh',
    changedAt: '2026-11-18T00:00:00Z',
    before: null,
    after: 'ready',
  }),
]
const DECISIONS = [
  decision({
    accountId,
    subject: `owner/${keyId}`,
    value: { kind: 'owner', keyId, owner: HOSTILE.script },
    at: '2026-11-20T00:00:00Z',
  }),
  decision({ accountId, subject: `owner/${keyId}`, number: 2, value: null, until: null, at: '2026-11-22T00:00:00Z' }),
]

let app: App
beforeAll(async () => {
  const store = await storeOf([blockedRow(), row()], atFileEnd)
  await store.history.put(CHANGES)
  for (const each of DECISIONS) await store.decisions.add(each)
  app = appOver(store)
})

/** What happened, in short. */
async function told(query = ''): Promise<string[]> {
  const { json } = await ask(app, `/api/history${query}`)
  return (json.entries as Record<string, unknown>[]).map(
    ({ at, kind, keyId: id, subject }) => `${String(at).slice(0, 10)} ${kind} ${id ?? subject}`,
  )
}

const WITHDRAWN = `2026-11-22 decision owner/${keyId}`
const BLOCKED = `2026-11-21 verdict ${keyId}`
const GONE = '2026-11-21 verdict key-gone'
const NAMED = `2026-11-20 decision owner/${keyId}`
const SEEN = `2026-11-19 verdict ${keyId}`
const ELSEWHERE = '2026-11-18 verdict key-sh'

describe('/api/history', () => {
  test('tells changes of verdicts and decisions in order of time, newest first', async () => {
    expect(await told()).toEqual([WITHDRAWN, GONE, BLOCKED, NAMED, SEEN, ELSEWHERE].sort(byGiven))
    const { json } = await ask(app, '/api/history?limit=1')
    expect(json.entries).toEqual([
      {
        ...{ at: '2026-11-22T00:00:00Z', kind: 'decision', accountId, region: 'cn-hangzhou', keyIds: [keyId] },
        ...{ subject: `owner/${keyId}`, number: 2, after: null, until: null, by: 'Li Na', why: [expect.any(String)] },
        before: { kind: 'owner', keyId, owner: HOSTILE.script },
      },
    ])
  })

  test.each<[string, string[]]>([
    ['?key=alias/pay', [WITHDRAWN, BLOCKED, NAMED, SEEN]],
    [`?key=${keyId}&kind=verdict`, [BLOCKED, SEEN]],
    ['?key=key-gone', [GONE]],
    ['?key=none', []],
    ['?kind=decision', [WITHDRAWN, NAMED]],
    ['?region=cn-shanghai', [ELSEWHERE]],
    ['?account=9999999999999999', []],
    ['?since=2026-11-22', [WITHDRAWN]],
    // The day begins at midnight in Shanghai.
    ['?since=2026-11-20&kind=verdict', [GONE, BLOCKED, SEEN].sort(byGiven)],
    ['?since=2026-11-19T16:00:01Z&kind=verdict', [GONE, BLOCKED].sort(byGiven)],
  ])('%s', async (query, expected) => {
    expect(await told(query)).toEqual(expected)
  })

  test('comes part by part, and knows its own cursors only', async () => {
    const found: string[] = []
    let cursor = ''
    for (let parts = 0; parts < 10; parts += 1) {
      found.push(...(await told(`?limit=2${cursor}`)))
      const { next } = (await ask(app, `/api/history?limit=2${cursor}`)).json
      if (next === undefined) break
      cursor = `&cursor=${next}`
    }
    expect(found).toEqual(await told())
    const { next } = (await ask(app, '/api/history?limit=2')).json
    for (const query of [`kind=verdict&cursor=${next}`, 'cursor=x', `cursor=${String(next).slice(4)}`])
      expect(errorOf(await ask(app, `/api/history?${query}`)).message).toMatch(/cursor was not issued/)
  })

  test.each<[string, RegExp]>([
    ['since=yesterday', /since is "yesterday"; it takes a day of CMK_TIMEZONE/],
    ['since=2026-02-30', /since is "2026-02-30"/],
    ['kind=x', /kind is "x"/],
    ['limit=0', /limit is "0"/],
    ['days=3', /no parameter "days"/],
  ])('refuses %s', async (query, line) => {
    expect(errorOf(await ask(app, `/api/history?${query}`))).toMatchObject({
      status: 400,
      message: expect.stringMatching(line),
    })
  })
})

describe('the page of the history', () => {
  test('tells who decided and which rules did, in both languages, and is linked from the dashboard', async () => {
    const { html, status } = await askPage(app, '/history')
    expect(status).toBe(200)
    for (const part of ['Li Na', 'blocked-operation', 'withdrawn', 'first seen', 'key-gone'])
      expect(html).toContain(part)
    expect(html).not.toContain(HOSTILE.script)
    expect(html).toMatch(new RegExp(`alias/pay <code>owner/${keyId}</code>`))
    expect(html).toMatch(new RegExp(`alias/pay <code>${keyId}</code>`))
    const chinese = (await askPage(app, '/history?lang=zh')).html
    for (const part of ['变更记录', '已撤回', '首次发现']) expect(chinese).toContain(part)
    expect(linkTo((await askPage(app, '/')).html, 'History')).toBe('./history')
  })

  test('takes filters, and leads on to older changes', async () => {
    const { html } = await askPage(app, `/history?key=alias/pay&kind=verdict&limit=1`)
    expect(html).toContain('blocked-operation')
    expect(html).not.toContain('key-gone')
    const older = linkTo(html, 'Older')
    expect(older).toMatch(/^history\?.*cursor=/)
    expect((await askPage(app, `/${older}`)).html).toContain('first seen')
    expect((await askPage(app, '/history?since=yesterday')).status).toBe(400)
  })
})

test('the command shows the same', async () => {
  const cwd = await seededStore({ rows: [blockedRow(), row()], changes: CHANGES, decisions: DECISIONS })
  const cli = (...argv: string[]) => runCli(['history', ...argv], { cwd, clock: () => NOW })
  const { json } = await ask(app, '/api/history')
  expect(JSON.parse((await cli('--format', 'json')).stdout)).toEqual(json.entries)
  const { stdout } = await cli('--key', 'alias/pay', '--since', '2026-11-21')
  expect(stdout).toMatch(new RegExp(`^WHEN .*\n2026-11-22 08:00 +owner/${keyId} .*withdrawn +Li Na`))
  expect(stdout).toMatch(/ready +blocked +audit +blocked-operation/)
  const cut = await cli('--limit', '2', '--format', 'csv')
  expect(cut.stdout.trim().split('\r\n')).toHaveLength(3)
  expect(cut.stderr).toContain('--limit shows more')
  expect((await cli('--key', 'none')).stderr).toContain('Nothing changed')
  expect((await cli('--since', 'soon')).status).toBe(2)
})

/** What has one moment stands in the order of names. */
function byGiven(a: string, b: string): number {
  const [first, second] = [a.slice(0, 10), b.slice(0, 10)]
  return first === second ? (a < b ? -1 : 1) : first > second ? -1 : 1
}
