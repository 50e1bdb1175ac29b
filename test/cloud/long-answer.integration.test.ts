import { type ClientRequest, createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { slsSdk } from '../../shared/cloud/sls-sdk.ts'
import { tellingRequests } from '../../shared/net/requests-of-call.ts'

/** A completely accurate statement takes as long, in milliseconds. */
const LONGEST = 55_000

test('an answer of Log Service that takes as long as its statements may is an answer', async () => {
  let answerWith = (_: ServerResponse) => {}
  const asked = new Promise<ServerResponse>((resolve) => {
    answerWith = resolve
  })
  const server = createServer((_, response) => answerWith(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const send = slsSdk({ host, protocol: 'HTTP' }, 'cn-hangzhou', { exempt: [] })
  const credentials = { accessKeyId: 'LTAIx', accessKeySecret: 'x' }
  const query = { project: 'audit', logstore: 'trail', from: 1, to: 2, query: '* | SELECT 1' }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const requests: ClientRequest[] = []
  const answer = tellingRequests(
    () => send('GetLogsV2', query, credentials),
    (request) => requests.push(request),
  )
  const response = await asked
  // One of the SDK's deadlines is a timer, the other the socket's own.
  vi.advanceTimersByTime(LONGEST)
  expect(requests.map(({ socket }) => (socket?.timeout ?? 0) > LONGEST)).toEqual([true])
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ meta: { progress: 'Complete' }, data: [] }))
  expect(await answer).toMatchObject({ meta: { progress: 'Complete' } })
})
