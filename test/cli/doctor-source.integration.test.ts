import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { DAY, dayOf, iso, startOfDay } from '../../shared/domain/time.ts'
import { archiveFile } from '../../simulator/cloud/oss/archive-files.ts'
import { trail } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { cloudFor, doctor } from '../support/cli/run-doctor.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'
import { SOURCE_ENV, sourceCompany } from '../support/cli/source-company.ts'

const LOGS = 'sls:cn-hangzhou/audit-logs/actiontrail_logs'
const FILES = 'oss:cn-hangzhou/audit-archive/trails'

async function examined(source: string, given: Parameters<typeof sourceCompany>[0] = {}) {
  const cloud = await cloudFor(sourceCompany(given))
  const told = await doctor(cloud, { env: { ...SOURCE_ENV, CMK_SOURCE: source } })
  return { ...told, cloud, source: told.of('source').map(({ status, what }) => `${status}: ${what}`) }
}

describe('doctor on a source that is well', () => {
  it('of Log Service says what the logstore keeps, its index and its mode, and which trail feeds it', async () => {
    const { status, source } = await examined(LOGS)
    expect(source).toEqual([
      expect.stringMatching(
        new RegExp(
          `^ok: trail logs delivers all events \\(EventRW All\\) of all regions to ${LOGS}, the last at 20.*; for cn-hangzhou in account 1000000000000001$`,
        ),
      ),
      expect.stringMatching(
        new RegExp(
          `^ok: ${LOGS} may be read, and keeps events 180 days; its index has what is read .*; SQL is answered in the completely accurate mode$`,
        ),
      ),
    ])
    expect(status).toBe(0)
  })

  it('of Log Service asks for the settings of the logstore once', async () => {
    expect((await examined(LOGS)).cloud.count({ action: 'GetLogStore' })).toBe(1)
  })

  it('of OSS says whose files of which days there are', async () => {
    const { status, source, cloud } = await examined(FILES)
    expect(source).toEqual([
      expect.stringContaining(`trail files delivers all events (EventRW All) of all regions to ${FILES}`),
      expect.stringMatching(
        new RegExp(`^ok: ${FILES} has files of cn-hangzhou, 20[\\d-]{8} to 20[\\d-]{8}, of account 1000000000000001$`),
      ),
    ])
    expect(status).toBe(0)
    expect(cloud.count({ service: 'sls' })).toBe(0)
  })

  it.each([
    ['trail:files', 'trail files delivers'],
    ['auto', 'trail elsewhere delivers all events (EventRW All) of cn-hangzhou, cn-beijing to sls:'],
  ])('%s says which trail it takes', async (given, what) => {
    expect((await examined(given)).source[0]).toContain(what)
  })

  it('auto says why no trail serves', async () => {
    const writes = trail({ name: 'writes', eventRW: 'Write', ossBucketName: 'audit-archive' })
    const off = trail({ name: 'off', status: 'Disable', ossBucketName: 'audit-archive' })
    const { status, source } = await examined('auto', { trails: [writes, off, trail({ name: 'nowhere' })] })
    const why = 'nowhere delivers neither to Log Service nor to OSS, off is not started, writes delivers writes only'
    expect(source).toEqual([
      `ok: auto takes LookupEvents, as no trail says everything (${why}); for cn-hangzhou in account 1000000000000001`,
    ])
    expect(status).toBe(0)
  })

  it('lookup asks for no right but its own', async () => {
    const { source, cloud, status } = await examined('lookup', {
      denied: ['log:*', 'oss:*', 'actiontrail:GetTrailStatus'],
    })
    expect([source, status]).toEqual([[], 0])
    expect(cloud.count({ service: 'sls' }) + cloud.count({ service: 'oss' })).toBe(0)
    expect(cloud.count({ action: 'GetTrailStatus' })).toBe(0)
  })
})

