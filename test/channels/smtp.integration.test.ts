import { describe, expect, it } from 'vitest'
import { deliverMail } from '../../shared/channels/smtp/delivery.ts'
import { grouped } from '../../shared/text/numbers.ts'
import { selfSigned } from '../../simulator/receivers/self-signed.ts'
import { server } from '../support/channels/mail-channel.ts'
import { message, reportMessage } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { startRubbish } from '../support/net/proxy-server.ts'
import { startMailServer } from '../support/receivers.ts'
import { change, diagnostic, NOW, row } from '../support/rows.ts'

const LOGIN = { user: 'bot@corp.example', pass: 'synthetic, pass#word&' }

describe('a mail', () => {
  it.each([
    ['STARTTLS', false],
    ['TLS from the first byte', true],
  ])('comes by %s, after a login, in two readable parts with the report', async (_, implicitTls) => {
    const { mail, channel, time } = await server({ login: LOGIN, implicitTls })
    expect(await sendTo(channel, await reportMessage(), time)).toBeUndefined()
    expect(mail.mails).toHaveLength(1)
    expect(mail.mails[0]?.to).toEqual(['team@corp.example', 'lead@corp.example'])
    const { parsed } = mail.mails[0] ?? {}
    expect(parsed?.from?.text).toBe('"cmk-readiness" <bot@corp.example>')
    expect(parsed?.subject).toBe('CMK migration readiness · 2026-11-23 · Newly ready: 1')
    expect(parsed?.text).toMatch(
      /^CMK migration readiness · 2026-11-23\n.*Blocked \(1\)\n.*ReEncrypt.*attached report/s,
    )
    expect(parsed?.html).toMatch(/<h3>Blocked \(1\)<\/h3>.*ReEncrypt.*attached report/s)
    expect(parsed?.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['cmk-readiness.html', 'text/html'],
    ])
    expect(parsed?.attachments[0]?.content.toString()).toMatch(/^<!doctype html>.*<table id="keys" /s)
  })

  it('is exactly what a dry run shows, with no password in it', async () => {
    const { mail, channel, time } = await server({ login: LOGIN })
    const body = await channel.body(await reportMessage())
    await sendTo(channel, await reportMessage(), time)
    expect(mail.mails[0]?.raw.toString()).toBe(body)
    expect(body).not.toContain(LOGIN.pass)
  })

  it('says nothing of a report where there are no keys', async () => {
    const { mail, channel, time } = await server()
    expect(await sendTo(channel, await reportMessage({ rows: [], changes: [] }), time)).toBeUndefined()
    expect(mail.mails[0]?.parsed.text).not.toMatch(/report|too large/i)
    expect(mail.mails[0]?.parsed.attachments).toEqual([])
  })

  it('has the same id for a channel and a day, and a date of its digest', async () => {
    const { mail, channel, time } = await server()
    await sendTo(channel, await message(), time)
    await sendTo(channel, await message({ mayRepeat: true }), time)
    const [first, second] = mail.mails.map(({ parsed }) => parsed)
    expect(first?.messageId).toMatch(/^<[0-9a-f]{32}@corp\.example>$/)
    expect(second?.messageId).toBe(first?.messageId)
    expect(first?.date?.getTime()).toBe(Math.floor(NOW / 1000) * 1000)
    expect(first?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(second?.text).toContain('may have been sent before')
  })

  it('reads Chinese, with a link to everything', async () => {
    const { mail, channel, time } = await server({}, '&lang=zh&link=https://cmk.corp.example/?a=1%26b=2')
    await sendTo(channel, await message(), time)
    const { parsed } = mail.mails[0] ?? {}
    expect(parsed?.subject).toContain('迁移就绪')
    expect(parsed?.text).toContain('查看全部密钥及证据：https://cmk.corp.example/?a=1&b=2')
    expect(parsed?.html).toContain('<a href="https://cmk.corp.example/?a=1&amp;b=2"')
  })

  it('says where the report is when there is none', async () => {
    const without = await server()
    await sendTo(without.channel, await message(), without.time)
    expect(without.mail.mails[0]?.parsed.attachments).toEqual([])
    expect(without.mail.mails[0]?.parsed.text).toContain('npm run -s cli -- report')
    const unwanted = await server({}, '&report=no')
    await sendTo(unwanted.channel, await reportMessage(), unwanted.time)
    expect(unwanted.mail.mails[0]?.parsed.attachments).toEqual([])
    expect(unwanted.mail.mails[0]?.parsed.text).not.toContain('report')
  })

  it('stays short enough for Gmail, whole keys only', async () => {
    const { mail, channel, time } = await server()
    const rows = Array.from({ length: 3_000 }, (_, at) => row({ keyId: `key-hzz-${at}-end` }))
    await sendTo(channel, await message({ rows, changes: [] }), time)
    const html = mail.mails[0]?.parsed.html || ''
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(100_000)
    expect(Buffer.byteLength(html)).toBeGreaterThan(90_000)
    const shown = html.match(/key-hzz-\d+-end<\/code>/g)?.length ?? 0
    expect(html).toContain(`+${grouped(3_000 - shown)} more`)
  })
})

