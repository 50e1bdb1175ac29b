import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { run } from '../../cli/run.ts'
import { actionTrailIndex, logProject, trailLogstore } from '../../simulator/cloud/sls/projects.ts'
import { DEFAULT_ACCOUNT, trail } from '../../simulator/cloud/world.ts'
import { runCli, stream } from '../support/cli/run-cli.ts'
import { TIMING } from '../support/cloud/timing.ts'
import { NOW } from '../support/rows.ts'
import {
  changes,
  LOGSTORE,
  operatorCloud,
  operatorPolicy,
  operatorWorld,
  PROJECT,
  SOURCE,
} from '../support/setup/operator.ts'

const ALL_STEPS = ['CreateProject', 'CreateTrail', 'StartLogging', 'UpdateIndex', 'CreateDeliveryHistoryJob']
const ARN = `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/${PROJECT}`
const APPLY = ['evidence', 'setup', '--apply', '--yes']

/** The program on a terminal whose user types these lines. */
async function typed(argv: readonly string[], env: Record<string, string>, lines: readonly string[]) {
  const [stdout, stderr] = [stream(undefined), stream(200)]
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const printed = Promise.all([text(stdout), text(stderr)])
  stdin.end(lines.map((line) => `${line}\n`).join(''))
  const signal = new AbortController().signal
  const status = await run(argv, {
    env,
    cwd: '/nonexistent',
    stdin,
    stdout,
    stderr,
    clock: () => NOW,
    signal,
    timing: TIMING,
  })
  stdout.end()
  stderr.end()
  const [out, err] = await printed
  return { status, stdout: out, stderr: err }
}

