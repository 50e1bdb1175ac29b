import { Agent, createServer as createHttpServer, get } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { exchange, type OnRequest, TIMEOUTS } from '../../shared/net/exchange.ts'
import { tellingAgent, tellingRequests } from '../../shared/net/requests-of-call.ts'
import { sleep } from '../../shared/net/sleep.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

interface SilentServer {
  readonly url: string
  /** A request has come. */
  readonly asked: Promise<void>
  /** A client has closed its connection. */
  readonly closed: Promise<void>
}

/** A server that takes requests and never answers. */
async function silentServer(): Promise<SilentServer> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
  })
  const of = (event: string) =>
    new Promise<void>((resolve) => server.on('connection', (socket) => socket.once(event, () => resolve())))
  const asked = of('data')
  const closed = of('close')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asked, closed }
}

function ask(url: string, agent?: Agent): Promise<never> {
  return new Promise((_, reject) => {
    get(url, { agent }, () => reject(new Error('an answer'))).on('error', reject)
  })
}

/** How a request is told of, by what its SDK takes. */
const WAYS = {
  'by the channel': (url: string) => (onRequest: OnRequest) => tellingRequests(() => ask(url), onRequest),
  'by an agent': (url: string) => (onRequest: OnRequest) => {
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    return ask(url, tellingAgent(agent, onRequest))
  },
}

for (const [way, asking] of Object.entries(WAYS)) {
  test(`a timeout closes the connection, ${way}`, async () => {
    const { url, closed } = await silentServer()
    expect(await exchange(asking(url), { connect: 5_000, read: 100 })).toEqual({ end: 'timeout' })
    await closed
  })

  test(`an abort closes the connection, ${way}`, async () => {
    const { url, asked, closed } = await silentServer()
    const stop = new AbortController()
    const ended = exchange(asking(url), TIMEOUTS, stop.signal)
    await asked
    stop.abort()
    expect(await ended).toEqual({ end: 'aborted' })
    await closed
  })

  test(`the time for an answer begins when the request goes out, ${way}`, async () => {
    const { url } = await silentServer()
    const sent: number[] = []
    const started = performance.now()
    const onSent = () => sent.push(performance.now() - started)
    await exchange(asking(url), { connect: 5_000, read: 100 }, undefined, onSent)
    expect(sent).toHaveLength(1)
    expect(performance.now() - started - (sent[0] ?? 0)).toBeGreaterThan(90)
  })
}

test('an answer that came while the process was busy is no timeout', async () => {
  const server = createHttpServer((_, response) => {
    response.end('{}')
    // The answer is on its way, and nobody here looks at it before the deadline is over.
    for (const until = performance.now() + 300; performance.now() < until; );
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const answer = () =>
    new Promise((resolve, reject) => {
      get(url, (response) => response.on('data', resolve)).on('error', reject)
    })
  expect(
    await exchange((onRequest) => tellingRequests(answer, onRequest), { connect: 5_000, read: 100 }),
  ).toMatchObject({ end: 'answer', status: 200 })
})

test('an answer is let go of, though a timer of the SDK goes on', async () => {
  const timers: NodeJS.Timeout[] = []
  onTestFinished(() => timers.forEach(clearTimeout))
  const answer = async () => {
    // Like the SDKs' timers, which belong to the exchange that set them and outlive it.
    timers.push(setTimeout(() => {}, 60_000))
    return { events: new Array(1_000).fill('event') }
  }
  const ask = async () => {
    const result = await exchange((onRequest) => tellingRequests(answer, onRequest), TIMEOUTS)
    if (result.end !== 'answer') throw new Error(`ended by ${result.end}`)
    return new WeakRef(result.value)
  }
  const seen = await ask()
  // A WeakRef holds its target until the turn of the loop that made it is over.
  await sleep(1, [])
  collectGarbage()
  expect(seen.deref()).toBeUndefined()
})
