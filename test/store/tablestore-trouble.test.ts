import { createServer, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CredentialSource } from '../../shared/cloud/credentials.ts'
import {
  StoreBusyError,
  StoreDamagedError,
  StoreError,
  StoreLayoutError,
  StoreMissingError,
} from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { openTablestore } from '../../shared/store/tablestore/open-tablestore.ts'
import type { Ending } from '../cloud/faults/fault.ts'
import { accessKey, allow } from '../cloud/policy/statements.ts'
import { SERVER_BUSY, TIMEOUT } from '../cloud/tablestore/effects.ts'
import type { KeyType } from '../cloud/tablestore/instance.ts'
import { all, readinessRow } from './rows.ts'
import { fill, SCOPE, USES } from './tablestore-methods.ts'
import { sessionsOf, worldWithRole } from './tablestore-session.ts'
import { type OpenOptions, SHORT, tablestoreStore } from './tablestore-store.ts'

const PATIENCE = 200
const READING = /\.(get|list|scopesWith)\b/

async function opened(options: OpenOptions = {}) {
  const under = await tablestoreStore(options)
  onTestFinished(() => under.dispose())
  return under
}

/** What a call failed with; it must say what to do, and nothing that is secret or an address. */
async function failure(work: Promise<unknown>, secrets: readonly string[] = []): Promise<StoreError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof StoreError)) throw new Error(`expected a StoreError, got ${String(error)}`, { cause: error })
  // Lines of the stack name files of this machine.
  const printed = inspect(error, { depth: 10 }).replaceAll('file://', '')
  for (const secret of ['://', '127.0.0.1', 'x-ots-', 'Signature', ...secrets]) expect(printed).not.toContain(secret)
  expect(error.message).toMatch(/\. (Allow|Check|Give|Report|Restore|Run|Set) .*\.$|\. It .*Run again later.*\.$/)
  return error
}

function fixed(accessKeyId: string, accessKeySecret: string): CredentialSource {
  const credentials = { accessKeyId, accessKeySecret }
  return { get: async () => credentials, renew: async () => credentials }
}

describe('refusals', () => {
  const ways: [string, (store: Store) => Promise<unknown>][] = [
    ['GetRow', (store) => store.readiness.get(SCOPE, 'a')],
    ['GetRange', (store) => all(store.readiness.list())],
    ['BatchWriteRow', (store) => store.readiness.put([readinessRow()])],
    ['PutRow', (store) => store.progress.swap(SCOPE, 'run', 1, 0)],
    ['UpdateRow', (store) => store.progress.swap(SCOPE, 'run', 1, 1)],
  ]
  for (const [action, work] of ways) {
    test(`${action} denied: the right that is missing is named, and nothing is repeated`, async () => {
      const { store, cloud } = await opened()
      cloud.setFaults([{ effect: { kind: 'denied' } }])
      const before = cloud.calls.length
      const error = await failure(work(store))
      expect(error.message).toContain(`ots:${action} `)
      expect(error).not.toBeInstanceOf(StoreBusyError)
      expect(cloud.calls.length - before).toBe(1)
    })
  }

  for (const [action, opening] of [
    ['DescribeTable', []],
    ['CreateTable', ['ots:DescribeTable']],
  ] as const) {
    test(`${action} denied at opening`, async () => {
      const under = await opened()
      const user = accessKey('stranger', [allow(['ots:Nothing', ...opening])])
      under.cloud.world.accounts[0]?.accessKeys.push(user)
      under.cloud.world.accounts[0]?.tablestore[0]?.tables.clear()
      const error = await failure(under.open('write', { credentials: fixed(user.id, user.secret) }), [user.secret])
      expect(error.message).toContain(`ots:${action} `)
    })
  }

  test('an unknown access key, a wrong secret, an instance of that name nowhere', async () => {
    const { open, cloud } = await opened()
    const { ALIBABA_CLOUD_ACCESS_KEY_ID: id = '' } = cloud.environment()
    for (const [key, secret] of [
      ['LTAIunknown', 'a-secret-of-nobody'],
      [id, 'a-secret-of-nobody'],
    ] as const) {
      const error = await failure(open('write', { credentials: fixed(key, secret) }), [secret])
      expect(error.message).toMatch(/OTSAuthFailed.*Check the credentials and the instance name in CMK_STORE/)
    }
    const address = { endpoint: cloud.endpoints.tablestore, instance: 'elsewhere' }
    const opening = openTablestore(address, { mode: 'write', credentials: sessionsOf(cloud), timing: SHORT })
    await expect(opening).rejects.toThrow()
    const { ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret = '' } = cloud.environment()
    const error = await failure(
      openTablestore(address, { mode: 'write', credentials: fixed(id, secret), timing: SHORT }),
      [secret],
    )
    expect(error.message).toMatch(/^Tablestore instance elsewhere: .*CMK_STORE/)
    expect(error.where).toBe('elsewhere')
  })

  test('a session that is refused again after it was renewed', async () => {
    const { store, cloud } = await opened({ world: worldWithRole(), credentials: sessionsOf })
    cloud.setFaults([{ where: { service: 'tablestore' }, effect: { kind: 'expired-token' } }])
    const before = cloud.count({ service: 'tablestore' })
    const error = await failure(store.readiness.put([readinessRow()]), ['CAIS', 'STS.'])
    expect(error.message).toMatch(/Check the credentials/)
    expect(cloud.count({ service: 'tablestore' }) - before).toBe(2)
  })

  test('a clock that is wrong', async () => {
    let off = 0
    const { store } = await opened({ wallClock: () => Date.now() + off })
    off = 3_600_000
    expect((await failure(store.progress.get(SCOPE, 'run'))).message).toMatch(/Set the clock of this machine/)
  })
})

