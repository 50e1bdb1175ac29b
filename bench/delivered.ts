import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { HOUR, iso } from '../shared/domain/time.ts'
import { archiveFile } from '../simulator/cloud/oss/archive-files.ts'
import { bucket } from '../simulator/cloud/oss/buckets.ts'
import { logProject, trailLogstore } from '../simulator/cloud/sls/projects.ts'
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type RawEvent, trail, type World } from '../simulator/cloud/world.ts'
import { type CompanySize, company } from './company.ts'

const TRAIL = 'company-audit'
const PROJECT = 'audit-logs'
const BUCKET = 'audit-archive'
/** Rows that DuckDB passes over at once where their times are others. */
const ROW_GROUP = 10_000

/** What CMK_SOURCE is of what was delivered. */
export const DELIVERED_SOURCES = {
  sls: `sls:${DEFAULT_REGION}/${PROJECT}/actiontrail_${TRAIL}`,
  oss: `oss:${DEFAULT_REGION}/${BUCKET}`,
} as const

/** Where it lies: an archive's folder, and a logstore's logs as Parquet. */
export interface Delivered {
  readonly archive: string
  readonly logs: string
}

/** Writes what a trail delivers of a company's events, a file an hour; gives their text in bytes as well. */
export async function writeDelivered(
  folder: string,
  size: CompanySize,
): Promise<Delivered & { readonly bytes: number }> {
  const { regions } = company(size).accounts[0] ?? {}
  const archive = join(folder, 'archive')
  let bytes = 0
  let held: RawEvent[] = []
  let hour = Number.NaN
  const flush = async () => {
    if (held.length === 0) return
    bytes += held.reduce((sum, each) => sum + JSON.stringify(each).length, 0)
    const { key, body } = archiveFile(held, { region: DEFAULT_REGION }, 'lines')
    await mkdir(join(archive, dirname(key)), { recursive: true })
    await writeFile(join(archive, key), body)
    held = []
  }
  for (const { raw } of regions?.[DEFAULT_REGION]?.events ?? []) {
    const at = Math.floor(Date.parse(String(raw.eventTime)) / HOUR)
    if (at !== hour) await flush()
    hour = at
    held.push(asDelivered(raw))
  }
  await flush()
  const logs = join(folder, 'logs.parquet')
  await writeLogs(archive, logs)
  return { archive, logs, bytes }
}

/** Whose event it is, and the parameters as a text besides. */
function asDelivered(raw: RawEvent): RawEvent {
  const requestParameterJson = JSON.stringify(raw.requestParameters)
  return { ...raw, recipientAccountId: DEFAULT_ACCOUNT, requestParameterJson }
}

async function writeLogs(archive: string, file: string): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  await connection.run(`COPY (
    SELECT epoch(CAST(json ->> 'eventTime' AS TIMESTAMP))::BIGINT AS __time__, json::VARCHAR AS event
    FROM read_ndjson_objects('${archive}/**/*.gz') ORDER BY __time__
  ) TO '${file}' (FORMAT parquet, ROW_GROUP_SIZE ${ROW_GROUP})`)
  connection.closeSync()
  instance.closeSync()
}

/** Puts it into a world: a trail that has recorded for years, its logstore and its bucket. */
export async function deliver({ accounts }: World, { archive, logs }: Delivered): Promise<void> {
  const home = accounts[0]?.regions[DEFAULT_REGION]
  const slsProjectArn = `acs:log:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:project/${PROJECT}`
  const names = await readdir(archive, { recursive: true, withFileTypes: true })
  const objects = names
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .map((file) => ({ key: relative(archive, file), body: { file } }))
  const sql = `SELECT * FROM read_parquet('${logs}')`
  Object.assign(home ?? {}, {
    trails: [trail({ name: TRAIL, slsProjectArn, ossBucketName: BUCKET, createdAt: iso(0) })],
    logProjects: [logProject({ name: PROJECT, logstores: [trailLogstore(TRAIL, { sql })] })],
    buckets: [bucket(BUCKET, { objects, isComplete: true })],
  })
}
