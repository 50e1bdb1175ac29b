import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../shared/domain/time.ts'
import { logClient } from '../../simulator/cloud/sls/client.ts'
import { FROM, LATER, LOGSTORE, loggedWorld, PROJECT, TO } from '../support/cloud/logs.ts'
import { ago } from '../support/cloud/lookups.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'
import { type RawRequest, sendRaw } from '../support/cloud/raw-logs.ts'

const QUERY = { from: FROM, to: TO, query: 'event.eventName: Decrypt | select count(*) as n' }

async function open(wallClock?: () => number) {
  const there = loggedWorld([ago(10)])
  there.accounts[0]?.roles.push({
    name: 'Reader',
    trusts: ['acs:ram::1000000000000001:root'],
    policy: [{ Effect: 'Allow', Action: ['log:*'], Resource: ['*'] }],
  })
  const opened = await openCloud(there, { clock: () => LATER, ...(wallClock ? { wallClock } : {}) })
  const url = opened.cloud.endpoints.sls['cn-hangzhou'] ?? ''
  const raw = (request: Partial<RawRequest> = {}) => sendRaw(url, { ...opened.keys, ...request })
  return { ...opened, url, raw }
}

describe('the vendor’s client', () => {
  test.each([
    ['v1', {}],
    ['v4', { signatureVersion: 'v4' as const }],
  ])('signs with %s', async (_, version) => {
    const { url, keys } = await open()
    const client = logClient({ url, keys, ...version })
    expect(await client.getLogs(PROJECT, LOGSTORE, QUERY)).toMatchObject({ status: 200, body: { data: [{ n: '1' }] } })
    const odd = { ...QUERY, query: '"a b" or not event.eventName: "é~+/%" | with t as select 1' }
    expect(await client.getLogsV1(PROJECT, LOGSTORE, odd)).toMatchObject({ status: 400, code: 'ParameterInvalid' })
    expect(await client.getProject(PROJECT)).toMatchObject({ status: 200 })
    const thief = logClient({ url, keys: { ...keys, secret: 'guessed' }, ...version })
    expect(await thief.getLogs(PROJECT, LOGSTORE, QUERY)).toMatchObject({ status: 401, code: 'SignatureNotMatch' })
    expect(await thief.getIndex(PROJECT, LOGSTORE)).toMatchObject({ status: 401, code: 'SignatureNotMatch' })
  })

  test('signs brackets in a URL with v1 only: with v4 it leaves them as they are', async () => {
    const { url, keys } = await open()
    const get = (version: object) => logClient({ url, keys, ...version }).getLogsV1(PROJECT, LOGSTORE, QUERY)
    expect(await get({})).toMatchObject({ status: 200, body: [{ n: '1' }] })
    expect(await get({ signatureVersion: 'v4' })).toMatchObject({ status: 401, code: 'SignatureNotMatch' })
  })

  test('signs for the region that it calls', async () => {
    const { url, keys } = await open()
    const elsewhere = logClient({ url, keys, region: 'cn-beijing', signatureVersion: 'v4' })
    expect(await elsewhere.getProject(PROJECT)).toMatchObject({ status: 401, code: 'SignatureNotMatch' })
  })

  test.each([
    ['v1', {}],
    ['v4', { signatureVersion: 'v4' as const }],
  ])('calls with the token of a session (%s)', async (_, version) => {
    let now = Date.now()
    const { url, sts } = await open(() => now)
    const assumed = await sts('AssumeRole', {
      RoleArn: 'acs:ram::1000000000000001:role/Reader',
      RoleSessionName: 'night',
      DurationSeconds: 900,
    })
    const given = assumed.body.Credentials as Record<string, string>
    const keys = { id: given.AccessKeyId ?? '', secret: given.AccessKeySecret ?? '' }
    const token = given.SecurityToken ?? ''
    const get = (more: object) => logClient({ url, keys: { ...keys, ...more }, ...version }).getProject(PROJECT)
    expect(await get({ token })).toMatchObject({ status: 200 })
    const invalid = { status: 401, code: 'Unauthorized', message: expect.stringContaining('is invalid') }
    expect(await get({})).toMatchObject(invalid)
    expect(await get({ token: `${token}x` })).toMatchObject(invalid)
    now += 14 * MINUTE
    expect(await get({ token })).toMatchObject({ status: 200 })
    now += 2 * MINUTE
    const late = await get({ token })
    expect(late.code).toMatch(/RequestTimeExpired|Unauthorized/)
  })
})

