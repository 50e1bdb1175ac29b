import * as z from 'zod'
import type { LogRow } from '../../shared/cloud/cloud.ts'
import type { LoggedCalls } from '../../shared/domain/after-move/instance-log.ts'
import { clientOfUserAgent } from '../../shared/domain/client.ts'
import { iso, SECOND } from '../../shared/domain/time.ts'
import { badAnswer } from './sources/sls/bad-day.ts'
import { firstOf, like, sqlList } from './sources/sls/sql-words.ts'

/** The most groups that one answer holds: where it is reached, the interval is cut. */
export const MAX_ROWS = 10_000
/** Keys that one statement asks for. */
export const KEYS_AT_ONCE = 100

/** Without these nothing of the log can be told (vendor's page "Log fields" of KMS). */
export const NEEDED_COLUMNS = ['resource_id', 'identity_type', 'principal_id', 'useragent', 'status_code'] as const
/** What tells the gateway: the newer of the two fields, or the older, which is filled for the shared gateway only. */
const GATEWAY_COLUMNS = ['gateway_type', 'share_gateway_api_name'] as const

/** The columns that are missing; none where the log can be read. */
export function missingColumns(columns: ReadonlySet<string>): string[] {
  const missing = NEEDED_COLUMNS.filter((column) => !columns.has(column))
  return GATEWAY_COLUMNS.some((column) => columns.has(column)) ? [...missing] : [...missing, GATEWAY_COLUMNS[1]]
}

/** Sums the calls with some keys by caller and gateway. The keys' ids are checked: see `isPlainId`. */
export function instanceLogSql(keyIds: readonly string[], columns: ReadonlySet<string>): string {
  // The log of the shared gateway has the key under a name of its own.
  const key = columns.has('cmkid') ? text(`coalesce(nullif(${text('resource_id')}, ''), cmkid)`) : text('resource_id')
  const isShared = [
    ...(columns.has('gateway_type') ? [`lower(${text('gateway_type')}) = 'shared'`] : []),
    ...(columns.has('share_gateway_api_name') ? [`${text('share_gateway_api_name')} not in ('', '-', 'null')`] : []),
  ].join(' or ')
  const isMade = like(text('status_code'), '^2')
  const list = [
    `${key} as key_id`,
    `${firstOf([[isShared, "'shared'"]], "'dedicated'")} as gateway`,
    `${text('identity_type')} as identity`,
    `${text('principal_id')} as principal`,
    `${text('useragent')} as agent`,
    'count(1) as calls',
    `count_if(not ${isMade}) as failures`,
    'min(__time__) as first_at',
    'max(__time__) as last_at',
    `max(case when ${isMade} then __time__ end) as made_at`,
    columns.has('request_id') ? `max_by(${text('request_id')}, __time__) as request` : `'' as request`,
  ]
  return `select ${list.join(', ')} from log where ${key} in ${sqlList(keyIds)} group by 1, 2, 3, 4, 5 limit ${MAX_ROWS}`
}

/** An id that may stand in a statement. */
export function isPlainId(keyId: string): boolean {
  return /^[\w-]{1,64}$/.test(keyId)
}

const seconds = z.string().regex(/^\d{1,12}$/)
const rowSchema = z.object({
  ...{ key_id: z.string(), gateway: z.enum(['shared', 'dedicated']), identity: z.string(), principal: z.string() },
  ...{ agent: z.string(), calls: z.string().regex(/^\d+$/), failures: z.string().regex(/^\d+$/), request: z.string() },
  ...{ first_at: seconds, last_at: seconds, made_at: z.union([seconds, z.literal('null')]) },
})

/** What a row says. Throws a `CloudError` where it is none. */
export function loggedCalls(row: LogRow): LoggedCalls {
  const { data } = rowSchema.safeParse(row)
  if (!data) throw badAnswer('UnexpectedAnswer')
  const at = (stamp: string) => iso(Number(stamp) * SECOND)
  return {
    keyId: data.key_id,
    gateway: data.gateway,
    identity: data.identity,
    principalId: data.principal,
    client: clientOfUserAgent(data.agent),
    calls: Number(data.calls),
    failures: Number(data.failures),
    firstAt: at(data.first_at),
    lastAt: at(data.last_at),
    lastMadeAt: data.made_at === 'null' ? null : at(data.made_at),
    request: data.request,
  }
}

function text(column: string): string {
  return `coalesce(cast(${column} as varchar), '')`
}
