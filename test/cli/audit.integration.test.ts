import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { directory } from '../../simulator/cloud/resourcedirectory/directory.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { type CliOptions, type CliResult, runCli } from '../support/cli/run-cli.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'

let cloud: SimulatedCloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

/** Two regions: one key that nothing speaks against, one with imported material, and one elsewhere. */
async function company(options: CloudOptions = {}): Promise<SimulatedCloud> {
  const alive = (acsRegion: string) => [signOfLife(iso(Date.now() - DAY), { acsRegion })]
  const regions = {
    'cn-hangzhou': region({
      events: alive('cn-hangzhou'),
      keys: [key({ keyId: 'key-fine', aliases: ['alias/fine'] }), key({ keyId: 'key-imported', origin: 'EXTERNAL' })],
    }),
    'cn-shanghai': region({ keys: [key({ keyId: 'key-elsewhere' })], events: alive('cn-shanghai') }),
  }
  cloud = await startCloud(world({ accounts: [account({ regions })] }), { quotas: NO_QUOTAS, ...options })
  return cloud
}

function settings(simulated: SimulatedCloud): Record<string, string> {
  return {
    ...simulated.environment(),
    CMK_REGIONS: 'cn-hangzhou,cn-shanghai',
    CMK_OBSERVATION_DAYS: '5',
    CMK_KMS_QPS: '500',
    CMK_TRAIL_QPS: '500',
  }
}

async function audit(
  simulated: SimulatedCloud,
  argv: readonly string[] = [],
  more: CliOptions = {},
): Promise<CliResult> {
  const env = { ...settings(simulated), ...more.env }
  return runCli(['audit', ...argv], { cwd: await temporaryFolder(), clock: Date.now, ...more, env })
}

/** What a pipe gets while the audit is at work, and nothing else. */
const PROGRESS = /^(audit: .*\n)+$/

const denyShanghai = { where: { service: 'kms', region: 'cn-shanghai' }, effect: { kind: 'denied' } } as const

