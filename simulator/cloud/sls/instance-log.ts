import { type LogIndex, type LogProject, logProject, logstore, TOKENS } from './projects.ts'
import { identifier, literal } from './quote.ts'

/** A request that a KMS instance has served, as its log tells it. */
export interface InstanceCall {
  /** ISO 8601 UTC. */
  readonly at: string
  readonly keyId: string
  readonly gateway: 'shared' | 'dedicated'
  readonly identity: 'cloud-account' | 'ram-user' | 'ram-role' | 'aap'
  /** UID of the RAM identity, or the name of the application access point. */
  readonly principalId: string
  /** The name of the operation. `Decrypt` when absent. */
  readonly operation?: string
  /** HTTP. 200 when absent. */
  readonly status?: number
  readonly agent?: string
}

/** Fields of the vendor's page "Log fields" of KMS, 31 March 2026, with the types of their index. */
const FIELDS = {
  access_key_fingerprint: 'text',
  access_key_id: 'text',
  account_id: 'text',
  api_name: 'text',
  api_version: 'text',
  client_ip: 'text',
  duration: 'double',
  error_message: 'text',
  identity_type: 'text',
  instance_id: 'text',
  level: 'text',
  principal_id: 'text',
  region_id: 'text',
  request_id: 'text',
  resource_id: 'text',
  share_gateway_api_name: 'text',
  status_code: 'long',
  time: 'text',
  user_id: 'text',
  useragent: 'text',
  version: 'text',
} as const
/** The page of September 2026 has these as well. */
const NEWER_FIELDS = { gateway_type: 'text', cmkid: 'text' } as const

type Field = keyof typeof FIELDS | keyof typeof NEWER_FIELDS

/** Days that the vendor keeps these logs. */
const KEPT = 180

/**
 * The project and logstore of the log of a KMS instance, which exist where it was bought. `newer`: as the page of September 2026 has it, on
 * which a request through the shared gateway names its key by another field. `missing`: fields without an index.
 */
export function kmsInstanceLog(
  instanceId: string,
  calls: readonly InstanceCall[],
  { newer = false, missing = [] }: { readonly newer?: boolean; readonly missing?: readonly Field[] } = {},
): LogProject {
  const types = { ...FIELDS, ...(newer ? NEWER_FIELDS : {}) }
  const keys = Object.entries(types).filter(([name]) => !missing.some((field) => field === name))
  const index: LogIndex = {
    lastModifiedAt: '2024-01-10T08:00:00Z',
    max_text_len: 2_048,
    line: { token: TOKENS, caseSensitive: false, chn: false },
    keys: Object.fromEntries(keys.map(([name, type]) => [name, { type, doc_value: true, token: TOKENS }])),
  }
  const sql = logsSql(
    calls.map((call, number) => logOf(instanceId, call, number, newer)),
    Object.keys(types),
  )
  return logProject({
    name: `kms-log-${instanceId}`,
    logstores: [logstore({ name: 'kms_audit_log', ttl: KEPT, index, sql, hasFields: true })],
  })
}

function logOf(instanceId: string, call: InstanceCall, number: number, newer: boolean): Record<string, string> {
  const { at, keyId, gateway, identity, principalId, operation = 'Decrypt', status = 200, agent = '' } = call
  const isShared = gateway === 'shared'
  return {
    ...{ api_name: operation, api_version: 'dkms-gcs-0.2', client_ip: '192.168.0.8', duration: '1.381' },
    ...{ access_key_id: identity === 'aap' ? `KAAP.${principalId}` : 'LTAIsynthetic', account_id: '1000000000000001' },
    error_message: status === 200 ? '' : 'synthetic',
    ...{ identity_type: identity, instance_id: instanceId, level: 'INFO', principal_id: principalId },
    ...{ region_id: 'cn-hangzhou', request_id: `request-${number}`, status_code: String(status), time: at },
    ...{ user_id: '1000000000000001', useragent: agent, version: 'V1.0' },
    share_gateway_api_name: isShared ? operation : '',
    resource_id: newer && isShared ? '' : keyId,
    ...(newer ? { gateway_type: gateway, cmkid: isShared ? keyId : '' } : {}),
  }
}

/** As the warehouse takes them: `__time__`, the whole log as JSON, and each field. */
function logsSql(logs: readonly Record<string, string>[], fields: readonly string[]): string {
  const seconds = (log: Record<string, string>) => Math.floor(Date.parse(log.time ?? '') / 1_000)
  const rows = logs.map((log) =>
    [seconds(log), literal(JSON.stringify(log)), ...fields.map((field) => literal(log[field] ?? ''))].join(', '),
  )
  const nothing = [0, ...Array.from({ length: fields.length + 1 }, () => "''")].join(', ')
  const names = ['__time__', 'event', ...fields].map(identifier).join(', ')
  const values = (rows.length === 0 ? [nothing] : rows).map((row) => `(${row})`).join(', ')
  const list = ['CAST(__time__ AS BIGINT) AS __time__', 'event', ...fields.map(identifier)].join(', ')
  return `SELECT ${list} FROM (VALUES ${values}) AS logs(${names})${rows.length === 0 ? ' WHERE false' : ''}`
}
