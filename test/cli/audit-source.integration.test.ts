import { describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { cloudFor } from '../support/cli/run-doctor.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'
import { SOURCE_ENV, sourceCompany } from '../support/cli/source-company.ts'

const LOGS = 'sls:cn-hangzhou/audit-logs/actiontrail_logs'

async function audited(source: string, denied: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const cloud = await cloudFor(sourceCompany({ denied }))
  const variables = { ...cloud.environment(), ...SOURCE_ENV, CMK_TRAIL_QPS: '500', CMK_SOURCE: source, ...env }
  const result = await runCli(['audit', '--quiet'], { env: variables, cwd: await temporaryFolder(), clock: Date.now })
  return { ...result, cloud }
}

describe('a source that shows nothing', () => {
  it.each([
    ['trail:gone', [], 'trail:gone: there is no such trail', 2],
    ['trail:writes', [], 'the trail writes delivers writes only', 2],
    ['trail:nowhere', [], 'the trail nowhere delivers neither to Log Service nor to OSS', 2],
    [`${LOGS}x`, [], `${LOGS}x: there is no such logstore in the project`, 2],
    [
      'sls:cn-hangzhou/audit-log/actiontrail_logs',
      [],
      'sls:cn-hangzhou/audit-log/actiontrail_logs: there is no such project',
      2,
    ],
    ['trail:unindexed', [], 'sls:cn-hangzhou/audit-logs/actiontrail_unindexed: the logstore has no index', 2],
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
    const { status, stdout, stderr, cloud } = await audited(source, denied)
    expect([status, stdout]).toEqual([exit, ''])
    expect(stderr.startsWith(`error: CMK_SOURCE: ${line}`)).toBe(true)
    expect(stderr.trimEnd()).toMatch(/^[^\n]*\. [A-Z][^\n]*\.$/)
    expect(cloud.count({ action: 'ListKeys' }) + cloud.count({ action: 'LookupEvents' })).toBe(0)
  })

  it('is left to the audit where it may be over soon', async () => {
    const cloud = await cloudFor(sourceCompany(), {
      faults: [
        { where: { action: 'GetLogStore' }, effect: { kind: 'error', status: 500, code: 'InternalServerError' } },
      ],
    })
    const env = { ...cloud.environment(), ...SOURCE_ENV, CMK_TRAIL_QPS: '500', CMK_SOURCE: LOGS }
    const { status } = await runCli(['audit', '--quiet'], { env, cwd: await temporaryFolder(), clock: Date.now })
    expect(status).toBe(3)
  })
})

it('asks a logstore for its settings once in a night, however many regions it holds', async () => {
  const { status, cloud } = await audited(LOGS, [], { CMK_REGIONS: 'cn-hangzhou,cn-shanghai' })
  expect([0, 3]).toContain(status)
  // And once before the night.
  expect(cloud.count({ action: 'GetLogStore' })).toBe(2)
})
