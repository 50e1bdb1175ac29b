import { describe, expect, it } from 'vitest'
import { DAY, dayOf, iso, startOfDay } from '../../shared/domain/time.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { DEFAULT_ACCOUNT, type Trail, trail } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { cloudFor } from '../support/cli/run-doctor.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'
import { SOURCE_ENV, sourceCompany } from '../support/cli/source-company.ts'

const LOGS = 'sls:cn-hangzhou/audit-logs/actiontrail_logs'
const FILES = 'oss:cn-hangzhou/audit-archive/trails'

const LOG_PROJECT = `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/audit-logs`

interface Given extends NonNullable<Parameters<typeof sourceCompany>[0]> {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly faults?: readonly Fault[]
}

async function audited(source: string, { env = {}, cwd, faults = [], ...given }: Given = {}) {
  const cloud = await cloudFor(sourceCompany(given), { faults })
  const variables = { ...cloud.environment(), ...SOURCE_ENV, CMK_SOURCE: source, ...env }
  const folder = cwd ?? (await temporaryFolder())
  const result = await runCli(['audit', '--quiet'], { env: variables, cwd: folder, clock: Date.now })
  return { ...result, cloud }
}

const REQUEST_ID = / \(RequestId [\w-]+\)/

/** A sentence may stand on several lines. */
const unwrapped = (text: string) => text.replace(/\s+/g, ' ')

describe('a source that is not there or may not be read', () => {
  it.each([
    ['trail:gone', [], 'trail:gone: there is no such trail', 2],
    [`${LOGS}x`, [], `${LOGS}x: there is no such logstore in the project`, 2],
    [
      'sls:cn-hangzhou/audit-log/actiontrail_logs',
      [],
      'sls:cn-hangzhou/audit-log/actiontrail_logs: there is no such project',
      2,
    ],
    ['sls:cn-hangzou/audit-logs/actiontrail_logs', [], 'there is no region cn-hangzou. Did you mean cn-hangzhou?', 2],
    [
      'sls:xx-nowhere-9/audit-logs/actiontrail_logs',
      [],
      'sls:xx-nowhere-9/audit-logs/actiontrail_logs: there is no such region',
      2,
    ],
    ['oss:cn-hangzhou/no-such-bucket', [], 'oss:cn-hangzhou/no-such-bucket: there is no such bucket', 2],
    [
      'oss:cn-shanghai/audit-archive/trails',
      [],
      'oss:cn-shanghai/audit-archive/trails: the bucket is in another region',
      2,
    ],
    ['oss:cn-hangzhou/audit-archive', [], 'oss:cn-hangzhou/audit-archive is no archive of a trail', 2],
    [LOGS, ['log:GetIndex'], `${LOGS} cannot be read (Unauthorized). Allow log:GetIndex`, 1],
    [LOGS, ['log:GetLogStoreLogs'], `${LOGS} cannot be read (Unauthorized). Allow log:GetLogStoreLogs`, 1],
    [LOGS, ['actiontrail:DescribeTrails'], `which trail delivers to ${LOGS} cannot be told`, 1],
    [
      'dir:/nonexistent/archive',
      [],
      'dir:/nonexistent/archive is not the archive of a trail: there is no such folder',
      2,
    ],
  ] as const)('%s %j: one line before any work', async (source, denied, line, exit) => {
    const { status, stdout, stderr, cloud } = await audited(source, { denied })
    expect([status, stdout]).toEqual([exit, ''])
    expect(stderr.replace(REQUEST_ID, '').startsWith(`error: CMK_SOURCE: ${line}`)).toBe(true)
    if (denied.length > 0) expect(stderr).toMatch(REQUEST_ID)
    expect(stderr.trimEnd()).toMatch(/^[^\n]*\. [A-Z][^\n]*\.$/)
    expect(cloud.count({ action: 'ListKeys' }) + cloud.count({ action: 'LookupEvents' })).toBe(0)
  })
})

describe('a source that is there and can show no use of a key is a gap with that reason', () => {
  it.each<[string, Partial<Trail>, string, string]>([
    ['writes', { eventRW: 'Write' }, 'the trail mine delivers writes only', 'EventRW All'],
    [
      'another region',
      { trailRegion: 'cn-beijing' },
      'the trail mine delivers events of cn-beijing only',
      'TrailRegion',
    ],
    ['never started', { status: 'Fresh' }, 'the trail mine was never started', 'StartLogging'],
    ['nowhere', { slsProjectArn: '' }, 'the trail mine delivers neither to Log Service nor to OSS', 'Let the trail'],
    [
      'to what is gone',
      { slsProjectArn: `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/gone` },
      'sls:cn-hangzhou/gone/actiontrail_mine: there is no such project in this region',
      'Check that what the trail delivers to is there',
    ],
  ])('%s', async (_, change, reason, advice) => {
    const trails = [trail({ name: 'mine', slsProjectArn: LOG_PROJECT, ...change })]
    const cwd = await temporaryFolder()
    const { status, stdout, cloud } = await audited('trail:mine', { trails, cwd })
    expect(status).toBe(3)
    expect(unwrapped(stdout)).toContain(reason)
    expect(unwrapped(stdout)).toContain(advice)
    expect(stdout).toMatch(/ unknown/)
    expect(stdout).not.toMatch(/\d ready/)
    expect(cloud.count({ action: 'LookupEvents' })).toBe(0)
    const digest = await runCli(['digest', '--dry-run'], { env: cloud.environment(), cwd, clock: Date.now })
    expect(unwrapped(digest.stdout)).toContain(reason)
  })

  it('an index that is missing too, and what can be looked up is', async () => {
    const { status, stdout, cloud } = await audited('trail:unindexed')
    expect(status).toBe(3)
    expect(unwrapped(stdout)).toContain('GetIndex in cn-hangzhou: IndexConfigNotExist')
    expect(unwrapped(stdout)).toContain('Create an index with analytics')
    expect(cloud.count({ action: 'LookupEvents' })).toBeGreaterThan(0)
  })
})

