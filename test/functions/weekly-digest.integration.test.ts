import { describe, expect, it } from 'vitest'
import { DAY, HOUR, iso, MINUTE } from '../../shared/domain/time.ts'
import { DigestNights } from '../support/functions/digest-nights.ts'
import { change, row } from '../support/rows.ts'

const lab = new DigestNights()

describe('the summary of a week', () => {
  it('comes on Mondays, with the changes of seven days', async () => {
    const robot = await lab.group()
    expect(await lab.nights({}, {}, { changed: true }, {}, {}, {}, {})).toEqual([
      'sent',
      'quiet',
      'sent',
      'quiet',
      'quiet',
      'quiet',
      'sent',
    ])
    const text = robot.messages[2]?.text ?? ''
    expect(text).toMatch(/^# CMK migration readiness · week to 2026-11-30\n/)
    expect(text).toContain('Changed this week: 1 with a different verdict')
    expect(text).toContain('## Progress')
  })

  it('comes once', async () => {
    await lab.group()
    await lab.nights({}, {}, {}, {}, {}, {})
    await lab.night()
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(await lab.outcomes()).toEqual(['already-sent'])
  })

  it('comes on a Monday with news too, which is in it', async () => {
    const robot = await lab.group()
    await lab.nights({}, {}, { changed: true }, {}, {}, {}, { changed: true }, {})
    expect(robot.messages.map(({ text }) => /^# .*/.exec(text)?.[0])).toEqual([
      '# CMK migration readiness · 2026-11-24',
      '# CMK migration readiness · 2026-11-26',
      '# CMK migration readiness · week to 2026-11-30',
    ])
  })

  it('says that nothing changed where nothing did', async () => {
    const robot = await lab.group()
    await lab.nights({}, {}, {}, {}, {}, {}, {})
    expect(robot.messages[1]?.text).toContain('Nothing changed this week.')
  })

  it.each([
    ['Asia/Shanghai', 'sent'],
    ['UTC', 'quiet'],
    ['America/New_York', 'quiet'],
  ])('comes when it is Monday in the zone of the readers: %s', async (zone, outcome) => {
    await lab.group()
    lab.env = { CMK_TIMEZONE: zone }
    // 19:30 UTC: half past three in the morning of the next day in Shanghai.
    lab.now = Date.parse('2026-11-28T19:30:00Z')
    expect(await lab.nights({}, {})).toEqual(['sent', outcome])
  })

  it('comes later where it could not be sent on a Monday, or nobody ran it', async () => {
    const robot = await lab.group()
    await lab.nights({})
    lab.now += 5 * DAY
    robot.state = 'stopped'
    expect(await lab.nights({})).toEqual(['failed'])
    robot.state = 'running'
    lab.now += DAY
    expect(await lab.nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toMatch(/week to 2026-12-02/)
  })

  it('makes up for a change that could not be sent', async () => {
    const robot = await lab.group()
    await lab.nights({})
    robot.state = 'stopped'
    expect(await lab.nights({ changed: true }, {})).toEqual(['failed', 'failed'])
    robot.state = 'running'
    expect(await lab.nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toContain('Changed this week: 1 with a different verdict')
  })

  it('makes up for the first digest of a channel, which did not arrive', async () => {
    const robot = await lab.group()
    robot.state = 'stopped'
    expect(await lab.nights({ changed: true }, {})).toEqual(['failed', 'failed'])
    robot.state = 'running'
    expect(await lab.nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[0]?.text).toContain('Changed this week: 1 with a different verdict')
  })

  it('is longer than a week where digests did not arrive for longer', async () => {
    const robot = await lab.group()
    await lab.nights({})
    robot.state = 'stopped'
    await lab.nights({ changed: true }, {}, {}, {}, {}, {}, {}, {}, {})
    robot.state = 'running'
    expect(await lab.nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toMatch(/^# CMK migration readiness · 2026-11-25 to 2026-12-04\n/)
    expect(robot.messages[1]?.text).toContain('Changed since the last digest: 1 with a different verdict')
  })

  it('makes up for a change that an audit found after the digest of its day', async () => {
    const robot = await lab.group()
    await lab.nights({ changed: true })
    lab.now += 4 * HOUR - DAY
    await lab.night({ changed: true })
    lab.now += DAY - 4 * HOUR
    expect(await lab.nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toContain('Changed this week: 1 with a different verdict')
  })

  it('makes up for what came of a night after a digest that told it had not finished', async () => {
    const robot = await lab.group()
    await lab.nights({})
    await lab.night({ changed: true })
    const asOf = iso(lab.now - 5 * MINUTE)
    await lab.run(['cn-hangzhou', 'cn-beijing'], ['cn-hangzhou'])
    expect(await lab.outcomes()).toEqual(['sent'])
    await lab.store.history.put([change({ keyId: 'key-late', before: null, after: 'ready', changedAt: asOf })])
    lab.now += DAY
    expect(await lab.nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[2]?.text).toContain('Changed this week: 1 with a different verdict')
  })

  it.each([
    ['the last run', 0],
    ['an earlier one of that night', 2 * HOUR],
  ])('makes up for keys of %s that were reassessed after the digest', async (_, earlier) => {
    const robot = await lab.group()
    await lab.nights({})
    await lab.night({ changed: true })
    const asOf = iso(lab.now - 5 * MINUTE - earlier)
    expect(await lab.outcomes()).toEqual(['sent'])
    await lab.store.history.put([change({ keyId: row().keyId, before: 'ready', after: 'blocked', changedAt: asOf })])
    expect(await lab.outcomes()).toEqual(['already-sent'])
    lab.now += DAY
    expect(await lab.nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[2]?.text).toContain('1 no longer ready')
  })

  it('does not come for a night that had not finished when nothing more came of it', async () => {
    await lab.group()
    await lab.nights({})
    await lab.night({ changed: true })
    await lab.run(['cn-hangzhou', 'cn-beijing'], ['cn-hangzhou'])
    expect(await lab.outcomes()).toEqual(['sent'])
    lab.now += DAY
    expect(await lab.nights({}, {})).toEqual(['quiet', 'quiet'])
  })
})
