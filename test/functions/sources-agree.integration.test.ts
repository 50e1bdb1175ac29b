import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { covers } from '../../shared/domain/coverage.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { coveredBy, EVENT_DELIVERY_LAG } from '../../shared/domain/window.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { StreamName } from '../../shared/store/streams.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { archiveFiles } from '../../simulator/cloud/oss/archive-files.ts'
import { bucket } from '../../simulator/cloud/oss/buckets.ts'
import { allow } from '../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { logProject, trailLogstore } from '../../simulator/cloud/sls/projects.ts'
import { DEFAULT_ACCOUNT, type Trail, trail, type World } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { NOW, smallCompany } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import type { Tables } from '../support/functions/tables-of.ts'
import { ArchiveFolder } from '../support/usage/archive-folder.ts'

/** More than one lookup takes. */
const DAYS = 36
const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: String(DAYS) }
const OLD = iso(NOW - 400 * DAY)
const INTO_LOGS = { slsProjectArn: `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/audit-logs` }
const INTO_BUCKET = { ossBucketName: 'audit-archive', ossKeyPrefix: 'trails' }
const folder = new ArchiveFolder()

/** The company, with a trail of all events into Log Service and another into OSS; `change` makes them others. */
function companyWithTrails(change: Partial<Trail> = {}): World {
  const made = smallCompany()
  const region = made.accounts[0]?.regions['cn-hangzhou']
  if (!region) throw new Error('no region')
  // Other services are called all the time, so that every day has a file, and the last one reaches up to now.
  for (let day = 0; day <= DAYS + 2; day += 1)
    region.events.push(
      event({
        serviceName: 'Ecs',
        eventName: 'DescribeInstances',
        eventTime: iso(NOW - day * DAY),
        eventId: `ecs${day}`,
      }),
    )
  region.trails = [
    trail({ name: 'logs', createdAt: OLD, ...INTO_LOGS, ...change }),
    trail({ name: 'files', createdAt: OLD, ...INTO_BUCKET, ...change }),
  ]
  region.logProjects = [logProject({ name: 'audit-logs', logstores: [trailLogstore('logs')] })]
  region.buckets = [bucket('audit-archive')]
  const rights = ['log:GetLogStore', 'log:GetIndex', 'log:GetLogStoreLogs', 'oss:ListObjects', 'oss:GetObject']
  for (const key of made.accounts[0]?.accessKeys ?? []) key.policy = [...key.policy, allow(rights)]
  return made
}

/** A night over the company by one source. */
async function nightBy(source: string, change: Partial<Trail> = {}) {
  // Deliveries take up to ten minutes; the night judges what happened until a quarter of an hour ago.
  const cloud: SimulatedCloud = await startCloud(companyWithTrails(change), {
    ...{ clock: () => NOW, quotas: NO_QUOTAS, recordCalls: false },
  })
  const laboratory = await Laboratory.open()
  try {
    const night = await laboratory.night(cloud, { now: NOW, env: { ...ENV, CMK_SOURCE: source } })
    const readingOf = (stream: StreamName) =>
      laboratory.work(cloud, { now: NOW }, ({ store }) =>
        new ScopeProgress(store, `${DEFAULT_ACCOUNT}:cn-hangzhou`).reading(stream),
      )
    const reading = await readingOf('all')
    const aliases = coveredBy(await readingOf('UpdateAlias'))
    const looked = cloud.count({ action: 'LookupEvents' })
    return {
      night,
      looked,
      tables: withoutProgress(await laboratory.tables()),
      by: coveredBy(reading),
      reading,
      aliases,
    }
  } finally {
    await cloud.close()
    await laboratory.close()
  }
}

/** Which source a day was read from is the only difference. */
function withoutProgress({ rows, usage, changes }: Tables): Omit<Tables, 'progress'> {
  return { rows, usage, changes }
}

