import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { showDigest } from '../../cli/send-digest.ts'
import { openOutputs, openShell } from '../../cli/terminal/shell.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { iso } from '../../shared/domain/time.ts'
import { runCli, stream } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { startFeishu, startMailServer, startRobot, startSlack, startWebhook, startWecom } from '../support/receivers.ts'
import { blockedRow, NOW, row } from '../support/rows.ts'

const clock = () => NOW

async function started() {
  const robot = await startRobot({ clock, secret: 'SECsynthetic' })
  const hook = await startWebhook({ clock })
  const CMK_CHANNELS = `terminal,${robot.address}#secret=SECsynthetic&name=team,${hook.address}`
  const cwd = await seededStore({ rows: [row(), blockedRow()] })
  const cliAt =
    (time: string) =>
    (...argv: string[]) =>
      runCli(['digest', ...argv], { cwd, env: { CMK_CHANNELS }, clock: () => Date.parse(time) })
  return { robot, hook, cliAt, cli: cliAt(iso(NOW)) }
}

/** A receiver of each kind that is posted to without a signature, a mail server, and a file. */
async function everywhere() {
  const robot = await startRobot({ clock })
  const feishu = await startFeishu({ clock })
  const wecom = await startWecom({ clock })
  const slack = await startSlack({ clock })
  const mail = await startMailServer({ login: { user: 'bot@corp.example', pass: 'synthetic-password' } })
  const options = `from=bot@corp.example&to=team@corp.example&password=env:MAIL&ca=${encodeURIComponent(mail.ca)}`
  const smtp = `smtp://bot%40corp.example@127.0.0.1:${mail.port}#${options}`
  const addresses = [robot, feishu, wecom, slack].map(({ address }) => address)
  const receivers = [
    ['dingtalk', robot.requests],
    ['feishu', feishu.requests],
    ['wecom', wecom.requests],
    ['slack', slack.requests],
  ] as const
  const cwd = await seededStore({ rows: [row(), blockedRow()] })
  return { cwd, receivers, mail, CMK_CHANNELS: [...addresses, smtp, 'save:out/{day}.json'].join() }
}

describe('digest --channel', () => {
  it('sends to a channel by its name, once a day, and prints one line', async () => {
    const { robot, hook, cli } = await started()
    expect(await cli('--channel', 'team')).toEqual({
      status: 0,
      stdout: 'team: digest of 2026-11-23 sent\n',
      stderr: '',
    })
    const again = await cli('--channel', 'team')
    expect([again.status, again.stdout]).toEqual([0, 'team: digest of 2026-11-23 already sent\n'])
    expect([robot.messages.length, hook.messages.length]).toEqual([1, 0])
  })

  it('sends to several, by kind too, each once, in the language that is asked for', async () => {
    const { robot, hook, cli } = await started()
    const { status, stdout } = await cli(
      '--channel',
      'dingtalk',
      '--channel',
      'webhook',
      '--channel',
      'team',
      '--lang',
      'zh',
    )
    expect(status).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(robot.messages[0]?.title).toContain('迁移就绪')
    expect(hook.messages[0]?.language).toBe('zh')
  })

  it('tells a channel that failed, with status 1, and sends to the others', async () => {
    const { robot, hook, cli } = await started()
    robot.state = 'stopped'
    const { status, stdout, stderr } = await cli('--channel', 'team', '--channel', 'webhook')
    expect([status, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/^team: digest of 2026-11-23 not sent\. Channel team: .*stopped.*\nwebhook: .* sent\n$/)
    expect(stdout).not.toMatch(/127\.0\.0\.1|synthetic/)
    expect(hook.messages).toHaveLength(1)
  })

  it('prints on the terminal as before, besides', async () => {
    const { robot, cli } = await started()
    const { stdout } = await cli('--channel', 'terminal', '--channel', 'team')
    expect(stdout).toMatch(/^CMK migration readiness/)
    expect(stdout).toContain('team: digest of')
    expect(robot.messages).toHaveLength(1)
  })

  it('refuses a channel that is not configured, with the names of those that are, and does nothing', async () => {
    const { robot, cli } = await started()
    const { status, stdout, stderr } = await cli('--channel', 'terminal', '--channel', 'team', '--channel', 'tem')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^error: CMK_CHANNELS has no channel .* one of terminal, team, webhook\. Did you mean team\?\n$/,
    )
    expect(robot.requests).toHaveLength(0)
  })

  it('does not tell people about a store that is not there', async () => {
    const robot = await startRobot({ clock })
    const cwd = await temporaryFolder()
    const { status, stderr } = await runCli(['digest', '--channel', 'dingtalk'], {
      cwd,
      env: { CMK_CHANNELS: robot.address },
    })
    expect(status).toBe(1)
    expect(stderr).toContain('Run audit first')
    expect(robot.requests).toHaveLength(0)
  })
})

