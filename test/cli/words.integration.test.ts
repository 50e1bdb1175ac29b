import { beforeAll, describe, expect, it } from 'vitest'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { row } from '../support/rows.ts'

describe('a misspelt word', () => {
  it.each([
    [['query', '--verdict', 'redy'], 'ready'],
    [['query', '--verdict', 'ready,bloked'], 'blocked'],
    [['audit', '--fail-on', 'unkown'], 'unknown'],
    [['query', '--format', 'jsno'], 'json'],
    [['query', '--format', 'CSV'], 'csv'],
    [['query', '--format', 'xlsx'], 'csv'],
    [['explain', 'x', '--format', 'md'], 'markdown'],
    [['explain', 'x', '--lang', 'zh-CN'], 'zh'],
    [['digest', '--lang', 'english'], 'en'],
    [['query', '--columns', 'keyid'], 'keyId'],
    [['query', '--sort', '-call'], 'calls'],
    [['query', '--where', 'alias~pay'], 'aliases'],
    [['query', '--region', 'hangzhou'], 'cn-hangzhou'],
    [['qeury'], 'query'],
    [['query', '--verdcit', 'ready'], '--verdict'],
  ])('%j ends with 2 and names %s', async (argv, meant) => {
    const { status, stdout, stderr } = await runCli(argv)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.toLowerCase()).toContain(`did you mean ${meant.toLowerCase()}?`)
  })

  it('that is near to nothing is told with all that there are', async () => {
    for (const word of ['banana', 'x', 'green']) {
      const { status, stderr } = await runCli(['query', '--verdict', word])
      expect(status).toBe(2)
      expect(stderr).toContain('blocked, support-required')
      expect(stderr).not.toMatch(/did you mean/i)
    }
  })

  it('of a channel names one that is configured', async () => {
    const env = { CMK_CHANNELS: 'dingtalk:0123456789abcdef0123456789abcdef' }
    const { status, stderr } = await runCli(['digest', '--channel', 'dingding'], { env })
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/takes one of terminal, dingtalk\. Did you mean dingtalk\?/),
    ])
  })
})

