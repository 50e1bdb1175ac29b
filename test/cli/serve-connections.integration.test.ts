import { once } from 'node:events'
import { get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { LIMITS, type ServerLimits, startServer } from '../../cli/serve/http-server.ts'
import { atFileEnd } from '../support/at-file-end.ts'

const SHORT: ServerLimits = {
  headersTimeout: 400,
  requestTimeout: 600,
  keepAliveTimeout: 400,
  most: 8,
  stalled: 400,
  check: 50,
  linger: 100,
}

/** A server whose answers have so many bytes, and take so many milliseconds to begin. */
async function served(limits: Partial<ServerLimits> = {}, { bytes = 2, after = 0 } = {}) {
  const app = {
    fetch: async () => {
      await wait(after)
      return new Response('x'.repeat(bytes))
    },
  }
  const server = await startServer(app, { host: '127.0.0.1', port: 0 }, { ...SHORT, ...limits })
  const sockets: Socket[] = []
  atFileEnd(async () => {
    for (const socket of sockets) socket.destroy()
    await server.close()
  })
  const { port } = new URL(server.address)
  /** A connection that sends so much and then nothing, and never hears that the other side has ended. */
  const open = async (text: string) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true })
    sockets.push(socket)
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    if (text !== '') socket.write(text)
    return socket
  }
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      get(server.address, { agent: false }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
      }).once('error', reject)
    })
  return { open, ask, sockets }
}

/** Whether the server has let go of a connection: what is written to it meets nobody. */
async function isGone(socket: Socket): Promise<boolean> {
  for (let tries = 0; tries < 100 && !socket.destroyed; tries += 1) {
    if (!socket.writable) return true
    socket.write('x')
    await wait(20)
  }
  return socket.destroyed
}

const HALF = {
  'nothing at all': '',
  'half a request line': 'GET /api/summ',
  'headers without an end': 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ',
  'a body that never comes': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx',
  TLS: '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001',
  garbage: '\u0000\u0001\u0002\r\n\r\n',
}

describe.concurrent('who keeps a connection without asking for anything', () => {
  it('has the deadlines that are named, looked at every second', () => {
    expect(LIMITS).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000, check: 1_000, linger: 1_000 })
  })

  it.each(Object.entries(HALF))('loses it when his time is over, though he closes nothing: %s', async (_, text) => {
    const { open } = await served()
    const socket = await open(text)
    socket.resume()
    await wait(SHORT.requestTimeout + SHORT.linger + 200)
    expect(await isGone(socket)).toBe(true)
  })

  it.each(Object.entries(HALF))('keeps nobody out, however many he keeps: %s', async (_, text) => {
    const { open, ask } = await served({ headersTimeout: 60_000, requestTimeout: 60_000, linger: 60_000 })
    for (let count = 0; count < 4 * SHORT.most; count += 1) await open(text)
    const start = performance.now()
    for (let count = 0; count < 3; count += 1) expect(await ask()).toBe(200)
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  it('gives up his place before somebody who is being answered', async () => {
    const { open, ask } = await served({ headersTimeout: 60_000, requestTimeout: 60_000 }, { after: 500 })
    const asked = Promise.all([ask(), ask()])
    await wait(100)
    for (let count = 0; count < 4 * SHORT.most; count += 1) await open('GET / HT')
    expect(await asked).toEqual([200, 200])
  })
})

describe('who never reads his answer', () => {
  const MUCH = 20_000_000

  it('loses it', async () => {
    const { open } = await served({}, { bytes: MUCH })
    const socket = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    socket.pause()
    // What the system takes at first counts as moving.
    await wait(4 * SHORT.stalled)
    socket.resume()
    let read = 0
    socket.on('data', (piece: Buffer) => {
      read += piece.length
    })
    await new Promise((resolve) => {
      for (const event of ['end', 'error', 'close']) socket.once(event, resolve)
    })
    expect(read).toBeLessThan(MUCH)
  })

  it('keeps nobody out', async () => {
    const { open, ask } = await served({ stalled: 60_000 }, { bytes: MUCH })
    for (let count = 0; count < 2 * SHORT.most; count += 1) {
      const socket = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      socket.pause()
    }
    await wait(200)
    expect(await ask()).toBe(200)
  }, 60_000)
})

it('who reads slowly, or waits for an answer that takes its time, gets it whole', async () => {
  const BYTES = 6_000_000
  const { open } = await served({ stalled: 1_500 }, { bytes: BYTES, after: 2_000 })
  const socket = await open('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  let read = 0
  socket.on('data', (piece: Buffer) => {
    read += piece.length
    socket.pause()
    setTimeout(() => socket.resume(), 10)
  })
  await once(socket, 'end')
  expect(read).toBeGreaterThanOrEqual(BYTES)
}, 60_000)
