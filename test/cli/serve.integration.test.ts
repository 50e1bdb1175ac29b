import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { serve, TOKEN } from '../support/cli/served.ts'
import { asJson, blockedRow, row } from '../support/rows.ts'

/** Sends bytes as they are, and gives back everything that comes. */
async function exchange(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port) })
  onTestFinished(() => {
    socket.destroy()
  })
  await once(socket, 'connect')
  // A server that has heard enough closes while it is written to.
  socket.on('error', () => undefined)
  socket.write(bytes)
  return text(socket).catch(() => '')
}

/** What every error has: the headers that keep a browser from doing anything with it, and the body that is documented. */
function expectAnswer(told: string, code: string | RegExp): void {
  for (const header of ['cache-control: no-store', 'x-content-type-options: nosniff', 'content-type: application/json'])
    expect(told.toLowerCase()).toContain(header)
  const [head = '', ...rest] = told.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  // Whether its length is known before it is sent is a question of how busy the server is. An error is one chunk.
  const isChunked = /^transfer-encoding: chunked/im.test(head)
  expect(JSON.parse(isChunked ? (body.split('\r\n')[1] ?? '') : body)).toEqual({
    error: { code: expect.stringMatching(code), message: expect.stringMatching(/./) },
  })
}

describe('serve', () => {
  it('prints where it listens, answers who has the token, and stops when told to', async () => {
    const { address, get, stop } = await serve(await seededStore({ rows: [row(), blockedRow()] }))
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    const answer = await get('/api/readiness?verdict=blocked')
    expect(await answer.json()).toEqual({ rows: [asJson(blockedRow())] })
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const asked = await get('/', { headers: { Authorization: '', Accept: 'text/html' } })
    expect([asked.status, asked.headers.get('WWW-Authenticate')?.split(' ')[0]]).toEqual([401, 'Basic'])
    const typed = await get('/api/summary', { headers: { Authorization: `Basic ${btoa(`me:${TOKEN}`)}` } })
    expect(typed.status).toBe(200)
    await typed.arrayBuffer()
    await asked.arrayBuffer()
    expect(await stop()).toEqual({ status: 0, stdout: `${address}\n`, stderr: '' })
    await expect(fetch(address)).rejects.toThrow()
  })

  it.each([
    [{}, /^error: CMK_API_TOKEN is not set/],
    [{ CMK_API_TOKEN: '' }, /^error: CMK_API_TOKEN is not set/],
    [{ CMK_API_TOKEN: 'trigger' }, /^error: CMK_API_TOKEN is "trigger"/],
    [{ CMK_API_TOKEN: 'short' }, /CMK_API_TOKEN/],
  ])('does not start with %j, and says how to make a token', async (env, told) => {
    const { status, stdout, stderr } = await runCli(['serve', '--port', '0'], { env })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(told)
    expect(stderr).toMatch(/export CMK_API_TOKEN=\$\(openssl rand -hex 24\)|at least 16|16 characters/)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('says what to do where it cannot listen', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => {
      other.close()
    })
    const env = { CMK_API_TOKEN: TOKEN }
    const { port } = other.address() as AddressInfo
    const taken = await runCli(['serve', '--port', String(port)], { env })
    expect([taken.status, taken.stdout]).toEqual([1, ''])
    expect(taken.stderr).toMatch(/EADDRINUSE.*--port/)
    const elsewhere = await runCli(['serve', '--host', '192.0.2.1'], { env })
    expect([elsewhere.status, elsewhere.stderr]).toEqual([1, expect.stringMatching(/EADDRNOTAVAIL.*--host/)])
  })

  it('warns where other machines can reach it', async () => {
    const { stop } = await serve(await temporaryFolder(), ['--host', '0.0.0.0'])
    const { status, stderr } = await stop()
    expect(status).toBe(0)
    expect(stderr).toMatch(/warning: .*unencrypted.*TLS/)
  })

  it('tells its answers when asked to be verbose, without what stands in a query', async () => {
    const { get, stop } = await serve(await seededStore({ rows: [row()] }), ['--verbose'])
    await (await get(`/api/summary?token=${TOKEN}`)).arrayBuffer()
    expect((await stop()).stderr).toMatch(/^debug: GET \/api\/summary \(status 400, milliseconds \d+\)\n$/)
  })

  it('waits for the first audit, and reads a table that took the place of another', async () => {
    const cwd = await temporaryFolder()
    const { get } = await serve(cwd)
    expect((await get('/api/summary')).status).toBe(503)
    const file = join(cwd, 'cmk-readiness.db')
    const ids = async () => {
      const { rows } = (await (await get('/api/readiness')).json()) as { rows: { keyId: string }[] }
      return rows.map(({ keyId }) => keyId)
    }
    for (const keyId of ['key-first', 'key-second', 'key-third', 'key-fourth']) {
      await rename(join(await seededStore({ rows: [row({ keyId })] }), 'cmk-readiness.db'), file)
      for (const rest of ['-wal', '-shm']) await rm(file + rest, { force: true })
      expect(await ids()).toEqual([keyId])
      expect(await ids()).toEqual([keyId])
    }
  })
})