describe('evidence setup --apply', () => {
  it('makes everything from nothing, and prints CMK_SOURCE', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const { status, stdout, stderr } = await runCli(APPLY, { env })
    expect([status, stdout]).toEqual([0, `CMK_SOURCE=${SOURCE}\n`])
    expect(changes(cloud)).toEqual(ALL_STEPS)
    expect(stderr).toContain(
      `next: make the Log Service project ${PROJECT} in cn-hangzhou [an empty project costs nothing]`,
    )
    expect(stderr).toContain('done: start the trail cmk-readiness\n')
    const here = cloud.world.accounts[0]?.regions['cn-hangzhou']
    expect(here?.trails).toMatchObject([
      { name: 'cmk-readiness', status: 'Enable', eventRW: 'All', trailRegion: 'All', slsProjectArn: ARN },
    ])
    expect(here?.logProjects[0]?.logstores).toMatchObject([
      { name: LOGSTORE, ttl: 180, index: { max_text_len: 16_384 } },
    ])
    expect(cloud.calls.filter(({ status: each, code }) => each >= 400 && !/NotExist/.test(code))).toEqual([])
  })

  it('makes nothing a second time, and says what is there', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    await runCli(APPLY, { env })
    const { status, stdout, stderr } = await runCli(APPLY, { env })
    expect([status, stdout]).toEqual([0, `CMK_SOURCE=${SOURCE}\n`])
    expect(changes(cloud)).toEqual(ALL_STEPS)
    expect(stderr).not.toContain('next: ')
    expect(stderr).toMatch(/^there: history job 16601 of 2026-11-2\d.* has delivered the 90 days before it$/m)
  })

  it.each(ALL_STEPS)('goes on where it was killed: its connection is gone after %s', async (action) => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const stop = new AbortController()
    cloud.setFaults([{ where: { action, nth: [1] }, effect: { kind: 'after', answer: { kind: 'reset' } } }])
    const left = cloud.calls.length
    // The process ends while that call is under way.
    const watch = setInterval(() => {
      if (changes(cloud).includes(action)) stop.abort(new Error('SIGTERM'))
    }, 1)
    const killed = await runCli(APPLY, { env, signal: stop.signal })
    clearInterval(watch)
    expect(left).toBe(0)
    expect([killed.status, killed.stdout]).toEqual([143, ''])
    cloud.setFaults([])
    const { status, stdout } = await runCli(APPLY, { env })
    expect([status, stdout]).toEqual([0, `CMK_SOURCE=${SOURCE}\n`])
    expect(changes(cloud)).toEqual(ALL_STEPS)
  })

  it('takes a lost answer for what it is: the call is repeated, and its repetition finds it made', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const lost = { kind: 'after' as const, answer: { kind: 'reset' as const } }
    cloud.setFaults(ALL_STEPS.map((action) => ({ where: { action, nth: [1] }, effect: lost })))
    const { status, stdout } = await runCli(APPLY, { env })
    expect([status, stdout]).toEqual([0, `CMK_SOURCE=${SOURCE}\n`])
    const here = cloud.world.accounts[0]?.regions['cn-hangzhou']
    expect(here?.trails.map(({ history }) => history?.length)).toEqual([1])
  })

  it('asks before each step on a terminal, and stops where somebody says no', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const first = await typed(['evidence', 'setup', '--apply'], env, ['y', 'yes', 'n'])
    expect([first.status, first.stdout]).toEqual([3, ''])
    expect(changes(cloud)).toEqual(ALL_STEPS.slice(0, 2))
    expect(first.stderr).toContain('start the trail cmk-readiness [free]? [y/N] ')
    expect(first.stderr).toMatch(/Left: start the trail cmk-readiness; .*What was made stays/s)
    const second = await typed(['evidence', 'setup', '--apply'], env, ['y', 'y', 'y'])
    expect([second.status, second.stdout]).toEqual([0, `CMK_SOURCE=${SOURCE}\n`])
    // The input ends: nobody has said yes.
    const other = await operatorCloud(operatorWorld())
    expect((await typed(['evidence', 'setup', '--apply'], other.env, [])).status).toBe(3)
    expect(changes(other.cloud)).toEqual([])
  })

  it('needs a terminal or --yes, before any call', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld())
    const { status, stderr } = await runCli(['evidence', 'setup', '--apply'], { env })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error: --apply asks before each step, and nobody can answer here: .* --yes\.\n$/)
    expect(cloud.calls).toEqual([])
  })

  it('ends at Ctrl-C, and says that it goes on and how to look', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld(), { step: 1_000 })
    const stop = new AbortController()
    const watch = setInterval(() => {
      if (changes(cloud).length === 3) setTimeout(() => stop.abort(new Error('SIGINT')), 300)
    }, 5)
    const { status, stdout, stderr } = await runCli(APPLY, { env, signal: stop.signal })
    clearInterval(watch)
    expect([status, stdout]).toEqual([130, ''])
    expect(stderr).toContain(
      'What is under way goes on by itself. To look, run evidence setup; to go on, run this again.',
    )
    expect(stderr).not.toContain('error')
  })

  it('ends when --timeout is over, and says what is waited for', async () => {
    const { env } = await operatorCloud(operatorWorld(), { step: 1_000 })
    const { status, stdout, stderr } = await runCli([...APPLY, '--timeout', '0'], { env })
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toContain(`Left: wait for the first delivery into the logstore ${LOGSTORE}`)
  })

  it('says whom to ask where the account may have no history job, and leaves what was made', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld({}, { historyJobs: 'refused' }))
    const { status, stdout, stderr } = await runCli(APPLY, { env })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain('(NotSupportDeliveryHistoryJob). Open a ticket for ActionTrail')
    expect(stderr).toContain(DEFAULT_ACCOUNT)
    expect(changes(cloud)).toEqual(ALL_STEPS)
  })

  it('waits for nobody else: an account has one history job at a time', async () => {
    const history = [{ id: 7, createdAt: '2026-11-20T10:00:00Z', status: 1 as const }]
    const other = trail({ name: 'others', eventRW: 'Write', slsProjectArn: `${ARN}-2`, history })
    const { cloud, env } = await operatorCloud(operatorWorld({ trails: [other] }))
    const { status, stderr } = await runCli(APPLY, { env })
    expect(status).toBe(3)
    expect(stderr).toContain(
      'error: an account has one history job at a time, and job 7 of the trail others is under way',
    )
    expect(changes(cloud)).toEqual(ALL_STEPS.slice(0, 4))
  })

  it('says that somebody else has the project’s name', async () => {
    const { cloud, env } = await operatorCloud(operatorWorld({}, { policy: operatorPolicy(false, 'audit-logs') }))
    cloud.setFaults([
      {
        where: { action: 'CreateProject' },
        effect: {
          kind: 'error',
          status: 400,
          code: 'ProjectAlreadyExist',
          message: 'Project audit-logs already exist',
        },
      },
    ])
    const { status, stderr } = await runCli([...APPLY, '--project', 'audit-logs'], { env })
    expect(status).toBe(1)
    expect(stderr).toContain('Somebody else has a project audit-logs (ProjectAlreadyExist)')
    expect(stderr).toContain('--project')
  })
})

