import { describe, expect, it } from 'vitest'
import type { Diagnostic, ReadinessRow } from '../../shared/domain/readiness.ts'
import { DAY, HOUR, iso, MINUTE } from '../../shared/domain/time.ts'
import { ScopeProgress } from '../../shared/progress.ts'
import { startRobot } from '../channels/dingtalk-robot.ts'
import { blockedRow, change, diagnostic, NOW, row, unknownRow } from '../notify/rows.ts'
import { DigestLab } from './digest-lab.ts'

const lab = new DigestLab()
const TUESDAY = NOW + DAY

interface Night {
  readonly rows?: readonly ReadinessRow[]
  readonly changed?: boolean
  readonly diagnostics?: readonly Diagnostic[]
}

/** A night that went as it should, at the end of which the digest is sent at `lab.now`. */
async function night({ rows = [row(), blockedRow()], changed = false, diagnostics = [] }: Night = {}) {
  const asOf = iso(lab.now - 5 * MINUTE)
  await lab.store.readiness.put(rows.map((each) => ({ ...each, checkedAt: asOf })))
  if (changed) await lab.store.history.put([change({ keyId: blockedRow().keyId, after: 'blocked', changedAt: asOf })])
  await lab.run(['cn-hangzhou'], ['cn-hangzhou'])
  const progress = new ScopeProgress(lab.store, '1234567890123456:cn-hangzhou')
  await progress.putDiagnostics(
    'inventory',
    diagnostics.map((each) => ({ ...each, region: 'cn-hangzhou', asOf })),
  )
}

/** What comes of the digest of each night, a day apart. */
async function nights(...each: readonly Night[]): Promise<readonly string[]> {
  const outcomes: string[] = []
  for (const one of each) {
    await night(one)
    outcomes.push(...(await lab.outcomes()))
    lab.now += DAY
  }
  return outcomes
}

async function group(options = '') {
  const robot = await startRobot({ clock: lab.clock })
  lab.channels = `${robot.address}${options}`
  lab.now = TUESDAY
  return robot
}

const incomplete = (...gaps: readonly (readonly [from: string, to: string])[]) =>
  unknownRow({
    observed: {
      ...unknownRow().observed,
      gaps: gaps.map(([from, to]) => ({ from: `2026-09-${from}T00:00:00Z`, to: `2026-09-${to}T00:00:00Z` })),
    },
  })

describe('a quiet day', () => {
  it('is one on which nothing changed: nobody is sent anything', async () => {
    const robot = await group()
    expect(await nights({}, {}, {})).toEqual(['sent', 'quiet', 'quiet'])
    expect(robot.messages).toHaveLength(1)
  })

  it('is not the first day of a channel', async () => {
    const robot = await group()
    await nights({})
    lab.channels += `,${robot.address}#name=later`
    expect(await nights({})).toEqual(['quiet', 'sent'])
  })

  it('is not one with a change', async () => {
    const robot = await group()
    expect(await nights({}, { changed: true }, {})).toEqual(['sent', 'sent', 'quiet'])
    expect(robot.messages[1]?.text).toContain('Changed: 1 with another verdict')
  })

  it('does not turn a digest that was sent into one that was not needed', async () => {
    await group()
    await night()
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(await lab.outcomes()).toEqual(['already-sent'])
  })

  it('has a digest all the same for a channel that wants it', async () => {
    const robot = await group('#when=always')
    expect(await nights({}, {})).toEqual(['sent', 'sent'])
    expect(robot.messages[1]?.text).toContain('Nothing changed.')
  })
})

describe('never quiet is', () => {
  it('a night that did not happen', async () => {
    await group()
    await nights({})
    lab.now += 3 * HOUR
    expect(await lab.outcomes()).toEqual(['sent'])
    lab.now += DAY
    expect(await lab.outcomes()).toEqual(['sent'])
  })

  it('nights that did not happen, without what was told before them', async () => {
    const robot = await group()
    await nights({}, { changed: true })
    lab.now += 90 * MINUTE
    for (const text of ['did not happen', 'did not happen']) {
      expect(await lab.outcomes()).toEqual(['sent'])
      expect(robot.messages.at(-1)?.text).toContain(text)
      expect(robot.messages.at(-1)?.text).not.toContain('Changed')
      lab.now += DAY
    }
  })

  it('a night that judged nothing, without what was told before it', async () => {
    const robot = await group()
    await nights({}, { changed: true })
    await lab.run(['cn-hangzhou'], [])
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(robot.messages.at(-1)?.text).toContain('judged nothing')
    lab.now += DAY
    expect(await nights({})).toEqual(['quiet'])
    expect(robot.messages.at(-1)?.text).not.toContain('Changed')
  })

  it('a night that did not happen where the night comes shortly before the digest', async () => {
    const robot = await group()
    await nights({})
    lab.now += 90 * MINUTE
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(robot.messages[1]?.text).toContain('did not happen')
  })

  it('a night that has not finished', async () => {
    await group()
    await nights({})
    await night()
    await lab.run(['cn-hangzhou', 'cn-beijing'], ['cn-hangzhou'])
    expect(await lab.outcomes()).toEqual(['sent'])
  })

  it('a problem that was not there yesterday; yesterday’s is', async () => {
    await group()
    const refused = { diagnostics: [diagnostic()] }
    const asEver = { diagnostics: [diagnostic({ requestId: 'REQUEST-2', message: 'It refused again.' })] }
    const another = { diagnostics: [diagnostic(), diagnostic({ action: 'ListSecrets' })] }
    expect(await nights({}, refused, asEver, another, {})).toEqual(['sent', 'sent', 'quiet', 'sent', 'quiet'])
  })

  it('a problem that comes back', async () => {
    await group()
    const refused = { diagnostics: [diagnostic()] }
    expect(await nights(refused, {}, refused)).toEqual(['sent', 'quiet', 'sent'])
  })

  it('a gap that was not there yesterday; what is left of yesterday’s is', async () => {
    await group()
    const whole = { rows: [row(), blockedRow(), incomplete(['01', '09'])] }
    const smaller = { rows: [row(), blockedRow(), incomplete(['01', '02'], ['04', '06'])] }
    const moved = { rows: [row(), blockedRow(), incomplete(['04', '07'])] }
    expect(await nights({}, whole, smaller, moved)).toEqual(['sent', 'sent', 'quiet', 'sent'])
  })

  it('a key that has not been checked for two days', async () => {
    await group()
    const old = row({ keyId: 'key-left-behind' })
    await nights({ rows: [old] })
    await lab.store.readiness.put([{ ...old, checkedAt: iso(TUESDAY - 2 * HOUR) }])
    expect(await nights({ rows: [blockedRow()] }, { rows: [blockedRow()] })).toEqual(['quiet', 'sent'])
  })
})

