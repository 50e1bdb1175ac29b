import { describe, expect, it } from 'vitest'
import { SLACK } from '../../shared/channels/slack/mrkdwn.ts'
import { grouped } from '../../shared/text/numbers.ts'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { startSlack } from '../support/receivers.ts'
import { blockedRow, diagnostic, NOW, row } from '../support/rows.ts'

async function workspace(suffix = '') {
  const time = new Waiting(NOW)
  const slack = await startSlack({ clock: time.clock })
  return { time, slack, channel: await channelAt(`${slack.address}${suffix}`, time.services) }
}

describe('a message of Slack', () => {
  it('is blocks with a text for notifications, exactly as a dry run shows', async () => {
    const { slack, channel, time } = await workspace()
    const body = await channel.body(await message())
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(slack.requests[0]?.body.toString()).toBe(body)
    expect(body).not.toContain('synthetictoken')
    const [sent] = slack.messages
    expect(sent?.text).toBe('CMK migration readiness · 2026-11-23 · Newly ready: 1')
    expect(sent?.blocks[0]).toMatchObject({ type: 'header', text: { text: 'CMK migration readiness · 2026-11-23' } })
    const blocked = sent?.blocks.find(({ text }) => text.text.startsWith('*Blocked (1)*'))
    expect(blocked?.text.text).toMatch(
      /^\*Blocked \(1\)\*\n• `alias\/pay` `key-hzz000000000blocked1` · `cn-hangzhou`\n {6}◦ /,
    )
  })

  it('is taken whatever the owners are called', async () => {
    const { slack, channel, time } = await workspace()
    const owner = (at: number) => ({ tags: [{ key: 'owner', value: `${at}${'\u202e'.repeat(127)}` }] })
    const rows = Array.from({ length: 6 }, (_, at) => blockedRow({ keyId: `key-${at}`, ...owner(at) }))
    expect(await sendTo(channel, await message({ rows, mayRepeat: true }), time)).toBeUndefined()
    expect(JSON.stringify(slack.messages[0])).toContain('…')
  })

  it('leaves out a key whose aliases are too long, and no other', async () => {
    const { slack, channel, time } = await workspace()
    const aliases = Array.from({ length: 17 }, (_, at) => `alias/${at}${'x'.repeat(245)}`)
    const rows = Array.from({ length: 8 }, (_, at) =>
      blockedRow({ keyId: `key-${at}-end`, aliases: at === 0 ? aliases : [] }),
    )
    expect(await sendTo(channel, await message({ rows, changes: [] }), time)).toBeUndefined()
    expect(JSON.stringify(slack.messages[0]).match(/key-[1-7]-end/g)).toHaveLength(7)
    expect(JSON.stringify(slack.messages[0])).toMatch(/Blocked \(8\)[\s\S]*\+1 more/)
  })

  it('ends with the link, which is the only one', async () => {
    const { slack, channel, time } = await workspace('#link=https://cmk.corp.example/?a=1%26b=|')
    await sendTo(channel, await message(), time)
    const last = slack.messages[0]?.blocks.at(-1)?.text.text
    expect(last).toBe('<https://cmk.corp.example/?a=1&amp;b=%7C|Every key, with its evidence>')
  })

  it('stays within texts of 3000 characters and what Slack takes of all, whole keys only', async () => {
    const { slack, channel, time } = await workspace()
    const { findings } = blockedRow()
    const keys = (count: number, parts: Parameters<typeof row>[0]) =>
      Array.from({ length: count }, (_, at) => row({ keyId: `key-${parts?.verdict}-${at}-end`, ...parts }))
    const rows = [...keys(3_000, { verdict: 'ready' }), ...keys(600, { verdict: 'blocked', findings })]
    expect(await sendTo(channel, await message({ rows, changes: [] }), time)).toBeUndefined()
    const blocks = slack.messages[0]?.blocks ?? []
    const text = blocks.map((block) => block.text.text).join('\n')
    expect(text.length).toBeGreaterThan(10_000)
    for (const [verdict, all] of [
      ['ready', 3_000],
      ['blocked', 600],
    ] as const) {
      const shown = text.match(new RegExp(`\`key-${verdict}-\\d+-end\``, 'g'))?.length ?? 0
      expect(shown).toBeGreaterThan(0)
      expect(text).toContain(`• +${grouped(all - shown)} more`)
    }
  })

  it('leaves out whole what has no room in any text', async () => {
    const { slack, channel, time } = await workspace()
    const long = diagnostic({ message: 'x '.repeat(2_000) })
    expect(await sendTo(channel, await message({ diagnostics: [diagnostic(), long] }), time)).toBeUndefined()
    expect(slack.messages[0]?.blocks.at(-1)?.text.text).toMatch(/^\*What could not be read\*\n.*\n• \+1 more$/s)
  })
})

describe('a webhook of Slack', () => {
  it.each([
    [400, 'invalid_payload'],
    [400, 'invalid_blocks'],
    [400, 'no_text'],
    [400, 'user_not_found'],
    [403, 'action_prohibited'],
    [403, 'invalid_token'],
    [404, 'channel_not_found'],
    [404, 'no_service'],
    [404, 'no_team'],
    [410, 'channel_is_archived'],
  ])('that answers %d %s is not asked again, and says what to do', async (status, body) => {
    const { slack, channel, time } = await workspace()
    slack.strike({ status, body })
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', code: `HTTP ${status} ${body}` })
    expect(error?.advice).toMatch(/webhook|report it/)
    expect(slack.requests).toHaveLength(1)
  })

  it('that echoes something does not get into the error', async () => {
    const { slack, channel, time } = await workspace()
    slack.strike({ status: 400, body: 'toString' }, { status: 403, body: 'https://hooks.slack.com/services/secret' })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ code: 'HTTP 400' })
    expect((await sendTo(channel, await message(), time))?.message).not.toContain('hooks.slack')
  })

  it('that answers 429 is left alone for as long as it says', async () => {
    const { slack, channel, time } = await workspace()
    slack.strike({ status: 429, body: 'rate_limited', headers: { 'retry-after': '9' } })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(time.waits[0]).toBeGreaterThanOrEqual(9_000)
  })

  it('that fails for a moment is tried again, at its pace', async () => {
    const { slack, channel, time } = await workspace()
    slack.strike({ status: 500, body: 'rollup_error' }, { status: 503 })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([slack.requests.length, slack.messages.length]).toEqual([3, 1])
    expect(time.now - NOW).toBeGreaterThanOrEqual(2_000)
  })

  it('that answers 200 with something else than ok leaves open whether it has the message', async () => {
    const { slack, channel, time } = await workspace()
    slack.strike({ status: 200, body: '<html>' })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'uncertain' })
    expect(slack.requests).toHaveLength(1)
  })
})

describe('a word of mrkdwn', () => {
  it.each([':100:', 'on:1234:', ':smile:', 'acs:ram::1:role/x', '16:15:', '10:15:100:', '_x_'])(
    'that could act is code: %s',
    (word) => {
      expect(SLACK.text(`a ${word} b`)).toBe(`a \`${word}\` b`)
    },
  )

  it.each(['16:15', '16:15:09', '2026-11-21T16:15:00Z', 'UTC+08:00', 'a:b'])(
    'that is no more than read is not: %s',
    (word) => {
      expect(SLACK.text(`a ${word} b`)).toBe(`a ${word} b`)
    },
  )
})
