import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { destinationOf } from '../../shared/channels/definitions.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { cloudFor, doctor } from '../support/cli/run-doctor.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { startMailServer, startReceiver, startRobot, startWebhook } from '../support/receivers.ts'
import { NOW, row } from '../support/rows.ts'

const clock = () => NOW

describe('doctor on channels', () => {
  it('makes the message of each and tries the way to it, and sends and marks nothing', async () => {
    const robot = await startRobot({ clock, secret: 'SECsynthetic' })
    const hook = await startWebhook({ clock })
    const CMK_CHANNELS = `terminal,${robot.address}#secret=SECsynthetic&name=team,${hook.address}`
    const cwd = await seededStore({ rows: [row()] })
    const { status, of, stdout } = await doctor(await cloudFor(), { cwd, env: { CMK_CHANNELS } })
    expect(status).toBe(0)
    expect(of('channels').map(({ what }) => what)).toEqual([
      expect.stringMatching(
        /^the receiver of team \(dingtalk\) can be reached; the digest of [\d-]+ takes \d+ bytes; nothing was sent$/,
      ),
      expect.stringMatching(/^the receiver of webhook can be reached; /),
    ])
    expect([robot.requests.length, hook.requests.length]).toEqual([0, 0])
    expect(stdout).not.toMatch(/127\.0\.0\.1|synthetic/)
    const again = await doctor(await cloudFor(), { cwd, env: { CMK_CHANNELS } })
    expect(again.of('channels')).toEqual(of('channels'))
  })

  it('says which cannot be reached, without its address', async () => {
    const hook = await startWebhook({ clock })
    const CMK_CHANNELS = `webhook:http://127.0.0.1:1/aSecretPathOfAWebhook#name=gone,webhook:${hook.url.replace('http:', 'https:')}/#name=plain,${hook.address}`
    const { status, of, stdout } = await doctor(await cloudFor(), { env: { CMK_CHANNELS } })
    expect(status).toBe(3)
    expect(of('channels')).toMatchObject([
      { status: 'failed', what: 'the receiver of gone (webhook) cannot be reached: ECONNREFUSED' },
      {
        status: 'failed',
        what: expect.stringMatching(/^the receiver of plain \(webhook\) cannot be reached: (E|ERR_)\w+$/),
      },
      { status: 'ok', what: expect.stringContaining('no message was generated, because the tables cannot be read') },
    ])
    expect(stdout).not.toMatch(/127\.0\.0\.1|aSecretPath/)
    expect(hook.requests).toEqual([])
  })

  it('looks whether a file can be written, and writes nothing', async () => {
    const cwd = await seededStore({ rows: [row()] })
    await writeFile(join(cwd, 'taken'), '')
    const CMK_CHANNELS = 'save:new/{day}/x.md#name=good,save:taken/x.md#name=bad'
    const { status, of } = await doctor(await cloudFor(), { cwd, env: { CMK_CHANNELS } })
    expect(status).toBe(3)
    expect(of('channels')).toMatchObject([
      {
        status: 'ok',
        what: expect.stringMatching(/^the file of good \(save\) can be written; the digest of .* sent$/),
      },
      {
        status: 'failed',
        what: 'the file of bad (save) cannot be written: a part of its path is no folder (ENOTDIR)',
        advice: expect.stringContaining('CMK_CHANNELS'),
      },
    ])
    expect(existsSync(join(cwd, 'new'))).toBe(false)
  })

  it('tries mail where it would be sent, with TLS from the first byte where it would be', async () => {
    const mail = await startMailServer({ implicitTls: true })
    const options = 'from=bot@corp.example&to=team@corp.example'
    const at = `smtp://localhost:${mail.port}#${options}&tls=implicit`
    const CMK_CHANNELS = `${at}&ca=${encodeURIComponent(mail.ca)}&name=trusted,${at}&name=strange`
    const { of } = await doctor(await cloudFor(), { env: { CMK_CHANNELS } })
    expect(of('channels')).toMatchObject([
      { status: 'ok', what: expect.stringMatching(/^the receiver of trusted \(smtp\) can be reached/) },
      {
        status: 'failed',
        what: 'the receiver of strange (smtp) cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT',
        advice: expect.stringMatching(/certificate.*NODE_EXTRA_CA_CERTS/),
      },
    ])
    expect(mail.mails).toEqual([])
  })

  it('says which kind of TLS a mail server’s port takes', async () => {
    const mail = await startMailServer()
    const CMK_CHANNELS = `smtp://localhost:${mail.port}#from=bot@corp.example&to=team@corp.example&tls=implicit`
    const { of } = await doctor(await cloudFor(), { env: { CMK_CHANNELS } })
    expect(of('channels')).toMatchObject([
      {
        status: 'failed',
        what: 'the receiver of smtp cannot be reached: ERR_SSL_WRONG_VERSION_NUMBER',
        advice: expect.stringContaining('tls=starttls'),
      },
    ])
  })
})

describe('doctor on the heartbeat', () => {
  it('tries the way to it, and does not call it', async () => {
    const { url, requests } = await startReceiver(() => ({ status: 200 }))
    const reached = await doctor(await cloudFor(), { env: { CMK_HEARTBEAT_URL: `${url}/aSecretIdOfAHeartbeat` } })
    expect(reached.of('heartbeat')).toMatchObject([{ status: 'ok', what: expect.stringContaining('was not called') }])
    expect(requests).toEqual([])
    const env = { CMK_HEARTBEAT_URL: 'http://127.0.0.1:1/aSecretIdOfAHeartbeat' }
    const gone = await doctor(await cloudFor(), { env })
    expect(gone.of('heartbeat')).toMatchObject([
      { status: 'failed', what: expect.stringMatching(/reached: ECONNREFUSED$/) },
    ])
    expect([gone.status, reached.stdout + gone.stdout]).toEqual([
      3,
      expect.not.stringMatching(/127\.0\.0\.1|aSecretId/),
    ])
  })
})

describe('where a channel leads', () => {
  it.each([
    ['smtp://mail.example#from=a@b.example&to=c@d.example', { host: 'mail.example', port: 587, implicitTls: false }],
    ['smtp://[::1]:465#from=a@b.example&to=c@d.example', { host: '::1', port: 465, implicitTls: true }],
    [
      'smtp://mail.example#from=a@b.example&to=c@d.example&tls=implicit',
      { host: 'mail.example', port: 465, implicitTls: true },
    ],
    ['webhook:https://hooks.example/', { host: 'hooks.example', port: 443, implicitTls: true }],
    ['webhook:http://[::1]:8080/', { host: '::1', port: 8080, implicitTls: false }],
    ['webhook:http://hooks.example/', { host: 'hooks.example', port: 80, implicitTls: false }],
  ])('%s', (text, server) => {
    const [config] = loadConfig({ CMK_CHANNELS: text }, { cwd: '/srv' }).channels
    expect(config && destinationOf(config)).toEqual({ server })
  })
})
