import { describe, expect, test } from 'vitest'
import type { App } from '../../functions/query/app.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { batchDecision } from '../support/domain/request-rows.ts'
import { ask, TOKEN } from '../support/functions/query/asked.ts'
import { STATE_TOKEN, stateApp } from '../support/functions/query/state-app.ts'
import { askPage, type PageAnswer } from '../support/pages/asked-page.ts'
import { blockedRow, finding, HOSTILE, row, unknownRow } from '../support/rows.ts'

const { accountId, region, keyId } = blockedRow()
const PATH = `/keys/${accountId}/${region}/${keyId}`

/** Held at unknown by a masked call, and by an agent that reveals no language. */
const HELD: ReadinessRow = unknownRow({
  findings: [
    finding({ rule: 'unattributed-operation', effect: 'unknown', data: { callers: ['role/batch', 'unknown'] } }),
    finding({ rule: 'unknown-client', effect: 'unknown', data: { callers: ['role/orders'] } }),
  ],
})
const HELD_PATH = `/keys/${HELD.accountId}/${HELD.region}/${HELD.keyId}`

/** Fills in the form of a page that begins with this text, as a browser does, and sends it. */
async function send(
  app: App,
  path: string,
  title: string,
  values: Record<string, string>,
  headers = {},
): Promise<PageAnswer> {
  const { html } = await askPage(app, path)
  const form = formOf(html, title)
  const body = new URLSearchParams(form.hidden)
  for (const [name, value] of Object.entries({ by: 'Li Na', why: 'asked the team', token: STATE_TOKEN, ...values })) {
    expect(form.names, title).toContain(name)
    body.set(name, value)
  }
  return post(app, path, body.toString(), headers)
}

function post(app: App, path: string, body: string, headers = {}): Promise<PageAnswer> {
  const own = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' }
  return askPage(app, path, { method: 'POST', body, headers: { ...own, ...headers } })
}

function formOf(html: string, title: string): { hidden: [string, string][]; names: string[] } {
  const [, form = ''] =
    new RegExp(`<summary>${title}[^<]*</summary>(?:<p[^>]*>[^<]*</p>)?\\s*<form(.*?)</form>`, 's').exec(html) ?? []
  expect(form, title).not.toBe('')
  const attribute = (tag: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  const tags = [...form.matchAll(/<(?:input|select)[^>]*>/g)].map(([tag]) => tag)
  const hidden = tags.filter((tag) => tag.includes('type="hidden"'))
  return {
    hidden: hidden.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]),
    names: tags.map((tag) => attribute(tag, 'name')),
  }
}

