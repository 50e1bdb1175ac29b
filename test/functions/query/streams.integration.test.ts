import { describe, expect, test } from 'vitest'
import { answerEvent } from '../../../functions/query/trigger/http-event.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { CSV_BOM } from '../../../shared/text/escape.ts'
import { runCli } from '../../support/cli/run-cli.ts'
import { seededStore } from '../../support/cli/seeded-store.ts'
import { appOver, ask, errorOf, read, storeOf, TOKEN, watch } from '../../support/functions/query/asked.ts'
import { blockedRow, finding, hostileRow, NOW, row, unknownRow } from '../../support/rows.ts'

const ROWS = [row(), blockedRow(), unknownRow()]

function linesOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
}

describe.each(['csv', 'jsonl'] as const)('GET /api/readiness.%s', (format) => {
  const path = `/api/readiness.${format}`

  test('is what `query` prints, to be kept as a file', async () => {
    const rows = [...ROWS, hostileRow()]
    const { status, headers, text } = await read(appOver(await storeOf(rows)), path)
    const printed = await runCli(['query', '--format', format], { cwd: await seededStore({ rows }) })
    // Reading what was printed takes the byte order mark off. The API's order is that of the primary key.
    const lines = (rowsOf: string) => rowsOf.split('\n').sort()
    expect(lines(text.replace(CSV_BOM, ''))).toEqual(lines(printed.stdout))
    expect(status).toBe(200)
    expect(headers.get('Content-Disposition')).toBe(`attachment; filename="readiness.${format}"`)
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  test('takes the filters of the list, and none of its pages', async () => {
    const app = appOver(await storeOf(ROWS))
    const { text } = await read(
      app,
      `${path}?verdict=blocked&region=cn-hangzhou&account=1234567890123456&key=alias/pay`,
    )
    expect(text).toContain(blockedRow().keyId)
    expect(text).not.toContain(row().keyId)
    expect((await read(app, `${path}?verdict=migrated`)).text.trim().split('\n')).toHaveLength(1)
    for (const query of ['limit=5', 'cursor=x', 'verdict=great'])
      expect(errorOf(await ask(app, `${path}?${query}`))).toMatchObject({ status: 400, code: 'bad-request' })
  })

  test('shows what was not checked for 48 hours as unknown', async () => {
    const app = appOver(await storeOf([row()]), { clock: () => NOW + 49 * HOUR })
    expect((await read(app, path)).text).toContain('unknown')
    expect((await read(app, `${path}?verdict=ready`)).text).not.toContain(row().keyId)
  })

  test('reads nothing for who is not let in, and closes what HEAD does not read', async () => {
    const { watched, lists } = watch(await storeOf(ROWS))
    const app = appOver(watched)
    expect((await ask(app, path, { headers: { Authorization: '' } })).status).toBe(401)
    expect(lists).toEqual([])
    const head = await read(app, path, { method: 'HEAD' })
    expect([head.status, head.text, head.headers.get('Content-Disposition')]).toEqual([
      200,
      '',
      `attachment; filename="readiness.${format}"`,
    ])
  })

  test('that fails before its first row is an error with a status', async () => {
    const store = await storeOf(ROWS)
    await store.close()
    expect(errorOf(await ask(appOver(store), path))).toMatchObject({ status: 500, code: 'internal' })
  })

  test('that fails later breaks off, and the log says why', async () => {
    const app = appOver(await failingAfter(2_000))
    await expect(read(app, path)).rejects.toThrow('could not be answered')
    expect(app.logged.join()).toContain('the disk is gone')
    expect(app.logged).toHaveLength(1)
  })

  test('through a trigger, which streams nothing, is whole or an error', async () => {
    const through = async (store: Parameters<typeof appOver>[0]) => {
      const event = {
        version: 'v1',
        rawPath: path,
        headers: { Authorization: `Bearer ${TOKEN}` },
        queryParameters: {},
        requestContext: { http: { method: 'GET' } },
      }
      return answerEvent(appOver(store), JSON.stringify(event))
    }
    const whole = await through(await storeOf(ROWS))
    expect([whole.statusCode, whole.body]).toEqual([200, (await read(appOver(await storeOf(ROWS)), path)).text])
    const cut = await through(await failingAfter(2_000))
    expect([cut.statusCode, JSON.parse(cut.body).error.code]).toEqual([500, 'internal'])
    expect(cut.body).not.toContain('the disk is gone')
    const large = await through(await longRows(1_500))
    expect([large.statusCode, JSON.parse(large.body)]).toEqual([
      413,
      { error: { code: 'answer-too-large', message: expect.stringMatching(/\/api\/readiness\?limit=1000.*cursor/) } },
    ])
    expect(large.headers['content-disposition']).toBeUndefined()
  })
})

test('CSV opens in a spreadsheet: marked as UTF-8, and no cell is a formula', async () => {
  const rows = [row({ aliases: ['alias/密钥', '=1+1', '@SUM(A1)'] })]
  const { text, headers } = await read(appOver(await storeOf(rows)), '/api/readiness.csv')
  expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  expect(text.startsWith(`${CSV_BOM}"accountId",`)).toBe(true)
  expect(text).toContain('alias/密钥')
  const first = await read(appOver(await storeOf([row({ aliases: ['=1+1'] })])), '/api/readiness.csv')
  expect(first.text).toContain(`"'=1+1"`)
})

test('JSON Lines is a row a line, each that of the contract', async () => {
  const { text, headers } = await read(appOver(await storeOf(ROWS)), '/api/readiness.jsonl')
  expect(headers.get('Content-Type')).toBe('application/jsonl; charset=utf-8')
  const { json } = await ask(appOver(await storeOf(ROWS)), '/api/readiness')
  expect(linesOf(text)).toEqual(json.rows)
})

/** A store whose list is made by this, and nothing else is. */
async function listing(
  list: () => AsyncGenerator<ReturnType<typeof row>>,
): Promise<Awaited<ReturnType<typeof storeOf>>> {
  const { watched } = watch(await storeOf())
  return { ...watched, readiness: { ...watched.readiness, list } }
}

function failingAfter(count: number) {
  return listing(async function* () {
    for (let at = 0; at < count; at += 1) yield row({ keyId: `key-${at}` })
    throw new Error('the disk is gone')
  })
}

/** Of 15 KB each, in any format. */
function longRows(count: number) {
  const findings = [finding({ rule: 'blocked-operation', message: 'Something was found. '.repeat(720) })]
  return listing(async function* () {
    for (let at = 0; at < count; at += 1) yield blockedRow({ keyId: `key-${at}`, findings })
  })
}