describe('what no client of the API sends', () => {
  it('is refused before it is kept: headers that are too large', async () => {
    const { address } = await serve(await temporaryFolder())
    const told = await exchange(address, `GET /api/summary HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(told).toMatch(/^HTTP\/1\.1 431 /)
    expectAnswer(told, 'headers-too-large')
  })

  it('is answered to whoever is let in, where it is expected that the answer meets something', async () => {
    const { address } = await serve(await seededStore({ rows: [row()] }))
    for (const [authorization, status] of [
      ['', 401],
      [`Authorization: Bearer ${TOKEN}\r\n`, 200],
    ]) {
      const head = `GET /api/summary HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 200-maybe\r\n${authorization}`
      const told = await exchange(address, `${head}\r\n`)
      expect(told).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      expect(told).toMatch(/x-content-type-options: nosniff/i)
    }
  })

  it('breaks off an answer that has begun, and writes nothing into it', async () => {
    const { address } = await serve(await seededStore({ rows: [row()] }))
    const head = `GET /api/readiness.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`
    const told = await exchange(address, `${head}nonsense\r\n\r\n`)
    expect(told.match(/HTTP\/1\.1/g)?.length ?? 0).toBeLessThan(2)
  })

  it('is refused without its body being waited for', async () => {
    const { address } = await serve(await temporaryFolder())
    for (const [authorization, status] of [
      ['Bearer wrong', 401],
      [`Bearer ${TOKEN}`, 405],
    ]) {
      const head = `POST /api/summary HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n`
      const told = await exchange(address, `${head}Content-Length: 1000000000\r\n\r\n${'x'.repeat(100_000)}`)
      expect(told).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    }
  })

  it('is refused as no request that can be read: two Host headers, whoever sends them', async () => {
    const { address } = await serve(await seededStore({ rows: [row()] }))
    const head = `GET /api/summary HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${TOKEN}\r\n`
    for (const host of ['y', 'x']) {
      const told = await exchange(address, `${head}Host: ${host}\r\n\r\n`)
      expect(told).toMatch(/^HTTP\/1\.1 400 /)
      expectAnswer(told, 'bad-request')
    }
    expect(await exchange(address, `${head}\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it.each([
    'GET /api/summary HTTP/1.0\r\n\r\n',
    'GET /api/summary HTTP/1.1\r\n\r\n',
    'BREW /api/summary HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /api/summary HTTP/1.1\r\nHost: a b\r\n\r\n',
    'GET /api/summary HTTP/1.1\r\nHost: x/../y\r\nConnection: close\r\n\r\n',
    'GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n',
    'nonsense\r\n\r\n',
    `TRACE /api/summary HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    'GET //evil.example/api/summary HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET /api/readiness/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  ])('is refused, and tells nothing (%j)', async (request) => {
    const cwd = await seededStore({ rows: [row()] })
    const { address } = await serve(cwd)
    const told = await exchange(address, request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
    expect(told).toMatch(/^HTTP\/1\.1 40[015] /)
    expectAnswer(told, /^(bad-request|unauthorized|method-not-allowed)$/)
    expect(told).not.toMatch(/node_modules|\.ts|Error:|cmk-readiness\.db/)
    expect(told).not.toContain(cwd)
    expect(told).not.toContain(row().keyId)
  })
})
