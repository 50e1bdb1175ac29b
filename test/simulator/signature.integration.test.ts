import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { callKms, callOpenApi, rpcParameters, send } from '../../simulator/cloud/clients.ts'
import { readRequest, type WireRequest } from '../../simulator/cloud/http/wire-request.ts'
import { verifyAcs3 } from '../../simulator/cloud/signature/acs3.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

describe('what the SDKs sign is accepted', () => {
  for (const method of ['GET', 'POST']) {
    test(`by KMS in both kinds, as ${method}`, async () => {
      const odd = "alias/ä *'()!~+&="
      const { kmsUrl, keys } = await openCloud(
        world({ accounts: [account({ regions: { 'cn-hangzhou': region({ keys: [key({ aliases: [odd] })] }) } })] }),
      )
      expect(await callKms(kmsUrl, keys, 'DescribeKey', { KeyId: odd }, method)).toMatchObject({ status: 200 })
      expect(await callOpenApi('kms', kmsUrl, keys, 'DescribeKey', { KeyId: odd }, method)).toMatchObject({
        status: 200,
      })
    })
  }

  test('by ActionTrail and STS in both kinds', async () => {
    const { cloud, trailUrl, keys, trail, sts } = await openCloud(world())
    expect(await trail('LookupEvents')).toMatchObject({ status: 200 })
    expect(await sts('GetCallerIdentity')).toMatchObject({ status: 200 })
    const lookup = rpcParameters(keys, 'LookupEvents', { Version: '2020-07-06' })
    expect(await send(trailUrl, lookup)).toMatchObject({ status: 200 })
    const identity = rpcParameters(keys, 'GetCallerIdentity', { Version: '2015-04-01' })
    expect(await send(cloud.endpoints.sts, identity)).toMatchObject({ status: 200 })
  })

  test('with the parameters in a form', async () => {
    const { kmsUrl, keys, cloud } = await openCloud(world())
    const body = new URLSearchParams(rpcParameters(keys, 'ListKeys', { PageSize: '7' }, 'POST'))
    const response = await fetch(kmsUrl, { method: 'POST', body })
    expect(response.status).toBe(200)
    expect(cloud.calls[0]).toMatchObject({ action: 'ListKeys', params: { PageSize: '7' } })
  })
})

