import { describe, expect, it } from 'vitest'
import { grouped } from '../../shared/text/numbers.ts'
import type { FeishuOptions } from '../../simulator/receivers/feishu-robot.ts'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { startFeishu } from '../support/receivers.ts'
import { blockedRow, change, diagnostic, NOW, row } from '../support/rows.ts'

const SECRET = 'SECtest-secret'

async function group(options: Partial<FeishuOptions> = {}, suffix = '', now = NOW) {
  const time = new Waiting(now)
  const robot = await startFeishu({ clock: time.clock, ...options })
  return { time, robot, channel: await channelAt(`${robot.address}${suffix}`, time.services) }
}

describe('a card', () => {
  it('has a header, what comes first, and an element a section', async () => {
    const { robot, channel, time } = await group()
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    const [card] = robot.cards
    expect(card?.header).toEqual({
      title: { tag: 'plain_text', content: 'CMK migration readiness · 2026-11-23' },
      template: 'green',
    })
    const texts = card?.elements.map((element) => ('content' in element ? element.content : ''))
    expect(texts?.[0]).toMatch(/2 keys · rules 2023-09 · events up to .* · times in Asia\/Shanghai$/m)
    expect(texts?.find((text) => text.startsWith('**Blocked (1)**\n'))).toContain('ReEncrypt')
  })

  it('has a button where there is a link, and no other link', async () => {
    const { robot, channel, time } = await group({}, '#lang=zh&link=https://cmk.corp.example/')
    await sendTo(channel, await message(), time)
    const content = '查看全部密钥及证据'
    const button = { tag: 'button', text: { tag: 'plain_text', content }, type: 'primary' }
    expect(robot.cards[0]?.elements.at(-1)).toEqual({
      tag: 'action',
      actions: [{ ...button, url: 'https://cmk.corp.example/' }],
    })
    expect(JSON.stringify(robot.cards[0]).match(/https:/g)).toHaveLength(1)
  })

  it.each([
    ['red', { changes: [change({ before: 'ready', after: 'blocked', keyId: blockedRow().keyId })] }],
    ['orange', { diagnostics: [diagnostic({ fatal: true })] }],
    ['green', {}],
    ['blue', { changes: [] }],
  ])('is %s by how the day went', async (template, parts) => {
    const { robot, channel, time } = await group()
    await sendTo(channel, await message(parts), time)
    expect(robot.cards[0]?.header.template).toBe(template)
  })

  it('is signed in its body as the vendor documents, and a dry run shows all but that', async () => {
    const { robot, channel, time } = await group({ secret: SECRET }, `#secret=${SECRET}`, 1_700_000_000_000)
    const body = await channel.body(await message())
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    const { timestamp, sign, ...rest } = JSON.parse(robot.requests[0]?.body.toString() ?? '')
    expect([timestamp, sign]).toEqual(['1700000000', 'w45RjJ/JLSmtVNrVDMFrFhYJls6HgrtlxG/UFs43++0='])
    expect(JSON.stringify(rest)).toBe(body)
    for (const secret of [SECRET, 'synthetic-hook', robot.url]) expect(body).not.toContain(secret)
  })

  it.each(['en', 'zh'])('fits into 20,000 bytes with its signature, in %s', async (lang) => {
    const { robot, channel, time } = await group({ secret: SECRET }, `#secret=${SECRET}&lang=${lang}`)
    const { findings } = blockedRow()
    const keys = (count: number, parts: Parameters<typeof row>[0]) =>
      Array.from({ length: count }, (_, at) => row({ keyId: `key-${parts?.verdict}-${at}-end`, ...parts }))
    const rows = [
      ...keys(3_000, { verdict: 'ready', aliases: ['alias/支付-*密钥*'] }),
      ...keys(600, { verdict: 'blocked', findings }),
    ]
    expect(await sendTo(channel, await message({ rows, changes: [] }), time)).toBeUndefined()
    const size = robot.requests[0]?.body.length ?? 0
    expect(size).toBeLessThanOrEqual(20_000)
    expect(size).toBeGreaterThan(19_000)
    const text = JSON.stringify(robot.cards[0])
    for (const [verdict, all] of [
      ['ready', 3_000],
      ['blocked', 600],
    ] as const) {
      const shown = text.match(new RegExp(`key-${verdict}-\\d+-end`, 'g'))?.length ?? 0
      expect(shown).toBeGreaterThan(0)
      expect(text).toContain(lang === 'en' ? `- +${grouped(all - shown)} more` : `- 另有 ${grouped(all - shown)} 项`)
    }
  })

  it('goes to Lark as to Feishu', async () => {
    const { robot, time } = await group()
    const channel = await channelAt(robot.address.replace('feishu:', 'lark:'), time.services)
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([channel.name, robot.cards.length]).toEqual(['lark', 1])
  })
})

describe('a robot', () => {
  it.each([
    [9499, 'report it'],
    [19001, 'hook id'],
    [19021, 'option secret'],
    [19022, 'IP address'],
    [19024, 'set it to CMK'],
  ])('that says %d within HTTP 200 or 400 is not asked again', async (code, advice) => {
    for (const status of [200, 400]) {
      const { robot, channel, time } = await group()
      robot.strike({ status, body: JSON.stringify({ code, msg: 'hook 198.51.100.7', data: {} }) })
      const error = await sendTo(channel, await message(), time)
      expect(error).toMatchObject({ kind: 'permanent', code: `code ${code}`, advice: expect.stringContaining(advice) })
      expect(error?.message).not.toContain('198.51.100.7')
      expect(robot.requests).toHaveLength(1)
    }
  })

  it('itself refuses in the same way', async () => {
    const cases = [
      [{ secret: SECRET }, '', 'signature'],
      [{ secret: SECRET }, '#secret=another', 'signature'],
      [{ keyword: '告警' }, '', 'keyword'],
      [{ otherNetwork: true }, '', 'IP address'],
    ] as const
    for (const [options, suffix, advice] of cases) {
      const { channel, time } = await group(options, suffix)
      expect((await sendTo(channel, await message(), time))?.advice).toContain(advice)
    }
  })

  it('that is throttled by all the world is waited for', async () => {
    const { robot, channel, time } = await group()
    const body = JSON.stringify({ code: 11232, msg: 'frequency limited psm' })
    robot.strike({ status: 200, body }, { status: 429, body })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([robot.cards.length, time.waits.length]).toEqual([1, 2])
    for (const wait of time.waits) expect(wait).toBeGreaterThanOrEqual(2_000)
  })

  it('never gets more than five messages a second', async () => {
    const { robot, channel, time } = await group()
    for (let sent = 0; sent < 7; sent++) expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([robot.requests.length, robot.cards.length, time.waits.length]).toEqual([7, 7, 1])
  })

  it('that answers as it did of old is understood', async () => {
    const { robot, channel, time } = await group()
    robot.strike({ status: 200, body: '{"Extra":null,"StatusCode":0,"StatusMessage":"success"}' })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    robot.strike({ status: 200, body: '{"StatusCode":19001,"StatusMessage":"no"}' })
    expect(await sendTo(channel, await message(), time)).toMatchObject({
      kind: 'permanent',
      code: 'StatusCode 19001',
      advice: expect.stringContaining('hook id'),
    })
  })

  it('whose answer is somebody else’s leaves open whether it has the card', async () => {
    const { robot, channel, time } = await group()
    robot.strike({ status: 200, body: '<html>Please log in</html>' })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'uncertain' })
  })
})