describe('evidence setup with a trail that is there', () => {
  const write = () => trail({ name: 'audit-all', eventRW: 'Write', slsProjectArn: ARN })
  const project = () => logProject({ name: PROJECT, logstores: [trailLogstore('audit-all', { ttl: 30 })] })

  it('changes a trail that selects writes alone only when it is told to', async () => {
    const policy = operatorPolicy(true, PROJECT, 'actiontrail_audit-all')
    const there = operatorWorld({ trails: [write()], logProjects: [project()] }, { policy })
    const { cloud, env } = await operatorCloud(there)
    const kept = await runCli([...APPLY, '--trail', 'audit-all'], { env })
    expect([kept.status, kept.stdout, changes(cloud)]).toEqual([3, '', []])
    expect(kept.stderr).toMatch(
      /error: the trail audit-all is there and selects less\. It leaves out every use of a key\..*--change-trail/,
    )
    const changed = await runCli([...APPLY, '--trail', 'audit-all', '--change-trail'], { env })
    expect([changed.status, changed.stdout]).toEqual([
      0,
      `CMK_SOURCE=sls:cn-hangzhou/${PROJECT}/actiontrail_audit-all\n`,
    ])
    expect(changes(cloud)).toEqual(['UpdateTrail', 'UpdateLogStore', 'UpdateIndex', 'CreateDeliveryHistoryJob'])
    expect(changed.stderr).toContain('change the trail audit-all: EventRW Write to All')
  })

  it('uses one that has everything, keeps what its index has, and never shortens how long logs are kept', async () => {
    const more = { 'userIdentity.sessionContext': { type: 'text' as const, doc_value: true } }
    const index = actionTrailIndex({ max_text_len: 4_096 }, { missing: ['vpcId'], more })
    const store = trailLogstore('audit-all', { ttl: 400, index })
    const whole = trail({ name: 'audit-all', slsProjectArn: ARN })
    const policy = operatorPolicy(false, PROJECT, 'actiontrail_audit-all')
    const there = operatorWorld(
      { trails: [whole], logProjects: [logProject({ name: PROJECT, logstores: [store] })] },
      { policy },
    )
    const { cloud, env } = await operatorCloud(there)
    const { status } = await runCli(APPLY, { env })
    expect([status, changes(cloud)]).toEqual([0, ['UpdateIndex', 'CreateDeliveryHistoryJob']])
    const [kept] = cloud.world.accounts[0]?.regions['cn-hangzhou']?.logProjects[0]?.logstores ?? []
    expect(kept).toMatchObject({ ttl: 400, index: { max_text_len: 16_384, line: index.line ?? {} } })
    const paths = Object.keys(kept?.index?.keys.event?.json_keys ?? {})
    expect(paths).toEqual(
      expect.arrayContaining([...Object.keys(index.keys.event?.json_keys ?? {}), 'vpcId', 'eventTime']),
    )
  })

  it.each([
    [['--trail', 'audit-all', '--region', 'cn-beijing'], 'is at home in cn-hangzhou'],
    [['--trail', 'of-the-organization'], 'is a trail of your organization'],
    [['--trail', 'of-another'], 'of the account 1000000000000009'],
  ])('%j: says what contradicts it, and makes nothing', async (argv, telling) => {
    const elsewhere = 'acs:log:cn-hangzhou:1000000000000009:project/theirs'
    const trails = [
      write(),
      trail({ name: 'of-the-organization', isOrganization: true, slsProjectArn: ARN }),
      trail({ name: 'of-another', slsProjectArn: elsewhere }),
    ]
    const { cloud, env } = await operatorCloud(operatorWorld({ trails, logProjects: [project()] }))
    const { status, stderr } = await runCli([...APPLY, ...argv], { env })
    expect(stderr).toContain(telling)
    expect([status, stderr.split('\n').length]).toEqual([2, 2])
    expect(changes(cloud)).toEqual([])
  })
})
