import { beforeEach, describe, expect, it } from 'vitest'
import { checkNight } from '../../functions/digest/check-night.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { DAY, HOUR } from '../../shared/domain/time.ts'
import { textLog } from '../../shared/log/log.ts'
import type { Strike } from '../../simulator/receivers/receiver.ts'
import { DigestNights } from '../support/functions/digest-nights.ts'
import { startReceiver } from '../support/receivers.ts'
import { diagnostic } from '../support/rows.ts'

const lab = new DigestNights()
beforeEach(() => {
  lab.channels = ''
})

/** A dead man's switch that answers so, one call after the other, and then takes what comes. */
async function deadMansSwitch(...answers: Strike[]) {
  const { url, requests, strike } = await startReceiver(() => ({ status: 200, body: 'OK' }))
  strike(...answers)
  const calls = () => requests.map(({ method, path, body }) => `${method} ${path} ${body.length}`)
  return { address: `${url}/5f2c-secret-id`, calls }
}

async function check(env: Record<string, string> = {}) {
  const lines: string[] = []
  const log = textLog((line) => lines.push(line))
  const config = loadConfig({ CMK_CHANNELS: lab.channels, ...env }, { cwd: '/nonexistent' })
  const signal = new AbortController().signal
  const checked = await checkNight({ config, store: lab.store, clock: lab.clock, signal, log, sleep: async () => true })
  return { ...checked, lines: lines.join('') }
}

describe('the check of a night', () => {
  it('finds nothing once the night is done and its digest sent, or not due', async () => {
    await lab.group()
    await lab.nights({})
    await lab.night()
    expect((await check()).problems).toEqual([])
    await lab.night({ changed: true })
    expect((await check()).problems).toEqual(['channel dingtalk has no digest of today: it was not sent, or refused'])
    await lab.outcomes()
    expect(await check()).toEqual({ problems: [], failed: 0, lines: '' })
  })

  it('tells a night that did not finish, or did not happen', async () => {
    expect((await check()).problems).toEqual(['no audit has run yet'])
    await lab.run(['cn-hangzhou', 'cn-shanghai'], ['cn-hangzhou'])
    const { problems, lines } = await check()
    expect(problems).toEqual([
      expect.stringMatching(/^the audit of 20.* has not finished 1 of its regions: 1234567890123456 cn-shanghai$/),
    ])
    expect(lines).toMatch(/^error {2}the audit of /)
    lab.now += DAY + 2 * HOUR
    expect((await check()).problems).toEqual([expect.stringMatching(/^the last audit was that of /)])
  })

  it('tells a channel that refused', async () => {
    const robot = await lab.group()
    await lab.night()
    robot.state = 'stopped'
    await lab.outcomes()
    expect((await check()).problems).toEqual([expect.stringContaining('dingtalk has no digest of today')])
  })
})

describe('the heartbeat', () => {
  it('is called once for each good night, and not for one that was not', async () => {
    const { address, calls } = await deadMansSwitch()
    const env = { CMK_HEARTBEAT_URL: address }
    expect((await check(env)).heartbeat).toBe('not-called')
    await lab.night()
    expect((await check(env)).heartbeat).toBe('called')
    expect((await check(env)).heartbeat).toBe('called-before')
    expect(calls()).toEqual(['POST /5f2c-secret-id 0'])
    lab.now += DAY
    await lab.night({ diagnostics: [diagnostic()] })
    expect(await check(env)).toMatchObject({ problems: [], failed: 1, heartbeat: 'not-called' })
    lab.now += DAY
    await lab.night({ diagnostics: [diagnostic({ fatal: false })] })
    expect((await check(env)).heartbeat).toBe('called')
    expect(calls()).toHaveLength(2)
  })

  it('is not called while a channel lacks its digest', async () => {
    const { address, calls } = await deadMansSwitch()
    await lab.group()
    await lab.night()
    expect((await check({ CMK_HEARTBEAT_URL: address })).heartbeat).toBe('not-called')
    expect(calls()).toEqual([])
  })

  it('is called again where that may help', async () => {
    const { address, calls } = await deadMansSwitch({ status: 503 }, 'reset', 'lost', { status: 429 })
    await lab.night()
    expect((await check({ CMK_HEARTBEAT_URL: address })).heartbeat).toBe('called')
    expect(calls()).toHaveLength(5)
  })

  it('that is not taken is a line in the log without its address, and called by the next check', async () => {
    const { address, calls } = await deadMansSwitch({ status: 404 })
    await lab.night()
    const failed = await check({ CMK_HEARTBEAT_URL: address })
    expect(failed).toMatchObject({ problems: [], heartbeat: 'failed' })
    expect(failed.lines).toBe('warn   CMK_HEARTBEAT_URL did not take the call  code=HTTP 404\n')
    expect((await check({ CMK_HEARTBEAT_URL: address })).heartbeat).toBe('called')
    expect(calls()).toHaveLength(2)
    lab.now += DAY
    await lab.night()
    const gone = await check({ CMK_HEARTBEAT_URL: 'http://127.0.0.1:9/5f2c-secret-id' })
    expect(gone.heartbeat).toBe('failed')
    expect(gone.lines).toMatch(/code=ECONNREFUSED\n$/)
  })
})
