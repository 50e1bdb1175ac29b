import type { Interval } from '../../../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { MANAGEMENT_OPERATIONS } from '../../../../shared/domain/management-operations.ts'
import {
  ALIAS_OPERATIONS,
  CRYPTOGRAPHIC_OPERATIONS,
  DECIDING_OPERATIONS,
} from '../../../../shared/domain/operations.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { OWN_OPERATIONS } from '../../../../shared/domain/source-proof.ts'
import { dayOf, HOUR, SECOND, startOfDay } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import { columnOf, type Part, type VisibleParts } from './columns.ts'
import { jsonSql } from './flat-json.ts'
import { firstOf, like, sqlList, sqlText } from './sql-words.ts'

/** Operations whose events are read whole, one by one. */
export const WHOLE_OPERATIONS: readonly string[] = [...DECIDING_OPERATIONS, ...ALIAS_OPERATIONS]

/** How far the time of a log may be from that of its event. An event that is further from it is taken to be of its log's time, so that some slice has it. */
export const MARGIN = HOUR

/** What is read by one query: part of a day, or a few days; whole seconds. */
export interface Slice extends Interval {
  readonly scope: Scope
  readonly parts: VisibleParts
}

/** The parts of an event by the names that they have in the statements. */
const NAMES: Readonly<Record<string, Part>> = {
  event_id: 'eventId',
  request_id: 'requestId',
  event_time: 'eventTime',
  name: 'eventName',
  service: 'serviceName',
  kind: 'eventType',
  source: 'eventSource',
  error: 'errorCode',
  region: 'acsRegion',
  recipient: 'recipientAccountId',
  ip: 'sourceIpAddress',
  vpc: 'vpcId',
  agent: 'userAgent',
  id_type: 'userIdentity.type',
  id_user: 'userIdentity.userName',
  id_principal: 'userIdentity.principalId',
  id_key: 'userIdentity.accessKeyId',
  id_account: 'userIdentity.accountId',
  request_text: 'requestParameterJson',
  response_text: 'responseElements',
  referenced: 'referencedResources',
  resource: 'resourceName',
}
/** Told whole elsewhere, or of no length that matters. */
const NEVER_CUT: ReadonlySet<string> = new Set(['event_id', 'request_id', 'event_time', 'name', 'service', 'region'])

/** An id that a search finds, and that is one. */
const SEARCHABLE = '^[A-Za-z0-9_-]{1,64}$'
const NO_ID_WORDS = '[0-]*|null|none|undefined|n/a|unknown|nil|na|[?]+|[*]+'
const NO_ID = `^(?i:${NO_ID_WORDS})$`
const ACCOUNT = '^[1-9][0-9]{4,19}$'
const REGION = '^[a-z]+(?:-[a-z0-9]+)+$'
const CLOCK = 'T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$'
/** Operations that are read whole, or prove the source, by their letters. */
const LETTERS = [...WHOLE_OPERATIONS.map((name) => name.toLowerCase()), ...OWN_OPERATIONS].join('|')

/**
 * One row an event of KMS of the scope, without those that are read whole. `t`: its moment in seconds. `light`: an operation that uses no
 * key, of which no more than its name counts. `odd`: why SQL cannot tell what the event says, in a word; empty where it can.
 */
export function eventRows(slice: Slice): string {
  const { from, to, parts } = slice
  const request = jsonSql('request', 'request_text')
  const response = jsonSql('response', 'response_text')
  const odd: (readonly [string, string])[] = [
    ['told_at is null', 'time'],
    [`id = ''`, 'id'],
    [
      `name = '' or not light and name not in ${sqlList(CRYPTOGRAPHIC_OPERATIONS)} and (${like('name', '[^ -~]')} or ${like(`lower(regexp_replace(name, '[^A-Za-z0-9]', ''))`, LETTERS)})`,
      'name',
    ],
    ['light', ''],
    [
      Object.keys(NAMES)
        .filter((name) => !NEVER_CUT.has(name))
        .map((name) => isCut(name, parts))
        .join(' or '),
      'cut',
    ],
    ['stranger', 'account'],
    [request.odd('request_text', 'request_plain'), 'request'],
    [`response_text not in ('', 'null') and (${response.odd('response_text', 'response_plain')})`, 'response'],
  ]
  const t = 'coalesce(told_at, stamp)'
  return [
    `select *, ${t} as t, ${firstOf(
      odd.map(([condition, why]) => [condition, sqlText(why)]),
      "''",
    )} as odd,`,
    `${like('vpc', '^vpc-[a-z0-9]+[*]*$')} or ${like('source', '^kms-vpc[.][a-z0-9-]+[.]aliyuncs[.]com$')} as in_vpc`,
    `from (select *, ${request.plain} as request_plain, ${response.plain} as response_plain from (${toldRows(slice)}))`,
    `where name not in ${sqlList(WHOLE_OPERATIONS)} and ${t} >= ${from / SECOND} and ${t} < ${to / SECOND}`,
    `and not (stranger and not may_name_arn)`,
  ].join(' ')
}

