import { describe, expect, it } from 'vitest'
import type { RobotOptions } from '../../simulator/receivers/dingtalk-robot.ts'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { startRobot } from '../support/receivers.ts'
import { blockedRow, change, diagnostic, hostileRow, NOW, row } from '../support/rows.ts'

const SECRET = 'SECtest-secret'

async function group(options: Partial<RobotOptions> = {}, suffix = '', now = NOW) {
  const time = new Waiting(now)
  const robot = await startRobot({ clock: time.clock, ...options })
  return { time, robot, channel: await channelAt(`${robot.address}${suffix}`, time.services) }
}

describe('a robot', () => {
  it('is sent the digest as Markdown, once', async () => {
    const { robot, channel, time } = await group()
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(robot.requests).toHaveLength(1)
    expect(robot.messages).toMatchObject([{ title: 'CMK migration readiness · 2026-11-23' }])
    expect(robot.messages[0]?.text).toMatch(/^# CMK migration readiness · 2026-11-23\n.*## Blocked \(1\).*ReEncrypt/s)
  })

  it('is sent exactly what a dry run shows', async () => {
    const { robot, channel, time } = await group({ secret: SECRET }, `#secret=${SECRET}`)
    const body = await channel.body(await message())
    await sendTo(channel, await message(), time)
    expect(robot.requests[0]?.body.toString()).toBe(body)
    for (const secret of [SECRET, 'synthetic0token0', robot.url]) expect(body).not.toContain(secret)
  })

  it('with a secret gets the signature that the vendor documents', async () => {
    const { robot, channel, time } = await group({ secret: SECRET }, `#secret=${SECRET}`, 1_700_000_000_000)
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(robot.requests[0]?.query.get('timestamp')).toBe('1700000000000')
    expect(robot.requests[0]?.query.get('sign')).toBe(
      decodeURIComponent('LC7hxZ4wslL%2BP7j7gu1hoQ%2BwzByekL%2ByWgiUMekZs0g%3D'),
    )
  })

  it('reads Chinese, and that a digest may have come before', async () => {
    const { robot, channel, time } = await group({}, '#lang=zh')
    await sendTo(channel, await message({ mayRepeat: true }), time)
    expect(robot.messages[0]?.text.split('\n\n').slice(0, 2)).toEqual([
      '# CMK 迁移就绪情况 · 2026-11-23',
      '本摘要可能已经发送过：此前的一次发送未得到确认。',
    ])
  })

  it('is satisfied by the keyword CMK in either language', async () => {
    for (const lang of ['en', 'zh']) {
      const { channel, time } = await group({ keyword: 'CMK' }, `#lang=${lang}`)
      expect(await sendTo(channel, await message(), time)).toBeUndefined()
    }
  })

  it('shows text of strangers as it is', async () => {
    const { robot, channel, time } = await group()
    const strange = hostileRow()
    await sendTo(channel, await message({ rows: [strange], changes: [change({ keyId: strange.keyId })] }), time)
    const text = robot.messages[0]?.text ?? ''
    expect(text).toContain('`alias/[click](http://evil.example)`')
    expect(text).toContain('`alias/\\u{202e}exe.yap\\u{2066}\\u{200b}`')
    const active = text.replace(/`[^`\n]*`/g, '').replace(/\\[!-/:-@[-`{-~]/g, '')
    expect(active).not.toMatch(/[<>`[\]|]|!\[|:\/\//)
    expect(active.match(/^# /gm)).toHaveLength(1)
  })
})

describe('a digest that is too long for a robot', () => {
  const many = (count: number, parts: Parameters<typeof row>[0] = {}) =>
    Array.from({ length: count }, (_, index) =>
      row({ keyId: `key-hzz-${String(index).padStart(6, '0')}-end`, aliases: ['alias/支付密钥-end'], ...parts }),
    )

  it.each(['en', 'zh'])('fits into 20,000 bytes, in %s, and says what is left out of which section', async (lang) => {
    const { robot, channel, time } = await group({}, `#lang=${lang}`)
    const findings = blockedRow().findings
    const blocked = many(600, { region: 'cn-shanghai', verdict: 'blocked', findings })
    const rows = [...many(3_000), ...blocked]
    expect(await sendTo(channel, await message({ rows, diagnostics: [diagnostic()] }), time)).toBeUndefined()
    const size = robot.requests[0]?.body.length ?? 0
    expect(size).toBeLessThanOrEqual(20_000)
    expect(size).toBeGreaterThan(19_500)
    const text = robot.messages[0]?.text ?? ''
    const sections = text.split('\n## ').slice(1)
    expect(sections.length).toBeGreaterThanOrEqual(6)
    const ready = sections.find((section) => section.includes('(3,000)')) ?? ''
    const reason = sections.find((section) => section.includes('(600)')) ?? ''
    for (const [section, all] of [
      [ready, 3_000],
      [reason, 600],
    ] as const) {
      const shown = section.match(/`alias\/支付密钥-end` `key-hzz-\d{6}-end`/g)?.length ?? 0
      expect(shown).toBeGreaterThan(0)
      const left = (all - shown).toLocaleString('en-US')
      // No key is cut within its text.
      expect(section.match(/key-hzz/g)).toHaveLength(shown)
      expect(section.trimEnd()).toMatch(lang === 'en' ? `- +${left} more` : `- 另有 ${left} 项`)
    }
    expect(reason).toContain('ReEncrypt')
    expect(text).toContain('Grant kms:ListKeys.')
  })

  it('keeps every heading even where one text alone would fill it', async () => {
    const { robot, channel, time } = await group()
    const long = diagnostic({ message: 'x'.repeat(30_000) })
    expect(await sendTo(channel, await message({ diagnostics: [long, diagnostic()] }), time)).toBeUndefined()
    const { text = '' } = robot.messages[0] ?? {}
    // Nor does it keep the others out.
    expect(text).toMatch(/## What could not be read[\s\S]*The region refused\.[\s\S]*\n- \+1 more\s*$/)
    expect(text).not.toContain('xxx')
  })
})

describe('an error within HTTP 200', () => {
  const answer = (errcode: number, errmsg = '') => ({ status: 200, body: JSON.stringify({ errcode, errmsg }) })

  it.each([
    [310000, 'keywords not in content', 'set it to CMK'],
    [310000, 'sign not match', 'option secret'],
    [310000, 'invalid timestamp', 'clock'],
    [310000, 'ip 198.51.100.7 not in whitelist', 'IP address'],
    [310000, 'sign not match, more: [https://ding-doc.dingtalk.com/doc#/ip-keyword-timestamp]', 'option secret'],
    [310000, '机器人发送签名不匹配', 'option secret'],
    [
      310000,
      'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中，请确认机器人的密钥加密和填写正确;link:https://open.dingtalk.com/document/',
      'option secret',
    ],
    [310000, '错误描述:机器人发送签名不匹配；解决方案:请确认签名和时间戳', 'option secret'],
    [310000, 'description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在 timestampms 以内', 'clock'],
    [310000, 'description:时间戳无效', 'clock'],
    [310000, '关键词不匹配', 'set it to CMK'],
    [
      310000,
      'description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;',
      'set it to CMK',
    ],
    [310000, 'description:ip 不在白名单中;solution:请联系对应群的管理员，设置机器人安全ip地址段', 'IP address'],
    [310000, 'IP地址198.51.100.7不在白名单', 'IP address'],
    [310000, '安全设置不匹配', 'security settings'],
    [400102, 'description:机器人已经停用或者未启用;solution:请让企业管理员启用', 'is stopped'],
    [300001, '', 'copy its webhook again'],
    [300005, 'token is not exist', 'copy its webhook again'],
    [400101, '', 'copy its webhook again'],
    [400102, '', 'is stopped'],
    [400106, '', 'does not exist'],
    [400013, '', 'dissolved'],
    [460101, '', 'too long'],
  ])('%d %s is permanent, and says what to do', async (errcode, errmsg, advice) => {
    const { robot, channel, time } = await group()
    robot.strike(answer(errcode, errmsg))
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ channel: 'dingtalk', kind: 'permanent', code: `errcode ${errcode}` })
    expect(error?.message).toContain(advice)
    expect(error?.message).not.toContain('198.51.100.7')
    expect(robot.requests).toHaveLength(1)
  })

  it('of the robot itself is the same', async () => {
    const unsigned = await group({ secret: SECRET })
    expect(await sendTo(unsigned.channel, await message(), unsigned.time)).toMatchObject({ kind: 'permanent' })
    const wrong = await group({ secret: SECRET }, '#secret=another')
    expect((await sendTo(wrong.channel, await message(), wrong.time))?.advice).toContain('signature')
    const keyword = await group({ keyword: '告警' })
    expect((await sendTo(keyword.channel, await message(), keyword.time))?.advice).toContain('keyword')
    const stopped = await group()
    stopped.robot.state = 'stopped'
    expect((await sendTo(stopped.channel, await message(), stopped.time))?.advice).toContain('stopped')
  })

  it.each([130101, 410100])('%d is waited out', async (errcode) => {
    const { robot, channel, time } = await group()
    robot.strike(answer(errcode), answer(errcode))
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([robot.requests.length, robot.messages.length, time.waits.length]).toEqual([3, 1, 2])
    for (const wait of time.waits) expect(wait).toBeGreaterThanOrEqual(2_000)
  })

  it('of the gateway is waited out for as long as it says', async () => {
    const { robot, channel, time } = await group()
    const body = JSON.stringify({ status: 1111, wait: 5, source: 'x5', punish: 'deny' })
    robot.strike({ status: 200, body })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(time.waits[0]).toBeGreaterThanOrEqual(5_000)
  })

  it('that lasts longer than the caller allows is told as what it is', async () => {
    const { robot, channel, time } = await group()
    for (let sent = 0; sent < 20; sent++) await sendTo(channel, await message(), time)
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'throttled', code: '20 in 60 s' })
    // The robot was not asked: it would be silent for ten minutes.
    expect(robot.requests).toHaveLength(20)
    expect(time.now - NOW).toBeLessThan(60_000)
  })

  it('that may pass is tried again, a few times', async () => {
    const { robot, channel, time } = await group()
    robot.strike(answer(-1), { status: 502 }, { ...answer(999_999), status: 503 })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(robot.messages).toHaveLength(1)
    robot.strike(...Array.from({ length: 9 }, () => answer(-1)))
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'transient', code: 'errcode -1' })
    expect(robot.requests).toHaveLength(4 + 6)
  })
})