describe('the summary of a week', () => {
  it('comes on Mondays, with the changes of seven days', async () => {
    const robot = await group()
    expect(await nights({}, {}, { changed: true }, {}, {}, {}, {})).toEqual([
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
    expect(text).toContain('Changed this week: 1 with another verdict')
    expect(text).toContain('## Progress')
  })

  it('comes once', async () => {
    await group()
    await nights({}, {}, {}, {}, {}, {})
    await night()
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(await lab.outcomes()).toEqual(['already-sent'])
  })

  it('comes on a Monday with news too, which is in it', async () => {
    const robot = await group()
    await nights({}, {}, { changed: true }, {}, {}, {}, { changed: true }, {})
    expect(robot.messages.map(({ text }) => /^# .*/.exec(text)?.[0])).toEqual([
      '# CMK migration readiness · 2026-11-24',
      '# CMK migration readiness · 2026-11-26',
      '# CMK migration readiness · week to 2026-11-30',
    ])
  })

  it('says that nothing changed where nothing did', async () => {
    const robot = await group()
    await nights({}, {}, {}, {}, {}, {}, {})
    expect(robot.messages[1]?.text).toContain('Nothing changed this week.')
  })

  it.each([
    ['Asia/Shanghai', 'sent'],
    ['UTC', 'quiet'],
    ['America/New_York', 'quiet'],
  ])('comes when it is Monday in the zone of the readers: %s', async (zone, outcome) => {
    await group()
    lab.env = { CMK_TIMEZONE: zone }
    // 19:30 UTC: half past three in the morning of the next day in Shanghai.
    lab.now = Date.parse('2026-11-28T19:30:00Z')
    expect(await nights({}, {})).toEqual(['sent', outcome])
  })

  it('comes later where it could not be sent on a Monday, or nobody ran it', async () => {
    const robot = await group()
    await nights({})
    lab.now += 5 * DAY
    robot.state = 'stopped'
    expect(await nights({})).toEqual(['failed'])
    robot.state = 'running'
    lab.now += DAY
    expect(await nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toMatch(/week to 2026-12-02/)
  })

  it('makes up for a change that could not be sent', async () => {
    const robot = await group()
    await nights({})
    robot.state = 'stopped'
    expect(await nights({ changed: true }, {})).toEqual(['failed', 'failed'])
    robot.state = 'running'
    expect(await nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toContain('Changed this week: 1 with another verdict')
  })

  it('makes up for the first digest of a channel, which did not arrive', async () => {
    const robot = await group()
    robot.state = 'stopped'
    expect(await nights({ changed: true }, {})).toEqual(['failed', 'failed'])
    robot.state = 'running'
    expect(await nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[0]?.text).toContain('Changed this week: 1 with another verdict')
  })

  it('is longer than a week where digests did not arrive for longer', async () => {
    const robot = await group()
    await nights({})
    robot.state = 'stopped'
    await nights({ changed: true }, {}, {}, {}, {}, {}, {}, {}, {})
    robot.state = 'running'
    expect(await nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toMatch(/^# CMK migration readiness · 2026-11-25 to 2026-12-04\n/)
    expect(robot.messages[1]?.text).toContain('Changed since the last digest: 1 with another verdict')
  })

  it('makes up for a change that an audit found after the digest of its day', async () => {
    const robot = await group()
    await nights({ changed: true })
    lab.now += 4 * HOUR - DAY
    await night({ changed: true })
    lab.now += DAY - 4 * HOUR
    expect(await nights({}, {})).toEqual(['sent', 'quiet'])
    expect(robot.messages[1]?.text).toContain('Changed this week: 1 with another verdict')
  })

  it('makes up for what came of a night after a digest that told it had not finished', async () => {
    await group()
    await nights({})
    await night({ changed: true })
    await lab.run(['cn-hangzhou', 'cn-beijing'], ['cn-hangzhou'])
    expect(await lab.outcomes()).toEqual(['sent'])
    lab.now += DAY
    expect(await nights({}, {})).toEqual(['sent', 'quiet'])
  })
})
