import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { post } from '../../shared/net/post.ts'
import { startReceiver } from '../support/receivers.ts'

const never = new AbortController().signal
const timeouts = { connect: 200, read: 200 }
const send = (url: string, signal = never) => post(url, '{"a":"ü"}', { headers: { 'x-a': 'b' }, signal, timeouts })

it('posts a body and reads the answer, whatever its status', async () => {
  const receiver = await startReceiver(() => ({ status: 429, body: 'slowly', headers: { 'retry-after': '3' } }))
  const answer = await send(`${receiver.url}/path?q=1`)
  expect(answer).toEqual({ end: 'answer', status: 429, retryAfter: '3', text: 'slowly' })
  expect(receiver.requests).toMatchObject([{ method: 'POST', path: '/path', headers: { 'x-a': 'b' } }])
  expect(receiver.requests[0]?.body.toString()).toBe('{"a":"ü"}')
})

it('reads no more of an answer than a channel has to say', async () => {
  const receiver = await startReceiver(() => ({ status: 200, body: 'x'.repeat(1_000_000) }))
  const answer = await send(receiver.url)
  expect(answer.end === 'answer' && answer.text.length).toBe(64 * 1024)
})

it('tells a request that never left from one without an answer', async () => {
  expect(await send('http://127.0.0.1:9/')).toEqual({ end: 'unsent', code: 'ECONNREFUSED' })
  expect(await send('http://host.invalid/')).toMatchObject({ end: 'unsent' })
  expect(await send('http://127.0.0.1:9/', AbortSignal.abort())).toEqual({ end: 'unsent', code: 'aborted' })
  const receiver = await startReceiver(() => ({ status: 200, body: '0123456789' }))
  receiver.strike('reset', 'silent', 'truncated')
  expect(await send(receiver.url)).toEqual({ end: 'unanswered', code: 'ECONNRESET' })
  expect(await send(receiver.url)).toEqual({ end: 'unanswered', code: 'timeout' })
  expect(await send(receiver.url)).toEqual({ end: 'truncated', status: 200, code: 'ECONNRESET' })
})

it('has sent nothing while TLS is not there', async () => {
  const mute = createServer(() => {})
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void mute.close())
  const { port } = mute.address() as AddressInfo
  expect(await send(`https://127.0.0.1:${port}/`)).toEqual({ end: 'unsent', code: 'timeout' })
})

it('ends when it is told to', async () => {
  const receiver = await startReceiver(() => ({ status: 200 }))
  receiver.strike('silent')
  expect(await send(receiver.url, AbortSignal.timeout(50))).toEqual({ end: 'unanswered', code: 'aborted' })
})
