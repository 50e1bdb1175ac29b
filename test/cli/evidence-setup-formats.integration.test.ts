import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { actionTrailIndex, logProject, trailLogstore } from '../../simulator/cloud/sls/projects.ts'
import { DEFAULT_ACCOUNT, trail } from '../../simulator/cloud/world.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { changes, operatorCloud, operatorPolicy, operatorWorld, PROJECT, SOURCE } from '../support/setup/operator.ts'

const ARN = `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/${PROJECT}`
const SETUP = ['evidence', 'setup']

/** A trail that has everything, in part: its index cuts texts early. */
function halfDone() {
  const store = trailLogstore('audit-all', { index: actionTrailIndex({}, { missing: ['vpcId'] }) })
  const trails = [trail({ name: 'audit-all', slsProjectArn: ARN })]
  const policy = operatorPolicy(false, PROJECT, 'actiontrail_audit-all')
  return operatorWorld({ trails, logProjects: [logProject({ name: PROJECT, logstores: [store] })] }, { policy })
}

describe('evidence setup', () => {
  it('prints what is missing as commands that a shell can run, and changes nothing', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const { status, stdout, stderr } = await runCli(SETUP, { env })
    expect([status, stderr, changes(cloud)]).toEqual([0, '', []])
    execFileSync('sh', ['-n'], { input: stdout })
    const commands = [...stdout.matchAll(/^(?:until )?aliyun (\w+) ([\w-]+)/gm)].map(
      ([, service, name]) => `${service} ${name}`,
    )
    expect(commands).toEqual([
      'sls create-project',
      'actiontrail CreateTrail',
      'actiontrail StartLogging',
      'sls get-index',
      'actiontrail GetTrailStatus',
      'sls get-log-store',
      'sls get-index',
      'sls update-index',
      'actiontrail CreateDeliveryHistoryJob',
      'actiontrail ListDeliveryHistoryJobs',
    ])
    expect(stdout).toContain(`--TrailRegion All --EventRW All --SlsProjectArn ${ARN}\n`)
    expect(stdout).toContain('https://www.alibabacloud.com/product/log-service/pricing')
    expect(stdout.endsWith(`export CMK_SOURCE=${SOURCE}\n`)).toBe(true)
  })

  it('prints no more than what is missing, and what stays as it is', async () => {
    const { env } = await operatorCloud(halfDone())
    const { status, stdout } = await runCli(SETUP, { env })
    expect(status).toBe(0)
    expect(stdout).toContain('# There already, and stays as it is:\n')
    expect(stdout).toContain('#   the trail audit-all records\n')
    expect(stdout).toContain(
      '2 more columns with analytics (eventTime, vpcId), texts up to 16384 bytes instead of 2048',
    )
    expect(stdout).toContain('aliyun sls update-index')
    expect(stdout).not.toMatch(/create-project|CreateTrail|StartLogging|update-log-store/)
  })

  it('gives everything that an index has again when jq merges it', async () => {
    const { env } = await operatorCloud(halfDone())
    const { stdout } = await runCli(SETUP, { env })
    const program = /jq -c '(\.keys \| .*)' index\.json/.exec(stdout)?.[1] ?? ''
    expect(program).toContain('"vpcId"')
    expect(program).not.toContain("'")
    // As jq would: the columns are added to those that are there, and a field that is not there is made.
    expect(program).toContain('.event.json_keys = (.event.json_keys // {}) + ([')
  })

  it('prints nothing to do where everything is there', async () => {
    const { env } = await operatorCloud(operatorWorld())
    await runCli([...SETUP, '--apply', '--yes'], { env })
    const { status, stdout } = await runCli(SETUP, { env })
    expect(status).toBe(0)
    expect(stdout).toContain('# Nothing is missing.\n')
    expect(stdout).not.toContain('aliyun')
    expect(stdout.endsWith(`export CMK_SOURCE=${SOURCE}\n`)).toBe(true)
  })

  it('says what has to be decided, with status 3, and no command', async () => {
    const trails = [trail({ name: 'audit-all', eventRW: 'Write', slsProjectArn: ARN })]
    const policy = operatorPolicy(false, PROJECT, 'actiontrail_audit-all')
    const { env } = await operatorCloud(
      operatorWorld({ trails, logProjects: [logProject({ name: PROJECT })] }, { policy }),
    )
    const { status, stdout } = await runCli([...SETUP, '--trail', 'audit-all'], { env })
    expect(status).toBe(3)
    expect(stdout).toContain('# To be decided first:\n')
    expect(stdout).toContain('It leaves out every use of a key')
    expect(stdout).not.toMatch(/^[^#]/m)
    const changed = await runCli([...SETUP, '--trail', 'audit-all', '--change-trail'], { env })
    expect(changed.stdout).toContain('aliyun actiontrail UpdateTrail --region cn-hangzhou --Name audit-all')
  })

  it('prints Terraform: everything, or what is there as imports', async () => {
    const fresh = await operatorCloud(operatorWorld())
    const all = await runCli([...SETUP, '--format', 'terraform', '--ttl', '365'], { env: fresh.env })
    const resources = (text: string) => [...text.matchAll(/^resource "(\w+)"/gm)].map(([, name]) => name)
    expect(resources(all.stdout)).toEqual([
      'alicloud_log_project',
      'alicloud_log_store',
      'alicloud_sls_index',
      'alicloud_actiontrail_trail',
      'alicloud_actiontrail_history_delivery_job',
    ])
    expect(all.stdout).toMatch(/variable "project" \{[^}]*default {5}= "cmk-readiness-1000000000000001"/)
    expect(all.stdout).toMatch(/variable "days" \{[^}]*default {5}= 365/)
    expect(all.stdout).not.toContain('import {')
    const half = await operatorCloud(halfDone())
    const rest = await runCli([...SETUP, '--format', 'terraform'], { env: half.env })
    expect(resources(rest.stdout)).toEqual(['alicloud_sls_index', 'alicloud_actiontrail_history_delivery_job'])
    expect(rest.stdout).toContain('import {\n  to = alicloud_sls_index.events\n')
    expect(rest.stdout).toContain('required_version = ">= 1.5"')
  })

  it('prints a template of ROS: everything, or what is not there', async () => {
    const fresh = await operatorCloud(operatorWorld())
    const all = parse((await runCli([...SETUP, '--format', 'ros'], { env: fresh.env })).stdout)
    expect(Object.keys(all.Resources)).toEqual(['Project', 'Logstore', 'Index', 'Trail', 'Logging', 'History'])
    expect(all.Parameters.LogProject.Default).toBe(PROJECT)
    const half = await operatorCloud(halfDone())
    const { stdout } = await runCli([...SETUP, '--format', 'ros'], { env: half.env })
    expect(parse(stdout).Resources).toBeUndefined()
    expect(stdout).toContain('# What is there already ROS cannot change (index): see --format commands.')
  })

  it.each([
    [['--trail', 'no trail'], 'letters, digits, hyphens and underscores'],
    [['--project', '-no-'], '3 to 63'],
    [['--ttl', '30'], '91 to 3650'],
    [['--region', 'Hangzhou'], 'cn-hangzhou'],
    [['--format', 'tf'], 'commands, terraform, ros, policy'],
    [['--timeout', '-1'], 'whole number'],
  ])('%j is one clear line and status 2, before any call', async (argv, telling) => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const { status, stdout, stderr } = await runCli([...SETUP, ...argv], { env })
    expect([status, stdout, cloud.calls]).toEqual([2, '', []])
    expect(stderr).toContain(telling)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})

describe('trails that are there', () => {
  const trails = [
    trail({ name: 'logs', slsProjectArn: ARN }),
    trail({ name: 'writes', eventRW: 'Write', slsProjectArn: ARN }),
    trail({ name: 'files', trailRegion: 'cn-hangzhou', ossBucketName: 'archive', status: 'Disable' }),
    trail({ name: 'spare-logs', slsProjectArn: ARN }),
    trail({ name: 'org-logs', slsProjectArn: 'acs:log:cn-hangzhou:1000000000000009:project/x', isOrganization: true }),
  ]

  it('are named, each with why it does or does not serve', async () => {
    const { env } = await operatorCloud(operatorWorld({ trails }, { policy: operatorPolicy(false, '*', '*') }))
    const { status, stdout } = await runCli(SETUP, { env })
    expect(status).toBe(0)
    expect(stdout).toContain(
      [
        '# Trails of the account:',
        '#   files: does not serve: it delivers events of cn-hangzhou only; it delivers nothing to Log Service; it is not started',
        '#   logs: is taken',
        "#   org-logs: does not serve: it is the organization's, and a history job is for trails of one account; it delivers into a project of the account 1000000000000009",
        '#   spare-logs: would serve as well (--trail spare-logs)',
        '#   writes: does not serve: EventRW Write leaves out every use of a key',
      ].join('\n'),
    )
  })

  it('may have names that a new trail may not', async () => {
    const { env } = await operatorCloud(operatorWorld({ trails }, { policy: operatorPolicy(false, '*', '*') }))
    expect((await runCli([...SETUP, '--trail', 'logs'], { env })).status).toBe(0)
    const { status, stdout, stderr } = await runCli([...SETUP, '--trail', 'log'], { env })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error: There is no trail log \(trails that are there: .*logs.*6 to 36 lower-case letters/)
  })
})

describe('the operator’s policy', () => {
  it('is printed with the names of the account, and changes no trail unless that is asked for', async () => {
    const { env } = await operatorCloud(operatorWorld())
    const { status, stdout } = await runCli([...SETUP, '--format', 'policy'], { env })
    expect(status).toBe(0)
    expect(JSON.parse(stdout).Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['log:GetProject', 'log:CreateProject'],
      Resource: [`acs:log:cn-hangzhou:*:project/${PROJECT}`],
    })
    expect(stdout).not.toContain('UpdateTrail')
    const changing = await runCli([...SETUP, '--format', 'policy', '--change-trail'], { env })
    expect(changing.stdout).toContain('"actiontrail:UpdateTrail"')
  })

  const actions = operatorPolicy()
    .flatMap(({ Action }) => Action)
    // Made only with the first trail of an account, where an index is not there at all, or where logs are not kept for long enough.
    .filter((action) => !/CreateServiceLinkedRole|CreateIndex|UpdateLogStore|GetDeliveryHistoryJob/.test(action))

  it.each(actions)('without %s: the line names the action and where', async (action) => {
    const policy = operatorPolicy().map((each) => ({ ...each, Action: each.Action.filter((name) => name !== action) }))
    const { env } = await operatorCloud(operatorWorld({}, { policy }))
    const { status, stdout, stderr } = await runCli([...SETUP, '--apply', '--yes'], { env })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`Allow the caller ${action}`)
  })

  it('is what looking needs, too', async () => {
    const policy = operatorPolicy().filter(({ Action }) => !Action.includes('log:GetProject'))
    const { env } = await operatorCloud(operatorWorld({ logProjects: [logProject({ name: PROJECT })] }, { policy }))
    const { status, stdout, stderr } = await runCli(SETUP, { env })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^error: No right .* Allow the caller log:GetProject on acs:log:cn-hangzhou:.*\n$/)
  })
})
