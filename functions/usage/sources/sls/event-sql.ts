import type { LogRow } from '../../../../shared/cloud/cloud.ts'
import type { Interval } from '../../../../shared/domain/coverage.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../shared/domain/time.ts'
import { MAX_EVENTS } from '../../../../shared/domain/usage.ts'
import { columnOf, type Part } from './columns.ts'
import { eventRows, MARGIN, type Slice, WHOLE_OPERATIONS } from './event-rows.ts'
import { jsonSql } from './flat-json.ts'
import { firstOf, like } from './sql-words.ts'

/** What finds the events of KMS, whatever is asked of them. */
export const OF_KMS = `${columnOf('serviceName')}: Kms`
export const OF_WHOLE_OPERATIONS = `${OF_KMS} and (${WHOLE_OPERATIONS.map((name) => `${columnOf('eventName')}: ${name}`).join(' or ')})`

/** The most groups that one answer holds: where it is reached, the slice is cut. */
export const MAX_GROUPS = 20_000
/** The most hours that are counted: more than the observation window has. */
export const MAX_HOURS = 20_000
/** The most events of a slice that are read whole because SQL cannot take them apart. */
export const MAX_ODD = 1_000

/** Later than any event, in seconds, and of as many digits. */
const LATE = 9_999_999_999

/** Which logs may hold the events of an interval. */
export function logsAround({ from, to }: Interval): Interval {
  return { from: from - MARGIN, to: to + MARGIN }
}

/** Which logs a query looks at: those of the slice, and a margin where SQL sees that events have a time of their own. */
export function logsOf(slice: Slice): Interval {
  const { from, to, parts } = slice
  return parts.has.has('eventTime') ? logsAround(slice) : { from, to }
}

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const INSIDE = `^(?:10[.]${OCTET}|192[.]168|172[.](?:1[6-9]|2[0-9]|3[01])|100[.](?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))[.]${OCTET}[.]${OCTET}$`

/** Lists that SQL cannot tell, or that nobody asks for. */
const NOTHING = `regexp_extract_all('', 'x')`

const request = jsonSql('request', 'request_text')
const response = jsonSql('response', 'response_text')
const detail = (value: string) => `case when light then '' else ${value} end`
const list = (value: string) => `case when light or odd <> '' then ${NOTHING} else ${value} end`

/** True for calls that may name an alias, which may have moved within a day: all that says so plainly, and all that is not plain. */
const MAY_NAME_ALIAS = `odd = '' and not light and ${like(
  "concat(request_text, ' ', response_text, ' ', referenced, ' ', resource)",
  '(?i)alias|[^ -~]|\\\\',
)}`

const startOf = (length: number) => `t - t % ${length / SECOND}`

/**
 * What a group's events have in common, each part in the one form that all have that count the same: the session of a role, the address
 * of a caller inside, and the signing key are not looked at.
 */
const COMMON = {
  bucket: firstOf(
    [
      ['own', startOf(MINUTE)],
      [MAY_NAME_ALIAS, startOf(HOUR)],
    ],
    startOf(DAY),
  ),
  odd: 'odd',
  name: 'name',
  service: 'service',
  kind: detail('kind'),
  source: detail('source'),
  error: detail('error'),
  region: 'region',
  recipient: 'recipient',
  ip: detail(
    firstOf(
      [
        ["in_vpc and lower(ip) <> 'internal'", "''"],
        [like('ip', INSIDE), "'10.0.0.1'"],
      ],
      'ip',
    ),
  ),
  // Masks may be of any length, and tell no VPC.
  vpc: detail(firstOf([[like('vpc', '^vpc-[a-z0-9]+[*]+$'), "'vpc-x*'"]], 'vpc')),
  // What is left of a cut one may name another language.
  agent: detail(firstOf([["odd = 'cut'", "''"]], 'agent')),
  id_type: 'id_type',
  id_user: detail(
    firstOf(
      [[`lower(id_type) = 'assumed-role' and ${like('id_user', '^[!-9;-~]+(?::|$)')}`, "split_part(id_user, ':', 1)"]],
      'id_user',
    ),
  ),
  id_principal: detail(firstOf([["id_user <> ''", "''"]], 'id_principal')),
  id_key: detail(
    firstOf(
      [
        [like('id_key', '^(?i:sts)[.][!-~]*$'), "'STS.'"],
        [like('id_key', '^LTAI[A-Za-z0-9]*$'), "'LTAI'"],
      ],
      'id_key',
    ),
  ),
  id_account: 'id_account',
  resource: `case when light or odd <> '' then '' else resource end`,
  referenced: `case when light or odd <> '' then '' else referenced end`,
  kept: list(request.kept('request_plain')),
  heads: list(request.heads('request_plain')),
  filled: list(request.filled('request_plain')),
  said: list(response.kept('response_plain')),
  said_heads: list(response.heads('response_plain')),
  said_filled: list(response.filled('response_plain')),
} as const
export type CommonColumn = keyof typeof COMMON