describe('the forms of a key', () => {
  test('name its owner, which the page then shows with who, when and why', async () => {
    const { app } = await stateApp()
    const sent = await send(app, `${PATH}?lang=en`, 'Name the owner', { owner: 'payments' })
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, '?lang=en#people'])
    const { html } = await askPage(app, PATH)
    expect(html).toMatch(
      /Owner: <b>payments<\/b>\s*<div class="about">by Li Na · <time [^>]*>2026-11-23 [^<]*<\/time> · asked the team/,
    )
    expect((await askPage(app, `${PATH}?lang=zh`)).html).toMatch(/负责人：<b>payments<\/b>/)
    expect(html).toContain('· owner payments')
  })

  test('name the batch of the key, which leads to the plan', async () => {
    const { app, store } = await stateApp()
    const window = { from: '2026-12-05T17:00:00Z', to: '2026-12-05T19:00:00Z' }
    await store.decisions.add(batchDecision({ batch: 'batch-one', state: 'window-agreed', keyIds: [keyId], window }))
    const { html } = await askPage(app, PATH)
    expect(html).toMatch(
      /Batch: <a href="[./]+plan#batch-one"><code>batch-one<\/code><\/a> <b>window-agreed TKT-12<\/b> · 2026-12-06 01:00 – 2026-12-06 03:00/,
    )
  })

  test('say that a statement is about a caller whom the key does not show', async () => {
    const { app, decide } = await stateApp({ rows: [HELD] })
    await decide({ kind: 'keys-statement', principal: 'role/btach', keys: [HELD.keyId] }, { until: '2026-12-31' })
    const { html } = await askPage(app, `${HELD_PATH}?lang=zh`)
    expect(html).toContain('<p class="alert">密钥的调用方中没有 role/btach 的调用，最接近的是 role/batch。')
  })

  test('take note of a finding, which changes no verdict, and withdraw that', async () => {
    const { app } = await stateApp()
    const waived = await send(app, PATH, 'Take note of a finding', { rule: 'blocked-operation', until: '2026-12-31' })
    expect(waived.status).toBe(303)
    const { html } = await askPage(app, PATH)
    expect(html).toContain('Finding taken note of: <b>blocked-operation</b>')
    expect(html).toContain('until 2027-01-01 00:00')
    expect(html).toMatch(/class="lead">.*v-blocked/)
    expect((await send(app, PATH, 'Withdraw', {})).status).toBe(303)
    const after = (await askPage(app, PATH)).html
    expect(after).toContain('Nobody has decided anything')
    // What was withdrawn stays in the history.
    expect(after).toMatch(/blocked-operation → <b>withdrawn<\/b>/)
  })

  test('state what holds a key at unknown, about the callers that do', async () => {
    const { app } = await stateApp({ rows: [HELD] })
    const until = '2026-12-31'
    const keys = await send(app, HELD_PATH, 'Say which keys a caller used', {
      principal: 'role/batch',
      keys: HELD.keyId,
      until,
    })
    const client = await send(app, HELD_PATH, 'Say in which language', {
      principal: 'role/orders',
      client: 'java',
      until,
    })
    expect([keys.status, client.status]).toEqual([303, 303])
    const { html } = await askPage(app, HELD_PATH)
    expect(html).toContain(`<code>role/batch</code> <b>uses ${HELD.keyId}</b>`)
    expect(html).toContain('<code>role/orders</code> <b>calls with Java</b>')
    expect(html).not.toMatch(/<option value="unknown"/)
  })

  test('are not there for what is not open, and not without a token', async () => {
    const { app } = await stateApp()
    const { html } = await askPage(app, PATH)
    for (const title of ['Say which keys', 'Say in which language']) expect(html).not.toContain(title)
    const closed = await stateApp({ env: { CMK_API_TOKEN: 'a-token-of-twenty-six-chars' } })
    const page = (await askPage(closed.app, PATH)).html
    expect(page).not.toContain('method="post"')
    expect(page).toContain('CMK_STATE_TOKEN is not set')
    expect((await post(closed.app, PATH, 'kind=owner&owner=x&by=a&why=b')).status).toBe(403)
  })

  test.each<[string, string, Record<string, string>, number, RegExp]>([
    ['a wrong token', 'Name the owner', { owner: 'x', token: 'wrong' }, 403, /CMK_STATE_TOKEN/],
    ['a day that is past', 'Take note of a finding', { rule: 'blocked-operation', until: '2026-11-01' }, 400, /past/],
    [
      'a rule that did not fire',
      'Take note of a finding',
      { rule: 'key-disabled', until: '2026-12-31' },
      404,
      /did not fire/,
    ],
    ['no reason', 'Name the owner', { owner: 'x', why: '' }, 400, /why/],
  ])(
    'refuse %s with one line, keep what was typed but the token, and write nothing',
    async (_, title, values, status, line) => {
      const { app } = await stateApp()
      const sent = await send(app, PATH, title, { by: HOSTILE.script, ...values })
      expect(sent.status).toBe(status)
      const [, alert = ''] = /role="alert">(.*?)<\/p>/s.exec(sent.html) ?? []
      expect(alert).toMatch(line)
      expect(alert).toContain('Nothing was written.')
      const [, open = ''] = /<details open>(.*?)<\/details>/s.exec(sent.html) ?? []
      expect(open).toContain(title)
      expect(open).toContain('&lt;script&gt;')
      expect(sent.html).not.toContain(values.token ?? STATE_TOKEN)
      expect((await ask(app, '/api/state?all=true')).json).toEqual([])
    },
  )

  test('tell who was slower that somebody else has decided since the page was shown', async () => {
    const { app, decide } = await stateApp()
    const { html } = await askPage(app, PATH)
    await decide({ kind: 'owner', key: keyId, owner: 'orders' })
    const body = new URLSearchParams(formOf(html, 'Name the owner').hidden)
    for (const [name, value] of Object.entries({ owner: 'payments', by: 'Wang', why: 'x', token: STATE_TOKEN }))
      body.set(name, value)
    const late = await post(app, PATH, body.toString())
    expect(late.status).toBe(409)
    expect(late.html).toContain('Li Na decided on')
    // The page that says so shows what holds: sent again, it follows that.
    const again = new URLSearchParams(formOf(late.html, 'Name the owner').hidden)
    for (const [name, value] of body) if (name !== 'seen') again.set(name, value)
    expect((await post(app, PATH, again.toString())).status).toBe(303)
  })

  test('take nothing of other sites, of another type, without who reads, or too large', async () => {
    const { app } = await stateApp()
    const body = `kind=owner&owner=x&by=a&why=b&token=${STATE_TOKEN}`
    expect((await post(app, PATH, body, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await post(app, PATH, body, { 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await post(app, PATH, body, { Authorization: '' })).status).toBe(401)
    expect((await post(app, PATH, `${body}&why=${'x'.repeat(70_000)}`)).status).toBe(413)
    expect((await askPage(app, PATH, { method: 'PUT' })).headers.get('Allow')).toBe('GET, HEAD, POST')
    expect((await ask(app, '/api/state?all=true')).json).toEqual([])
  })
})

describe('the form of a batch', () => {
  const record = (app: App, values: Record<string, string>, path = '/plan') =>
    send(app, path, 'Record how far it is', values)
  const until = (html: string) => /<h2 id="batches".*?<\/section>/s.exec(html)?.[0] ?? ''

  test('takes it from planned to verified, by the checks of the command', async () => {
    const { app } = await stateApp({ rows: [row()] })
    const planned = (await askPage(app, '/plan')).html
    expect(until(planned)).toContain('<option value="requested" selected>')
    const noTicket = await record(app, { state: 'requested' })
    expect([noTicket.status, noTicket.html]).toEqual([400, expect.stringContaining('has a ticket: give its number')])
    const sent = await record(app, { state: 'requested', ticket: 'TKT-12' }, '/plan?lang=en')
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, '?lang=en#batches'])
    const half = await record(app, { state: 'window-agreed', from: '2026-12-06T01:00' })
    expect([half.status, half.html]).toEqual([400, expect.stringContaining('a moment with its offset')])
    const window = { from: '2026-12-06T01:00', to: '2026-12-06T03:00' }
    expect((await record(app, { state: 'window-agreed', ...window })).status).toBe(303)
    expect((await ask(app, '/api/state')).json).toMatchObject([
      {
        value: {
          ...{ kind: 'batch', state: 'window-agreed', ticket: 'TKT-12', keyIds: [row().keyId] },
          window: { from: '2026-12-05T17:00:00Z', to: '2026-12-05T19:00:00Z' },
        },
      },
    ])
    const shown = (await askPage(app, '/plan?tz=utc')).html
    expect(until(shown)).toContain('<b>window-agreed TKT-12</b> · 2026-12-05 17:00 – 2026-12-05 19:00')
    expect(until(shown)).toContain('name="from" value="2026-12-06T01:00"')
    expect((await record(app, { state: 'moved' })).status).toBe(303)
    expect(until((await askPage(app, '/plan?lang=zh')).html)).toContain('已迁移（工单 TKT-12）')
    expect((await record(app, { state: 'verified' })).status).toBe(303)
    expect(until((await askPage(app, '/plan')).html)).toBe('')
  })

  test.each<[string, Record<string, string>, number, RegExp]>([
    ['a wrong token', { state: 'requested', ticket: HOSTILE.script, token: 'wrong' }, 403, /token/i],
    [
      'a window that is past',
      { state: 'requested', ticket: HOSTILE.script, from: '2026-11-01T01:00', to: '2026-11-01T02:00' },
      400,
      /past/,
    ],
    ['what follows on nothing', { state: 'verified', ticket: HOSTILE.script }, 400, /once it is moved/],
  ])('refuses %s, keeps what was typed, and writes nothing', async (_, values, status, line) => {
    const { app } = await stateApp({ rows: [row()] })
    const sent = await record(app, values)
    expect(sent.status).toBe(status)
    expect(/role="alert">(.*?)<\/p>/s.exec(sent.html)?.[1]).toMatch(line)
    expect(/<details open>(.*?)<\/details>/s.exec(until(sent.html))?.[1]).toContain('&lt;script&gt;')
    expect(sent.html).not.toContain(STATE_TOKEN)
    expect((await ask(app, '/api/state?all=true')).json).toEqual([])
  })

  test('decides on what its page showed', async () => {
    const { app } = await stateApp({ rows: [row()] })
    const { hidden } = formOf((await askPage(app, '/plan')).html, 'Record how far it is')
    await record(app, { state: 'requested', ticket: 'TKT-12' })
    const body = new URLSearchParams([...hidden, ['state', 'requested'], ['ticket', 'TKT-13']])
    for (const [name, value] of Object.entries({ by: 'Wu', why: 'too', token: STATE_TOKEN })) body.set(name, value)
    const late = await post(app, '/plan', body.toString())
    expect([late.status, late.html]).toEqual([409, expect.stringContaining('in the meantime')])
  })

  test('is not there where nobody may decide, nor on a page of another site', async () => {
    const { app } = await stateApp({ env: { CMK_API_TOKEN: TOKEN }, rows: [row()] })
    const { html } = await askPage(app, '/plan')
    expect(until(html)).toContain('CMK_STATE_TOKEN is not set')
    expect(html).not.toContain('<form')
    const crossed = await post((await stateApp()).app, '/plan', 'kind=batch', { 'Sec-Fetch-Site': 'cross-site' })
    expect(crossed.status).toBe(403)
  })
})
