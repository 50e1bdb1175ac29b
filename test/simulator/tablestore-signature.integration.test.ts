import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { HOUR } from '../../shared/domain/time.ts'
import { signature } from '../../simulator/cloud/tablestore/authenticate.ts'
import { encodeError } from '../../simulator/cloud/tablestore/wire/messages.ts'
import { account, world } from '../../simulator/cloud/world.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'
import { failureOf, openTablestore, putRow, tablestoreClient } from '../support/cloud/tablestore-client.ts'

interface Raw {
  readonly path?: string
  readonly method?: string
  readonly body?: Buffer
  /** Signed with the others; undefined: left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** What is sent in the place of the body that was signed. */
  readonly sent?: Buffer
}

/** A ListTable, or what else is asked for, signed by hand and sent as it is. */
async function send(url: string, keys: { accessKeyId: string; secretAccessKey: string }, raw: Raw = {}) {
  const { path = '/ListTable', method = 'POST', body = Buffer.alloc(0), sent = body } = raw
  const all = {
    'x-ots-apiversion': '2015-12-31',
    'x-ots-instancename': 'cmk-readiness',
    'x-ots-accesskeyid': keys.accessKeyId,
    'x-ots-date': new Date().toISOString(),
    'x-ots-contentmd5': createHash('md5').update(body).digest('base64'),
    ...raw.headers,
  }
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  const headers: Record<string, string> = Object.fromEntries(given)
  const request = { path, method, headers, body, query: new Map(), form: new Map() }
  if (!('x-ots-signature' in all)) headers['x-ots-signature'] = signature(request, keys.secretAccessKey)
  const response = await fetch(`${url}${path}`, { method, headers, ...(method === 'POST' ? { body: sent } : {}) })
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
  return { status: response.status, text, id: response.headers.get('x-ots-requestid') }
}

async function open() {
  const { cloud, keys } = await openTablestore()
  return (raw?: Raw) => send(cloud.endpoints.tablestore, keys, raw)
}