describe('doctor on a source that lacks something', () => {
  it('says what a poor logstore costs', async () => {
    const { status, of } = await examined('trail:poor')
    const warnings = of('source').filter(({ status: each }) => each === 'warning')
    expect(warnings.map(({ what }) => what)).toEqual([
      expect.stringContaining('it keeps fewer days than the 10 of CMK_OBSERVATION_DAYS'),
      expect.stringContaining('its index lacks event.userAgent'),
      expect.stringContaining('lacks event.vpcId (calls from a VPC are known by their address only)'),
      expect.stringContaining('its index was changed at'),
    ])
    expect(warnings.every(({ advice }) => advice)).toBe(true)
    expect(status).toBe(0)
  })

  it('says which days a young trail has not delivered', async () => {
    const { source, of } = await examined('trail:young')
    expect(source[1]).toMatch(
      /^warning: trail young has not delivered [67] of the 10 days of the window \(.*\): LookupEvents reads them/,
    )
    expect(of('source')[1]?.advice).toContain('history job')
  })

  it.each([
    ['trail:gone', 'there is no such trail (trails that are there: elsewhere', 'Name a trail'],
    ['trail:writes', 'delivers writes only', 'EventRW All'],
    ['trail:nowhere', 'delivers neither to Log Service nor to OSS', 'Let the trail deliver'],
    [`${LOGS}x`, 'there is no such logstore in the project (LogStoreNotExist)', 'actiontrail_<name of the trail>'],
    ['sls:cn-hangzhou/audit-log/actiontrail_logs', 'there is no such project in this region', 'Check region'],
    ['trail:unindexed', 'the logstore has no index (IndexConfigNotExist)', 'Create an index with analytics'],
    ['oss:cn-hangzhou/no-such-bucket', 'there is no such bucket', 'Check region and name'],
    ['oss:cn-shanghai/audit-archive/trails', 'the bucket is in another region', 'Name the region'],
    ['oss:cn-hangzhou/other-bucket', 'is no archive of a trail', 'prefix of the trail'],
  ])('%s: %s', async (given, what, advice) => {
    const { status, of } = await examined(given)
    expect(of('source').filter((each) => each.status === 'failed')).toEqual([
      {
        check: 'source',
        status: 'failed',
        what: expect.stringContaining(what),
        advice: expect.stringContaining(advice),
        fatal: true,
      },
    ])
    expect(status).toBe(1)
  })

  it.each([
    [LOGS, 'actiontrail:DescribeTrails'],
    [LOGS, 'actiontrail:GetTrailStatus'],
    [LOGS, 'log:GetLogStore'],
    [LOGS, 'log:GetIndex'],
    [LOGS, 'log:GetLogStoreLogs'],
    [FILES, 'oss:ListObjects'],
    [FILES, 'oss:GetObject'],
  ])('%s without %s names it', async (given, action) => {
    const { status, failed } = await examined(given, { denied: [action] })
    expect(failed.map(({ check, advice }) => [check, advice])).toEqual([['source', expect.stringContaining(action)]])
    expect(status).toBe(1)
  })

  it('names what is wrong with a folder, and what was expected', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'empty'))
    await mkdir(join(folder, 'other', 'x'), { recursive: true })
    await writeFile(join(folder, 'file'), '')
    const whys = {
      none: 'there is no such folder',
      empty: 'it is empty',
      file: 'it is a file',
      other: 'there is no AliyunLogs/Actiontrail in it',
    }
    for (const [name, why] of Object.entries(whys)) {
      const { of, status } = await examined(`dir:${join(folder, name)}`)
      const what = `dir:${join(folder, name)} is not the archive of a trail: ${why}`
      expect([of('source'), status]).toMatchObject([
        [{ status: 'failed', what, advice: expect.stringContaining('ossutil cp') }],
        1,
      ])
    }
  })

  it('says how many days of the window a folder lacks, in its midst too', async () => {
    const folder = await temporaryFolder()
    const today = startOfDay(Date.now())
    for (const day of [0, 1, 2, 5, 6, 7, 8, 9, 10]) {
      const eventTime = iso(today - day * DAY)
      const file = archiveFile([event({ serviceName: 'Ecs', eventTime }).raw], { region: 'cn-hangzhou' })
      await mkdir(dirname(join(folder, file.key)), { recursive: true })
      await writeFile(join(folder, file.key), file.body)
    }
    const { of } = await examined(`dir:${folder}`)
    expect(of('source')).toContainEqual(
      expect.objectContaining({
        what: expect.stringContaining(`dir:${folder} lacks 2 of the 10 days of the window`),
        advice: expect.stringContaining('Copy the archive of the missing days'),
      }),
    )
  })

  it('names no file where a bucket lacks days, and the file where the newest is damaged', async () => {
    const company = sourceCompany({
      trails: [trail({ name: 'files', ossBucketName: 'audit-archive', ossKeyPrefix: 'trails' })],
    })
    const [archive] = company.accounts[0]?.regions['cn-hangzhou']?.buckets ?? []
    if (!archive) throw new Error('no bucket')
    const day = (days: number) => dayOf(startOfDay(Date.now()) - days * DAY).replaceAll('-', '')
    archive.spoiled = [
      { keys: `_${day(3)}`, how: 'missing' },
      // The newest file may be of yesterday still.
      ...[0, 1].map((days) => ({ keys: `_${day(days)}`, how: 'cut' as const })),
    ]
    const told = await doctor(await cloudFor(company), { env: { ...SOURCE_ENV, CMK_SOURCE: FILES } })
    const adviceOn = (part: string) => told.of('source').find(({ what }) => what.includes(part))?.advice
    expect(adviceOn('lacks 1 of the 10 days')).toContain('coverage grows')
    expect(adviceOn('the newest file of')).toContain('Check the files that are named')
  })

  it('looks at a folder without credentials too', async () => {
    vi.stubEnv('HOME', await temporaryFolder())
    vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true')
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: '', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }
    const cloud = await cloudFor(sourceCompany({}))
    const told = await doctor(cloud, { env: { ...SOURCE_ENV, ...env, CMK_SOURCE: 'dir:/none/there' } })
    vi.unstubAllEnvs()
    expect(told.of('credentials')[0]?.status).toBe('failed')
    expect(told.of('source').map(({ what }) => what)).toEqual([
      'dir:/none/there is not the archive of a trail: there is no such folder',
    ])
  })
})
