import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startServer } from '../../cli/serve/http-server.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Store } from '../../shared/store/store.ts'
import { appOver, storeOf, TOKEN } from '../support/functions/query/asked.ts'
import { blockedRow, finding } from '../support/rows.ts'
import { scratchStore } from '../support/store/scratch-store.ts'

const ROWS = 3_000
/** Each as much as ten that are usual: what is held back is counted in bytes, and what is made costs by the row. */
const LONG = 'An application uses ReEncrypt. '.repeat(400)
/** Rows that are on their way at most: a page of the store, a piece of the stream, and what the sockets of a machine hold. */
const ON_THEIR_WAY = 1_500

interface Counted {
  readonly address: string
  /** Rows that the store has given so far. */
  read(): number
  /** How often reading came to an end, at the last row or before. */
  ended(): number
  readonly logged: readonly string[]
  close(): Promise<void>
}

/** The server over a store whose list is counted. */
async function served(list: () => AsyncIterable<ReadinessRow>): Promise<Counted> {
  let [given, ended] = [0, 0]
  const store = await storeOf()
  const readiness = {
    async *list() {
      try {
        for await (const row of list()) {
          given += 1
          yield row
        }
      } finally {
        ended += 1
      }
    },
  } as unknown as Store['readiness']
  const app = appOver({ ...store, readiness })
  const server = await startServer(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return { ...server, address: server.address, read: () => given, ended: () => ended, logged: app.logged }
}

/** The answer's head; its body waits until it is read. */
async function open(address: string, path: string): Promise<IncomingMessage> {
  const request = get(new URL(path, address), { agent: false, headers: { Authorization: `Bearer ${TOKEN}` } })
  request.on('error', () => undefined)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

/** Waits until a number stays as it is. */
async function settled(number: () => number): Promise<number> {
  for (let before = -1; ; ) {
    const now = number()
    if (now === before) return now
    before = now
    await wait(300)
  }
}

/** Bytes that end a line. */
function linesIn(piece: Buffer): number {
  let lines = 0
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1
  return lines
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(10)
}

describe('a stream of 3,000 long rows', () => {
  let store: Store
  beforeAll(async () => {
    const scratch = await scratchStore()
    store = scratch.store
    const findings = [finding({ rule: 'blocked-operation', message: LONG })]
    const keys = Array.from({ length: ROWS }, (_, at) => `key-${String(at).padStart(6, '0')}`)
    await store.readiness.put(keys.map((keyId) => blockedRow({ keyId, findings })))
    return () => scratch.dispose()
  }, 120_000)

  it('is read no faster than its reader takes it, and comes whole', async () => {
    const { address, read, ended } = await served(() => store.readiness.list())
    const response = await open(address, '/api/readiness.jsonl')
    expect(await settled(read)).toBeLessThan(ON_THEIR_WAY)
    let [lines, furthest] = [0, 0]
    for await (const piece of response) {
      lines += linesIn(piece)
      furthest = Math.max(furthest, read() - lines)
    }
    expect([lines, ended()]).toEqual([ROWS, 1])
    expect(furthest).toBeLessThan(ON_THEIR_WAY)
  }, 60_000)

  it('ends when its reader goes away, and says nothing of it', async () => {
    const { address, read, ended, logged } = await served(() => store.readiness.list())
    const response = await open(address, '/api/readiness.csv')
    await once(response, 'readable')
    response.destroy()
    await until(() => ended() === 1)
    expect(read()).toBeLessThan(ROWS)
    expect(logged).toEqual([])
  }, 60_000)
})

it('a stream that was begun is let end by a server that stops', async () => {
  const { address, close: stop } = await served(async function* () {
    for (let at = 0; at < 5_000; at += 1) yield blockedRow({ keyId: `key-${at}` })
  })
  const response = await open(address, '/api/readiness.csv')
  const stopped = stop()
  let lines = 0
  for await (const piece of response) lines += linesIn(piece)
  expect(lines).toBe(5_001)
  await stopped
})

it('a stream that breaks off is seen to, and tells the client nothing', async () => {
  const { address, logged } = await served(async function* () {
    for (let at = 0; at < 2_000; at += 1) yield blockedRow({ keyId: `key-${at}` })
    throw new Error('the disk is gone')
  })
  const response = await open(address, '/api/readiness.jsonl')
  let text = ''
  const reading = (async () => {
    for await (const piece of response) text += String(piece)
  })()
  await expect(reading).rejects.toThrow('aborted')
  expect(text).not.toMatch(/disk|could not be answered|Error/)
  expect(logged.join()).toContain('the disk is gone')
})
