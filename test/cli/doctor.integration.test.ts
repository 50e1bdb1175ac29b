import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { disk } from '../../simulator/cloud/ecs/resources.ts'
import { deployedFunction } from '../../simulator/cloud/fc/deployed-function.ts'
import { rdsInstance } from '../../simulator/cloud/rds/instances.ts'
import { directory, member } from '../../simulator/cloud/resourcedirectory/directory.ts'
import { account, secret, world } from '../../simulator/cloud/world.ts'
import { cloudFor, company, doctor, fullRegion, runDoctor } from '../support/cli/run-doctor.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'
import { ROOT } from '../support/deploy/preview.ts'

const OTHER = '2000000000000002'
const MINUTE = 60_000

/** Everything that may be called: nothing of it uses a key, reads a secret's value or changes anything. */
const CALLED = [
  ...['', 'AssumeRole', 'DescribeKey', 'DescribeRegions', 'DescribeSecret', 'DescribeTrails', 'GetCallerIdentity'],
  ...['ListAliases', 'ListKeyVersions', 'ListKeys', 'ListKmsInstances', 'ListSecrets', 'ListTagResources'],
  ...['LookupEvents', 'GetKmsInstance', 'GetKmsInstanceQuotaInfos'],
]

describe('doctor, where all is well', () => {
  it('tells a line for each check, with status 0, and makes nothing', async () => {
    const cloud = await cloudFor()
    const cwd = await temporaryFolder()
    const { status, stdout, stderr } = await runDoctor(cloud, { cwd })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines.slice(0, -2).map((line) => line.slice(0, 24).trim().split(/ {2,}/))).toEqual([
      ['ok', 'configuration'],
      ['ok', 'credentials'],
      ['ok', 'clock'],
      ['ok', 'accounts'],
      ['ok', 'endpoints'],
      ['ok', 'permissions'],
      ['ok', 'trail'],
      ['ok', 'trail'],
      ['ok', 'store'],
      ['ok', 'channels'],
      ['ok', 'api token'],
      ['ok', 'state token'],
    ])
    expect(lines.at(-1)).toBe('An audit has everything it needs.')
    expect(await readdir(cwd)).toEqual([])
  })

  it('makes only calls that read, each of them small', async () => {
    const cloud = await cloudFor()
    const { findings } = await doctor(cloud)
    expect(findings.every(({ status }) => status === 'ok')).toBe(true)
    const called = new Set(cloud.calls.map(({ action }) => action))
    expect([...called].filter((action) => !CALLED.includes(action))).toEqual([])
    const lists = cloud.calls.filter(
      ({ service, action }) => service === 'kms' && /^List(Keys|Aliases|Secrets)$/.test(action),
    )
    expect(lists.map(({ params }) => params.PageSize)).toEqual(lists.map(() => '1'))
    expect(cloud.calls.length).toBeLessThan(30)
  })

  it('looks at the regions of --region only', async () => {
    const cloud = await cloudFor()
    expect((await doctor(cloud, {}, ['--region', 'cn-shanghai'])).status).toBe(0)
    expect(cloud.count({ action: 'ListKeys', region: 'cn-hangzhou' })).toBe(0)
    expect(cloud.count({ action: 'ListKeys', region: 'cn-shanghai' })).toBe(1)
  })

  it('asks KMS for the regions where CMK_REGIONS is all', async () => {
    const cloud = await cloudFor()
    const { status, of } = await doctor(cloud, { env: { CMK_REGIONS: 'all' } })
    expect(status).toBe(0)
    expect(of('regions')).toEqual([{ check: 'regions', status: 'ok', what: 'KMS lists 2' }])
    expect(cloud.count({ action: 'ListKeys' })).toBe(2)
  })

  it('shows how far it is on a terminal, breaks lines to fit, and leaves colours to terminals', async () => {
    const cloud = await cloudFor()
    const shown = await runDoctor(cloud, { columns: 60 })
    expect(shown.stdout).toContain('\u001b[32mok\u001b[39m')
    expect(shown.stderr).toMatch(/doctor: \d of 2 regions/)
    const plain = stripVTControlCharacters(shown.stdout)
    expect(plain.split('\n').filter((line) => line.length > 60 && !/acs:|readiness\.db/.test(line))).toEqual([])
    expect((await runDoctor(cloud)).stdout).not.toContain('\u001b')
  })
})