/** Which id of an event a search finds it by, and in which part it stands: as the statements have it. `of` is empty where there is none. */
export function searchableId(event: unknown): { readonly id: string; readonly of: 'eventId' | 'requestId' | '' } {
  const eventId = columnText(event, 'eventId')
  const requestId = columnText(event, 'requestId')
  if (isSearchable(eventId)) return { id: eventId, of: 'eventId' }
  return isNoWord(eventId) && isSearchable(requestId) ? { id: requestId, of: 'requestId' } : { id: '', of: '' }
}

function isSearchable(id: string): boolean {
  return new RegExp(SEARCHABLE).test(id) && !isNoWord(id)
}

function isNoWord(id: string): boolean {
  return new RegExp(`^(?:${NO_ID_WORDS})$`, 'i').test(id)
}

/** As a column has it: an object or a list is no text. */
function columnText(event: unknown, part: string): string {
  if (typeof event !== 'object' || event === null) return ''
  const value: unknown = Object.entries(event).find(([name]) => name === part)?.[1]
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value)
}

/** What was cut is as long as the limit, which counts bytes: a character has four at most. */
export function isCut(name: string, { longest }: VisibleParts): string {
  return `length(${name}) >= ${longest} or length(${name}) >= ${Math.floor(longest / 4)} and ${like(name, '[^ -~]')}`
}

/** True for an event that the query leaves out by what it says: an answer that shows it is none to the question. */
export function isLeftOut(event: Pick<TrailEvent, 'region' | 'recipientAccountId'>, scope: Scope): boolean {
  const { region, recipientAccountId } = event
  return (
    (new RegExp(REGION).test(region) && region !== scope.region) ||
    (new RegExp(ACCOUNT).test(recipientAccountId) && recipientAccountId !== scope.accountId)
  )
}

/** Events that do not say to be of another region or account, with what follows from one field. */
function toldRows({ from, to, scope, parts }: Slice): string {
  const clock = (at: number) => `cast(substr(event_time, ${at}, 2) as bigint)`
  const ownAt = firstOf(
    [
      // By the days that an event of these logs may be of: functions of dates go by the project's zone.
      ...daysOf({ from: from - 2 * MARGIN, to: to + 2 * MARGIN }).map((day): [string, string] => [
        like('event_time', `^${dayOf(day.from)}${CLOCK}`),
        `${startOfDay(day.from) / SECOND} + 3600 * ${clock(12)} + 60 * ${clock(15)} + ${clock(18)}`,
      ]),
      [like('event_time', `^[0-9]{4}-[0-9]{2}-[0-9]{2}${CLOCK}`), '-1'],
    ],
    'null',
  )
  const isNear = `abs(own_at - stamp) <= ${MARGIN / SECOND}`
  const toldAt = firstOf(
    [
      ['own_at is null', 'null'],
      [isNear, 'own_at'],
    ],
    'stamp',
  )
  const plainId = (name: string) => `${like(name, SEARCHABLE)} and not ${like(name, NO_ID)}`
  const ofRequest = `${like('event_id', NO_ID)} and ${plainId('request_id')}`
  const isNot = (name: string, form: string, own: string) => `${like(name, form)} and ${name} <> ${sqlText(own)}`
  const names = ['request_text', 'resource', 'referenced'].map((name) => `strpos(lower(${name}), 'acs:') > 0`)
  return [
    `select *, ${parts.has.has('eventTime') ? toldAt : 'stamp'} as told_at,`,
    `${firstOf(
      [
        [plainId('event_id'), 'event_id'],
        [ofRequest, 'request_id'],
      ],
      "''",
    )} as id,`,
    `${firstOf(
      [
        [plainId('event_id'), "'eventId'"],
        [ofRequest, "'requestId'"],
      ],
      "''",
    )} as id_of,`,
    `name in ${sqlList(MANAGEMENT_OPERATIONS)} as light, lower(name) in ${sqlList(OWN_OPERATIONS)} as own,`,
    `${like('recipient', NO_ID)} and ${isNot('id_account', ACCOUNT, scope.accountId)} and lower(id_type) <> 'system' as stranger,`,
    `request_text = '' or ${isCut('request_text', parts)} or ${names.join(' or ')} as may_name_arn`,
    `from (select *, ${ownAt} as own_at from (${rawRows(parts)}))`,
    `where not (${isNot('region', REGION, scope.region)}) and not (${isNot('recipient', ACCOUNT, scope.accountId)})`,
  ].join(' ')
}

/** Null is the empty text, which says as much; `null` over the wire may be a text. */
function rawRows({ has }: VisibleParts): string {
  const columns = Object.entries(NAMES).map(([name, part]) =>
    has.has(part) ? `coalesce(cast("${columnOf(part)}" as varchar), '') as ${name}` : `'' as ${name}`,
  )
  return `select __time__ as stamp, ${columns.join(', ')} from log`
}
