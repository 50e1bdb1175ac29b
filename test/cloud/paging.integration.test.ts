import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { keysPage, secretsPage } from '../../shared/cloud/kms-answers.ts'
import { listAllPages, MAX_ITEMS } from '../../shared/cloud/paging.ts'
import { clientOf, failure, SCOPE } from '../support/cloud/open.ts'

describe('a count', () => {
  for (const TotalCount of [1e12, '1000000000000', MAX_ITEMS + 1, -1, '-1', 1.5, 'NaN', Number.NaN, null])
    test(`of ${JSON.stringify(TotalCount)} (${typeof TotalCount}) is no answer`, () => {
      expect(keysPage.safeParse({ TotalCount, Keys: { Key: [{ KeyId: 'k' }] } }).success).toBe(false)
      expect(secretsPage.safeParse({ TotalCount }).success).toBe(false)
    })

  for (const TotalCount of [0, 1, '1', MAX_ITEMS, String(MAX_ITEMS)])
    test(`of ${JSON.stringify(TotalCount)} is read`, () => {
      expect(keysPage.parse({ TotalCount }).total).toBe(Number(TotalCount))
    })
})

describe('a list', () => {
  test('of smaller pages than asked for is read whole', async () => {
    const ids = Array.from({ length: 25 }, (_, n) => `id-${n}`)
    const page = async (number: number) => ({ total: 25, items: ids.slice((number - 1) * 10, number * 10) })
    expect(await listAllPages(page, (id) => id)).toEqual(ids)
  })

  for (const total of [MAX_ITEMS, 5_000_000_000, 1e12])
    test(`of ${total} items, of which a page holds one, is given up without asking for every page`, async () => {
      let asked = 0
      const page = async () => {
        asked += 1
        return { total, items: ['a'] }
      }
      expect(await listAllPages(page, (id) => id)).toBeUndefined()
      expect(asked).toBeLessThan(10)
    })
})

test('a nonsense count fails its own call and no other', async () => {
  const nonsense = '{"TotalCount":1000000000000,"Keys":{"Key":[{"KeyId":"k"}]}}'
  const sane = '{"TotalCount":1,"SecretList":{"Secret":[{"SecretName":"s"}]}}'
  const server = createServer(async (request, response) => {
    let asked = `${request.url} ${JSON.stringify(request.headers)}`
    for await (const part of request) asked += part
    response.end(asked.includes('ListKeys') ? nonsense : sane)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const kms = clientOf({
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
    CMK_ENDPOINTS: JSON.stringify({ kms: { [SCOPE.region]: `http://127.0.0.1:${address.port}` } }),
    CMK_KMS_QPS: '1000',
  }).kms(SCOPE)
  expect(await failure(kms.listKeys())).toMatchObject({ kind: 'bad-response', action: 'ListKeys' })
  expect(await kms.listSecrets()).toEqual(['s'])
})
