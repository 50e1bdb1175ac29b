import * as z from 'zod'
import { nearest } from '../domain/nearest.ts'

/** The areas of the IANA time zone database, whose zones are places: https://data.iana.org/time-zones/theory.html#naming */
const PLACE =
  /^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(\/[A-Z][A-Za-z]*([_-][A-Za-z]+)*){1,2}$/
/** What people write for China's time that the database does not have, or has for another place. */
const CHINA =
  /^((asia\/)?(beijing|peking|shenzhen|guangzhou|hangzhou|nanjing|tianjin|wuhan|chengdu)|china.*|cst|cst-8|bjt|(中国|北京|上海).*|东八区|etc\/gmt-8|(utc|gmt)?\+?0?8(:?00)?)$/iu
/** Abbreviations, but for those of countries. */
const SHORT = /^(?!PRC|ROC|ROK)[A-Z]{3,4}$/i

/** A time zone that people may read dates in: UTC, or a place. What is short for several places, or an offset, is refused. */
export const timezone = z.string().transform((text, context): string => {
  const name = text.trim()
  if (/^(etc\/)?utc$/i.test(name)) return 'UTC'
  const place = places().find((each) => each.toLowerCase() === name.toLowerCase())
  if (place !== undefined) return place
  // Places go by several names, and the engine lists one of each.
  if (PLACE.test(name) && zoneOf(name) !== undefined) return name
  context.addIssue({ code: 'custom', message: 'no place' })
  return z.NEVER
})

/** Why a name is refused, where there is more to say, and what was probably meant. */
export function timezoneHint(text: string): string {
  const name = text.trim()
  const zone = zoneOf(name)
  const why = whyNot(name, zone)
  const meant = meantBy(name, zone)
  return `${why === undefined ? '' : `; ${why}`}${meant === undefined ? '' : `; did you mean ${meant}?`}`
}

function whyNot(name: string, zone: string | undefined): string | undefined {
  if (/^etc\/gmt[+-]\d+$/i.test(name))
    return `${name} is ${/\d+$/.exec(name)?.[0]} hours ${name.includes('+') ? 'behind' : 'ahead of'} UTC, and an offset is no place`
  if (/[+-]?\d{1,2}(:?\d{2})?$/.test(name) && !name.includes('/')) return 'an offset is no place'
  if (zone === undefined) return undefined
  return SHORT.test(name)
    ? `${name} is ${zone} to a computer, and another place to other readers`
    : `${name} is another name of ${zone}`
}

function meantBy(name: string, zone: string | undefined): string | undefined {
  const city = nearest(name, places())
  if (city !== undefined) return city
  if (CHINA.test(name)) return 'Asia/Shanghai'
  if (zone !== undefined && !/^etc\//i.test(zone)) return SHORT.test(name) && zone !== 'UTC' ? undefined : zone
  const wanted = name.replaceAll(' ', '_').toLowerCase()
  return places().find((each) => each.toLowerCase().endsWith(`/${wanted}`))
}

function zoneOf(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

let known: readonly string[] | undefined

function places(): readonly string[] {
  known ??= Intl.supportedValuesOf('timeZone').filter((each) => PLACE.test(each))
  return known
}