describe('digest --channel on a day without news', () => {
  it('sends nothing, says so, and is done', async () => {
    const { robot, cli, cliAt } = await started()
    await cli('--channel', 'team')
    // Half past midnight of Tuesday in Shanghai.
    const tomorrow = cliAt('2026-11-23T16:30:00Z')
    expect(await tomorrow('--channel', 'team')).toEqual({
      status: 0,
      stdout: 'team: digest of 2026-11-24 not sent, because nothing has changed\n',
      stderr: '',
    })
    const { stderr } = await tomorrow('--channel', 'team', '--dry-run')
    expect(stderr).toMatch(/^warning: Nothing would be sent: nothing has changed/)
    expect(robot.messages).toHaveLength(1)
  })
})

describe('digest --dry-run', () => {
  it('prints exactly what would be sent, and sends and marks nothing', async () => {
    const { robot, cli } = await started()
    const { status, stdout, stderr } = await cli('--channel', 'team', '--dry-run')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).not.toMatch(/127\.0\.0\.1|synthetic/)
    expect(robot.requests).toHaveLength(0)
    await cli('--channel', 'team')
    expect(`${robot.requests[0]?.body}\n`).toBe(stdout)
  })

  it('prints it for a channel of any kind, and of mail all of it', async () => {
    const { cwd, CMK_CHANNELS, receivers, mail } = await everywhere()
    const cli = (...argv: string[]) =>
      runCli(['digest', ...argv], { cwd, env: { CMK_CHANNELS, MAIL: 'synthetic-password' } })
    for (const [name, requests] of receivers) {
      const { status, stdout, stderr } = await cli('--channel', name, '--dry-run')
      expect([status, stderr, requests.length]).toEqual([0, '', 0])
      expect(await cli('--channel', name)).toMatchObject({ status: 0, stdout: expect.stringContaining(' sent\n') })
      expect(`${requests[0]?.body}\n`).toBe(stdout)
    }
    const shown = await cli('--channel', 'smtp', '--dry-run')
    expect(shown.stdout).toMatch(/^From: "cmk-readiness" <bot@corp\.example>\r\nTo: team@corp\.example\r\nSubject: /m)
    expect(shown.stdout).toContain('filename=cmk-readiness.html')
    expect(mail.sessions).toBe(0)
    await cli('--channel', 'smtp')
    expect(`${mail.mails[0]?.raw}\n`).toBe(shown.stdout)
    const saved = await cli('--channel', 'save', '--dry-run')
    await cli('--channel', 'save')
    expect(`${await readFile(join(cwd, 'out/2026-11-23.json'), 'utf8')}\n`).toBe(saved.stdout)
  })

  it('says where nothing would be sent', async () => {
    const { cli } = await started()
    await cli('--channel', 'team')
    const { stdout, stderr } = await cli('--channel', 'team', '--dry-run')
    expect(stdout).toMatch(/^\{"msgtype":"markdown"/)
    expect(stderr).toMatch(/^warning: Nothing would be sent: it was already sent/)
  })

  it('shows the others where one cannot be made, with status 1', async () => {
    const cwd = await seededStore({ rows: [row()] })
    const [stdout, stderr] = [stream(undefined), stream(undefined)]
    const terminal = { env: {}, cwd, stdout, stderr, clock, signal: new AbortController().signal }
    const shell = openShell(terminal, openOutputs(terminal), {})
    const [channel] = loadConfig({ CMK_CHANNELS: 'save:x.md' }, { cwd }).channels
    if (channel === undefined) throw new Error('the address is a channel')
    const channels = [{ ...channel, name: 'odd', kind: 'of-no-kind' }, channel]
    expect(await showDigest(shell, channels)).toBe(1)
    expect(String(stderr.read())).toMatch(
      /^error: It could not be generated: TypeError .* \(channel odd, day 2026-11-23\)\n$/,
    )
    expect(String(stdout.read())).toMatch(/^# CMK migration readiness/)
  })
})