describe('who calls', () => {
  test('a signed call is answered, with the id of the request', async () => {
    const call = await open()
    expect(await call()).toMatchObject({ status: 200, id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  })

  test('a wrong secret, an unknown key', async () => {
    const { cloud, keys } = await openTablestore()
    const wrong = await failureOf(tablestoreClient(cloud, { ...keys, secretAccessKey: 'no' }).listTable({}))
    expect(wrong).toMatchObject({ status: 403, code: 'OTSAuthFailed' })
    expect(wrong.message).toContain('Signature mismatch.')
    const unknown = await failureOf(tablestoreClient(cloud, { ...keys, accessKeyId: 'LTAInobody' }).listTable({}))
    expect(unknown.message).toContain('The AccessKeyID does not exist.')
  })

  test('a request that is not the one that was signed', async () => {
    const call = await open()
    const tampered = await call({
      path: '/DescribeTable',
      body: Buffer.from([10, 1, 116]),
      sent: Buffer.from([10, 1, 117]),
    })
    expect(tampered.status).toBe(403)
    expect(tampered.text).toContain('Mismatch between MD5 value of request body')
    expect((await call({ headers: { 'x-ots-signature': 'AAAA' } })).text).toContain('Signature mismatch.')
  })

  test('a clock that is off by more than 15 minutes', async () => {
    const call = await open()
    for (const off of [-0.3 * HOUR, 0.3 * HOUR]) {
      const late = await call({ headers: { 'x-ots-date': new Date(Date.now() + off).toISOString() } })
      expect(late.status).toBe(403)
      expect(late.text).toContain('OTSAuthFailed')
      expect(late.text).toContain('Mismatch between system time and x-ots-date')
    }
    expect(await call({ headers: { 'x-ots-date': new Date(Date.now() + 0.2 * HOUR).toISOString() } })).toMatchObject({
      status: 200,
    })
    expect((await call({ headers: { 'x-ots-date': 'yesterday' } })).text).toContain('Invalid date format')
  })

  test('an instance that is not there, and one of another account', async () => {
    const other = account({
      id: '2000000000000002',
      tablestore: [{ name: 'theirs', region: 'cn-hangzhou', tables: new Map() }],
    })
    const { cloud, keys } = await openTablestore({}, world({ accounts: [account(), other] }))
    const at = (instancename: string) => failureOf(tablestoreClient(cloud, { ...keys, instancename }).listTable({}))
    expect(await at('none')).toMatchObject({ status: 403, code: 'OTSAuthFailed' })
    expect((await at('none')).message).toContain('The instance is not found.')
    expect((await at('theirs')).message).toContain('no privilege to access the instance')
    expect(await tablestoreClient(cloud, { ...keys, instancename: 'CMK-readiness' }).listTable({})).toBeDefined()
  })
})

describe('sessions', () => {
  async function session() {
    const roles = [
      {
        name: 'store',
        trusts: ['acs:ram::1000000000000001:root'],
        policy: [{ Effect: 'Allow' as const, Action: ['ots:ListTable'], Resource: ['*'] }],
      },
    ]
    let now = Date.now()
    const opened = await openCloud(world({ accounts: [account({ roles })] }), { wallClock: () => now })
    const assume = await opened.sts('AssumeRole', {
      RoleArn: 'acs:ram::1000000000000001:role/store',
      RoleSessionName: 'nightly',
    })
    const given = assume.body.Credentials as Record<string, string>
    const fields = {
      accessKeyId: given.AccessKeyId ?? '',
      secretAccessKey: given.AccessKeySecret ?? '',
      stsToken: given.SecurityToken ?? '',
    }
    return { cloud: opened.cloud, fields, later: (ms: number) => (now += ms) }
  }

  test('may do what their role may', async () => {
    const { cloud, fields } = await session()
    const client = tablestoreClient(cloud, fields)
    expect((await client.listTable({})).tableNames).toEqual([])
    expect(await failureOf(client.describeTable({ tableName: 't' }))).toMatchObject({ code: 'OTSNoPermissionAccess' })
    expect(cloud.calls.at(-1)).toMatchObject({ accountId: '1000000000000001', code: 'OTSNoPermissionAccess' })
  })

  test('need their own token, and only they have one', async () => {
    const { cloud, fields } = await session()
    const { stsToken: _, ...bare } = fields
    for (const wrong of [bare, { ...fields, stsToken: 'other' }, { stsToken: fields.stsToken }]) {
      const failure = await failureOf(tablestoreClient(cloud, wrong).listTable({}))
      expect(failure).toMatchObject({ status: 403, code: 'OTSAuthFailed' })
    }
  })

  test('end', async () => {
    const { cloud, fields, later } = await session()
    later(HOUR + 1)
    const date = new Date(Date.now() + HOUR).toISOString()
    const headers = { 'x-ots-date': date, 'x-ots-ststoken': fields.stsToken }
    const answer = await send(cloud.endpoints.tablestore, fields, { headers })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('The STS token is expired.')
  })
})

describe('what is asked', () => {
  const HEADERS = ['apiversion', 'date', 'accesskeyid', 'contentmd5', 'instancename', 'signature']
  for (const name of HEADERS) {
    test(`needs the header x-ots-${name}`, async () => {
      const call = await open()
      const answer = await call({ headers: { [`x-ots-${name}`]: undefined } })
      expect(answer.status).toBe(400)
      expect(answer.text).toContain(`Missing header: 'x-ots-${name}'.`)
    })
  }

  test('another version, method or operation, and what is no message', async () => {
    const call = await open()
    expect(await call({ headers: { 'x-ots-apiversion': '2014-08-08' } })).toMatchObject({ status: 400 })
    expect(await call({ method: 'GET' })).toMatchObject({
      status: 405,
      text: expect.stringContaining('OTSMethodNotAllowed'),
    })
    expect((await call({ path: '/SQLQuery' })).text).toContain("Unsupported operation: 'SQLQuery'.")
    expect((await call({ path: '/PutRow', body: Buffer.from([255, 255]) })).text).toContain('Parse PBMessage')
    expect((await call({ path: '/PutRow' })).text).toContain('Parse PBMessage')
  })

  test('errors are the Error message and nothing else', async () => {
    const call = await open()
    const expected = Buffer.from(encodeError('OTSObjectNotExist', 'Requested table does not exist.')).toString('latin1')
    expect(await call({ path: '/DescribeTable', body: Buffer.from([10, 1, 117]) })).toMatchObject({
      status: 404,
      text: expected,
    })
  })
})

test('the log keeps tables and counts, no credentials and no rows', async () => {
  const { client, cloud, keys } = await openTablestore()
  await putRow(client, 'x', [{ text: 'of a customer' }])
  expect(cloud.calls.at(-1)).toMatchObject({
    service: 'tablestore',
    action: 'PutRow',
    params: { InstanceName: 'cmk-readiness', TableName: 't' },
    rowsRead: 0,
    rowsWritten: 1,
  })
  const log = JSON.stringify(cloud.calls)
  expect(log).not.toContain(keys.secretAccessKey)
  expect(log).not.toContain('of a customer')
})