describe('audit', () => {
  it('tells an account that is no longer among those to audit, with status 0: nothing failed', async () => {
    const simulated = await company()
    const [own] = simulated.world.accounts
    if (!own) throw new TypeError('The simulated company has an account.')
    const cwd = await temporaryFolder()
    const both = await audit(simulated, [], { cwd, env: { CMK_ACCOUNTS: `${own.id},3000000000000003` } })
    expect(both.status).toBe(3)
    const { status, stdout } = await audit(simulated, [], { cwd, env: { CMK_ACCOUNTS: own.id } })
    expect(stdout).toContain('Account 3000000000000003 is no longer among the accounts to audit')
    expect(stdout).not.toContain('nothing there could be judged')
    expect(status).toBe(0)
  })

  it.each([
    ['rd:fd-nobody0000', /^error: .*EntityNotExists\.Folder.*not in the Resource Directory/m],
    ['rd:fd-nobody', /^error: CMK_ACCOUNTS is "rd:fd-nobody".*fd- with 10$/m],
    [',', /^error: CMK_ACCOUNTS is ","; it takes a comma list/m],
  ])('refuses CMK_ACCOUNTS=%s as bad configuration, in a line and before any work', async (accounts, line) => {
    const simulated = await company()
    const [{ id } = { id: '' }] = simulated.world.accounts
    simulated.world.directory = directory(id, [])
    const { status, stdout, stderr } = await audit(simulated, [], { env: { CMK_ACCOUNTS: accounts } })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(line)
    expect(simulated.count({ action: 'ListKeys' })).toBe(0)
  })

  it('sums up by verdict and region, with status 0, and leaves a table for the other commands', async () => {
    const simulated = await company()
    const cwd = await temporaryFolder()
    const { status, stdout, stderr } = await audit(simulated, [], { cwd })
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(PROGRESS) })
    const calls = simulated.count({ service: 'kms' }) + simulated.count({ service: 'actiontrail' })
    for (const part of ['3 keys', '1 blocked', '2 ready', 'cn-hangzhou', 'cn-shanghai', `${calls} calls`, 'explain'])
      expect(stdout).toContain(part)
    const { stdout: found } = await runCli(['query', '--verdict', 'blocked', '--format', 'json'], {
      cwd,
      clock: Date.now,
    })
    expect((JSON.parse(found) as ReadinessRow[]).map(({ keyId }) => keyId)).toEqual(['key-imported'])
  })

  it('ends with 3 on the first night of a region whose trail shows nothing, and says what will be', async () => {
    const simulated = await company()
    for (const { regions } of simulated.world.accounts) {
      const shanghai = regions['cn-shanghai']
      if (shanghai) shanghai.events = []
    }
    const { status, stdout } = await audit(simulated)
    expect(status).toBe(3)
    for (const part of [
      '1 ready',
      '1 unknown',
      'the trail of cn-shanghai shows no event at all',
      'The next run settles it',
    ])
      expect(stdout).toContain(part)
  })

  it('prints the rows that it judged, and nothing else, with --format', async () => {
    const { status, stdout, stderr } = await audit(await company(), ['--format', 'json'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(PROGRESS) })
    const rows = JSON.parse(stdout) as ReadinessRow[]
    expect(rows.map(({ keyId }) => keyId).sort()).toEqual(['key-elsewhere', 'key-fine', 'key-imported'])
  })

  it('writes the report', async () => {
    const cwd = await temporaryFolder()
    const { status, stdout } = await audit(await company(), ['--report', 'out/report.html'], { cwd })
    expect(status).toBe(0)
    expect(stdout).toContain('out/report.html')
    expect(await readFile(join(cwd, 'out/report.html'), 'utf8')).toContain('key-imported')
  })

  it('ends with 3 when a region refused, and says which and what to do', async () => {
    const simulated = await company({ faults: [denyShanghai] })
    const { status, stdout } = await audit(simulated)
    expect(status).toBe(3)
    expect(stdout).toContain('2 keys')
    expect(stdout).toMatch(/cn-shanghai.*ListKeys/)
    const rows = await audit(simulated, ['--format', 'jsonl'])
    expect(rows.status).toBe(3)
    expect(rows.stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(rows.stderr).toContain('cn-shanghai')
  })

  it('ends with 3 when a trail cannot be read', async () => {
    const faults = [{ where: { service: 'actiontrail', region: 'cn-hangzhou' }, effect: { kind: 'denied' } }] as const
    const { status, stdout } = await audit(await company({ faults }))
    expect(status).toBe(3)
    expect(stdout).toContain('1 unknown')
    expect(stdout).toContain('LookupEvents')
  })

  it('ends with 1 when nothing could be judged', async () => {
    const faults = [{ where: { service: 'kms' }, effect: { kind: 'denied' } }] as const
    const { status, stdout, stderr } = await audit(await company({ faults }))
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('Nothing could be judged')
    expect(stderr).toContain('cn-hangzhou')
  })

  it('ends with 1 and one line when the credentials are refused, and never prints them', async () => {
    const simulated = await company()
    const secret = 'SyntheticSecretThatIsWrong0001'
    const env = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret }
    const { status, stdout, stderr } = await audit(simulated, ['--verbose'], { env })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    for (const each of [secret, simulated.environment().ALIBABA_CLOUD_ACCESS_KEY_ID ?? '?', 'Signature='])
      expect(stderr).not.toContain(each)
    const quiet = await audit(simulated, [], { env })
    expect(quiet.stderr).toMatch(/^error: .*\n$/)
  })

  it('calls nothing when the configuration is bad or the report cannot be written', async () => {
    const simulated = await company()
    const bad = await audit(simulated, [], { env: { CMK_RULES: '2019-01' } })
    expect(bad.status).toBe(2)
    expect(bad.stderr).toMatch(/^error: .*CMK_RULES.*\n$/)
    const twice = await audit(simulated, [], { env: { CMK_RULES: '2019-01', CMK_KMS_QPS: 'many' } })
    expect(twice.stderr).toMatch(/^error: .*CMK_RULES.*; CMK_KMS_QPS.*\n$/)
    const unwritable = await audit(simulated, ['--report', '/dev/null/report.html'])
    expect(unwritable.status).toBe(1)
    expect(unwritable.stderr).toMatch(/^error: Cannot write .*\n$/)
    expect(simulated.count()).toBe(0)
  })

  it('stops when asked, with one line and its leases let go: the next audit need not wait', async () => {
    const simulated = await company()
    const stop = new AbortController()
    simulated.killAfter(6, () => stop.abort(new Error('SIGINT')))
    const cwd = await temporaryFolder()
    const stopped = await audit(simulated, [], { cwd, signal: stop.signal })
    expect({ ...stopped }).toEqual({
      status: 130,
      stdout: '',
      stderr: expect.stringMatching(/^(audit: .*\n)+Stopped\. .*\n$/),
    })
    const query = await runCli(['query', '--format', 'json'], { cwd })
    expect(query.stderr).toMatch(
      /warning: The table is partial: the audit of events up to .* UTC was stopped .* judged 0 of 2 regions\. Not judged: \d+ cn-hangzhou, \d+ cn-shanghai; /,
    )
    const before = Date.now()
    // Runs are told apart to the second.
    const later = () => Date.now() + 1_000
    expect((await audit(simulated, [], { cwd, clock: later })).status).toBe(0)
    expect(Date.now() - before).toBeLessThan(15_000)
    expect((await runCli(['query', '--format', 'json'], { cwd })).stderr).not.toContain('partial')
  })

  it('says without a terminal, a line each, that it started and that a stage of a region has ended; nothing with --quiet', async () => {
    const simulated = await company()
    const lines = (await audit(simulated, [])).stderr.trimEnd().split('\n')
    expect(lines[0]).toBe('audit: started: 1 account to audit')
    expect(lines[1]).toMatch(/^audit: account \d+: 2 regions to audit$/)
    for (const each of ['cn-hangzhou', 'cn-shanghai'])
      for (const stage of ['inventory', 'assess'])
        expect(
          lines.filter((line) => line.match(`^audit: ${stage} \\d+ ${each}: ended after [\\d.]+ s$`)),
        ).toHaveLength(1)
    expect(lines.filter((line) => /^audit: usage \d+: /.test(line))).toHaveLength(2)
    expect(lines).toHaveLength(8)
    expect((await audit(simulated, ['--quiet'])).stderr).toBe('')
  })

  it('shows how far it is on a terminal only', async () => {
    const { stderr } = await audit(await company(), [], { columns: 100 })
    expect(stderr).toMatch(/inventory \d+ cn-\w+: \d+\/\d+ keys, [\d.]+ calls\/s/)
    expect(stderr.endsWith('\r\u001b[2K')).toBe(true)
  })
})
