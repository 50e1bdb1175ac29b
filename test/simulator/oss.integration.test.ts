import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { bucket, type StoredObject } from '../../simulator/cloud/oss/buckets.ts'
import { allow } from '../../simulator/cloud/policy/statements.ts'
import { account, type Role, region, type World, world } from '../../simulator/cloud/world.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

const NAME = 'company-audit'
const BODY = Buffer.from('0123456789')
const FILE = { key: 'logs/a b.gz', body: BODY }
const NOW = Date.now()

interface Keys {
  readonly id: string
  readonly secret: string
  readonly token?: string
}

interface Sent {
  readonly method?: string
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly keys?: Keys
  readonly at?: number
  readonly host?: string
  readonly version?: 'v1' | 'v4' | 'none'
  /** Region of the signature. */
  readonly signedFor?: string
}

async function open(
  objects: StoredObject[] = [FILE],
  options: { readonly role?: Role; readonly region?: string } = {},
) {
  const regions = { 'cn-hangzhou': region(), 'cn-beijing': region() }
  regions[(options.region ?? 'cn-hangzhou') as keyof typeof regions].buckets = [bucket(NAME, { objects })]
  const roles = options.role ? [options.role] : []
  const there: World = world({ accounts: [account({ regions, roles }), account({ id: '2000000000000002' })] })
  const opened = await openCloud(there, { clock: () => NOW, recordCalls: false })
  const url = new URL(opened.cloud.endpoints.oss['cn-hangzhou'] ?? '')
  return { ...opened, there, ask: (sent: Sent = {}) => ask(url, { keys: opened.keys, ...sent }) }
}

