import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNight } from '../../functions/run/night.ts'
import { openCloud } from '../../shared/cloud/open-cloud.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { DAY, HOUR, iso, SECOND } from '../../shared/domain/time.ts'
import { silentLog } from '../../shared/log/log.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { allow } from '../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { logProject, trailLogstore } from '../../simulator/cloud/sls/projects.ts'
import { account, DEFAULT_ACCOUNT, DEFAULT_REGION, key, region, trail, world } from '../../simulator/cloud/world.ts'
import { NO_CEILING, NOW } from '../laboratory.ts'
import { TRAIL_EVENTS_A_SECOND } from '../lookups.ts'
import { fixed, number, printLine, printStep, printTable } from '../print.ts'

const DAYS = 89
const KEYS = 40
const RIGHTS = ['log:GetLogStore', 'log:GetIndex', 'log:GetLogStoreLogs']

interface Row {
  readonly events: number
  readonly queries: number
  readonly usageRows: number
  readonly calls: number
  /** Milliseconds from the first query to the end of the night. */
  readonly wall: number
  readonly gaps: number
  /** What could not be read; LookupEvents are asked for it then, and show nothing of these logs. */
  readonly unread: number
}

/** A night over a logstore of more and more events: what it asks, and what LookupEvents would take for the same world. */
export async function measureLogs({ events }: { readonly events: string }): Promise<void> {
  const rows: Row[] = []
  for (const size of events.split(',').map(Number)) {
    printStep(`${size} events`)
    rows.push(await nightOver(size))
  }
  printTable(rows, [
    number('events', (row) => String(row.events)),
    number('queries', ({ queries }) => String(queries)),
    number('rows', ({ usageRows }) => String(usageRows)),
    number('calls counted', ({ calls }) => String(calls)),
    number('seconds', ({ wall }) => fixed(wall / SECOND, 1)),
    number('hours of lookups', (row) => fixed((row.events / TRAIL_EVENTS_A_SECOND) * (SECOND / HOUR), 1)),
    number('days with gaps', ({ gaps }) => String(gaps)),
    number('failures', ({ unread }) => String(unread)),
  ])
  printLine('seconds: the simulated service runs the SQL on the same cores; the real one runs it on its own.')
  printLine(`hours of lookups: at the ${TRAIL_EVENTS_A_SECOND} events a second that ActionTrail's quota allows.`)
}

async function nightOver(events: number): Promise<Row> {
  const cloud = await startCloud(companyWithLogs(events), { clock: () => NOW, quotas: NO_QUOTAS, recordCalls: false })
  const folder = await mkdtemp(join(tmpdir(), 'cmk-logs-'))
  const env = {
    ...cloud.environment(),
    ...{ CMK_REGIONS: DEFAULT_REGION, CMK_KMS_QPS: NO_CEILING, CMK_TRAIL_QPS: NO_CEILING, CMK_OBSERVATION_DAYS: '89' },
    ...{
      CMK_SOURCE: `sls:${DEFAULT_REGION}/audit-logs/actiontrail_audit`,
      CMK_STORE: `sqlite:${join(folder, 'store.db')}`,
    },
  }
  const config = loadConfig(env, { cwd: folder })
  const store = await openStore(config.store, { mode: 'write', credentials: ownCredentials(env) })
  const clock = () => NOW
  const vendor = openCloud(config, { env, clock, log: silentLog })
  const signal = new AbortController().signal
  const begun = performance.now()
  try {
    const parts = { config, store, cloud: vendor, log: silentLog, clock, signal }
    const { diagnostics } = await runNight({ ...parts, readUntil: Number.POSITIVE_INFINITY, report: () => {} })
    const wall = performance.now() - begun
    let usageRows = 0
    let calls = 0
    for await (const row of store.usage.list(`${DEFAULT_ACCOUNT}:${DEFAULT_REGION}`, '0000-01-01', '9999-12-31')) {
      usageRows += 1
      calls += row.calls
    }
    let gaps = 0
    for await (const { observed } of store.readiness.list()) gaps += observed.gaps.length
    return {
      events,
      queries: cloud.count({ service: 'sls' }),
      usageRows,
      calls,
      wall,
      gaps,
      unread: diagnostics.length,
    }
  } finally {
    await store.close()
    await cloud.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** One region with keys that are used evenly over all days, as SQL: no event stands in memory. */
function companyWithLogs(events: number) {
  const keys = Array.from({ length: KEYS }, (_, n) => key({ keyId: `key-cmk${n}` }))
  const from = NOW / SECOND - (DAYS * DAY) / SECOND
  const agents = "['Java/1.8.0 Core/4.4.6', 'Golang/1.19 Core/1.62.1', 'Python/3.8.10 Core/2.13.36']"
  const sql = `SELECT moment AS __time__,
    '{"eventId":"e' || i || '","eventName":"' || CASE WHEN i % 3 = 0 THEN 'GenerateDataKey' ELSE 'Encrypt' END ||
    '","serviceName":"Kms","eventType":"ApiCall","eventSource":"kms.${DEFAULT_REGION}.aliyuncs.com","acsRegion":"${DEFAULT_REGION}",' ||
    '"recipientAccountId":"${DEFAULT_ACCOUNT}","sourceIpAddress":"10.0.0.8","vpcId":"vpc-bench","eventTime":"' ||
    strftime(to_timestamp(moment) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') ||
    '","userAgent":"AlibabaCloud (linux; amd64) ' || (${agents})[i % 3 + 1] || '",' ||
    '"userIdentity":{"type":"ram-user","principalId":"2' || i % 24 || '","userName":"app-' || i % 24 ||
    '","accountId":"${DEFAULT_ACCOUNT}","accessKeyId":"LTAIapp"},' ||
    '"requestParameterJson":"{\\"KeyId\\":\\"key-cmk' || i % ${KEYS} || '\\"}"}' AS event
    FROM (SELECT i, (${from} + i * ${(DAYS * DAY) / SECOND}::DOUBLE / ${events})::BIGINT AS moment FROM range(${events}) t(i))`
  const slsProjectArn = `acs:log:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:project/audit-logs`
  const home = region({
    keys,
    trails: [trail({ name: 'audit', slsProjectArn, createdAt: iso(NOW - 400 * DAY) })],
    logProjects: [logProject({ name: 'audit-logs', logstores: [trailLogstore('audit', { sql })] })],
  })
  const made = account({ regions: { [DEFAULT_REGION]: home } })
  for (const each of made.accessKeys) each.policy = [...each.policy, allow(RIGHTS)]
  return world({ accounts: [made] })
}
