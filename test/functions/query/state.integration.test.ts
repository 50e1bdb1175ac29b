import { describe, expect, onTestFinished, test } from 'vitest'
import { appOver, ask, errorOf, storeOf, TOKEN } from '../../support/functions/query/asked.ts'
import { STATE_TOKEN, stateApp, told } from '../../support/functions/query/state-app.ts'
import { blockedRow, row } from '../../support/rows.ts'
import { scratchStore } from '../../support/store/scratch-store.ts'
import { tablestoreStore } from '../../support/store/tablestore-store.ts'

const OWNER = { kind: 'owner', key: 'alias/pay', owner: 'payments' }
const KEY = blockedRow().keyId

describe('POST /api/state', () => {
  test('adds a decision, which rows and GET /api/state show', async () => {
    const { app, decide } = await stateApp()
    const made = await decide(OWNER)
    expect(made).toMatchObject({
      status: 201,
      json: {
        ...{ subject: `owner/${KEY}`, number: 1, by: 'Li Na', why: 'asked the team', until: null },
        value: { kind: 'owner', keyId: KEY, owner: 'payments' },
      },
    })
    const waived = { kind: 'waiver', key: KEY, rule: 'blocked-operation' }
    expect((await decide(waived, { until: '2026-12-31' })).status).toBe(201)
    expect((await ask(app, '/api/state')).json).toMatchObject([
      made.json,
      { subject: `waiver/${KEY}/blocked-operation`, until: '2026-12-31T16:00:00Z' },
    ])
    expect((await ask(app, `/api/readiness/${blockedRow().accountId}/cn-hangzhou/${KEY}`)).json).toMatchObject({
      ...{ owner: 'payments', verdict: 'blocked' },
      waivers: [{ rule: 'blocked-operation', by: 'Li Na' }],
    })
    expect((await ask(app, '/api/state?region=cn-shanghai')).json).toEqual([])
  })

  test('says that a statement is about a caller whom no key shows', async () => {
    const { app, decide } = await stateApp()
    const statement = { kind: 'keys-statement', principal: 'role/app-pya', keys: [KEY] }
    const { status, json } = await decide(statement, { until: '2026-12-31' })
    expect([status, json]).toEqual([
      201,
      expect.objectContaining({ warning: expect.stringMatching(/nearest is role\/app-pay/) }),
    ])
    expect((await ask(app, '/api/state')).json).toEqual([expect.not.objectContaining({ warning: expect.anything() })])
  })

  test('withdraws, and keeps what came before', async () => {
    const { app, decide } = await stateApp()
    await decide(OWNER)
    expect((await decide({ kind: 'withdrawal', subject: `owner/${KEY}` })).json).toMatchObject({ value: null })
    expect((await ask(app, '/api/state')).json).toEqual([])
    expect((await ask(app, '/api/state?all=true')).json).toHaveLength(2)
  })

  test.each<[string, Record<string, string>, number]>([
    ['no token', {}, 401],
    ['the token that reads', { Authorization: `Bearer ${TOKEN}` }, 401],
    ['a wrong token', { 'X-State-Token': `${STATE_TOKEN}x` }, 401],
    ["a browser's password", { Authorization: `Basic ${btoa(`x:${STATE_TOKEN}`)}` }, 401],
    ['the token as Bearer', { Authorization: `Bearer ${STATE_TOKEN}` }, 201],
    ['the token beside a signature', { Authorization: 'acs a:b', 'X-State-Token': STATE_TOKEN }, 201],
  ])('with %s', async (_, headers, status) => {
    const { send, app } = await stateApp()
    const answer = await send({ headers })
    expect(answer.status).toBe(status)
    expect((await ask(app, '/api/state')).json).toHaveLength(status === 201 ? 1 : 0)
    expect(JSON.stringify([answer.text, app.logged])).not.toContain(STATE_TOKEN)
  })

  test('lets nobody read with the token that writes, and nobody write where there is none', async () => {
    const { app } = await stateApp()
    const read = { headers: { Authorization: `Bearer ${STATE_TOKEN}` } }
    expect((await ask(app, '/api/state', read)).status).toBe(401)
    const { send } = await stateApp({ env: { CMK_API_TOKEN: TOKEN } })
    expect(errorOf(await send())).toMatchObject({ status: 403, code: 'state-token-not-set' })
  })

  test.each<[string, RequestInit, number, RegExp]>([
    ['a form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415, /application\/json/],
    ['a text', { headers: { 'Content-Type': 'text/plain' } }, 415, /Content-Type/],
    ['the page of another site', { headers: { 'Sec-Fetch-Site': 'cross-site' } }, 403, /another site/],
    ['no JSON', { body: '{"accountId":' }, 400, /not JSON/],
    ['no body', { body: '' }, 400, /not JSON/],
    ['a list', { body: '[]' }, 400, /JSON object/],
    ['too much', { body: `"${'x'.repeat(70_000)}"` }, 413, /65536 bytes/],
  ])('refuses %s with one line, and writes nothing', async (_, init, status, line) => {
    const { send, app } = await stateApp()
    const answer = errorOf(await send(init))
    expect(answer.status).toBe(status)
    expect(answer.message).toMatch(line)
    expect((await ask(app, '/api/state?all=true')).json).toEqual([])
  })

  test.each<[string, object, object, number, RegExp]>([
    ['an account that is not there', OWNER, { accountId: '9999999999999999' }, 404, /has no key .* cn-hangzhou of 12/],
    ['a region that is not there', { ...OWNER }, { region: 'cn-beijing' }, 404, /has no key in cn-beijing/],
    ['a key that is not there', { ...OWNER, key: 'alias/payy' }, {}, 404, /alias\/payy.*Closest: alias\/pay/],
    ['a rule that is none', { kind: 'waiver', key: KEY, rule: 'x' }, { until: '2026-12-31' }, 400, /rule/],
    [
      'a rule that did not fire',
      { kind: 'waiver', key: KEY, rule: 'key-disabled' },
      { until: '2026-12-31' },
      404,
      /fired/,
    ],
    [
      'an end that is past',
      { kind: 'client-statement', principal: 'role/a', client: 'java' },
      { until: '2026-11-22' },
      400,
      /past/,
    ],
    ['no end', { kind: 'client-statement', principal: 'role/a', client: 'java' }, {}, 400, /needs an end/],
    [
      'a statement on a key that is not there',
      { kind: 'keys-statement', principal: 'role/a', keys: ['key-x'] },
      { until: '2026-12-31' },
      404,
      /key-x/,
    ],
    [
      'an agent that is none',
      { kind: 'client-statement', principal: 'agent/(x)', client: 'java' },
      { until: '2026-12-31' },
      400,
      /names no agent/,
    ],
    [
      'a language that the agent contradicts',
      { kind: 'client-statement', principal: 'agent/Rust/1.7', client: 'java' },
      { until: '2026-12-31' },
      400,
      /rust is another language or tool than java/,
    ],
    [
      'keys of an agent',
      { kind: 'keys-statement', principal: 'agent/x', keys: [KEY] },
      { until: '2026-12-31' },
      400,
      /not of agent\/x/,
    ],
    ['a batch that is not planned', { kind: 'batch', batch: 'b-9', state: 'planned' }, {}, 404, /no batch b-9/],
    ['a withdrawal of nothing', { kind: 'withdrawal', subject: 'owner/x' }, {}, 404, /Nothing holds/],
    ['no reason', OWNER, { why: ' ' }, 400, /"why" takes/],
    ['a member that is none', OWNER, { force: true }, 400, /no member "force"/],
    ['a name with a line break', { ...OWNER, owner: 'a\nb' }, {}, 400, /owner/],
    ['half a character', { ...OWNER, owner: 'a\ud800b' }, {}, 400, /owner/],
    ['a name that turns text around', OWNER, { by: 'a\u202eb' }, 400, /"by" takes/],
    ['a name that nobody sees', { ...OWNER, owner: '\u{e0041}' }, {}, 400, /owner/],
    [
      'whoever has no name',
      { kind: 'keys-statement', principal: 'user/unknown', keys: [KEY] },
      { until: '2026-12-31' },
      400,
      /whoever the events do not name/,
    ],
    [
      'the language of whoever has no name',
      { kind: 'client-statement', principal: 'unknown', client: 'java' },
      { until: '2026-12-31' },
      400,
      /whoever the events do not name/,
    ],
  ])('refuses %s', async (_, decision, more, status, line) => {
    const { decide, app } = await stateApp()
    const answer = errorOf(await decide(decision, more))
    expect([answer.status, answer.message]).toEqual([status, expect.stringMatching(line)])
    expect(answer.message).not.toContain('\n')
    expect((await ask(app, '/api/state?all=true')).json).toEqual([])
  })

  test('takes states of a batch in their order, and windows that are ahead', async () => {
    const { app, decide } = await stateApp()
    const { batches } = (await ask(app, '/api/plan')).json as { batches: { id: string }[] }
    const batch = { kind: 'batch', batch: batches[0]?.id, ticket: 'TKT-12' }
    const refused = async (more: object) => errorOf(await decide({ ...batch, ...more })).message
    const window = (from: string, to: string) => ({ state: 'window-agreed', window: { from, to } })
    expect(await refused({ state: 'verified' })).toMatch(/once it is moved; this one is planned/)
    const past = window('2026-11-20T01:00:00Z', '2026-11-20T03:00:00Z')
    expect(await refused(past)).toMatch(/ended at 2026-11-20T03:00:00Z, which is past/)
    for (const from of ['2026-12-06T01:00:00', '2026-12-06', 'soon'])
      expect(await refused(window(from, '2026-12-06T03:00:00Z'))).toMatch(/window.from" takes a moment with its offset/)
    expect((await ask(app, '/api/state?all=true')).json).toEqual([])
    const agreed = await decide({ ...batch, ...window('2026-12-06T01:00:00,5+08:00', '2026-12-06 03:00:00+0800') })
    const utc = { from: '2026-12-05T17:00:00Z', to: '2026-12-05T19:00:00Z' }
    expect(agreed.json).toMatchObject({ value: { window: utc } })
    // What happened may be noted afterwards.
    expect((await decide({ ...batch, ...past, state: 'moved' })).status).toBe(201)
    expect((await decide({ ...batch, state: 'verified' })).status).toBe(201)
  })

  test('says that there is no table yet', async () => {
    const { decide } = await stateApp({ rows: [] })
    expect(errorOf(await decide(OWNER)).status).toBe(404)
  })
})

test('the table is not opened for deciding before somebody may decide', async () => {
  const store = await storeOf([row()])
  const app = appOver(store, { decidingStore: () => Promise.reject(new Error('opened')) })
  expect((await ask(app, '/api/state')).json).toEqual([])
  expect((await ask(app, '/api/state', { method: 'POST' })).status).toBe(403)
})

describe.each([
  ['SQLite', scratchStore],
  ['Tablestore', tablestoreStore],
])('two who decide at once, on %s', (_, open) => {
  /** Two programs over the same tables. */
  const two = async () => {
    const under = await open()
    onTestFinished(() => under.dispose())
    await under.store.readiness.put([blockedRow()])
    const apps = await Promise.all([under.store, await under.reopen()].map((store) => stateApp({ store })))
    const all = async () => told((await ask(at(apps, 0).app, '/api/state?all=true')).json)
    return { decide: (person: number) => at(apps, person % 2).decide, all }
  }

  test('having seen the same, one is told that the other was quicker', async () => {
    const { decide, all } = await two()
    const answers = await Promise.all([0, 1].map((person) => decide(person)({ ...OWNER, owner: 'a' }, { after: 0 })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const late = errorOf(await decide(1)({ ...OWNER, owner: 'late' }, { after: 0 }))
    expect(late).toMatchObject({ code: 'conflict', message: expect.stringContaining('Li Na decided on') })
    expect(await all()).toEqual([1])
  })

  test('not having looked, both are kept', async () => {
    const { decide, all } = await two()
    const answers = await Promise.all([0, 1, 2, 3].map((person) => decide(person)(OWNER)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(await all()).toEqual([1, 2, 3, 4])
  })
})

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new RangeError(`no ${index}`)
  return found
}
