import { describe, expect, test } from 'vitest'
import type { App } from '../../../functions/query/app.ts'
import { apiDescription } from '../../../functions/query/openapi/document.ts'
import { iso } from '../../../shared/domain/time.ts'
import type { PlanAsJson } from '../../../shared/rows/plan-as-json.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { appOver, ask, errorOf, read, storeOf } from '../../support/functions/query/asked.ts'
import { PATHS, problems } from '../../support/functions/query/described.ts'
import { asJson, blockedRow, diagnostic, HOSTILE, hostileRow, NOW, row, unknownRow } from '../../support/rows.ts'
import { change } from '../../support/store/rows.ts'

const ROWS = [row(), blockedRow(), unknownRow(), hostileRow()]
const examples = Object.entries(PATHS).flatMap(([path, { get }]) =>
  get.parameters.map((parameter) => [path, parameter.name, parameter] as const),
)

/** The path with the examples of its parts. */
function filled(path: string): string {
  const parameters = PATHS[path]?.get.parameters ?? []
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(String(example))), path)
}

/** A value that only the table can give. */
async function madeBy(app: App, path: string, name: string): Promise<unknown> {
  if (name === 'cursor') return (await ask(app, `${path}?limit=1`)).json.next
  const { batches } = (await ask(app, '/api/plan')).json as unknown as PlanAsJson
  return batches[0]?.id
}

describe('the description of the API', () => {
  test('is answered whole, to who is let in', async () => {
    const app = appOver(await storeOf())
    expect((await ask(app, '/api/openapi.json')).json).toEqual(apiDescription())
    expect((await ask(app, '/api/openapi.json', { headers: { Authorization: '' } })).status).toBe(401)
    expect((await ask(app, '/api/openapi.json?format=yaml')).status).toBe(400)
  })

  test.each(Object.keys(PATHS))('has %s, which is there', async (path) => {
    const app = appOver(await storeOf(ROWS))
    expect((await read(app, filled(path))).status).toBe(200)
    expect((await read(app, filled(path), { method: 'HEAD' })).status).toBe(200)
  })

  test.each(examples.filter(([, , parameter]) => parameter.in === 'query'))(
    'has of %s the parameter %s, which is taken as described',
    async (path, name, { explode, example }) => {
      const store = await storeOf(ROWS)
      await store.history.put([change(), change({ keyId: 'another' })])
      const app = appOver(store)
      const values = [example ?? (await madeBy(app, path, name))]
        .flat()
        .map((value) => encodeURIComponent(String(value)))
      const query = explode ? values.map((value) => `${name}=${value}`).join('&') : `${name}=${values.join(',')}`
      expect((await read(app, `${path}?${query}`)).status).toBe(200)
    },
  )

  test.each(Object.keys(PATHS))('of %s leaves out no parameter', async (path) => {
    const app = appOver(await storeOf(ROWS))
    const { message } = errorOf(await ask(app, `${filled(path)}?there-is-no-such-parameter=1`))
    if (path.includes('{')) return expect(message).toContain('this path takes none')
    const names = PATHS[path]?.get.parameters.map(({ name }) => name) ?? []
    expect(message).toContain(`this path takes ${names.length === 0 ? 'none' : names.join(', ')}.`)
  })

  test('of a row fits every row that the tests know, and each line of JSON Lines', async () => {
    const app = appOver(await storeOf(ROWS))
    const { text } = await read(app, '/api/readiness.jsonl')
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(ROWS.length)
    for (const line of lines) expect(problems('Row', line)).toEqual([])
    expect(text).toContain(JSON.stringify(HOSTILE.script))
  })

  test('of a summary fits one with everything in it', async () => {
    const store = await storeOf(ROWS)
    const refusal = diagnostic({ keyId: 'key-1', asOf: iso(NOW) })
    const progress = new ScopeProgress(store, accountScope(refusal.accountId))
    await progress.putRunPlan({ run: 'last', asOf: iso(NOW), regions: ['cn-beijing'] })
    await progress.putDiagnostics('inventory', [refusal])
    const { json } = await ask(appOver(store), '/api/summary')
    expect(json).toMatchObject({ night: { unfinished: [{}] }, gaps: [{}], diagnostics: [refusal] })
  })

  test('finds out what it does not describe', () => {
    expect(problems('Row', JSON.stringify(asJson(row())))).toEqual([])
    expect(problems('Row', JSON.stringify({ ...asJson(row()), more: 1 }))).not.toEqual([])
    expect(problems('Row', JSON.stringify({ ...asJson(row()), verdict: 'great' }))).not.toEqual([])
    expect(problems('Row', JSON.stringify({ ...asJson(row()), checkedAt: 'yesterday' }))).not.toEqual([])
    expect(problems('Error', '{"error":{"code":"other","message":""}}')).not.toEqual([])
  })
})