describe('tables', () => {
  test('reading and marking where no audit was: every method says so, and no table is made', async () => {
    const { open, cloud } = await opened()
    const tables = cloud.world.accounts[0]?.tablestore[0]?.tables
    tables?.clear()
    for (const mode of ['read', 'mark'] as const) {
      const store = await open(mode)
      for (const { name, run } of USES.filter(({ name }) => mode === 'mark' || READING.test(name))) {
        const error = await failure(run(store))
        expect(error, name).toBeInstanceOf(StoreMissingError)
        expect(error.message).toMatch(/Run audit first, or check CMK_STORE/)
      }
    }
    expect(tables?.size).toBe(0)
    expect(cloud.count({ action: 'CreateTable' })).toBe(5)
  })

  const layouts: [string, { name: string; type: KeyType }[]][] = [
    ['other names', [{ name: 'id', type: 'STRING' }]],
    [
      'other types',
      [
        { name: 'scope', type: 'STRING' },
        { name: 'name', type: 'INTEGER' },
      ],
    ],
  ]
  for (const [what, primaryKey] of layouts) {
    test(`a table with a key of ${what} is left alone, and no other is made`, async () => {
      const { open, cloud } = await opened()
      const tables = cloud.world.accounts[0]?.tablestore[0]?.tables
      const progress = tables?.get('progress')
      if (!tables || !progress) throw new Error('the store has made its tables')
      tables.clear()
      tables.set('progress', { ...progress, primaryKey })
      const error = await failure(open('write'))
      expect(error).toBeInstanceOf(StoreLayoutError)
      expect(error.message).toMatch(/table progress .*scope, name.*left as it is.*instance of its own/)
      expect([...tables.keys()]).toEqual(['progress'])
    })
  }

  test('a row that this program never writes is damage, wherever it is met', async () => {
    const { store, cloud } = await opened()
    await fill(store)
    for (const name of ['readiness', 'usage', 'history', 'progress', 'marks']) {
      for (const row of cloud.table(name).rows()) {
        const { value: _, verdict: __, verdict_after: ___, caller: ____, ...rest } = row
        cloud.table(name).put({ ...rest, value: 5n, findings_gz0: Buffer.from('no gzip') })
      }
    }
    const reading = ({ name }: { readonly name: string }) => /(get|list|replaceDay|prune)\b/.test(name)
    for (const { name, run } of USES.filter(reading)) {
      if (name.endsWith('of none')) continue
      expect(await failure(run(store)), name).toBeInstanceOf(StoreDamagedError)
    }
  })
})

