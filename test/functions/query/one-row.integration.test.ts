import { describe, expect, test } from 'vitest'
import { HOUR } from '../../../shared/domain/time.ts'
import { batchDecision } from '../../support/domain/request-rows.ts'
import { appOver, ask, errorOf, storeOf, watch } from '../../support/functions/query/asked.ts'
import { asJson, blockedRow, NOW, row } from '../../support/rows.ts'

const ACCOUNT = '1234567890123456'
const HANGZHOU = `/api/readiness/${ACCOUNT}/cn-hangzhou`
const KEY = 'key-hzz000000000blocked1'
const ARN = `acs:kms:cn-hangzhou:${ACCOUNT}:key/${KEY}`

describe('GET /api/readiness/<account>/<region>/<key>', () => {
  test.each([
    KEY,
    KEY.toUpperCase(),
    'alias/pay',
    'alias%2Fpay',
    ARN,
    encodeURIComponent(ARN),
    encodeURIComponent(`acs:kms:cn-hangzhou:${ACCOUNT}:alias/pay`),
  ])('%s is the row as the list shows it', async (key) => {
    const app = appOver(await storeOf([row(), blockedRow()]))
    const { status, json } = await ask(app, `${HANGZHOU}/${key}`)
    expect(status).toBe(200)
    expect(json).toEqual({ ...asJson(blockedRow()), decisions: [] })
  })

  test('has what people decided about the key, its batch among it', async () => {
    const store = await storeOf([row(), blockedRow()])
    const batch = batchDecision({ batch: 'batch-one', keyIds: [KEY] })
    await store.decisions.add({ ...batch, accountId: ACCOUNT, region: 'cn-hangzhou' })
    const { decisions } = (await ask(appOver(store), `${HANGZHOU}/${KEY}`)).json
    expect(decisions).toMatchObject([{ value: { batch: 'batch-one', state: 'requested', ticket: 'TKT-12' } }])
    expect((await ask(appOver(store), `${HANGZHOU}/${row().keyId}`)).json.decisions).toEqual([])
  })

  test('reads one row where the id is given', async () => {
    const { watched, lists, gets } = watch(await storeOf([row(), blockedRow()]))
    await ask(appOver(watched), `${HANGZHOU}/${KEY}`)
    expect({ lists, gets }).toEqual({ lists: [], gets: [[`${ACCOUNT}:cn-hangzhou`, KEY]] })
  })

  test('a stale row is unknown', async () => {
    const app = appOver(await storeOf([blockedRow()]), { clock: () => NOW + 49 * HOUR })
    const expected = { verdict: 'unknown', staleVerdict: 'blocked' }
    expect((await ask(app, `${HANGZHOU}/${KEY}`)).json).toMatchObject(expected)
    expect((await ask(app, `${HANGZHOU}/alias/pay`)).json).toMatchObject(expected)
  })

  test.each([
    [`${HANGZHOU}/key-nobody`, /No key of account 1234567890123456 in cn-hangzhou is called key-nobody/],
    [`/api/readiness/${ACCOUNT}/cn-shanghai/${KEY}`, /is called/],
    [`/api/readiness/2222222222222222/cn-hangzhou/${KEY}`, /is called/],
    [`/api/readiness/${ACCOUNT}/cn-shanghai/${encodeURIComponent(ARN)}`, /is called/],
    [`/api/readiness/me/cn-hangzhou/${KEY}`, /the path takes/],
    [`/api/readiness/${ACCOUNT}/Hangzhou/${KEY}`, /the path takes/],
    [`${HANGZHOU}/${KEY}%00`, /the path takes/],
    [`${HANGZHOU}/${'k'.repeat(401)}`, /the path takes/],
    [`${HANGZHOU}/`, /nothing at/],
    [HANGZHOU, /nothing at/],
  ])('%s is not found', async (path, message) => {
    const error = errorOf(await ask(appOver(await storeOf([blockedRow()])), path))
    expect(error).toEqual({ status: 404, code: 'not-found', message: expect.stringMatching(message) })
  })

  test('an alias that two rows remember is not guessed at', async () => {
    const app = appOver(await storeOf([blockedRow(), row({ aliases: ['alias/pay'] })]))
    const error = errorOf(await ask(app, `${HANGZHOU}/alias/pay`))
    expect(error).toMatchObject({ status: 409, code: 'ambiguous-key' })
    expect(error.message).toContain(KEY)
  })

  test.each([KEY, KEY.toUpperCase(), ARN])('%s is the key of that id, whatever alias another has', async (key) => {
    const other = row({ aliases: [`alias/${KEY}`, `alias/${KEY.toUpperCase()}`] })
    const app = appOver(await storeOf([blockedRow(), other]))
    expect((await ask(app, `${HANGZHOU}/${encodeURIComponent(key)}`)).json).toMatchObject(asJson(blockedRow()))
    expect((await ask(app, `${HANGZHOU}/alias/${KEY}`)).json).toMatchObject(asJson(other))
  })

  test('the ARN of a key names none by its alias', async () => {
    const app = appOver(await storeOf([row({ aliases: [`alias/${KEY}`] })]))
    expect((await ask(app, `${HANGZHOU}/${KEY}`)).status).toBe(200)
    expect(errorOf(await ask(app, `${HANGZHOU}/${ARN}`))).toMatchObject({ status: 404, code: 'not-found' })
  })

  test('takes no parameters', async () => {
    const error = errorOf(await ask(appOver(await storeOf([blockedRow()])), `${HANGZHOU}/${KEY}?verdict=ready`))
    expect(error).toMatchObject({ status: 400, message: 'There is no parameter "verdict"; this path takes none.' })
  })
})