it.each([
  [LOGS, 'sls', 'ProjectForbidden', 'the project is disabled', 'settle them'],
  [FILES, 'oss', 'UserDisable', 'the account of the bucket is disabled', 'settle the payments'],
] as const)(
  '%s whose %s answers %s lacks no right: payments are overdue',
  async (source, service, code, reason, advice) => {
    const effect = { kind: 'error', status: 403, code } as const
    const { status, stderr } = await audited(source, { faults: [{ where: { service }, effect }] })
    expect(status).toBe(1)
    expect(stderr).toContain(`${source}: ${reason} (${code})`)
    expect(stderr).toContain(advice)
    expect(stderr).not.toContain('Allow')
  },
)

describe('a source that fails is left to the audit, and is a gap of its own name with advice that fits', () => {
  it.each([
    [LOGS, 'sls', 'GetLogStore', 'InternalServerError'],
    [FILES, 'oss', 'ListObjects', 'InternalError'],
  ] as const)('%s', async (source, service, action, code) => {
    const effect = { kind: 'error', status: 500, code } as const
    const { status, stdout } = await audited(source, { faults: [{ where: { service }, effect }] })
    expect(status).toBe(3)
    const told = unwrapped(stdout)
    expect(told).toMatch(
      new RegExp(`${action} incomplete .* ${source} cannot be read \\(${code}\\) To do: [^.]*run again later`),
    )
    expect(told).not.toContain('LookupEvents')
    expect(told).not.toContain('Correct CMK_SOURCE')
  })

  it.each([
    ['QueryTimeout', 400, 'split the shards'],
    ['ParameterInvalid', 400, 'report it with the request id'],
    ['InternalServerError', 500, 'run again later'],
  ])('%s from the first statement on: the days are looked up', async (code, status, advice) => {
    const effect = { kind: 'error', status, code } as const
    const told = await audited(LOGS, { faults: [{ where: { action: 'GetLogsV2' }, effect }] })
    expect(told.status).toBe(3)
    const text = unwrapped(told.stdout)
    expect(text).toMatch(
      new RegExp(`GetLogStoreLogs in cn-hangzhou: ${code} \\(RequestId \\w+\\) To do: [^.]*${advice}`),
    )
    expect(text).not.toContain('days of events are not read yet')
  })
})

it.each<[string, Partial<Trail>, RegExp]>([
  ['was stopped', { status: 'Disable', stoppedAt: iso(Date.now() - 3 * DAY) }, /Start the trail \(StartLogging\)/],
  [
    'cannot deliver',
    { failsSince: { code: 'ProjectNotExist', at: iso(Date.now() - 3 * DAY) } },
    /Check that what the trail delivers to is there, and that its role may write to it/,
  ],
])('a trail that %s is to be mended, though lookups make up for it', async (_, change, advice) => {
  const { status, stdout } = await audited('trail:logs', {
    trails: [trail({ name: 'logs', slsProjectArn: LOG_PROJECT, ...change })],
  })
  expect(status).toBe(3)
  expect(unwrapped(stdout)).toMatch(advice)
  expect(stdout).not.toContain('CMK_TRAIL_BUDGET_MINUTES')
})

it('asks a logstore for its settings once in a night, however many regions it holds', async () => {
  const { status, cloud } = await audited(LOGS, { env: { CMK_REGIONS: 'cn-hangzhou,cn-shanghai' } })
  expect([0, 3]).toContain(status)
  // And once before the night.
  expect(cloud.count({ action: 'GetLogStore' })).toBe(2)
})

it('tells what is the same on many days in one sentence, in the summary and in the digest', async () => {
  const company = sourceCompany()
  const today = startOfDay(Date.now())
  const noEvent = (days: number) => event({ eventTime: iso(today - days * DAY), eventName: undefined })
  company.accounts[0]?.regions['cn-hangzhou']?.events.push(...[2, 3, 4, 6].map(noEvent))
  const cloud = await cloudFor(company)
  const options = { env: { ...cloud.environment(), ...SOURCE_ENV }, cwd: await temporaryFolder() }
  const told = await runCli(['audit', '--quiet'], { ...options, clock: Date.now })
  const [first, second, last] = [6, 4, 2].map((days) => dayOf(today - days * DAY))
  expect(unwrapped(told.stdout)).toContain(
    `4 days of events are not read yet: LookupEvents returned something that is not an event on ${first}, ${second} to ${last}`,
  )
  const digest = await runCli(['digest', '--dry-run', '--lang', 'zh'], { ...options, clock: Date.now })
  expect(unwrapped(digest.stdout)).toContain(`LookupEvents 在 ${first}、${second} 至 ${last} 返回了不是事件的内容`)
})
