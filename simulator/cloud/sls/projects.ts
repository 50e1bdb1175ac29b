/** Projects of Simple Log Service with their logstores: plain data, as the rest of the world. */

export interface LogProject {
  /** Unique in its region, over all accounts. */
  name: string
  createdAt: string
  /** The zone of date functions in SQL, in hours east of UTC. The vendor's default is 8, wherever the project is. */
  hoursEast: number
  /** Those that are not here and that a trail delivers into exist all the same: see `trailLogstore`. */
  logstores: Logstore[]
}

export interface Logstore {
  name: string
  createdAt: string
  /** Days; what is older is gone. 3,650: kept for ever. */
  ttl: number
  shardCount: number
  /** Undefined: there is no index, and nothing can be queried. */
  index?: LogIndex
  /**
   * How much standard SQL reads of a shard before it cuts: the rest is left out and the answer says Incomplete. Bytes are those of the
   * columns that the statement names.
   */
  scanLimit: { readonly rows?: number; readonly bytes?: number }
  /**
   * A SELECT of DuckDB that gives the logs in place of the world's events: `__time__` (BIGINT, seconds), `event` (VARCHAR, JSON), and, where they
   * shall not be taken from `event`, columns that are named like those of the index (`"event.eventName"`, VARCHAR).
   */
  sql?: string
  /** Its logs are their fields, not one field `event` that holds JSON. */
  hasFields?: boolean
}

/** As GetIndex shows it: members have the names of the wire. */
export interface LogIndex {
  /** Logs from before have no index at all: no query finds them. Default: all have one. */
  createdAt?: string
  lastModifiedAt: string
  /** Bytes that SQL sees of a text, 64–16,384. */
  max_text_len: number
  /** Full text; undefined: words without a key cannot be searched. */
  line?: { token: string[]; caseSensitive: boolean; chn: boolean }
  keys: Record<string, LogIndexKey>
}

export interface LogIndexKey {
  type: 'text' | 'long' | 'double' | 'json'
  doc_value: boolean
  token?: string[]
  caseSensitive?: boolean
  chn?: boolean
  alias?: string
  /** Paths below a JSON field, with dots. Only leaves have a value: objects and arrays are null. */
  json_keys?: Record<string, LogIndexJsonKey>
}

export interface LogIndexJsonKey {
  type: 'text' | 'long' | 'double'
  doc_value: boolean
  alias?: string
  /** Never on the wire: logs from before this moment have null here, since an index is for new logs only. */
  since?: string
}

/** What separates words by default (vendor's page "Create indexes"). */
export const TOKENS = [...', \'";=()[]{}?@&<>/:\n\t\r']

/** Bytes of a text that SQL sees, unless the index says otherwise (same page: 2,048, at most 16,384). */
const DEFAULT_TEXT = 2_048

/** Standard SQL reads 400 MB of a shard (vendor's page "Limits on query and analysis"). */
const SCAN_BYTES = 400_000_000

const DEFAULT_CREATION = '2021-03-01T08:00:00Z'

export function logProject(fields: Partial<LogProject> & { name: string }): LogProject {
  return { createdAt: DEFAULT_CREATION, hoursEast: 8, logstores: [], ...fields }
}

/** A logstore as ActionTrail makes it for a trail. */
export function logstore(fields: Partial<Logstore> & { name: string }): Logstore {
  return {
    createdAt: DEFAULT_CREATION,
    ttl: 180,
    shardCount: 2,
    index: actionTrailIndex(),
    scanLimit: { bytes: SCAN_BYTES },
    ...fields,
  }
}

/** The logstore that a trail delivers into, in the project that its `slsProjectArn` names. */
export function trailLogstore(trail: string, fields: Partial<Logstore> = {}): Logstore {
  return logstore({ name: trailLogstoreName(trail), ...fields })
}

export function trailLogstoreName(trail: string): string {
  return `actiontrail_${trail}`
}

/** Paths that the vendor's sample statements for ActionTrail select, and the account (vendor's page "Log fields"). */
const ACTIONTRAIL_COLUMNS = [
  'acsRegion',
  'apiVersion',
  'errorCode',
  'errorMessage',
  'eventId',
  'eventName',
  'eventRW',
  'eventSource',
  'eventType',
  'eventVersion',
  'recipientAccountId',
  'requestId',
  'requestParameterJson',
  'resourceName',
  'resourceType',
  'serviceName',
  'sourceIpAddress',
  'userAgent',
  'userIdentity.accessKeyId',
  'userIdentity.accountId',
  'userIdentity.principalId',
  'userIdentity.type',
  'userIdentity.userName',
  'vpcId',
]

/** The index of a trail's logstore, without the columns of `missing` (`vpcId`) and with those of `more`. */
export function actionTrailIndex(
  fields: Partial<LogIndex> = {},
  { missing = [], more = {} }: { missing?: readonly string[]; more?: Record<string, LogIndexJsonKey> } = {},
): LogIndex {
  const columns = ACTIONTRAIL_COLUMNS.filter((each) => !missing.includes(each))
  const json_keys = {
    ...Object.fromEntries(columns.map((path) => [path, { type: 'text' as const, doc_value: true }])),
    ...more,
  }
  return {
    lastModifiedAt: DEFAULT_CREATION,
    max_text_len: DEFAULT_TEXT,
    line: { token: TOKENS, caseSensitive: false, chn: false },
    keys: { event: { type: 'json', doc_value: true, token: TOKENS, caseSensitive: false, chn: false, json_keys } },
    ...fields,
  }
}
