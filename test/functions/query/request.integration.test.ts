import { describe, expect, test } from 'vitest'
import type { RequestAsJson } from '../../../shared/views/request-json.ts'
import { NOW, readyRow, weekOf } from '../../support/domain/plan-rows.ts'
import { batchDecision, supportRow } from '../../support/domain/request-rows.ts'
import { appOver, ask, errorOf, storeOf, TOKEN } from '../../support/functions/query/asked.ts'
import { askPage } from '../../support/pages/asked-page.ts'
import { HOSTILE } from '../../support/rows.ts'
import { expectInertHtml, expectQuiet } from '../../support/text/inert.ts'

const texts = Object.values(HOSTILE)
const env = { CMK_API_TOKEN: TOKEN, CMK_DESTINATION: 'cn-hangzhou=kst-hzz1' }

async function app() {
  const found = supportRow().findings.map((each) => ({
    ...each,
    events: texts,
    data: { ...each.data, callers: texts },
  }))
  const store = await storeOf([
    readyRow('key-1', { callers: texts, aliases: texts, week: weekOf(26), secrets: texts, owner: texts.join(' ') }),
    readyRow('key-2', { callers: ['role/a'], week: weekOf(26) }),
    supportRow({ aliases: texts, findings: found }),
  ])
  await store.decisions.add(batchDecision({ keyIds: ['key-2'], ticket: HOSTILE.script, secrets: [] }))
  return appOver(store, { env, clock: () => NOW })
}

describe('GET /api/request', () => {
  test('answers with what the vendor is asked for, whatever keys and callers are called', async () => {
    const { status, json } = await ask(await app(), '/api/request')
    expect(status).toBe(200)
    const { batches, support } = json as unknown as RequestAsJson
    expect(batches.map(({ state, keys }) => [state, keys.map(({ keyId }) => keyId)])).toEqual([
      ['requested', ['key-2']],
      [null, ['key-1']],
    ])
    for (const { text } of [...batches, ...support])
      for (const told of Object.values(text)) for (const line of told.split('\n')) expectQuiet(line)
    expect(batches[1]?.text.en).toContain(texts[0])
    expect(batches[1]?.text.zh).toContain('目标 KMS 实例：kst-hzz1')
    expect(support[0]?.text.en).toContain('Node.js')
  })

  test('takes a batch, and says where there is none', async () => {
    const { json } = await ask(await app(), '/api/request?batch=batch-0123456789ab')
    expect(json).toMatchObject({ batches: [{ ticketNumber: HOSTILE.script }], support: [] })
    const missing = await ask(await app(), '/api/request?batch=batch-nowhere')
    expect(missing.status).toBe(404)
    expect(errorOf(missing).message).toContain('batch-nowhere')
    expect(errorOf(await ask(await app(), '/api/request?batch=%3Cb%3E')).message).toContain('batch-0123456789ab')
  })
})

test('the page of the plan has the texts, those of batches that were requested too, and nothing in them acts', async () => {
  const { html } = await askPage(await app(), '/plan?lang=en')
  expectInertHtml(html)
  expect(html).toContain('<pre>Migrate 1 CMK in cn-hangzhou to a KMS instance')
  expect(html).toContain('Where the console and this list disagree')
  expect(html).toContain('id="batch-0123456789ab"')
  expect(html).toContain('For technical support')
  const chinese = (await askPage(await app(), '/plan?lang=zh')).html
  expect(chinese).toContain('申请信息')
  expect(chinese).not.toContain('What is requested')
})
