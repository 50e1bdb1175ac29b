import { describe, expect, it } from 'vitest'
import { DAY, HOUR, iso, MINUTE } from '../../shared/domain/time.ts'
import { DigestNights, TUESDAY } from '../support/functions/digest-nights.ts'
import { blockedRow, diagnostic, row, unknownRow } from '../support/rows.ts'

const lab = new DigestNights()

const incomplete = (...gaps: readonly (readonly [from: string, to: string])[]) =>
  unknownRow({
    observed: {
      ...unknownRow().observed,
      gaps: gaps.map(([from, to]) => ({ from: `2026-09-${from}T00:00:00Z`, to: `2026-09-${to}T00:00:00Z` })),
    },
  })

describe('a quiet day', () => {
  it('is one on which nothing changed: nobody is sent anything', async () => {
    const robot = await lab.group()
    expect(await lab.nights({}, {}, {})).toEqual(['sent', 'quiet', 'quiet'])
    expect(robot.messages).toHaveLength(1)
  })

  it('is not the first day of a channel', async () => {
    const robot = await lab.group()
    await lab.nights({})
    lab.channels += `,${robot.address}#name=later`
    expect(await lab.nights({})).toEqual(['quiet', 'sent'])
  })

  it('is not one with a change', async () => {
    const robot = await lab.group()
    expect(await lab.nights({}, { changed: true }, {})).toEqual(['sent', 'sent', 'quiet'])
    expect(robot.messages[1]?.text).toContain('Changed: 1 with a different verdict')
  })

  it('does not turn a digest that was sent into one that was not needed', async () => {
    await lab.group()
    await lab.night()
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(await lab.outcomes()).toEqual(['already-sent'])
  })

  it('has a digest all the same for a channel that wants it', async () => {
    const robot = await lab.group('#when=always')
    expect(await lab.nights({}, {})).toEqual(['sent', 'sent'])
    expect(robot.messages[1]?.text).toContain('Nothing changed.')
  })
})

describe('never quiet is', () => {
  it('a night that did not happen', async () => {
    await lab.group()
    await lab.nights({})
    lab.now += 3 * HOUR
    expect(await lab.outcomes()).toEqual(['sent'])
    lab.now += DAY
    expect(await lab.outcomes()).toEqual(['sent'])
  })

  it('nights that did not happen, without what was told before them', async () => {
    const robot = await lab.group()
    await lab.nights({}, { changed: true })
    lab.now += 90 * MINUTE
    for (const text of ['did not run', 'did not run']) {
      expect(await lab.outcomes()).toEqual(['sent'])
      expect(robot.messages.at(-1)?.text).toContain(text)
      expect(robot.messages.at(-1)?.text).not.toContain('Changed')
      lab.now += DAY
    }
  })

  it('a night that judged nothing, without what was told before it', async () => {
    const robot = await lab.group()
    await lab.nights({}, { changed: true })
    await lab.run(['cn-hangzhou'], [])
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(robot.messages.at(-1)?.text).toContain('produced no verdicts')
    lab.now += DAY
    expect(await lab.nights({})).toEqual(['quiet'])
    expect(robot.messages.at(-1)?.text).not.toContain('Changed')
  })

  it('a night that did not happen where the night comes shortly before the digest', async () => {
    const robot = await lab.group()
    await lab.nights({})
    lab.now += 90 * MINUTE
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(robot.messages[1]?.text).toContain('did not run')
  })

  it('a night that has not finished', async () => {
    await lab.group()
    await lab.nights({})
    await lab.night()
    await lab.run(['cn-hangzhou', 'cn-beijing'], ['cn-hangzhou'])
    expect(await lab.outcomes()).toEqual(['sent'])
  })

  it('a problem that was not there yesterday; yesterday’s is', async () => {
    await lab.group()
    const refused = { diagnostics: [diagnostic()] }
    const asEver = { diagnostics: [diagnostic({ requestId: 'REQUEST-2', message: 'It refused again.' })] }
    const another = { diagnostics: [diagnostic(), diagnostic({ action: 'ListSecrets' })] }
    expect(await lab.nights({}, refused, asEver, another, {})).toEqual(['sent', 'sent', 'quiet', 'sent', 'quiet'])
  })

  it('a problem that comes back', async () => {
    await lab.group()
    const refused = { diagnostics: [diagnostic()] }
    expect(await lab.nights(refused, {}, refused)).toEqual(['sent', 'quiet', 'sent'])
  })

  it('a gap that was not there yesterday; what is left of yesterday’s is', async () => {
    await lab.group()
    const whole = { rows: [row(), blockedRow(), incomplete(['01', '09'])] }
    const smaller = { rows: [row(), blockedRow(), incomplete(['01', '02'], ['04', '06'])] }
    const moved = { rows: [row(), blockedRow(), incomplete(['04', '07'])] }
    expect(await lab.nights({}, whole, smaller, moved)).toEqual(['sent', 'sent', 'quiet', 'sent'])
  })

  it('a region that cannot be read, on the first day; it is on those that follow', async () => {
    await lab.group()
    const unread = () => ({
      rows: [
        row(),
        blockedRow(),
        unknownRow({
          observed: {
            ...unknownRow().observed,
            gaps: [{ from: iso(lab.now - 90 * DAY), to: iso(lab.now - 5 * MINUTE) }],
          },
        }),
      ],
    })
    const outcomes: string[] = []
    for (let day = 0; day < 4; day += 1) outcomes.push(...(await lab.nights(day === 0 ? {} : unread())))
    expect(outcomes).toEqual(['sent', 'sent', 'quiet', 'quiet'])
  })

  it('a key that has not been checked for two days', async () => {
    await lab.group()
    const old = row({ keyId: 'key-left-behind' })
    await lab.nights({ rows: [old] })
    await lab.store.readiness.put([{ ...old, checkedAt: iso(TUESDAY - 2 * HOUR) }])
    expect(await lab.nights({ rows: [blockedRow()] }, { rows: [blockedRow()] })).toEqual(['quiet', 'sent'])
  })
})
