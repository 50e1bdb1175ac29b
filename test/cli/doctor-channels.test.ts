import { describe, expect, it } from 'vitest'
import { startRobot } from '../channels/dingtalk-robot.ts'
import { startWebhook } from '../channels/webhook-receiver.ts'
import { NOW, row } from '../notify/rows.ts'
import { cloudFor, doctor } from './run-doctor.ts'
import { seededStore } from './seeded-store.ts'

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
      { status: 'ok', what: expect.stringContaining('no message was made, for want of tables that can be read') },
    ])
    expect(stdout).not.toMatch(/127\.0\.0\.1|aSecretPath/)
    expect(hook.requests).toEqual([])
  })
})