describe('doctor on the configuration', () => {
  it('tells every problem in a line, the nearest name for an unknown variable, and calls nothing', async () => {
    const cloud = await cloudFor()
    const secret = 'https://hooks.example.invalid/aSecretPathOfAWebhook'
    const env = {
      CMK_REGION: 'cn-hangzhou',
      CMK_RULES: '2019',
      CMK_CHANNELS: `webhook:${secret}#nonsense=1`,
      CMK_API_TOKEN: 'short',
    }
    const { status, of, failed, stdout, stderr } = await doctor(cloud, { env })
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
    const told = of('configuration').map(({ what }) => what)
    for (const part of ['did you mean CMK_REGIONS?', 'CMK_RULES is "2019"', 'CMK_CHANNELS, item 1', 'CMK_API_TOKEN'])
      expect(told.filter((what) => what.includes(part))).toHaveLength(1)
    expect(failed.every(({ advice }) => advice?.includes('docs/configuration.md'))).toBe(true)
    expect(stdout).not.toMatch(/hooks\.example|aSecretPath|short/)
    expect(cloud.count()).toBe(0)
  })

  it('says what CMK_API_TOKEN does, and not what it is', async () => {
    const cloud = await cloudFor()
    const token = await doctor(cloud, { env: { CMK_API_TOKEN: 'synthetic-token-0001' } })
    expect(token.of('api token')[0]?.what).toContain('that have the token')
    expect(token.stdout).not.toContain('synthetic-token-0001')
    const trigger = await doctor(cloud, { env: { CMK_API_TOKEN: 'trigger' } })
    expect(trigger.of('api token')[0]?.what).toContain('Function Compute')
  })

  it('says whether people may decide over HTTP, and refuses a token that is short or reads too', async () => {
    const cloud = await cloudFor()
    const env = { CMK_API_TOKEN: 'synthetic-token-0001' }
    expect((await doctor(cloud)).of('state token')[0]?.what).toContain('CMK_STATE_TOKEN is not set')
    const own = await doctor(cloud, { env: { ...env, CMK_STATE_TOKEN: 'synthetic-token-0002' } })
    expect(own.of('state token')[0]?.what).toContain('may decide over HTTP')
    expect(own.stdout).not.toContain('synthetic-token-0002')
    for (const token of [env.CMK_API_TOKEN, 'short']) {
      const refused = await doctor(cloud, { env: { ...env, CMK_STATE_TOKEN: token } })
      expect(refused.status).toBe(2)
      expect(refused.failed).toMatchObject([
        { check: 'configuration', what: expect.stringContaining('CMK_STATE_TOKEN') },
      ])
    }
  })

  it('says what the services of CMK_RESOURCES answer, with counts, and which call is denied', async () => {
    const there = company()
    const here = there.accounts[0]?.regions['cn-hangzhou']
    here?.disks.push(disk('d-1', { keyId: 'key-fine' }), disk('d-2', { keyId: 'key-fine' }))
    here?.rdsInstances.push(rdsInstance('rm-1', { diskKeyId: 'key-fine' }))
    const env = { CMK_RESOURCES: 'rds,ecs,oss' }
    const fine = await doctor(await cloudFor(there), { env })
    expect(fine.status).toBe(0)
    expect(fine.of('resources').map(({ what }) => what)).toEqual([
      'RDS answers in 2 regions: 1 instances of the first key',
      'ECS answers in 2 regions: 2 disks, 0 snapshots, 0 default disk keys',
      'OSS answers in 2 regions: 0 bucket rules',
    ])
    const cloud = await cloudFor(there)
    cloud.setFaults([{ where: { service: 'ecs', action: 'DescribeDisks' }, effect: { kind: 'denied' } }])
    const denied = await doctor(cloud, { env })
    expect(denied.status).toBe(3)
    expect(denied.failed).toMatchObject([
      {
        check: 'resources',
        what: expect.stringMatching(
          /^ECS: DescribeDisks is denied \(Forbidden.RAM\) in cn-hangzhou, cn-shanghai of account \d+;/,
        ),
        advice: expect.stringContaining('DescribeDisks'),
      },
    ])
  })

  it('says which secrets KMS gives it, and never what they are', async () => {
    const there = company()
    for (const each of there.accounts[0]?.accessKeys ?? []) each.user = 'root'
    const held = JSON.stringify({ api: 'token-in-kms-0001', hook: 'https://127.0.0.1:1/hook-in-kms' })
    there.accounts[0]?.regions['cn-hangzhou']?.secrets.push(secret({ name: 'cmk', data: held }))
    const cloud = await cloudFor(there)
    const CMK_CHANNELS = 'webhook:kms-secret:cn-hangzhou/cmk#hook#name=people'
    const env = { CMK_API_TOKEN: 'kms-secret:cn-hangzhou/cmk#api', CMK_CHANNELS }
    const { of, stdout } = await doctor(cloud, { env })
    expect(of('secrets').map(({ status, what }) => [status, what])).toEqual([
      [
        'ok',
        'KMS gives them to the credentials of this program: secret cmk in cn-hangzhou (CMK_API_TOKEN), secret cmk in cn-hangzhou (CMK_CHANNELS, item 1)',
      ],
    ])
    expect(of('api token')[0]?.what).toContain('that have the token')
    expect(stdout).not.toContain('token-in-kms')
    expect(cloud.count({ action: 'GetSecretValue' })).toBe(1)
    const wrong = await doctor(cloud, { env: { CMK_API_TOKEN: 'kms-secret:cn-hangzhou/cmk#token' } })
    expect(wrong.status).toBe(2)
    expect(wrong.of('configuration').map(({ what }) => what)).toEqual([
      'CMK_API_TOKEN: secret cmk in cn-hangzhou has no field token',
    ])
  })
})

