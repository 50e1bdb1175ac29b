import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { AfterMove } from '../../shared/domain/after-move/after-move.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { afterMoveHtml, movedKeysHtml } from '../../shared/report/moved-keys.ts'
import { renderMarkdown } from '../../shared/views/digest-text.ts'
import { renderExplain } from '../../shared/views/explain.ts'
import { LAST_RUN, NOW, row } from '../support/rows.ts'

const timezone = 'Asia/Shanghai'
const BAD_CHINESE = /[一-鿿] ?[,;:()]|undefined|NaN/

const MOVE: AfterMove = {
  moved: { after: '2026-11-10T01:00:00Z', by: '2026-11-11T01:00:00Z' },
  closesAt: '2026-12-10T01:00:00Z',
  complete: true,
  instanceLog: { state: 'not-there' },
  ...{ left: 2, failing: 1, silent: 0, moreCallers: 0 },
  callers: (['failing', 'shared-gateway', 'silent', 'instance', 'cloud-service'] as const).map((state, at) => ({
    ...{ principal: `role/${state}`, state, left: at < 2, clients: ['java'], operations: ['Decrypt'] },
    ...{ calls: 3, failures: 1, instanceCalls: at, lastSeenAt: '2026-11-20T01:00:00Z', events: ['event-1'] },
  })),
  peak: { at: '2026-11-20T01:00:00Z', calls: 7_200 },
  rotationOff: true,
}

const moved = (changes: Partial<AfterMove> = {}, keyId = 'key-moved') =>
  row({
    ...{ keyId, verdict: 'migrated', aliases: ['alias/pay'], tags: [{ key: 'owner', value: 'Li Na' }] },
    afterMove: { ...MOVE, ...changes },
  })

const digestOf = (...rows: ReturnType<typeof moved>[]) =>
  makeDigest({ rows, changes: [], diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone, rules: '2023-09' })

const said = async (...rows: ReturnType<typeof moved>[]) =>
  renderMarkdown(await digestOf(...rows), { language: 'en', timezone })

describe.each(['en', 'zh'] as const)('what follows a move, in %s', (language) => {
  it('is in explain and on the page: when, the month, each caller, the busiest hour, rotation', () => {
    const text = renderExplain(moved(), { history: [], now: NOW, language, timezone, colour: false })
    const page = String(afterMoveHtml(moved(), { language, timezone }))
    for (const made of [text, page]) {
      for (const part of [
        '2026-11-10 09:00',
        '2026-12-10 09:00',
        'role/failing',
        'role/cloud-service',
        '7,200',
        '1,000',
      ])
        expect(made).toContain(part)
      expect(made).toContain('event-1')
      expect(made.replaceAll(/<[^>]*>/g, '')).not.toMatch(language === 'zh' ? BAD_CHINESE : /undefined|NaN/)
    }
    expect(String(afterMoveHtml(row(), { language, timezone }))).toBe('')
  })
})

describe('the digest', () => {
  it('counts down, names who is left, and counts the key among what needs attention', async () => {
    const text = await said(moved())
    expect(text).toContain('1 key needs attention')
    expect(text).toContain('until 2026-12-10')
    expect(text).toMatch(/2 callers are left, 1 fails.*role\/failing.*role\/shared-gateway/)
  })

  it('is louder in the last week, and when the month is over', async () => {
    expect(await said(moved({ closesAt: iso(NOW + 6 * DAY) }))).toContain('ONLY until 2026-11-29')
    expect(await said(moved({ closesAt: iso(NOW - DAY) }))).toContain('OVER since 2026-11-22')
  })

  it('has it among the tasks of the week, by its owner and its date', async () => {
    const { tasks } = await digestOf(moved(), moved({ closesAt: null, failing: 0, rotationOff: false }, 'key-informs'))
    expect(tasks).toMatchObject([
      { kind: 'failing', who: 'Li Na', due: null, count: 1 },
      { kind: 'old-entry', who: 'Li Na', due: MOVE.closesAt, count: 1 },
      { kind: 'rotation-on', who: 'Li Na', due: null, count: 1 },
    ])
  })

  it('is quiet when nobody is left, and informs where applications keep their SDK', async () => {
    const none = { left: 0, failing: 0, rotationOff: false }
    expect(await said(moved(none))).not.toMatch(/After the move|needs? attention/)
    const informs = await said(moved({ closesAt: null, failing: 0, rotationOff: false }))
    expect(informs).toContain('After the move')
    expect(informs).not.toMatch(/needs? attention|until/)
  })

  it('names those with the least time first, and so does the dashboard, with a link to each', async () => {
    const digest = await digestOf(
      moved({ failing: 0 }, 'key-late'),
      moved({ failing: 0, closesAt: iso(NOW + DAY) }, 'key-soon'),
      moved({}, 'key-failing'),
    )
    expect(digest.moves.listed.map(({ keyId }) => keyId)).toEqual(['key-failing', 'key-soon', 'key-late'])
    const page = String(movedKeysHtml(digest, { language: 'en', timezone }, ({ keyId }) => `keys/${keyId}`))
    expect(page).toContain('href="keys/key-soon"')
    expect(page).toMatch(/After the move \(3\)/)
  })
})
