import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { StoreBusyError } from '../../shared/store/errors.ts'
import { openTablestore } from '../../shared/store/tablestore/open-tablestore.ts'
import type { Ending } from '../../simulator/cloud/faults/fault.ts'
import { SERVER_BUSY, TIMEOUT } from '../../simulator/cloud/tablestore/effects.ts'
import { readinessRow } from '../support/store/rows.ts'
import { failure, fixed, openedTablestore } from '../support/store/tablestore-failure.ts'
import { SCOPE } from '../support/store/tablestore-methods.ts'
import { SHORT } from '../support/store/tablestore-store.ts'

/** Milliseconds. */
const PATIENCE = 200
/** What the last attempt and a machine with other work may add. */
const MUCH = 2_000

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
    const { open, cloud } = await openedTablestore()
    const store = await open('read', { timing })
    cloud.setFaults([{ effect }])
    const started = performance.now()
    const error = await failure(store.progress.get(SCOPE, 'run'))
    const took = performance.now() - started
    expect(error).toBeInstanceOf(StoreBusyError)
    expect(error.message).toMatch(code)
    expect(error.message).toMatch(/GetRow.*Run again later/)
    expect(took).toBeGreaterThanOrEqual(PATIENCE)
    expect(took).toBeLessThan(PATIENCE + MUCH)
  })
}

test('rows that fail for ever', async () => {
  const { open, cloud } = await openedTablestore()
  const store = await open('write', { timing: { patience: PATIENCE } })
  const effect = { kind: 'rows', every: 1, code: 'OTSServerBusy', message: 'Server is busy.' } as const
  cloud.setFaults([{ effect }])
  const started = performance.now()
  expect(await failure(store.readiness.put([readinessRow()]))).toBeInstanceOf(StoreBusyError)
  expect(performance.now() - started).toBeGreaterThanOrEqual(PATIENCE)
})

test('rows of which each request writes a few are only slow', async () => {
  const { open, cloud } = await openedTablestore()
  const store = await open('write', { timing: { patience: 1, backoff: { first: 5, longest: 5 } } })
  const code = { code: 'OTSServerBusy', message: 'Server is busy.' }
  cloud.setFaults([{ where: { to: 4 }, effect: { kind: 'rows', every: 2, ...code } }])
  await store.readiness.put(Array.from({ length: 30 }, (_, at) => readinessRow({ keyId: `key-${at}` })))
  expect(cloud.table('readiness').rows()).toHaveLength(30)
})

test('a refused connection', async () => {
  const { open, cloud } = await openedTablestore()
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
    expect(performance.now() - started).toBeLessThan(PATIENCE + MUCH)
  })
}