describe('doctor on credentials', () => {
  it('says whose they are, where they come from and how long they last', async () => {
    const { of } = await doctor(await cloudFor())
    expect(of('credentials')).toEqual([
      {
        check: 'credentials',
        status: 'ok',
        what: 'a long-lived access key from the environment, of a RAM user in account 1000000000000001: acs:ram::1000000000000001:user/auditor',
      },
    ])
  })

  it('warns of those of the account itself', async () => {
    const there = company()
    for (const { accessKeys } of there.accounts) for (const each of accessKeys) each.user = 'root'
    const { status, of } = await doctor(await cloudFor(there))
    expect(status).toBe(0)
    expect(of('credentials')[0]).toMatchObject({ status: 'warning', advice: expect.stringContaining('RAM role') })
  })

  it('says that a secret is wrong, tries nothing that needs it, and prints neither half', async () => {
    const cloud = await cloudFor()
    const secret = 'SyntheticSecretThatIsWrong0001'
    const { status, of, stdout } = await doctor(cloud, { env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret } })
    expect(status).toBe(1)
    expect(of('credentials')[0]).toMatchObject({
      status: 'failed',
      what: expect.stringContaining('SignatureDoesNotMatch'),
      advice: 'Check ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
      fatal: true,
    })
    expect(of('accounts')[0]?.status).toBe('skipped')
    for (const each of [secret, cloud.environment().ALIBABA_CLOUD_ACCESS_KEY_ID ?? '?'])
      expect(stdout).not.toContain(each)
    expect(cloud.count({ service: 'kms' })).toBe(0)
  })

  it('says that an access key is not known', async () => {
    const { status, of } = await doctor(await cloudFor(), { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAInobody' } })
    expect(status).toBe(1)
    expect(of('credentials')[0]?.advice).toBe('Check ALIBABA_CLOUD_ACCESS_KEY_ID.')
  })

  it('says that a token has expired', async () => {
    const cloud = await cloudFor(company(), { faults: [{ effect: { kind: 'expired-token' } }] })
    const { status, of } = await doctor(cloud, { env: { ALIBABA_CLOUD_SECURITY_TOKEN: 'synthetic-session-token' } })
    expect(status).toBe(1)
    expect(of('credentials')[0]).toMatchObject({
      status: 'failed',
      advice: expect.stringContaining('temporary credentials'),
    })
  })

  it('says that there are none', async () => {
    vi.stubEnv('HOME', await temporaryFolder())
    vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true')
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: '', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }
    const { status, of } = await doctor(await cloudFor(), { env })
    vi.unstubAllEnvs()
    expect(status).toBe(1)
    expect(of('credentials')[0]).toMatchObject({ status: 'failed', what: expect.stringContaining('there are none') })
  })
})