describe('trouble without an end', () => {
  const endless: [string, Ending, RegExp][] = [
    ['busy', SERVER_BUSY, /OTSServerBusy/],
    ['throttled', { kind: 'throttle' }, /OTSNotEnoughCapacityUnit/],
    ['timeouts', TIMEOUT, /OTSTimeout/],
    ['resets', { kind: 'reset' }, /ECONNRESET/],
    ['a gateway', { kind: 'html', status: 502 }, /HTTP 502/],
    ['half an answer', { kind: 'truncated' }, /UnreadableAnswer/],
    ['no answer', { kind: 'stall', after: 'nothing' }, /Timeout/],
    ['headers only', { kind: 'stall', after: 'headers' }, /Timeout/],
  ]
  for (const [what, effect, code] of endless) {
    test(`${what}: given up when patience is over, not sooner and not much later`, async () => {
      const timing = { patience: PATIENCE, timeouts: { connect: 1_000, read: 60 } }
      const { open, cloud } = await opened()
      const store = await open('write', { timing })
      cloud.setFaults([{ effect }])
      const started = performance.now()
      const error = await failure(store.progress.get(SCOPE, 'run'))
      const took = performance.now() - started
      expect(error).toBeInstanceOf(StoreBusyError)
      expect(error.message).toMatch(code)
      expect(error.message).toMatch(/GetRow.*Run again later/)
      expect(took).toBeGreaterThanOrEqual(PATIENCE)
      expect(took).toBeLessThan(PATIENCE * 3)
    })
  }

  test('rows that fail for ever', async () => {
    const { open, cloud } = await opened()
    const store = await open('write', { timing: { patience: PATIENCE } })
    const effect = { kind: 'rows', every: 1, code: 'OTSServerBusy', message: 'Server is busy.' } as const
    cloud.setFaults([{ effect }])
    const started = performance.now()
    expect(await failure(store.readiness.put([readinessRow()]))).toBeInstanceOf(StoreBusyError)
    expect(performance.now() - started).toBeGreaterThanOrEqual(PATIENCE)
  })

  test('rows of which each request writes a few are only slow', async () => {
    const { open, cloud } = await opened()
    const store = await open('write', { timing: { patience: 1, backoff: { first: 5, longest: 5 } } })
    const code = { code: 'OTSServerBusy', message: 'Server is busy.' }
    cloud.setFaults([{ where: { to: 4 }, effect: { kind: 'rows', every: 2, ...code } }])
    await store.readiness.put(Array.from({ length: 30 }, (_, at) => readinessRow({ keyId: `key-${at}` })))
    expect(cloud.table('readiness').rows()).toHaveLength(30)
  })

  test('a refused connection', async () => {
    const { open, cloud } = await opened()
    const store = await open('read', { timing: { patience: PATIENCE } })
    await cloud.close()
    const error = await failure(store.progress.get(SCOPE, 'run'))
    expect(error).toBeInstanceOf(StoreBusyError)
    expect(error.message).toMatch(/ECONNREFUSED.*CMK_STORE/)
  })

  const endpoints: [string, (socket: Socket) => void][] = [
    ['accepts and never answers', () => undefined],
    ['hangs up at once', (socket) => socket.destroy()],
    [
      'breaks off within the answer',
      (socket) => {
        socket.on('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy())
        })
      },
    ],
    ['answers something else', (socket) => socket.on('data', () => socket.end('220 mail.example.com ESMTP\r\n'))],
    [
      'answers a page',
      (socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>')),
    ],
  ]
  for (const [what, onConnection] of endpoints) {
    test(`an endpoint that ${what}`, async () => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined)
        onConnection(socket)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => void server.close())
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('the server has a port')
      const timing = { ...SHORT, patience: PATIENCE, timeouts: { connect: 1_000, read: 60 } }
      const where = { endpoint: `http://127.0.0.1:${address.port}`, instance: 'strange' }
      const options = { mode: 'write', credentials: fixed('LTAIx', 'the-secret'), timing } as const
      const started = performance.now()
      const error = await failure(openTablestore(where, options), ['the-secret', 'mail', 'html'])
      expect(error).toBeInstanceOf(StoreBusyError)
      expect(error.message).toContain('CMK_STORE')
      expect(performance.now() - started).toBeLessThan(PATIENCE * 3)
    })
  }
})
