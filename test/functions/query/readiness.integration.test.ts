import { describe, expect, test } from 'vitest'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { runCli } from '../../support/cli/run-cli.ts'
import { seededStore } from '../../support/cli/seeded-store.ts'
import { type Answer, appOver, ask, errorOf, idsOf, read, storeOf, watch } from '../../support/functions/query/asked.ts'
import { blockedRow, HOSTILE, hostileRow, NOW, row, unknownRow } from '../../support/rows.ts'

const ACCOUNT = '1234567890123456'
const OTHER = '2222222222222222'
const elsewhere = row({
  keyId: 'key-sha1',
  region: 'cn-shanghai',
  accountId: OTHER,
  arn: `acs:kms:cn-shanghai:${OTHER}:key/key-sha1`,
  aliases: ['alias/elsewhere'],
  tags: [{ key: 'owner', value: 'sales' }],
})
const ROWS = [row(), blockedRow(), unknownRow(), elsewhere]

/** A row of each of these keys. */
function keys(ids: readonly string[], parts: Partial<ReadinessRow> = {}): ReadinessRow[] {
  return ids.map((keyId) => row({ ...parts, keyId }))
}

/** Every page from the first, each asked for after `between` has had its turn. */
async function pages(first: (cursor: string) => Promise<Answer>, between = async () => {}): Promise<string[][]> {
  const all: string[][] = []
  for (let cursor: unknown = ''; typeof cursor === 'string'; ) {
    const page = await first(cursor === '' ? '' : `&cursor=${cursor}`)
    expect(page.status).toBe(200)
    all.push(idsOf(page))
    cursor = page.json.next
    await between()
  }
  return all
}