describe('doctor on the clock', () => {
  it.each([
    [2 * MINUTE, 'warning', 'behind', 0],
    [-2 * MINUTE, 'warning', 'ahead of', 0],
    [12 * MINUTE, 'failed', 'behind', 3],
  ] as const)('of a cloud that is %d ms ahead', async (skew, status, word, exit) => {
    const cloud = await cloudFor(company(), { wallClock: () => Date.now() + skew })
    const told = await doctor(cloud)
    expect(told.status).toBe(exit)
    expect(told.of('clock')[0]).toMatchObject({
      status,
      what: expect.stringContaining(word),
      advice: expect.stringContaining('Set the clock'),
    })
  })

  it('says so beside the signature that is refused for it', async () => {
    const told = await doctor(await cloudFor(company(), { wallClock: () => Date.now() + 60 * MINUTE }))
    expect(told.status).toBe(1)
    expect(told.of('clock')[0]?.status).toBe('failed')
    expect(told.of('credentials')[0]?.advice).toBe('Set the clock of this machine.')
  })
})

describe('doctor on CMK_DISPATCH', () => {
  const SERVICE = 'cmk-readiness-auditor'
  const stages = ['inventory', 'usage', 'assess']
  const PLACES: [string, object][] = [
    ['fc3:cn-hangzhou', {}],
    [`fc2:cn-hangzhou/${SERVICE}`, { service: SERVICE }],
  ]
  const deployed = async (names: readonly string[], fields: object) => {
    const there = company()
    const here = there.accounts[0]?.regions['cn-hangzhou']
    // The rights are those of the functions' own role.
    for (const each of there.accounts[0]?.accessKeys ?? []) each.user = 'root'
    here?.functions.push(...names.map((name) => deployedFunction(name, fields)))
    return cloudFor(there)
  }
  const named = (prefix: string) => stages.map((stage) => `${prefix}-${stage}`)

  it.each(PLACES)('says whether the functions of the stages are there: %s', async (dispatch, fields) => {
    const env = { CMK_DISPATCH: dispatch }
    const fine = await doctor(await deployed(named('cmk-readiness'), fields), { env })
    expect(fine.status).toBe(0)
    expect(fine.of('functions')).toEqual([
      { check: 'functions', status: 'ok', what: `CMK_DISPATCH: ${named('cmk-readiness').join(', ')} are there` },
    ])
    const { status, of } = await doctor(await deployed(['cmk-readiness-usage'], fields), { env })
    expect(status).toBe(3)
    expect(of('functions')).toMatchObject([
      {
        status: 'failed',
        what: `CMK_DISPATCH is ${dispatch}, and there is no function cmk-readiness-inventory, cmk-readiness-assess there`,
        advice: expect.stringContaining('deploy it there'),
      },
    ])
  })

  it('asks for them by the names that the template here gives them', async () => {
    const cwd = await temporaryFolder()
    const template = await readFile(join(ROOT, 's.yaml'), 'utf8')
    await writeFile(join(cwd, 's.yaml'), template.replaceAll('functionName: cmk-readiness-', 'functionName: keys-'))
    const cloud = await deployed(named('keys'), {})
    const { of } = await doctor(cloud, { cwd, env: { CMK_DISPATCH: 'fc3:cn-hangzhou' } })
    expect(of('functions')).toMatchObject([{ status: 'ok', what: expect.stringContaining('keys-usage') }])
  })

  it('says where they may not be seen, or where nothing answers', async () => {
    const cloud = await deployed(named('cmk-readiness'), {})
    cloud.setFaults([{ where: { action: 'GetFunction' }, effect: { kind: 'denied' } }])
    const denied = await doctor(cloud, { env: { CMK_DISPATCH: 'fc3:cn-hangzhou' } })
    expect(denied.status).toBe(0)
    expect(denied.of('functions')).toMatchObject([
      {
        status: 'warning',
        what: expect.stringContaining('AccessDenied'),
        advice: expect.stringContaining('fc:GetFunction'),
      },
    ])
    const nowhere = await doctor(cloud, { env: { CMK_DISPATCH: 'fc3:cn-nowhere' } })
    expect([nowhere.status, nowhere.of('functions')]).toEqual([
      3,
      [expect.objectContaining({ status: 'failed', what: expect.stringContaining('cn-nowhere') })],
    ])
  })
})

