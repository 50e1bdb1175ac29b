import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MAX_ROWS } from '../../functions/digest/read-content.ts'
import { HOUR } from '../../shared/domain/time.ts'
import { DigestLab } from '../support/functions/digest-lab.ts'
import { startFeishu, startMailServer, startRobot, startSlack, startWebhook, startWecom } from '../support/receivers.ts'
import { blockedRow, change, row } from '../support/rows.ts'

const lab = new DigestLab()

async function mailServer(options: Parameters<typeof startMailServer>[0] = {}) {
  const mail = await startMailServer(options)
  const ca = encodeURIComponent(mail.ca)
  const address = `smtp://127.0.0.1:${mail.port}#from=bot@corp.example&to=a@corp.example;b@corp.example&ca=${ca}`
  return { mail, address }
}

/** One receiver of every kind. */
async function everybody() {
  const clock = { clock: lab.clock }
  const folder = await mkdtemp(join(tmpdir(), 'cmk-digest-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'digest.md')
  const dingtalk = await startRobot(clock)
  const feishu = await startFeishu(clock)
  const wecom = await startWecom(clock)
  const slack = await startSlack(clock)
  const webhook = await startWebhook(clock)
  const { mail, address } = await mailServer()
  const lark = feishu.address.replace('feishu:', 'lark:')
  lab.channels = [dingtalk, feishu, { address: lark }, wecom, slack, webhook, { address }, { address: `save:${file}` }]
    .map((channel) => channel.address)
    .join()
  return { dingtalk, feishu, wecom, slack, webhook, mail, saved: () => readFile(file, 'utf8') }
}

describe('a digest for many channels', () => {
  it('comes to each once', async () => {
    await lab.store.readiness.put([row(), blockedRow()])
    const { dingtalk, feishu, wecom, slack, webhook, mail, saved } = await everybody()
    expect(await lab.outcomes()).toEqual(Array(8).fill('sent'))
    expect(await lab.outcomes()).toEqual(Array(8).fill('already-sent'))
    const sent = [dingtalk.messages, feishu.cards, wecom.messages, slack.messages, webhook.messages, mail.mails]
    expect(sent.map(({ length }) => length)).toEqual([1, 2, 1, 1, 1, 1])
    expect(await saved()).toContain('## Blocked (1)')
  })

  it('is kept from none by one that fails for good, now, or without a word', async () => {
    await lab.store.readiness.put([row()])
    const { dingtalk, wecom, slack, mail } = await everybody()
    dingtalk.state = 'stopped'
    wecom.strike(...Array.from({ length: 6 }, () => ({ status: 503 })))
    slack.strike('reset')
    mail.strike('drop')
    const deliveries = await lab.invoke()
    expect(Object.fromEntries(deliveries.map(({ channel, outcome, retry }) => [channel, [outcome, retry]]))).toEqual({
      dingtalk: ['failed', false],
      feishu: ['sent', false],
      lark: ['sent', false],
      wecom: ['failed', true],
      slack: ['failed', true],
      webhook: ['sent', false],
      smtp: ['failed', true],
      save: ['sent', false],
    })
    for (const { reason = '' } of deliveries) expect(reason).not.toMatch(/127\.0\.0\.1|synthetic|corp\.example/)
    lab.now += HOUR
    const again = await lab.invoke()
    expect(again.flatMap(({ channel, outcome }) => (outcome === 'sent-again' ? [channel] : []))).toEqual([
      'slack',
      'smtp',
    ])
    expect(mail.mails[0]?.parsed.text).toContain('may have been sent before')
  })
})

describe('a digest by mail', () => {
  it('has the report of the same rows and of how they came about attached', async () => {
    await lab.store.readiness.put([blockedRow()])
    await lab.store.history.put([change({ before: 'ready', after: 'blocked', changedAt: '2026-11-20T18:15:00Z' })])
    const { mail, address } = await mailServer()
    lab.channels = `${address}&lang=zh`
    expect(await lab.outcomes()).toEqual(['sent'])
    const report = mail.mails[0]?.parsed.attachments[0]?.content.toString() ?? ''
    expect(report).toContain('<html lang="zh-CN">')
    expect(report).toContain(blockedRow().keyId)
    // A quarter past two of the next day in Shanghai.
    expect(report).toContain('<th scope="row">2026-11-21</th>')
  })

  it('tells where the report is once the table has more rows than are held', async () => {
    await lab.store.readiness.put(Array.from({ length: MAX_ROWS + 1 }, (_, at) => row({ keyId: `key-${at}` })))
    const { mail, address } = await mailServer()
    lab.channels = address
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(mail.mails[0]?.parsed.attachments).toEqual([])
    expect(mail.mails[0]?.parsed.text).toContain('npm run -s cli -- report')
  })

  it('that some get is not sent to them again, and the others are told of', async () => {
    const { mail, address } = await mailServer({ refused: { 'b@corp.example': 550 } })
    lab.channels = address
    expect(await lab.invoke()).toMatchObject([
      { outcome: 'sent', retry: false, reason: expect.stringContaining('1 of 2 recipients were refused (SMTP 550)') },
    ])
    expect(await lab.outcomes()).toEqual(['already-sent'])
    expect(mail.mails).toHaveLength(1)
  })
})