describe('GET /api/readiness', () => {
  test('gives the rows that `query --format json` prints', async () => {
    const { status, json } = await ask(appOver(await storeOf(ROWS)), '/api/readiness')
    expect(status).toBe(200)
    const { stdout } = await runCli(['query', '--format', 'json'], { cwd: await seededStore({ rows: ROWS }) })
    // The API's order is that of the primary key, so that pages follow each other; people see first what needs somebody.
    const printed = JSON.parse(stdout) as { keyId: string }[]
    expect(json).toEqual({ rows: expect.arrayContaining(printed) })
    expect(json).toHaveProperty('rows.length', printed.length)
  })

  test.each([
    ['verdict=blocked', ['key-hzz000000000blocked1']],
    ['verdict=blocked,unknown', ['key-hzz000000000blocked1', 'key-hzz000000000unknown1']],
    ['verdict=blocked&verdict=unknown', ['key-hzz000000000blocked1', 'key-hzz000000000unknown1']],
    ['verdict=blocked%2C%20unknown', ['key-hzz000000000blocked1', 'key-hzz000000000unknown1']],
    ['region=cn-shanghai', ['key-sha1']],
    [`account=${OTHER}`, ['key-sha1']],
    [`account=${OTHER},${ACCOUNT}&region=cn-shanghai`, ['key-sha1']],
    [`account=${OTHER}&region=cn-hangzhou`, []],
    ['key=KEY-SHA1', ['key-sha1']],
    ['key=alias/pay,alias/elsewhere', ['key-hzz000000000blocked1', 'key-sha1']],
    [`key=acs:kms:cn-shanghai:${OTHER}:key/key-sha1`, ['key-sha1']],
    [`key=acs:kms:cn-shanghai:${OTHER}:alias/elsewhere`, ['key-sha1']],
    ['key=alias/nobody', []],
    ['verdict=blocked&region=cn-shanghai', []],
    ['where=calls%3E39', ['key-hzz000000000blocked1']],
    ['where=aliases~alias/pay,calls%3E39', ['key-hzz000000000blocked1']],
    ['where=region=cn-shanghai&where=versions=1', ['key-sha1']],
    ['where=region=cn-shanghai,versions=1', ['key-sha1']],
    ['where=versions=&verdict=unknown', ['key-hzz000000000unknown1']],
    ['where=calls%3E40', []],
    ['where=owner=Sales', ['key-sha1']],
    ['where=owner~SAL,region=cn-shanghai', ['key-sha1']],
    ['where=owner!=&where=calls=0', ['key-sha1']],
    ['where=owner=&verdict=blocked', ['key-hzz000000000blocked1']],
  ])('%s picks %j', async (query, expected) => {
    const answer = await ask(appOver(await storeOf(ROWS)), `/api/readiness?${query}`)
    expect(idsOf(answer)).toEqual(expected)
    expect(answer.json).not.toHaveProperty('next')
  })

  test.each([
    ['key-sha1', ['key-sha1']],
    ['KEY-SHA1,pay', ['key-hzz000000000blocked1', 'key-sha1']],
    [`acs:kms:cn-shanghai:${OTHER}:key/key-sha1`, ['key-sha1']],
    [`acs:kms:cn-hangzhou:${ACCOUNT}:key/key-sha1`, []],
    ['alias/key-sha1', ['key-hzz000000000impostor']],
  ])('key=%s is an id before it is an alias of another key', async (key, expected) => {
    const impostor = row({ keyId: 'key-hzz000000000impostor', aliases: ['alias/key-sha1', 'alias/KEY-SHA1'] })
    const app = appOver(await storeOf([impostor, ...ROWS]))
    expect(idsOf(await ask(app, `/api/readiness?key=${key}`))).toEqual(expected)
    const { text } = await read(app, `/api/readiness.jsonl?key=${key}`)
    expect(text.split('\n').filter(Boolean)).toHaveLength(expected.length)
  })

  test('shows what was not checked for 48 hours as unknown, and filters by that', async () => {
    const app = appOver(await storeOf([row()]), { clock: () => NOW + 49 * HOUR })
    expect(idsOf(await ask(app, '/api/readiness?verdict=ready'))).toEqual([])
    const { json } = await ask(app, '/api/readiness?verdict=unknown')
    expect(json.rows).toMatchObject([{ verdict: 'unknown', staleVerdict: 'ready', findings: [{ rule: 'stale' }] }])
  })

  test('reads the scopes that account and region name, and no others', async () => {
    const store = await storeOf(ROWS)
    const { watched, lists } = watch(store)
    await ask(appOver(watched), `/api/readiness?account=${OTHER},${ACCOUNT}&region=cn-shanghai`)
    expect(lists).toEqual([[`${ACCOUNT}:cn-shanghai`], [`${OTHER}:cn-shanghai`]])
  })

  test('escapes what acts on whoever reads it, and parses to what it was', async () => {
    const { text, json } = await ask(appOver(await storeOf([hostileRow()])), '/api/readiness')
    for (const acting of ['\u001b', '\u009b', '\u0007', '\u202e']) expect(text).not.toContain(acting)
    expect(json.rows).toMatchObject([{ aliases: Object.values(HOSTILE) }])
  })

  test.each([
    ['verdict=great', /^The parameter verdict is "great"; it takes a comma list of blocked, /],
    ['verdict=', /^The parameter verdict is ""/],
    ['region=Hangzhou', /^The parameter region is "Hangzhou"; .* such as cn-hangzhou/],
    ['account=me', /^The parameter account is "me"; .* digits only/],
    ['key=a%00b', /^The parameter key is /],
    [`key=${'k'.repeat(401)}`, /^The parameter key is "k{80}…"/],
    [`account=${Array.from({ length: 51 }, (_, at) => 10_000 + at)}`, /^The parameter account .* 1 to 50 account ids/],
    ['where=', /^The parameter where cannot be read\. "" is not a condition; /],
    ['where=call%3E1', /^The parameter where cannot be read\. There is no field "call"; did you mean calls\?$/],
    ['where=aliases~pay&where=bogus=2', /^The parameter where cannot be read\. There is no field "bogus"; /],
    ['where=verdict=ready,blocked', /^The parameter where .* The field verdict .* not with "ready,blocked"\.$/],
    ['where=calls%3Emany', /^The parameter where .* The field calls is compared with a number/],
    [`where=${Array.from({ length: 51 }, () => 'calls=1')}`, /^The parameter where .* 1 to 50 conditions/],
    ['limit=0', /^The parameter limit is "0"; it takes one whole number from 1 to 1000/],
    ['limit=1001', /limit/],
    ['limit=1.5', /limit/],
    ['limit=10&limit=20', /^The parameter limit is "10,20"/],
    ['verdicts=ready', /^There is no parameter "verdicts"; did you mean verdict\?$/],
    ['Limit=5', /did you mean limit\?/],
    ['format-of-the-answer=csv', /this path takes verdict, region, account, key, where, limit, cursor/],
    ['__proto__=1', /^There is no parameter "__proto__"/],
  ])('refuses %s', async (query, message) => {
    const error = errorOf(await ask(appOver(await storeOf()), `/api/readiness?${query}`))
    expect(error).toEqual({ status: 400, code: 'bad-request', message: expect.stringMatching(message) })
  })
})