describe('doctor on accounts', () => {
  it('tells members that are none yet by how far they are', async () => {
    const states = ['CreateVerifying', 'CreateVerifying', 'CreateFailed', 'InviteRejected'].map((status, at) =>
      member(`300000000000000${at}`, { status }),
    )
    const there = { ...company(), directory: directory('1000000000000001', []) }
    there.directory.members.push(...states)
    const { of } = await doctor(await cloudFor(there), { env: { CMK_ACCOUNTS: 'rd:' } })
    expect(
      of('accounts').flatMap(({ status, what, advice = '' }) => (status === 'failed' ? [[what, advice]] : [])),
    ).toEqual([
      [
        expect.stringMatching(/^2 accounts \(3000000000000000, 3000000000000001\)/),
        expect.stringContaining('(CreateVerifying)'),
      ],
      [expect.stringMatching(/^3000000000000002 /), expect.stringContaining('(CreateFailed)')],
      [expect.stringMatching(/^3000000000000003 /), expect.stringContaining('(InviteRejected)')],
    ])
  })

  const role = { name: 'audited', trusts: [`acs:ram::1000000000000001:user/auditor`], policy: [] }
  const ARN = `acs:ram::${OTHER}:role/audited`

  it('says which cannot be entered, and why', async () => {
    const there = world({
      accounts: [
        account({ regions: { 'cn-hangzhou': fullRegion() } }),
        account({ id: OTHER, roles: [{ ...role, trusts: [] }] }),
      ],
    })
    const env = { CMK_REGIONS: 'cn-hangzhou', CMK_ACCOUNTS: `1000000000000001,${ARN},3000000000000003` }
    const { status, of } = await doctor(await cloudFor(there), { env })
    expect(status).toBe(3)
    expect(of('accounts')).toMatchObject([
      { status: 'ok', what: "the caller's own account 1000000000000001" },
      { status: 'failed', what: expect.stringContaining(OTHER), advice: expect.stringContaining('sts:AssumeRole') },
      {
        status: 'failed',
        what: expect.stringContaining('3000000000000003'),
        advice: expect.stringContaining('CMK_ROLE_NAME'),
      },
    ])
    const ids = Array.from({ length: 40 }, (_, number) => String(3_000_000_000_000_000 + number))
    const many = await doctor(await cloudFor(there), {
      env: { ...env, CMK_ACCOUNTS: ['1000000000000001', ...ids].join(',') },
    })
    expect(many.of('accounts')).toHaveLength(2)
    expect(many.of('accounts')[1]?.what).toMatch(
      /^40 accounts \(3000000000000000, .* and 20 more\) cannot be entered: sts AssumeRole: EntityNotExist\.Role$/,
    )
    const none = await doctor(await cloudFor(there), { env: { ...env, CMK_ACCOUNTS: ARN } })
    expect([none.status, none.failed[0]?.fatal]).toEqual([1, true])
  })
})