test('a token that is over is unauthorized', async () => {
  let now = Date.now()
  const { sts, raw } = await open(() => now)
  const { body } = await sts('AssumeRole', {
    ...{ RoleArn: 'acs:ram::1000000000000001:role/Reader', RoleSessionName: 'night', DurationSeconds: 900 },
  })
  const given = body.Credentials as Record<string, string>
  const as = { id: given.AccessKeyId ?? '', secret: given.AccessKeySecret ?? '' }
  const headers = { 'x-acs-security-token': given.SecurityToken ?? '' }
  expect(await raw({ ...as, headers })).toMatchObject({ status: 200 })
  now += 16 * MINUTE
  expect(await raw({ ...as, headers, date: new Date(now) })).toMatchObject({
    status: 401,
    body: { errorCode: 'Unauthorized', errorMessage: 'The security token you provided has expired' },
  })
})

describe('HMAC-SHA1', () => {
  test('is verified', async () => {
    const { raw } = await open()
    expect(await raw()).toMatchObject({ status: 200, body: { projectName: PROJECT } })
    const body = JSON.stringify(QUERY)
    const path = `/logstores/${LOGSTORE}/logs`
    expect(await raw({ method: 'POST', path, body })).toMatchObject({ status: 200, body: { data: [{ n: '1' }] } })
    expect(await raw({ path: `/logstores/${LOGSTORE}?from=1&query=a%20b&to=2&type=log` })).toMatchObject({
      status: 200,
    })
  })

  const otherBody = { 'content-md5': '00000000000000000000000000000000' }
  const spoilt: [string, Partial<RawRequest>][] = [
    ['another secret', { secret: 'guessed' }],
    ['another date', { spoilt: { date: new Date(Date.now() - MINUTE).toUTCString() } }],
    ['a header that is not signed', { spoilt: { 'x-log-extra': '1' } }],
    ['another body', { method: 'POST', path: `/logstores/${LOGSTORE}/logs`, body: '{}', spoilt: otherBody }],
    [
      'the hash of another body',
      { method: 'POST', path: `/logstores/${LOGSTORE}/logs`, body: '{}', headers: otherBody },
    ],
  ]
  test.each(spoilt)('does not match with %s', async (_, request) => {
    const { raw } = await open()
    expect(await raw(request)).toMatchObject({ status: 401, body: { errorCode: 'SignatureNotMatch' } })
  })

  const refused: [string, Partial<RawRequest>, number, string][] = [
    ['an unknown access key', { id: 'LTAInobody' }, 401, 'Unauthorized'],
    ['an old date', { date: new Date(Date.now() - 16 * MINUTE) }, 400, 'RequestTimeExpired'],
    ['a date to come', { date: new Date(Date.now() + 16 * MINUTE) }, 400, 'RequestTimeExpired'],
    ['a date of another form', { headers: { date: new Date().toISOString() } }, 400, 'InvalidDateFormat'],
    ['no date', { headers: { date: undefined } }, 400, 'MissingDate'],
    ['no version', { headers: { 'x-log-apiversion': undefined } }, 400, 'MissingAPIVersion'],
    ['another version', { headers: { 'x-log-apiversion': '0.7.0' } }, 400, 'InvalidAPIVersion'],
    ['no size', { headers: { 'x-log-bodyrawsize': undefined } }, 400, 'MissingBodyRawSize'],
    ['another method', { headers: { 'x-log-signaturemethod': 'hmac-md5' } }, 400, 'InvalidSignatureMethod'],
    ['no signature', { spoilt: { authorization: undefined } }, 400, 'MissAccessKeyId'],
  ]
  test.each(refused)('is refused with %s', async (_, request, status, errorCode) => {
    const { raw } = await open()
    const answer = await raw(request)
    expect(answer).toMatchObject({ status, body: { errorCode, errorMessage: expect.stringMatching(/./) } })
    expect(answer.headers['x-log-requestid']).toMatch(/^[0-9A-F]{24}$/)
  })
})
