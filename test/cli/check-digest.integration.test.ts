import { describe, expect, it } from 'vitest'
import { iso, MINUTE } from '../../shared/domain/time.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { startReceiver, startWebhook } from '../support/receivers.ts'
import { diagnostic, NOW, row } from '../support/rows.ts'

const clock = () => NOW
const ASOF = iso(NOW - 5 * MINUTE)

async function started() {
  const hook = await startWebhook({ clock })
  const heartbeats = await startReceiver(() => ({ status: 200 }))
  const said = diagnostic({ fatal: false, asOf: ASOF })
  const cwd = await seededStore({ rows: [row({ checkedAt: ASOF })], diagnostics: [said], lastRun: ASOF })
  const env = { CMK_CHANNELS: hook.address, CMK_HEARTBEAT_URL: `${heartbeats.url}/secret-id-of-the-check` }
  const cli = (...argv: string[]) => runCli(['digest', ...argv], { cwd, env, clock })
  return { heartbeats, cli }
}

describe('digest --check', () => {
  it('is in order once the digest was sent, and calls the heartbeat once', async () => {
    const { heartbeats, cli } = await started()
    const before = await cli('--check')
    expect(before).toMatchObject({ status: 1, stderr: '' })
    expect(before.stdout).toBe(
      'channel webhook has no digest of today: it was not sent, or refused\nCMK_HEARTBEAT_URL was not called: the night was not a good one.\n',
    )
    await cli('--channel', 'webhook')
    const good = 'The last night is done, and every channel has its digest where one is due.\n'
    expect(await cli('--check')).toMatchObject({ status: 0, stdout: `${good}CMK_HEARTBEAT_URL was called.\n` })
    expect(await cli('--check')).toMatchObject({ status: 0, stdout: expect.stringContaining('for this night before') })
    expect(heartbeats.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /secret-id-of-the-check'])
  })

  it('says that nothing was audited, and takes no other option', async () => {
    const cwd = await seededStore({})
    expect(await runCli(['digest', '--check'], { cwd, clock })).toMatchObject({
      status: 1,
      stdout: 'no audit has run yet\n',
    })
    const both = await runCli(['digest', '--check', '--week'], { cwd, clock })
    expect(both).toMatchObject({ status: 2, stderr: expect.stringContaining("'--check' cannot be used with") })
  })

  it('tells what of a bad address it takes, and not the address', async () => {
    const env = { CMK_HEARTBEAT_URL: 'hc-ping.com/secret-id-of-the-check' }
    const { status, stderr } = await runCli(['digest', '--check'], { cwd: await temporaryFolder(), env, clock })
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/CMK_HEARTBEAT_URL: its value is not valid; it takes an http/),
    ])
    expect(stderr).not.toContain('secret-id')
  })
})