/** A request that is signed here, by hand: what the vendor's pages say of it, and not what the client does. */
function ask(url: URL, { method = 'GET', key = '', query = {}, headers = {}, keys, at = NOW, ...rest }: Sent) {
  const { host = `${NAME}.${url.host}`, version = 'v4', signedFor = 'cn-hangzhou' } = rest
  const iso = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
  const dated: Record<string, string> = {
    ...headers,
    ...(keys?.token ? { 'x-oss-security-token': keys.token } : {}),
    ...(version === 'v4'
      ? { 'x-oss-date': iso, 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' }
      : { date: new Date(at).toUTCString() }),
  }
  const enc = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  const path = `/${enc(key).replaceAll('%2F', '/')}`
  const text = Object.entries(query)
    .map(([name, value]) => `${enc(name)}${value === '' ? '' : `=${enc(value)}`}`)
    .sort()
    .join('&')
  const ossHeaders = Object.keys(dated)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${dated[name]}\n`)
    .join('')
  const hmac = (secret: string | Buffer, said: string) => createHmac('sha256', secret).update(said).digest()
  if (keys && version === 'v4') {
    const scope = `${iso.slice(0, 8)}/${signedFor}/oss/aliyun_v4_request`
    const canonical = [method, `/${NAME}${path}`, text, ossHeaders, '', 'UNSIGNED-PAYLOAD'].join('\n')
    const hash = createHash('sha256').update(canonical).digest('hex')
    const secret = scope.split('/').reduce<string | Buffer>(hmac, `aliyun_v4${keys.secret}`)
    const signature = hmac(secret, ['OSS4-HMAC-SHA256', iso, scope, hash].join('\n')).toString('hex')
    dated.authorization = `OSS4-HMAC-SHA256 Credential=${keys.id}/${scope},Signature=${signature}`
  }
  if (keys && version === 'v1') {
    const token = query['continuation-token']
    const resource = `/${NAME}/${key}${token === undefined ? '' : `?continuation-token=${token}`}`
    const said = [method, '', '', dated.date].join('\n')
    dated.authorization = `OSS ${keys.id}:${createHmac('sha1', keys.secret).update(`${said}\n${ossHeaders}${resource}`).digest('base64')}`
  }
  return new Promise<{ status: number; body: string; code: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const sent = request(
        {
          host: url.hostname,
          port: url.port,
          method,
          path: `${path}${text === '' ? '' : `?${text}`}`,
          headers: { ...dated, host },
        },
        (answer) => {
          const pieces: Buffer[] = []
          answer.on('data', (piece) => pieces.push(piece))
          answer.on('end', () => {
            const body = Buffer.concat(pieces).toString()
            const inHeader = Buffer.from(String(answer.headers['x-oss-err'] ?? ''), 'base64').toString()
            const [, code = ''] = /<Code>(.*?)<\/Code>/.exec(body || inHeader) ?? []
            resolve({ status: answer.statusCode ?? 0, body, code, headers: answer.headers })
          })
        },
      )
      sent.once('error', reject)
      sent.end()
    },
  )
}

describe('a signature', () => {
  test.each(['v4', 'v1'] as const)('of %s is verified: key, secret, query, headers', async (version) => {
    const { ask, keys } = await open()
    expect(await ask({ version, key: FILE.key })).toMatchObject({ status: 200, body: '0123456789' })
    expect(await ask({ version, query: { 'list-type': '2', prefix: 'logs/a b' } })).toMatchObject({ status: 200 })
    const guessed = { ...keys, secret: 'guessed' }
    expect(await ask({ version, key: FILE.key, keys: guessed })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    })
    const unknown = { ...keys, id: 'LTAInobody' }
    expect(await ask({ version, key: FILE.key, keys: unknown })).toMatchObject({
      status: 403,
      code: 'InvalidAccessKeyId',
    })
    const late = await ask({ version, key: FILE.key, at: NOW - 16 * 60_000 })
    expect(late).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' })
  })

  test('is needed, for the region that is asked', async () => {
    const { ask } = await open()
    expect(await ask({ version: 'none' })).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(await ask({ signedFor: 'cn-beijing' })).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })

  test('of a session needs its token', async () => {
    const role = { name: 'Reader', trusts: ['acs:ram::1000000000000001:root'], policy: [allow(['oss:*'])] }
    const { ask, sts } = await open([FILE], { role })
    const RoleArn = 'acs:ram::1000000000000001:role/Reader'
    const { body } = await sts('AssumeRole', { RoleArn, RoleSessionName: 'session', DurationSeconds: 900 })
    const given = body.Credentials as { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string }
    const session = { id: given.AccessKeyId, secret: given.AccessKeySecret }
    for (const version of ['v1', 'v4'] as const) {
      const keys = { ...session, token: given.SecurityToken }
      expect(await ask({ version, key: FILE.key, keys })).toMatchObject({ status: 200 })
      expect(await ask({ version, key: FILE.key, keys: session })).toMatchObject({ code: 'InvalidAccessKeyId' })
      expect(await ask({ version, key: FILE.key, keys: { ...keys, token: 'x' } })).toMatchObject({
        code: 'InvalidSecurityToken',
      })
    }
  })
})

describe('a bucket', () => {
  test('is the one of the host, of the region and of the account', async () => {
    const { ask, there } = await open()
    expect(await ask({ host: 'company-audit.oss-cn-hangzhou.aliyuncs.com', key: FILE.key })).toMatchObject({
      status: 200,
    })
    there.accounts[1]?.accessKeys.splice(0, 1, { id: 'LTAIother', secret: 's', user: 'root', policy: [] })
    expect(await ask({ key: FILE.key, keys: { id: 'LTAIother', secret: 's' } })).toMatchObject({ code: 'AccessDenied' })
    const elsewhere = await open([FILE], { region: 'cn-beijing' })
    const answer = await elsewhere.ask({ key: FILE.key })
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(answer.body).toContain('<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>')
  })

  test('is told about, and needs rights', async () => {
    const { ask, there } = await open()
    const statements = there.accounts[0]?.accessKeys[0]?.policy ?? []
    expect(await ask({ query: { bucketInfo: '' } })).toMatchObject({ status: 403 })
    statements.push(allow(['oss:GetBucketInfo', 'oss:GetBucketLocation'], [`acs:oss:*:*:${NAME}`]))
    expect((await ask({ query: { bucketInfo: '' } })).body).toContain('<Location>oss-cn-hangzhou</Location>')
    expect((await ask({ query: { location: '' } })).body).toContain('oss-cn-hangzhou')
    statements.splice(0, statements.length, allow(['oss:ListObjects'], [`acs:oss:*:*:${NAME}`]))
    expect(await ask({ query: { 'list-type': '2' } })).toMatchObject({ status: 200 })
    expect(await ask({ key: FILE.key })).toMatchObject({ status: 403, code: 'AccessDenied' })
    statements.splice(0, statements.length, allow(['oss:GetObject'], [`acs:oss:*:*:${NAME}/logs/*`]))
    expect(await ask({ key: FILE.key })).toMatchObject({ status: 200 })
    expect(await ask({ method: 'HEAD', key: 'other' })).toMatchObject({ status: 403, code: 'AccessDenied', body: '' })
  })
})

describe('ListObjectsV2', () => {
  const keys = ['a/1', 'a/2', 'a/b/1', 'a/b/2', 'a/c', 'd'].map((key) => ({ key, body: BODY }))
  const list = (query: Record<string, string>) => ({ query: { 'list-type': '2', ...query } })
  const names = (body: string) => [...body.matchAll(/<(?:Key|CommonPrefixes><Prefix)>(.*?)</g)].map(([, name]) => name)

  test('goes by prefix, delimiter and place, a page at a time', async () => {
    const { ask } = await open(keys)
    expect(names((await ask(list({ prefix: 'a/', delimiter: '/' }))).body)).toEqual(['a/1', 'a/2', 'a/c', 'a/b/'])
    expect(names((await ask(list({ 'start-after': 'a/b/1' }))).body)).toEqual(['a/b/2', 'a/c', 'd'])
    const first = await ask(list({ prefix: 'a/', delimiter: '/', 'max-keys': '3' }))
    expect(names(first.body)).toEqual(['a/1', 'a/2', 'a/b/'])
    expect(first.body).toContain('<KeyCount>3</KeyCount>')
    const [, token = ''] = /<NextContinuationToken>(.*?)</.exec(first.body) ?? []
    const rest = { prefix: 'a/', delimiter: '/', 'continuation-token': token }
    for (const version of ['v1', 'v4'] as const)
      expect(names((await ask({ ...list(rest), version })).body)).toEqual(['a/c'])
    // A token is good for its own query.
    expect(await ask(list({ ...rest, prefix: 'd' }))).toMatchObject({ status: 400, code: 'InvalidArgument' })
    expect(await ask(list({ 'continuation-token': 'x' }))).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })

  test('takes 1 to 1,000 keys, and 100 when it is not told', async () => {
    const { ask } = await open(Array.from({ length: 150 }, (_, n) => ({ key: `k${n}`, body: BODY })))
    expect(names((await ask(list({}))).body)).toHaveLength(100)
    for (const many of ['0', '1001', 'x'])
      expect(await ask(list({ 'max-keys': many }))).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })

  test('writes names for a URL where that is asked', async () => {
    const { ask } = await open([{ key: 'a é&', body: BODY }])
    expect((await ask(list({}))).body).toContain('<Key>a é&amp;</Key>')
    expect((await ask(list({ 'encoding-type': 'url' }))).body).toContain('<Key>a%20%C3%A9%26</Key>')
  })
})

describe('GetObject', () => {
  test('gives a part, and the whole for a range that cannot be', async () => {
    const { ask } = await open()
    const part = (range: string, more = {}) => ask({ key: FILE.key, headers: { range, ...more } })
    expect(await part('bytes=2-4')).toMatchObject({
      status: 206,
      body: '234',
      headers: { 'content-range': 'bytes 2-4/10' },
    })
    expect(await part('bytes=7-')).toMatchObject({ status: 206, body: '789' })
    expect(await part('bytes=-2')).toMatchObject({ status: 206, body: '89' })
    for (const range of ['bytes=10-', 'bytes=2-20', 'byte=1-2'])
      expect(await part(range)).toMatchObject({ status: 200, body: '0123456789' })
    const standard = { 'x-oss-range-behavior': 'standard' }
    expect(await part('bytes=10-', standard)).toMatchObject({ status: 416, code: 'InvalidRange' })
    expect(await part('bytes=2-20', standard)).toMatchObject({ status: 206, body: '23456789' })
  })

  test('says what it is, and keeps to a condition', async () => {
    const { ask } = await open()
    const { headers } = await ask({ key: FILE.key })
    const md5 = createHash('md5').update(BODY).digest()
    expect(headers).toMatchObject({
      etag: `"${md5.toString('hex').toUpperCase()}"`,
      'content-md5': md5.toString('base64'),
      'content-length': '10',
    })
    expect(headers['x-oss-hash-crc64ecma']).toMatch(/^\d+$/)
    expect(await ask({ key: FILE.key, headers: { 'if-match': String(headers.etag) } })).toMatchObject({ status: 200 })
    expect(await ask({ key: FILE.key, headers: { 'if-match': '"x"' } })).toMatchObject({
      status: 412,
      code: 'PreconditionFailed',
    })
    expect(await ask({ key: 'none' })).toMatchObject({ status: 404, code: 'NoSuchKey' })
    expect(await ask({ method: 'HEAD', key: FILE.key })).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '10' },
    })
  })
})