/** The bucket where nothing may be counted by the day. */
const BY_HOUR = firstOf([['own', startOf(MINUTE)]], startOf(HOUR))

/** What tells a row of `groupsSql` from every other. */
export function commonOf(row: LogRow): string {
  return JSON.stringify(Object.keys(COMMON).map((name) => row[name]))
}

/** The calls of each hour of the day, as one text. */
const HOURS = `concat(${Array.from(
  { length: 24 },
  (_, hour) => `cast(count_if(t % ${DAY / SECOND} - t % ${HOUR / SECOND} = ${(hour * HOUR) / SECOND}) as varchar)`,
).join(", ' ', ")})`

/** Groups of the events of a slice that are the same in everything that counts, of a day each; `byHour`: of an hour each. */
export function groupsSql(slice: Slice, byHour = false): string {
  const names = Object.keys(COMMON).join(', ')
  const columns = Object.entries(byHour ? { ...COMMON, bucket: BY_HOUR } : COMMON).map(
    ([name, value]) => `${value} as ${name}`,
  )
  // An event that was delivered twice is one.
  return [
    `select ${names}, count(1) as calls, ${HOURS} as hours, min(t) as first_at, max(t) as last_at,`,
    `min(concat(cast(${LATE} - t as varchar), ' ', id), ${MAX_EVENTS}) as newest`,
    `from (select distinct t, id, ${columns.join(', ')} from (${eventRows(slice)}))`,
    `group by ${names} limit ${MAX_GROUPS}`,
  ].join(' ')
}

/** How many logs of KMS there are in each hour that has any, by their own times. */
export const VOLUME_SQL = [
  'select hour_at, count(1) as logs',
  `from (select __time__ - __time__ % ${HOUR / SECOND} as hour_at from log) group by hour_at limit ${MAX_HOURS}`,
].join(' ')

/** The first and the last log of each UTC day that has any, by their own times. */
export const DAYS_SQL = [
  'select min(__time__) as first_at, max(__time__) as last_at',
  `from (select __time__, __time__ - __time__ % ${DAY / SECOND} as day_at from log) group by day_at limit ${MAX_HOURS}`,
].join(' ')

/** How many logs of KMS there are in each hour that has any, and how many of them say something in each of these columns: `c0`, `c1`, … */
export function toldSql(parts: readonly Part[]): string {
  const counts = parts.map((part, at) => `count("${columnOf(part)}") as c${at}`)
  const columns = parts.map((part) => `"${columnOf(part)}"`)
  return [
    `select hour_at, ${['count(1) as logs', ...counts].join(', ')}`,
    `from (select ${[`__time__ - __time__ % ${HOUR / SECOND} as hour_at`, ...columns].join(', ')} from log)`,
    `group by hour_at order by hour_at limit ${MAX_HOURS}`,
  ].join(' ')
}

/** The moment, in milliseconds, and the id of an item of `newest`. */
export function readNewest(item: string): { readonly at: number; readonly id: string } {
  const space = item.indexOf(' ')
  return { at: (LATE - Number(item.slice(0, space))) * SECOND, id: item.slice(space + 1) }
}

/** Ids of the events of a slice that SQL cannot take apart, and when their logs were written, in seconds. */
export function oddSql(slice: Slice): string {
  return `select distinct id, id_of, stamp from (${eventRows(slice)}) where odd <> '' limit ${MAX_ODD + 1}`
}