describe('a mail server', () => {
  it('whose certificate nobody vouches for gets nothing', async () => {
    for (const implicitTls of [false, true]) {
      const { mail, channel, time } = await server({ implicitTls, login: LOGIN }, '', selfSigned('127.0.0.1').cert)
      const error = await sendTo(channel, await message(), time)
      expect(error).toMatchObject({ kind: 'permanent', advice: expect.stringContaining('NODE_EXTRA_CA_CERTS') })
      expect(error?.code).toMatch(/CERT|SIGNATURE/)
      expect([mail.sessions, mail.mails.length]).toEqual([1, 0])
    }
  })

  it('that does not begin with TLS while the channel does is told what to set, once', async () => {
    const { mail, channel, time } = await server({}, '&tls=implicit')
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', advice: expect.stringContaining('tls=starttls') })
    expect([error?.code, mail.sessions, mail.mails.length]).toEqual(['ERR_SSL_WRONG_VERSION_NUMBER', 1, 0])
  })

  it('that waits for TLS while the channel waits for its greeting is told what to set', async () => {
    const { mail } = await server({ implicitTls: true })
    const envelope = { from: 'a@b.example', to: ['c@d.example'] }
    const timeouts = { connectionTimeout: 2_000, greetingTimeout: 200, socketTimeout: 1_000 }
    const at = { host: '127.0.0.1', port: mail.port, implicitTls: false }
    const end = await deliverMail(at, envelope, 'x', AbortSignal.timeout(10_000), timeouts)
    expect(end).toMatchObject({
      end: 'failed',
      problem: { kind: 'permanent', advice: expect.stringContaining('tls=implicit') },
    })
    const silent = await startRubbish(undefined)
    expect(
      await deliverMail({ ...at, port: silent }, envelope, 'x', AbortSignal.timeout(10_000), {
        ...timeouts,
        connectionTimeout: 200,
      }),
    ).toMatchObject({ end: 'failed', problem: { kind: 'transient' } })
  })

  it('that offers no TLS gets nothing', async () => {
    const { mail, channel, time } = await server({ plain: true })
    expect(await sendTo(channel, await message(), time)).toMatchObject({
      kind: 'permanent',
      advice: expect.stringContaining('TLS'),
    })
    expect(mail.mails).toEqual([])
  })

  it('that refuses the login is told without the password, once', async () => {
    const { mail, channel, time } = await server({ login: LOGIN }, '&password=wrong-password')
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', code: 'SMTP 535', advice: expect.stringContaining('password') })
    expect(`${error?.stack} ${JSON.stringify(error)}`).not.toMatch(/wrong-password|127\.0\.0\.1|bot@/)
    expect(mail.sessions).toBe(1)
  })

  it('that wants a login and gets none says so', async () => {
    const mail = await startMailServer({ login: LOGIN })
    const time = new Waiting(NOW)
    const ca = encodeURIComponent(mail.ca)
    const channel = await channelAt(
      `smtp://127.0.0.1:${mail.port}#from=a@b.example&to=c@b.example&ca=${ca}`,
      time.services,
    )
    expect(await sendTo(channel, await message(), time)).toMatchObject({
      kind: 'permanent',
      code: 'SMTP 530',
      advice: expect.stringContaining('login'),
    })
  })

  it('that announces less room than the mail takes is not sent it', async () => {
    const { mail, channel, time } = await server({ size: 4_000 })
    expect(await sendTo(channel, await reportMessage(), time)).toMatchObject({
      kind: 'permanent',
      code: 'SIZE',
      advice: expect.stringContaining('report=no'),
    })
    expect(mail.mails).toEqual([])
  })

  it.each([550, 552, 554])('that answers %d is not tried again', async (reply) => {
    const { mail, channel, time } = await server()
    mail.strike({ reply })
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', code: `SMTP ${reply}` })
    expect(error?.message).not.toContain('synthetic')
    expect(mail.sessions).toBe(1)
  })

  it('that answers 4xx for a while is tried again', async () => {
    const { mail, channel, time } = await server()
    mail.strike({ reply: 451 }, { reply: 421 }, { reply: 452 })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([mail.sessions, mail.mails.length, time.waits.length]).toEqual([4, 1, 3])
  })

  it('that does not know the sender yet leaves it for later', async () => {
    const { mail, channel, time } = await server({ refused: { 'team@corp.example': 450, 'lead@corp.example': 450 } })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'transient', code: 'SMTP 450' })
    expect([mail.sessions, mail.mails.length]).toEqual([6, 0])
  })

  it('that goes away after the mail leaves open whether it has it', async () => {
    const { mail, channel, time } = await server()
    mail.strike('drop')
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'uncertain' })
    expect(mail.sessions).toBe(1)
  })

  it('that is not there is tried again, and told without its name', async () => {
    const time = new Waiting(NOW)
    const channel = await channelAt('smtp://127.0.0.1:9#from=a@b.example&to=c@b.example', time.services)
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'transient', code: 'ECONNREFUSED' })
    expect(time.waits).toHaveLength(5)
    expect(`${error?.stack} ${JSON.stringify(error)}`).not.toContain('127.0.0.1')
  })

  it('is left alone when the caller has had enough', async () => {
    const { mail, channel, time } = await server()
    expect(await sendTo(channel, await message(), time, AbortSignal.abort())).toMatchObject({ code: 'aborted' })
    expect(mail.mails).toEqual([])
  })
})

describe('a header of a mail', () => {
  it('holds nothing from the cloud, whatever keys are called', async () => {
    const { mail, channel, time } = await server()
    const name = 'key\r\nBcc: thief@evil.example\r\n\r\nbody'
    const rows = [row({ keyId: name, aliases: [name], region: name, accountId: name })]
    const parts = { rows, changes: [change({ keyId: name })], diagnostics: [diagnostic({ message: name })] }
    await sendTo(channel, await message(parts), time)
    expect(mail.mails[0]?.to).toHaveLength(2)
    expect(mail.mails[0]?.parsed.bcc).toBeUndefined()
    expect(mail.mails[0]?.parsed.text).toContain('key\\u{d}\\u{a}Bcc')
    const [head = ''] = (mail.mails[0]?.raw.toString() ?? '').split('\r\n\r\n')
    expect(head).not.toContain('evil')
  })
})