describe('pages', () => {
  const ids = Array.from({ length: 25 }, (_, at) => `key-${String(at).padStart(2, '0')}`)

  test('hold 100 rows unless asked otherwise, and give all rows once, in order, over scopes', async () => {
    const many = Array.from({ length: 130 }, (_, at) => `key-${String(at).padStart(4, '0')}`)
    const store = await storeOf([
      ...keys(many),
      ...keys(many, { region: 'cn-beijing' }),
      ...keys(many, { accountId: OTHER }),
    ])
    const all = await pages((cursor) => ask(appOver(store), `/api/readiness?${cursor}`))
    expect(all.map((page) => page.length)).toEqual([100, 100, 100, 90])
    expect(all.flat()).toEqual([...many, ...many, ...many])
    const filter = `account=${OTHER},${ACCOUNT}&region=cn-hangzhou,cn-beijing&verdict=ready`
    const picked = await pages((cursor) => ask(appOver(store), `/api/readiness?${filter}&limit=1000${cursor}`))
    expect(picked.flat()).toEqual([...many, ...many, ...many])
    const few = await pages((cursor) => ask(appOver(store), `/api/readiness?${filter}&limit=97${cursor}`))
    expect(few.flat()).toEqual(picked.flat())
  })

  test('go on with the same conditions, and no others', async () => {
    const app = appOver(await storeOf(keys(ids)))
    const first = await ask(app, '/api/readiness?limit=5&where=calls=0,versions=1')
    const rest = (where: string) => ask(app, `/api/readiness?limit=5&where=${where}&cursor=${first.json.next}`)
    expect(idsOf(await rest('versions=1&where=calls=0'))).toEqual(ids.slice(5, 10))
    expect((await rest('calls=0')).status).toBe(400)
  })

  test('end with the last row: a full page without more has no next', async () => {
    const app = appOver(await storeOf(keys(ids)))
    expect(await pages((cursor) => ask(app, `/api/readiness?limit=5${cursor}`))).toHaveLength(5)
    expect((await ask(app, '/api/readiness?limit=25')).json).not.toHaveProperty('next')
  })

  test('go on in order while rows come, go and change', async () => {
    const store = await storeOf(keys(ids))
    let turn = 0
    const all = await pages(
      (cursor) => ask(appOver(store), `/api/readiness?limit=5&verdict=ready${cursor}`),
      async () => {
        turn += 1
        if (turn > 1) return
        // The row that the cursor names, one after it, and one that comes before it.
        await store.readiness.delete(`${ACCOUNT}:cn-hangzhou`, 'key-04')
        await store.readiness.put([
          ...keys(['key-00x', 'key-04x']),
          row({ keyId: 'key-06', verdict: 'blocked' }),
          row({ keyId: 'key-01', verdict: 'blocked' }),
        ])
      },
    )
    const expected = [...ids.slice(0, 5), 'key-04x', 'key-05', ...ids.slice(7)]
    expect(all.flat()).toEqual(expected)
  })

  test('start at the key that the cursor names, without reading what lies before', async () => {
    const store = await storeOf(keys(ids))
    const { watched, lists } = watch(store)
    await pages((cursor) => ask(appOver(watched), `/api/readiness?limit=20${cursor}`))
    expect(lists).toEqual([[], [undefined, { scope: `${ACCOUNT}:cn-hangzhou`, keyId: 'key-19' }]])
  })

  test('are cut short where their rows are large', async () => {
    const message = 'x'.repeat(900_000)
    const [finding] = blockedRow().findings
    if (!finding) throw new Error('the row has a finding')
    const store = await storeOf(keys(ids.slice(0, 7), { findings: [{ ...finding, message }] }))
    const all = await pages((cursor) => ask(appOver(store), `/api/readiness?${cursor}`))
    expect(all.map((page) => page.length)).toEqual([4, 3])
  })

  test('take no cursor that was altered, cut, made up, or given with other filters', async () => {
    const app = appOver(await storeOf([...keys(ids), elsewhere]))
    const { json } = await ask(app, '/api/readiness?limit=5&verdict=ready,blocked')
    const next = String(json.next)
    const forged = Buffer.from(Buffer.from(next, 'base64url').toString().replace('key-04', 'key-01')).toString(
      'base64url',
    )
    for (const [cursor, verdict] of [
      [next, 'ready'],
      [next.slice(0, -2), 'ready,blocked'],
      [`${next}=`, 'ready,blocked'],
      [` ${next}`, 'ready,blocked'],
      [forged, 'ready,blocked'],
      ['bm90IGpzb24', 'ready,blocked'],
      [Buffer.from('["","","",""]').toString('base64url'), 'ready,blocked'],
      ['', 'ready,blocked'],
      [`${next}&cursor=${next}`, 'ready,blocked'],
    ]) {
      const error = errorOf(await ask(app, `/api/readiness?limit=5&verdict=${verdict}&cursor=${cursor}`))
      expect(error, cursor).toMatchObject({
        status: 400,
        code: 'bad-request',
        message: expect.stringContaining('cursor'),
      })
    }
    const again = await ask(app, `/api/readiness?limit=3&verdict=blocked&verdict=ready&cursor=${next}`)
    expect(idsOf(again)).toEqual(['key-05', 'key-06', 'key-07'])
  })
})
