import { describe, expect, it } from 'vitest'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { startWecom } from '../support/receivers.ts'
import { blockedRow, NOW, row } from '../support/rows.ts'

async function group(suffix = '') {
  const time = new Waiting(NOW)
  const robot = await startWecom({ clock: time.clock })
  return { time, robot, channel: await channelAt(`${robot.address}${suffix}`, time.services) }
}

describe('a robot of WeCom', () => {
  it('is sent the digest as its Markdown, exactly as a dry run shows', async () => {
    const { robot, channel, time } = await group()
    const body = await channel.body(await message())
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(robot.requests[0]?.body.toString()).toBe(body)
    expect(body).not.toContain('synthetic-key')
    expect(robot.messages[0]).toMatch(/^## CMK migration readiness · 2026-11-23\n\n.*### Blocked \(1\)\n.*ReEncrypt/s)
  })

  it.each(['en', 'zh'])(
    'gets 4096 bytes of content at most, whole keys, and a link to the rest, in %s',
    async (lang) => {
      const { robot, channel, time } = await group(`#lang=${lang}&link=https://cmk.corp.example/a_(b)`)
      const rows = [
        ...Array.from({ length: 400 }, (_, at) => row({ keyId: `key-hzz-${at}-end`, aliases: ['alias/支付'] })),
        blockedRow(),
      ]
      expect(await sendTo(channel, await message({ rows, changes: [] }), time)).toBeUndefined()
      const text = robot.messages[0] ?? ''
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096)
      expect(Buffer.byteLength(text)).toBeGreaterThan(3_800)
      const shown = text.match(/`key-hzz-\d+-end`/g)?.length ?? 0
      expect(shown).toBeGreaterThan(5)
      expect(text).toContain(lang === 'en' ? `- +${400 - shown} more\n` : `- 另有 ${400 - shown} 项\n`)
      expect(text).toMatch(/\]\(https:\/\/cmk\.corp\.example\/a_%28b%29\)\n$/)
      expect(text.match(/^### /gm)?.length).toBeGreaterThanOrEqual(4)
    },
  )

  it('is taken whatever the owners are called', async () => {
    const { robot, channel, time } = await group()
    const owner = (at: number) => ({ tags: [{ key: 'owner', value: `${at}${'\u202e'.repeat(127)}` }] })
    const rows = Array.from({ length: 6 }, (_, at) => blockedRow({ keyId: `key-${at}`, ...owner(at) }))
    expect(await sendTo(channel, await message({ rows, mayRepeat: true }), time)).toBeUndefined()
    expect(robot.messages[0] ?? '').toContain('…')
  })

  it.each(['en', 'zh'])('has room for the list of the week and whom it calls, in %s', async (lang) => {
    const { robot, channel, time } = await group(`#lang=${lang}&mention=team-1:${'u'.repeat(64)}`)
    const rows = Array.from({ length: 60 }, (_, at) => {
      const facts = { ...row().facts, automaticRotation: 'Enabled', nextRotationAt: '2026-12-01T00:00:00Z' }
      const owner = at === 0 ? `${'\u202e'.repeat(127)}` : `team-${at}`
      return row({ keyId: `key-${at}`, facts, verdict: 'action-required', tags: [{ key: 'owner', value: owner }] })
    })
    expect(await sendTo(channel, await message({ rows, changes: [], period: 'week' }), time)).toBeUndefined()
    const text = robot.messages[0] ?? ''
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096)
    expect(text.split('\n')[2]).toMatch(lang === 'en' ? /^### This week: .* \(60\)$/ : /^### 本周待办：.* \(60\)$/)
    expect(robot.called).toEqual([['u'.repeat(64)]])
  })

  it('leaves out a key whose aliases are too long, and no other', async () => {
    const { robot, channel, time } = await group()
    const aliases = Array.from({ length: 17 }, (_, at) => `alias/${at}${'x'.repeat(245)}`)
    const rows = Array.from({ length: 8 }, (_, at) =>
      blockedRow({ keyId: `key-${at}-end`, aliases: at === 0 ? aliases : [] }),
    )
    expect(await sendTo(channel, await message({ rows, changes: [] }), time)).toBeUndefined()
    expect((robot.messages[0] ?? '').match(/key-[1-7]-end/g)).toHaveLength(7)
    expect(robot.messages[0] ?? '').toMatch(/Blocked \(8\)[\s\S]*\+1 more/)
  })

  it('that is not in its group any more is not asked again', async () => {
    const { robot, channel, time } = await group()
    robot.isRemoved = true
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', code: 'errcode 93000' })
    expect(robot.requests).toHaveLength(1)
  })

  it.each([40008, 40058])('that says %d finds a defect of ours', async (errcode) => {
    const { robot, channel, time } = await group()
    robot.strike({ status: 200, body: JSON.stringify({ errcode, errmsg: '' }) })
    expect(await sendTo(channel, await message(), time)).toMatchObject({
      kind: 'permanent',
      advice: expect.stringContaining('report it'),
    })
  })

  it('that is busy is tried again', async () => {
    const { robot, channel, time } = await group()
    robot.strike({ status: 200, body: '{"errcode":-1,"errmsg":"system busy"}' })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([robot.messages.length, time.waits.length]).toEqual([1, 1])
  })

  it('that has had too much is waited for', async () => {
    const { robot, channel, time } = await group()
    robot.strike({ status: 200, body: JSON.stringify({ errcode: 45009, errmsg: 'api freq out of limit' }) })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([robot.messages.length, time.waits.length]).toEqual([1, 1])
  })

  it('is not sent a 21st message within a minute, whatever channel it is for', async () => {
    const { robot, channel, time } = await group()
    const other = await channelAt(`${robot.address}#name=other&lang=zh`, time.services)
    for (let sent = 0; sent < 20; sent++) await sendTo(sent % 2 ? channel : other, await message(), time)
    expect(await sendTo(other, await message(), time)).toMatchObject({ kind: 'throttled', code: '20 in 60 s' })
    expect(robot.requests).toHaveLength(20)
  })
})