describe('what is signed wrong is refused', () => {
  test('a wrong secret, in each service and kind', async () => {
    const { kms, trail, sts, keys, kmsUrl } = await openCloud(world())
    const wrong = { ...keys, secret: 'not-the-secret' }
    expect(await kms('ListKeys', {}, wrong)).toMatchObject({ status: 400, code: 'IncompleteSignature' })
    expect(await callOpenApi('kms', kmsUrl, wrong, 'ListKeys')).toMatchObject({ code: 'IncompleteSignature' })
    expect(await trail('LookupEvents', {}, wrong)).toMatchObject({ status: 400, code: 'SignatureDoesNotMatch' })
    expect(await sts('GetCallerIdentity', {}, wrong)).toMatchObject({ status: 400, code: 'SignatureDoesNotMatch' })
  })

  test('a parameter that was changed after signing', async () => {
    const { kmsUrl, keys } = await openCloud(world())
    const params = rpcParameters(keys, 'ListKeys', { PageSize: '10' })
    expect(await send(kmsUrl, { ...params, PageSize: '11' })).toMatchObject({
      status: 400,
      code: 'IncompleteSignature',
    })
  })

  test('what the SDK signed in the newer way, with anything changed', async () => {
    const { keys } = await openCloud(world())
    const signed = await capture((url) => callOpenApi('kms', url, keys, 'ListKeys', { PageSize: 10 }))
    expect(verifyAcs3(signed, keys.secret)).toBe(true)
    const { headers } = signed
    const changes: Partial<WireRequest>[] = [
      { method: 'GET' },
      { path: '/other' },
      { body: Buffer.from('x') },
      { query: new Map([['PageSize', '11']]) },
      { headers: { ...headers, host: 'kms.cn-beijing.aliyuncs.com' } },
      { headers: { ...headers, 'x-acs-action': 'DescribeKey' } },
      { headers: { ...headers, 'x-acs-security-token': 'slipped in' } },
      { headers: { ...headers, 'x-acs-content-sha256': '0'.repeat(64) } },
    ]
    for (const change of changes) expect(verifyAcs3({ ...signed, ...change }, keys.secret)).toBe(false)
  })

  test('an unknown access key', async () => {
    const { kms, trail } = await openCloud(world())
    const unknown = { id: 'LTAIunknown', secret: 'x' }
    expect(await kms('ListKeys', {}, unknown)).toMatchObject({ status: 404, code: 'InvalidAccessKeyId.NotFound' })
    expect(await trail('LookupEvents', {}, unknown)).toMatchObject({ status: 404, code: 'InvalidAccessKeyId.NotFound' })
  })

  test('a timestamp more than 15 minutes off, either way, or none', async () => {
    const { cloud, kmsUrl, trailUrl, keys } = await openCloud(world())
    const at = (ms: number, Version: string, action: string) =>
      rpcParameters(keys, action, { Version, Timestamp: iso(Date.now() + ms) })
    for (const off of [-0.3 * HOUR, 0.3 * HOUR]) {
      expect(await send(kmsUrl, at(off, '2016-01-20', 'ListKeys'))).toMatchObject({
        status: 400,
        code: 'IllegalTimestamp',
      })
      const late = await send(trailUrl, at(off, '2020-07-06', 'LookupEvents'))
      expect(late).toMatchObject({ status: 400, code: 'InvalidTimeStamp.Expired' })
    }
    expect(await send(kmsUrl, at(-0.2 * HOUR, '2016-01-20', 'ListKeys'))).toMatchObject({ status: 200 })
    const none = rpcParameters(keys, 'ListKeys', { Timestamp: undefined })
    expect(await send(kmsUrl, none)).toMatchObject({ code: 'IllegalTimestamp' })
    const odd = rpcParameters(keys, 'GetCallerIdentity', { Version: '2015-04-01', Timestamp: 'yesterday' })
    expect(await send(cloud.endpoints.sts, odd)).toMatchObject({ code: 'InvalidTimeStamp.Format' })
  })

  test('the same request twice', async () => {
    const { kmsUrl, keys } = await openCloud(world())
    const params = rpcParameters(keys, 'ListKeys')
    expect(await send(kmsUrl, params)).toMatchObject({ status: 200 })
    expect(await send(kmsUrl, params)).toMatchObject({ status: 400, code: 'SignatureNonceUsed' })
  })

  test('no nonce, no access key, another version, an unknown action, another method', async () => {
    const { kmsUrl, trailUrl, keys, kms, trail } = await openCloud(world())
    const refused = (own: Record<string, string | undefined>) => send(kmsUrl, rpcParameters(keys, 'ListKeys', own))
    expect(await refused({ SignatureNonce: undefined })).toMatchObject({ status: 400, code: 'MissingParameter' })
    expect(await refused({ AccessKeyId: undefined })).toMatchObject({ status: 400, code: 'MissingParameter' })
    expect(await refused({ Version: '2015-01-01' })).toMatchObject({ status: 400, code: 'InvalidParameter' })
    const anonymous = rpcParameters(keys, 'LookupEvents', { Version: '2020-07-06', AccessKeyId: undefined })
    expect(await send(trailUrl, anonymous)).toMatchObject({ status: 400, code: 'MissingAccessKeyId' })
    expect(await kms('AsymmetricDecrypt')).toMatchObject({ status: 400, code: 'UnsupportedOperation' })
    expect(await trail('DeleteTrail')).toMatchObject({ status: 404, code: 'InvalidAction.NotFound' })
    const put = await fetch(kmsUrl, { method: 'PUT' })
    expect(put.status).toBe(403)
  })
})

test('error bodies have the members of each service', async () => {
  const { kms, trail } = await openCloud(world())
  const fromKms = await kms('DescribeKey', { KeyId: 'none' })
  expect(Object.keys(fromKms.body).sort()).toEqual(['Code', 'HttpStatus', 'Message', 'RequestId'])
  const fromGateway = await trail('LookupEvents', { MaxResults: '0' })
  expect(Object.keys(fromGateway.body)).toEqual(
    expect.arrayContaining(['Code', 'HostId', 'Message', 'Recommend', 'RequestId']),
  )
})

/** What the SDK sends when it calls. */
function capture(call: (url: string) => Promise<unknown>): Promise<WireRequest> {
  return new Promise((resolve, reject) => {
    const server = createServer((message, response) => {
      resolve(readRequest(message))
      response.setHeader('connection', 'close').end('{}')
      server.close()
    })
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      call(`http://127.0.0.1:${port}`).catch(reject)
    })
  })
}