describe('one world through every source', () => {
  let lookups: Awaited<ReturnType<typeof nightBy>>
  beforeAll(async () => {
    const events = companyWithTrails().accounts[0]?.regions['cn-hangzhou']?.events ?? []
    for (const file of archiveFiles(
      events.map(({ raw }) => raw),
      { region: 'cn-hangzhou' },
      'lines',
      DAY,
    ))
      folder.put(file)
    lookups = await nightBy('lookup')
  }, 60_000)
  afterAll(() => folder.remove())

  it.each([
    ['sls:cn-hangzhou/audit-logs/actiontrail_logs', 'sls accurate'],
    ['oss:cn-hangzhou/audit-archive/trails', 'oss'],
    [`dir:${folder.path}`, 'dir'],
    ['trail:logs', 'sls accurate'],
    ['trail:files', 'oss'],
    ['auto', 'sls accurate'],
  ])('%s leaves the tables that lookups leave', { timeout: 60_000 }, async (source, name) => {
    const found = await nightBy(source)
    expect(found.night.diagnostics).toEqual(lookups.night.diagnostics)
    expect(found.tables).toEqual(lookups.tables)
    const old = { from: NOW - 32 * DAY, to: NOW - 3 * DAY }
    expect(covers(found.by[name] ?? [], old)).toBe(true)
    expect(covers(found.reading.covered, { from: NOW - DAYS * DAY, to: NOW - EVENT_DELIVERY_LAG })).toBe(true)
  })

  it('a young trail is read from its start on, and lookups read what was before', async () => {
    const found = await nightBy('trail:logs', { startedAt: iso(NOW - 10 * DAY), updatedAt: iso(NOW - 20 * DAY) })
    expect(found.tables).toEqual(lookups.tables)
    expect(found.by['sls accurate']?.[0]?.from).toBeGreaterThanOrEqual(NOW - 10 * DAY)
    expect(covers(found.by.lookup ?? [], { from: NOW - 32 * DAY, to: NOW - 12 * DAY })).toBe(true)
  })

  it('a history job that is done makes a young trail cover what was before', async () => {
    const history = [{ id: 1, createdAt: iso(NOW - 9 * DAY), status: 2 as const }]
    const found = await nightBy('trail:logs', {
      startedAt: iso(NOW - 10 * DAY),
      updatedAt: iso(NOW - 20 * DAY),
      history,
    })
    expect(found.tables).toEqual(lookups.tables)
    expect(covers(found.by['sls accurate'] ?? [], { from: NOW - 32 * DAY, to: NOW - 3 * DAY })).toBe(true)
  })

  it.each(['sls:cn-hangzhou/audit-logs/actiontrail_logs', 'oss:cn-hangzhou/audit-archive/trails', 'trail:logs'])(
    '%s: a trail of writes alone is a gap that says so, and no key is ready',
    async (source) => {
      const { night, reading, tables, looked } = await nightBy(source, { eventRW: 'Write' })
      expect([reading.covered, looked]).toEqual([[], 0])
      expect(JSON.stringify(night.diagnostics)).toContain('trail-writes-only')
      expect(tables.rows.map(({ verdict }) => verdict)).not.toContain('ready')
    },
  )

  it('who aliases named is looked up where a trail delivers reads alone', async () => {
    const { tables, by, aliases } = await nightBy('trail:logs', { eventRW: 'Read' })
    expect(tables).toEqual(lookups.tables)
    expect(Object.keys(by)).toContain('sls accurate')
    expect(Object.keys(aliases)).toEqual(['lookup'])
  })

  it('auto reads by lookups where no trail says everything', async () => {
    const { tables, by } = await nightBy('auto', { eventRW: 'Write' })
    expect(tables).toEqual(lookups.tables)
    expect(Object.keys(by)).toEqual(['lookup'])
  })

  it('a trail that was stopped is said, though lookups make up for it', async () => {
    const { tables, night } = await nightBy('trail:logs', { status: 'Disable', stoppedAt: iso(NOW - 5 * DAY) })
    expect(tables.rows.map(({ keyId, verdict }) => [keyId, verdict])).toEqual(
      lookups.tables.rows.map(({ keyId, verdict }) => [keyId, verdict]),
    )
    expect(JSON.stringify(night.diagnostics)).toContain('trail-stopped')
  })

  it.each([
    ['trail:gone', 'trail-missing'],
    ['sls:cn-hangzhou/audit-logs/actiontrail_gone', 'source-refused'],
    ['oss:cn-hangzhou/no-such-bucket', 'bucket-not-there'],
  ])('%s is not there: a gap that says so', async (source, reason) => {
    const { night, reading } = await nightBy(source)
    expect(reading.covered).toEqual([])
    expect(JSON.stringify(night.diagnostics)).toContain(reason)
  })
})
