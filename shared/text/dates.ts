import { calendarDay, offsetAt, offsetReader, wallClock } from '../domain/calendar.ts'
import type { Language } from '../domain/language.ts'
import { type Day, HOUR, type Instant, MINUTE } from '../domain/time.ts'

/** `2026-11-21 08:15 UTC` of an ISO 8601 text; the text itself when it is none. */
export function utcTime(time: string): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? time : `${wallClock(at, 'UTC')} UTC`
}

/** `2026-11-21 16:15` on the clocks of a zone, which the page or message names once; with the offset where they show that time twice. */
export function localTime(time: string, timezone: string): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? time : wallClock(at, timezone) + offsetWhereTwice(at, timezone)
}

/** `2026-11-21 16:15 Asia/Shanghai`: a time that stands alone, or the first of a page. */
export function zonedTime(time: string, timezone: string): string {
  return Number.isNaN(Date.parse(time)) ? time : `${localTime(time, timezone)} ${zoneName(timezone)}`
}

/** A zone as people read it: UTC has several names. */
export function zoneName(timezone: string): string {
  return /^(Etc\/)?(UTC|UCT|Universal|Zulu)$/i.test(timezone) ? 'UTC' : timezone
}

const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g

/** A text with every moment in it on the clocks of a zone. */
export function inLocalTime(text: string, timezone: string): string {
  return text.replace(MOMENT, (time) => localTime(time, timezone))
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `21 Nov`, `11月21日`; with the year where it is not that of `today`. */
export function shortDay(day: Day, language: Language, today: Day): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return SHORT_DAYS[language](today.startsWith(year) ? '' : year, Number(month), Number(date))
}

/** `year` is empty where it goes without saying. */
const SHORT_DAYS: Readonly<Record<Language, (year: string, month: number, date: number) => string>> = {
  en: (year, month, date) => `${date} ${MONTHS[month - 1] ?? month}${year === '' ? '' : ` ${year}`}`,
  zh: (year, month, date) => `${year === '' ? '' : `${year}年`}${month}月${date}日`,
}

/** How a reader reads dates: on the clocks of his zone, the year left out where it is that of `today`. */
export interface Reader {
  readonly language: Language
  /** IANA zone. */
  readonly timezone: string
  readonly today: Day
}

/** The short day of an ISO 8601 text; the text itself when it is none. */
export function shortDate(time: string, { language, timezone, today }: Reader): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? time : shortDay(calendarDay(at, timezone), language, today)
}

/** A text with every moment in it as the reader writes it, `21 Nov 16:15`; with the offset where his clocks show that time twice. */
export function inReadersTime(text: string, { language, timezone, today }: Reader): string {
  return text.replace(MOMENT, (time) => {
    const at = Date.parse(time)
    if (Number.isNaN(at)) return time
    const [day = '', clock = ''] = wallClock(at, timezone).split(' ')
    return `${shortDay(day, language, today)} ${clock}${offsetWhereTwice(at, timezone)}`
  })
}

/** Clocks are set back by less, so that this far away they go by the other time. */
const AROUND = 3 * HOUR

function offsetWhereTwice(at: Instant, timezone: string): string {
  return isShownTwice(at, timezone) ? ` ${offsetText(offsetAt(at, timezone))}` : ''
}

/** Of the zones that people read dates in: a report asks for thousands of moments of few days. */
const offsets = new Map<string, (at: Instant) => number>()

function isShownTwice(at: Instant, timezone: string): boolean {
  const offsetOf = offsets.get(timezone) ?? offsetReader(timezone)
  offsets.set(timezone, offsetOf)
  const offset = offsetOf(at)
  return [at - AROUND, at + AROUND].some((near) => {
    const twin = at + offset - offsetOf(near)
    return twin !== at && wallClock(twin, timezone) === wallClock(at, timezone)
  })
}

/** `-05:00`. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE
  const digits = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offset < 0 ? '-' : '+'}${digits.join(':')}`
}