describe('options that npm took', () => {
  let cwd = ''
  beforeAll(async () => {
    cwd = await seededStore({ rows: [row()] })
  })
  const within = (env: Record<string, string>) => ({ cwd, env: { npm_lifecycle_event: 'cli', ...env } })

  it.each([
    ['npm 10', ['query'], { npm_config_verdict: 'blocked' }, '--verdict'],
    ['npm 11', ['query', 'blocked'], { npm_config_verdict: 'true' }, '--verdict'],
    ['an option of several words', ['digest', '--channel', 'x'], { npm_config_dry_run: 'true' }, '--dry-run'],
    ['a gate', ['audit'], { npm_config_fail_on: 'true' }, '--fail-on'],
  ])('by %s are told, and nothing is done', async (_what, argv, env, option) => {
    const { status, stdout, stderr } = await runCli(argv, within(env))
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`npm took ${option} for itself`)
    expect(stderr).toContain(`npm run -s cli -- ${argv[0]} ${option} `)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it.each([
    ['what is npm’s own', ['query'], { npm_config_audit: '', npm_config_loglevel: 'silent', npm_config_yes: '' }],
    ['what has come as well', ['query', '--verdict', 'ready'], { npm_config_verdict: 'blocked' }],
    ['what has come in one piece', ['query', '--verdict=ready'], { npm_config_verdict: 'blocked' }],
    ['what another script was given', ['query'], { npm_lifecycle_event: 'deploy', npm_config_region: 'cn-hangzhou' }],
  ])('are not %s', async (_what, argv, env) => {
    const { status, stderr } = await runCli(argv, within(env))
    expect([status, stderr]).toEqual([0, ''])
  })
})

describe('an audit', () => {
  const alive = (acsRegion: string) => [signOfLife(iso(Date.now() - HOUR), { acsRegion })]
  async function cloudOf(names: readonly string[]) {
    const regions = Object.fromEntries(
      names.map((name) => [name, region({ keys: [key({ keyId: `key-of-${name}` })], events: alive(name) })]),
    )
    return startCloud(world({ accounts: [account({ regions })] }), { quotas: NO_QUOTAS })
  }
  const fast = { CMK_OBSERVATION_DAYS: '2', CMK_KMS_QPS: '500', CMK_TRAIL_QPS: '500' }

  it('of a mistyped region calls nothing, and says which was meant', async () => {
    const cloud = await cloudOf(['cn-hangzhou'])
    const env = { ...cloud.environment(), ...fast }
    for (const regions of ['cn-hangzou', 'cn-hangzhou,cn-shangai']) {
      const { status, stdout, stderr } = await runCli(['audit'], {
        cwd: await temporaryFolder(),
        clock: Date.now,
        env: { ...env, CMK_REGIONS: regions },
      })
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^error: cn-\w+ is not a region of KMS\. Did you mean cn-\w+\?.*CMK_REGIONS.*\n$/)
    }
    expect(cloud.count()).toBe(0)
    await cloud.close()
  })

  it('asks a region that this version does not know, or whose address is configured, as it is', async () => {
    const cloud = await cloudOf(['cn-hangzhou', 'cn-hangzou', 'cn-newtown'])
    const { status, stdout } = await runCli(['audit', '--format', 'json'], {
      cwd: await temporaryFolder(),
      clock: Date.now,
      env: { ...cloud.environment(), ...fast, CMK_REGIONS: 'cn-hangzou,cn-newtown' },
    })
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as { region: string }[]).map(({ region: at }) => at).sort()).toEqual([
      'cn-hangzou',
      'cn-newtown',
    ])
    await cloud.close()
  })

  it('of a simulated cloud goes to none of the vendor’s hosts for a region that it lacks', async () => {
    const cloud = await cloudOf(['cn-hangzhou'])
    const env: Record<string, string> = {
      ...cloud.environment(),
      ...fast,
      CMK_REGIONS: 'cn-hangzhou,cn-beijing,ap-southeast-4',
    }
    const { status, stdout, stderr } = await runCli(['audit'], { cwd: await temporaryFolder(), clock: Date.now, env })
    expect(status).toBe(3)
    expect(stdout).toMatch(/cn-beijing.*NoAddress/)
    expect(stdout).toContain('has no address for kms in cn-beijing')
    expect(stderr).toContain('ap-southeast-4 is not a region of KMS that this version knows')
    const { CMK_ENDPOINTS: _, ...rest } = env
    const half = JSON.parse(env.CMK_ENDPOINTS ?? '{}') as Record<string, unknown>
    const endpoints = JSON.stringify({ ...half, actiontrail: {} })
    const trail = await runCli(['audit'], {
      cwd: await temporaryFolder(),
      clock: Date.now,
      env: { ...rest, CMK_ENDPOINTS: endpoints, CMK_REGIONS: 'cn-hangzhou' },
    })
    expect([trail.status, trail.stderr]).toEqual([3, expect.stringMatching(/^(audit: .*\n)+$/)])
    expect(trail.stdout).toContain('has no address for actiontrail in cn-hangzhou')
    const table = await runCli(['audit'], {
      cwd: await temporaryFolder(),
      env: {
        ...rest,
        CMK_ENDPOINTS: JSON.stringify({ kms: half.kms }),
        CMK_STORE: 'tablestore:audit.cn-hangzhou.ots.aliyuncs.com',
      },
    })
    expect([table.status, table.stderr]).toEqual([
      2,
      expect.stringMatching(/CMK_STORE is in Tablestore, .*simulated cloud/),
    ])
    await cloud.close()
  })

  it('ends with 4 where a key has a verdict of --fail-on, and as ever where none has', async () => {
    const cloud = await startCloud(
      world({
        accounts: [
          account({
            regions: {
              'cn-hangzhou': region({
                keys: [key({ keyId: 'key-imported', origin: 'EXTERNAL' })],
                events: alive('cn-hangzhou'),
              }),
            },
          }),
        ],
      }),
      { quotas: NO_QUOTAS },
    )
    const env = { ...cloud.environment(), ...fast, CMK_REGIONS: 'cn-hangzhou' }
    const cwd = await temporaryFolder()
    const statusOf = async (...argv: string[]) =>
      (await runCli(['audit', ...argv], { cwd, clock: Date.now, env })).status
    expect(await statusOf('--fail-on', 'blocked,unknown')).toBe(4)
    expect(await statusOf('--fail-on', 'ready', '--fail-on', 'blocked', '--format', 'json')).toBe(4)
    expect(await statusOf('--fail-on', 'ready,migrated')).toBe(0)
    expect(await statusOf('--fail-on', 'reddy')).toBe(2)
    const report = await runCli(['audit', '--report', '-', '--fail-on', 'blocked'], { cwd, clock: Date.now, env })
    expect([report.status, report.stdout]).toEqual([4, expect.stringMatching(/^<!doctype html>[\s\S]*<\/html>\n$/)])
    expect(report.stderr).toContain('Audited 1 key')
    await cloud.close()
  })

  it('says of a role that is not there that its name is wrong', async () => {
    const cloud = await cloudOf(['cn-hangzhou'])
    const [{ id = '' } = {}] = cloud.world.accounts
    const env = {
      ...cloud.environment(),
      ...fast,
      CMK_REGIONS: 'cn-hangzhou',
      CMK_ACCOUNTS: `acs:ram::${id}:role/no-such-role`,
    }
    const { status, stderr } = await runCli(['audit'], { cwd: await temporaryFolder(), clock: Date.now, env })
    expect(status).toBe(1)
    expect(stderr).toMatch(/EntityNotExist\.Role.*check the name of the role in CMK_ACCOUNTS/)
    expect(stderr).not.toContain('Allow the caller')
    await cloud.close()
  })
})
