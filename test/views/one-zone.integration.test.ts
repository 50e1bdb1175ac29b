import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Language } from '../../shared/domain/language.ts'
import { renderReport } from '../../shared/report/page.ts'
import { localTime, zonedTime } from '../../shared/text/dates.ts'
import { renderTerminal } from '../../shared/views/digest-text.ts'
import { explainAsMarkdown } from '../../shared/views/explain.ts'
import { appOver, storeOf, TOKEN } from '../support/functions/query/asked.ts'
import { askPage, linkTo } from '../support/pages/asked-page.ts'
import { blockedRow, change, diagnostic, LAST_RUN, NOW, row, unknownRow } from '../support/rows.ts'

const rows = [
  row({ facts: { ...row().facts, automaticRotation: 'Enabled', nextRotationAt: '2026-12-03T16:30:00Z' } }),
  blockedRow(),
  unknownRow(),
  row({ keyId: 'key-stale', checkedAt: '2026-11-01T00:00:00Z' }),
]
const changes = [change({ keyId: blockedRow().keyId, before: 'ready', after: 'blocked' })]
const diagnostics = [diagnostic({ message: 'Nothing was read since 2026-11-22T20:00:00Z.' })]
const PATH = '/keys/1234567890123456/cn-hangzhou/key-hzz000000000blocked1'

/** What a reader sees of a page: no tags, attributes, style and scripts. */
const seen = (html: string) =>
  html
    .replace(/<(style|script)[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<nav.*?<\/nav>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')

async function pages(timezone: string, language: Language, query = '') {
  const lastRun = LAST_RUN
  const digest = await makeDigest({ rows, changes, diagnostics, lastRun, now: NOW, timezone, rules: '2023-09' })
  const app = appOver(await storeOf(rows), { env: { CMK_API_TOKEN: TOKEN, CMK_TIMEZONE: timezone } })
  const mark = query === '' ? '?' : `${query}&`
  return {
    digest: renderTerminal(digest, { language, timezone, colour: false }),
    explain: explainAsMarkdown(blockedRow(), { history: changes, now: NOW, language, timezone }).replaceAll('\\', ''),
    report: seen([...renderReport({ rows, digest, language, timezone })].join('')),
    dashboard: seen((await askPage(app, `/${mark}lang=${language}`)).html),
    key: seen((await askPage(app, `${PATH}${mark}lang=${language}`)).html),
  }
}

describe('a page or message', () => {
  it.each([
    ['Asia/Shanghai', 'en', '2026-11-23 02:15'],
    ['Asia/Shanghai', 'zh', '2026-11-23 02:15'],
    ['America/New_York', 'en', '2026-11-22 13:15'],
    ['UTC', 'en', '2026-11-22 18:15'],
  ] as const)('of %s in %s has that zone alone, and names it once', async (timezone, language, checked) => {
    for (const [name, text] of Object.entries(await pages(timezone, language))) {
      expect(text.match(new RegExp(timezone, 'g')), name).toHaveLength(1)
      expect(text.match(/UTC|\b[A-Z][a-z]+\/[A-Z][a-z]+_?\w+/g), name).toEqual([timezone])
      expect(text, name).toContain(`${language === 'zh' ? '事件截至' : 'events up to'} ${checked}`)
      // ISO 8601 in UTC is for programs.
      expect(text, name).not.toMatch(/\dT\d\d:\d\d:\d\dZ/)
    }
  })

  it('is in UTC where the address of a page asks for it, and leads back', async () => {
    const { dashboard, key } = await pages('Asia/Shanghai', 'en', '?tz=utc')
    for (const text of [dashboard, key]) {
      expect(text).toContain('events up to 2026-11-22 18:15 ')
      expect(text.match(/UTC|Asia/g)).toEqual(['UTC'])
    }
    const app = appOver(await storeOf(rows))
    const own = (await askPage(app, '/?verdict=blocked')).html
    expect(linkTo(own, 'UTC')).toBe('./?verdict=blocked&tz=utc')
    const utc = (await askPage(app, '/?verdict=blocked&tz=UTC')).html
    expect(linkTo(utc, 'Asia/Shanghai')).toBe('./?verdict=blocked')
    expect(linkTo(utc, 'Calls')).toBe('./?verdict=blocked&sort=calls&tz=utc#keys')
    expect(linkTo(utc, '中文')).toContain('tz=utc')
    expect(utc).toContain('<input type="hidden" name="tz" value="utc">')
    expect(linkTo((await askPage(app, `${PATH}?tz=utc`)).html, 'Asia/Shanghai')).toBe('?')
    const inUtc = appOver(await storeOf(rows), { env: { CMK_API_TOKEN: TOKEN, CMK_TIMEZONE: 'UTC' } })
    expect(linkTo((await askPage(inUtc, '/')).html, 'UTC')).toBeUndefined()
  })

  it.each(['tz=cst', 'tz=Asia/Tokyo', 'tz=utc,utc'])('refuses another zone: %s', async (query) => {
    expect((await askPage(appOver(await storeOf(rows)), `/?${query}`)).status).toBe(400)
  })
})

describe('a time', () => {
  it.each([
    ['2026-11-21T08:15:00Z', 'Asia/Shanghai', '2026-11-21 16:15'],
    ['2026-11-21T16:15:00Z', 'Asia/Shanghai', '2026-11-22 00:15'],
    ['2026-11-01T05:10:00Z', 'America/New_York', '2026-11-01 01:10 -04:00'],
    ['2026-11-01T06:10:00Z', 'America/New_York', '2026-11-01 01:10 -05:00'],
    ['2026-11-21T08:15:00Z', 'Europe/London', '2026-11-21 08:15'],
    ['never', 'Asia/Shanghai', 'never'],
  ])('%s in %s', (time, timezone, local) => {
    expect(localTime(time, timezone)).toBe(local)
    expect(zonedTime(time, timezone)).toBe(time === 'never' ? local : `${local} ${timezone}`)
  })

  it('of UTC is called so', () => {
    for (const name of ['UTC', 'Etc/UTC']) expect(zonedTime('2026-11-21T08:15:00Z', name)).toBe('2026-11-21 08:15 UTC')
  })
})

describe('calls by hour of day', () => {
  const chart = async (timezone: string, observed = row().observed) => {
    const one = [blockedRow({ observed })]
    const digest = await makeDigest({
      ...{ rows: one, changes: [], diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone, rules: '2023-09' },
    })
    return [...renderReport({ rows: one, digest, language: 'en', timezone })].join('')
  }

  it.each([
    ['Asia/Shanghai', '16:00'],
    ['UTC', '08:00'],
    ['Asia/Kolkata', '13:30'],
    ['Pacific/Kiritimati', '22:00'],
    ['Pacific/Pago_Pago', '21:00'],
  ])('are on the clocks of %s: calls at 08:00 UTC at %s', async (timezone, hour) => {
    const html = await chart(timezone)
    expect(html).toContain(`The busiest hour is ${hour}: 40`)
    expect(html).toContain('Calls by hour of day</figcaption>')
  })

  it('name the offset that they go by where the clocks were changed meanwhile', async () => {
    expect(await chart('America/New_York')).toContain('Calls by hour of day (-05:00)</figcaption>')
    const winter = { ...row().observed, from: '2026-11-10T00:00:00Z' }
    expect(await chart('America/New_York', winter)).toContain('Calls by hour of day</figcaption>')
  })
})