describe('a code that nobody has met', () => {
  it('is a refusal: asked once, and told with its code', async () => {
    const { robot, channel, time } = await group()
    robot.strike({ status: 200, body: '{"errcode":999999,"errmsg":"198.51.100.7"}' })
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', code: 'errcode 999999' })
    expect(error?.message).toMatch(/look it up in the documentation of DingTalk/)
    expect(error?.message).not.toContain('198.51.100.7')
    expect([robot.requests.length, robot.messages.length]).toEqual([1, 0])
  })
})

describe('a connection that fails', () => {
  it.each(['reset', 'lost', 'truncated'] as const)(
    'after the request was sent (%s) leaves open whether it arrived',
    async (strike) => {
      const { robot, channel, time } = await group()
      robot.strike(strike)
      expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'uncertain' })
      expect(robot.requests).toHaveLength(1)
    },
  )

  it('by silence leaves it open too, and ends when the caller says so', async () => {
    const { robot, channel, time } = await group()
    robot.strike('silent')
    expect(await sendTo(channel, await message(), time, AbortSignal.timeout(100))).toMatchObject({ kind: 'uncertain' })
  })

  it('with an answer of somebody else leaves it open too', async () => {
    const { robot, channel, time } = await group()
    robot.strike({ status: 200, body: '<html>Please log in</html>' })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'uncertain' })
  })

  it('before anything was sent is tried again, and told without the address', async () => {
    const time = new Waiting(NOW)
    const channel = await channelAt(
      'dingtalk:http://127.0.0.1:9/robot/send?access_token=synthetic0token0',
      time.services,
    )
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'transient', code: 'ECONNREFUSED' })
    expect(time.waits).toHaveLength(5)
    expect(`${error?.stack} ${JSON.stringify(error)}`).not.toMatch(/127\.0\.0\.1|synthetic0token0/)
  })

  it('is not begun when there is no time left', async () => {
    const { robot, channel, time } = await group()
    const sending = channel.send(await message(), { signal: new AbortController().signal, deadline: time.now })
    await expect(sending).rejects.toMatchObject({ kind: 'transient', code: 'no time left' })
    expect(robot.requests).toHaveLength(0)
  })
})
