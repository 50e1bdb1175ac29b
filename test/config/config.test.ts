import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../shared/config/config.ts'
import { redactor } from '../../shared/config/redact.ts'
import { problemsOf } from '../support/config/problems.ts'

const SOURCES =
  '`lookup`, `sls:<region>/<project>/<logstore>`, `oss:<region>/<bucket>[/<prefix>]`, `dir:<folder>`, `trail:<name>` or `auto`'

describe('values', () => {
  test('have the defaults of the design', () => {
    expect(loadConfig({}, { cwd: '/srv' })).toEqual({
      regions: 'all',
      store: { kind: 'sqlite', file: '/srv/cmk-readiness.db' },
      source: { kind: 'lookup' },
      rules: '2023-09',
      observationDays: 90,
      resources: [],
      ownCidrs: [],
      warnings: [],
      accounts: [],
      roleName: 'cmk-readiness-audited',
      externalId: null,
      timezone: 'Asia/Shanghai',
      planning: { windowHours: 2, freezes: [], destinations: {}, destinationKinds: {} },
      kmsQps: 10,
      trailQps: 2,
      trailBudget: 180 * 60_000,
      apiToken: { kind: 'none' },
      stateToken: null,
      endpoints: {},
      network: { kind: 'public' },
      dispatch: { kind: 'local' },
      fanOut: { total: 50, perAccount: 4 },
      channels: [],
      heartbeat: null,
      proxies: { exempt: [] },
    })
  })

  test.each([
    [{ CMK_DISPATCH: 'fc3:cn-hongkong' }, { dispatch: { kind: 'fc3', region: 'cn-hongkong' } }],
    [{ CMK_FANOUT: '300, 8' }, { fanOut: { total: 300, perAccount: 8 } }],
    [{ CMK_FANOUT: '2' }, { fanOut: { total: 2, perAccount: 2 } }],
  ])('of the fan-out: %j', (env, expected) => {
    expect(loadConfig(env, { cwd: '/' })).toMatchObject(expected)
  })

  test('come from the environment', () => {
    const config = loadConfig(
      {
        CMK_REGIONS: 'cn-hangzhou, cn-shanghai,cn-hangzhou,',
        CMK_STORE: 'sqlite:data/rows.db',
        CMK_RULES: '2024-11',
        CMK_OBSERVATION_DAYS: '30',
        CMK_RESOURCES: 'ecs, rds,ecs',
        CMK_OWN_CIDRS: '203.0.113.9/24, AUTO, 47.96.1.1 ,2408:4000::/32,47.96.1.1,',
        CMK_ACCOUNTS: '1000000000000001,acs:ram::1000000000000002:role/audit, rd:fd-a1b2c3d4e5,rd:',
        CMK_ROLE_NAME: 'audit',
        CMK_EXTERNAL_ID: 'company/1',
        CMK_TIMEZONE: 'Europe/Berlin',
        CMK_WINDOW_HOURS: '3',
        CMK_FREEZES: '2026-11-11, 2026-12-24/2027-01-04',
        CMK_DESTINATION: 'cn-hangzhou=kst-hzz1,cn-shanghai = kst-shh2:Software',
        CMK_KMS_QPS: '0.5',
        CMK_TRAIL_QPS: '1',
        CMK_TRAIL_BUDGET_MINUTES: '1.5',
        CMK_ENDPOINTS: '{"kms":{"cn-hangzhou":"http://127.0.0.1:4101"},"sts":"https://sts.example.com/"}',
        CMK_API_TOKEN: 'trigger',
        CMK_STATE_TOKEN: 'a-token-for-who-may-decide',
        CMK_SOURCE: 'lookup',
        CMK_DISPATCH: 'fc2:cn-hangzhou/cmk-readiness-auditor',
        CMK_FANOUT: '20',
        CMK_NETWORK: 'vpc:cn-hangzhou',
        CMK_CHANNELS: 'terminal',
        CMK_HEARTBEAT_URL: 'https://hc-ping.com/5f2c',
      },
      { cwd: '/srv' },
    )
    expect(config).toEqual({
      regions: ['cn-hangzhou', 'cn-shanghai'],
      store: { kind: 'sqlite', file: '/srv/data/rows.db' },
      source: { kind: 'lookup' },
      rules: '2024-11',
      observationDays: 30,
      resources: ['rds', 'ecs'],
      ownCidrs: ['auto', '203.0.113.0/24', '47.96.1.1/32', '2408:4000::/32'],
      warnings: [
        'CMK_OWN_CIDRS: 203.0.113.9/24 is taken as 203.0.113.0/24.',
        expect.stringMatching(/^CMK_OWN_CIDRS: 2408:4000::\/32 is wide/),
      ],
      accounts: ['1000000000000001', 'acs:ram::1000000000000002:role/audit', 'rd:fd-a1b2c3d4e5', 'rd:'],
      roleName: 'audit',
      externalId: 'company/1',
      timezone: 'Europe/Berlin',
      planning: {
        windowHours: 3,
        freezes: [
          { from: '2026-11-11', to: '2026-11-11' },
          { from: '2026-12-24', to: '2027-01-04' },
        ],
        destinations: { 'cn-hangzhou': 'kst-hzz1', 'cn-shanghai': 'kst-shh2' },
        destinationKinds: { 'cn-shanghai': 'software' },
      },
      kmsQps: 0.5,
      trailQps: 1,
      trailBudget: 90_000,
      apiToken: { kind: 'trigger' },
      stateToken: 'a-token-for-who-may-decide',
      endpoints: { kms: { 'cn-hangzhou': 'http://127.0.0.1:4101' }, sts: 'https://sts.example.com/' },
      network: { kind: 'vpc', region: 'cn-hangzhou' },
      channels: [],
      heartbeat: { address: 'https://hc-ping.com/5f2c' },
      dispatch: { kind: 'fc2', region: 'cn-hangzhou', service: 'cmk-readiness-auditor' },
      fanOut: { total: 20, perAccount: 4 },
      proxies: { exempt: [] },
    })
  })

  test('that are empty are absent', () => {
    expect(loadConfig({ CMK_REGIONS: '', CMK_OWN_CIDRS: '', CMK_CHANNELS: '' }, { cwd: '/' }).regions).toBe('all')
  })

  test('of the store in Tablestore name its instance', () => {
    const at = (env: Record<string, string>) => loadConfig(env, { cwd: '/' }).store
    const endpoint = 'https://audit.cn-hangzhou.ots.aliyuncs.com'
    const store = { kind: 'tablestore', endpoint, instance: 'audit' }
    expect(at({ CMK_STORE: `tablestore:${endpoint}` })).toEqual(store)
    expect(at({ CMK_STORE: 'tablestore:audit.cn-hangzhou.ots.aliyuncs.com' })).toEqual(store)
    expect(at({ CMK_STORE: 'tablestore:http://127.0.0.1:4', CMK_TABLESTORE_INSTANCE: 'audit' })).toEqual({
      ...store,
      endpoint: 'http://127.0.0.1:4',
    })
    expect(problemsOf({ CMK_STORE: 'tablestore:http://127.0.0.1:4' })[0]).toMatch(/CMK_TABLESTORE_INSTANCE/)
  })

  test.each(['ab', '1audit', 'audit-', 'more-than-16-chars'])(
    'of the store are refused where no instance can be called %s',
    (name) => {
      const takes = 'it takes 3 to 16 letters, digits and hyphens, the first a letter and the last no hyphen'
      const host = `tablestore:https://${name}.cn-hangzhou.ots.aliyuncs.com`
      expect(problemsOf({ CMK_STORE: host })).toEqual([
        `CMK_STORE is "${host}": its host names the instance ${name}, and Tablestore has none of such a name; ${takes}`,
      ])
      expect(problemsOf({ CMK_STORE: 'tablestore:http://127.0.0.1:4', CMK_TABLESTORE_INSTANCE: name })).toEqual([
        expect.stringContaining(`CMK_TABLESTORE_INSTANCE names the instance ${name}, and`),
      ])
    },
  )

  test.each(['abc', 'audit-2', 'sixteen-letters1'])('of the store may be called %s', (name) => {
    const config = loadConfig({ CMK_STORE: `tablestore:${name}.cn-hangzhou.ots.aliyuncs.com` }, { cwd: '/' })
    expect(config.store).toMatchObject({ instance: name })
  })
})

describe('the address of the heartbeat', () => {
  test('goes through the proxy that leads to it, and is a secret', () => {
    const given = {
      CMK_HEARTBEAT_URL: 'env:PING',
      PING: 'https://hc.example/hunter2',
      HTTPS_PROXY: 'http://proxy:3128',
    }
    expect(loadConfig(given, { cwd: '/' }).heartbeat).toMatchObject({ proxy: { at: expect.stringContaining('proxy') } })
    const problems = problemsOf({ CMK_HEARTBEAT_URL: 'hc.example/hunter2' })
    expect(problems).toEqual([expect.stringMatching(/^CMK_HEARTBEAT_URL: its value is not valid; it takes an http/)])
    expect(problems.join()).not.toContain('hunter2')
    expect(redactor(given, '/').messages('to https://hc.example/hunter2')).toBe('to ***')
  })

  test('is not given to functions that need no secrets', () => {
    const env = { CMK_HEARTBEAT_URL: 'kms-secret:cmk#ping' }
    expect(loadConfig(env, { cwd: '/', without: 'secrets' }).heartbeat).toBe(null)
    expect(problemsOf(env)).toEqual([
      expect.stringMatching(/^CMK_HEARTBEAT_URL: no secret of KMS is read for it; it takes .*kms-secret:NAME$/),
    ])
  })
})

describe('a bad value', () => {
  const bad: [string, string][] = [
    ['CMK_REGIONS', 'hangzhou'],
    ['CMK_REGIONS', 'all,cn-hangzhou'],
    ['CMK_REGIONS', ','],
    ['CMK_STORE', 'postgres://host/db'],
    ['CMK_RULES', '2023'],
    ['CMK_OBSERVATION_DAYS', '0'],
    ['CMK_OBSERVATION_DAYS', '7.5'],
    ['CMK_RESOURCES', 'rds,nas'],
    ['CMK_RESOURCES', 'none,ecs'],
    ['CMK_RESOURCES', ','],
    ['CMK_OWN_CIDRS', '0.0.0.0/0'],
    ['CMK_OWN_CIDRS', '203.0.113.0/33'],
    ['CMK_ACCOUNTS', 'me'],
    ['CMK_ACCOUNTS', 'rd:everyone'],
    ['CMK_ACCOUNTS', ','],
    ['CMK_ACCOUNTS', ' , '],
    ['CMK_ACCOUNTS', 'rd:fd-a1b2c3d4e'],
    ['CMK_ACCOUNTS', 'rd:fd-a1b2c3d4e5f'],
    ['CMK_ACCOUNTS', 'rd:r-a1b2c3d4e5'],
    ['CMK_OWN_CIDRS', ','],
    ['CMK_FREEZES', ','],
    ['CMK_DESTINATION', ','],
    ['CMK_CHANNELS', ','],
    ['CMK_ACCOUNTS', 'rd:,fd-a1b2c3d4e5'],
    ['CMK_ROLE_NAME', 'acs:ram::1000000000000002:role/audit'],
    ['CMK_TIMEZONE', 'Mars/Olympus'],
    ['CMK_KMS_QPS', 'fast'],
    ['CMK_KMS_QPS', '0'],
    ['CMK_TRAIL_QPS', '-1'],
    ['CMK_TRAIL_BUDGET_MINUTES', '3h'],
    ['CMK_SOURCE', 'kafka:project/logstore'],
    ['CMK_NETWORK', 'vpc'],
    ['CMK_NETWORK', 'vpc:'],
    ['CMK_NETWORK', 'private:cn-hangzhou'],
    ['CMK_DISPATCH', 'lambda:cn-hangzhou'],
    ['CMK_DISPATCH', 'fc3'],
    ['CMK_FANOUT', '0'],
    ['CMK_FANOUT', '301'],
    ['CMK_FANOUT', '4,5'],
    ['CMK_FANOUT', '50,4,1'],
  ]
  for (const [name, value] of bad) {
    test(`${name}=${value}: says what it got and what it takes`, () => {
      const problems = problemsOf({ [name]: value })
      expect(problems).toHaveLength(1)
      expect(problems[0]).toContain(`${name} is "${value}"; it takes `)
    })
  }

  test.each([
    ['fc3:hangzhou', '"hangzhou" is no region'],
    ['fc3:cn-hangzhou/audit', 'functions of 3.0 have no service'],
    ['fc2:cn-hangzhou', 'it names no service'],
    ['fc2:cn-hangzhou/', 'it names no service'],
    ['fc2:cn-hangzhou/a/b', '"a/b" is no service'],
    ['fc2:cn-hangzhou/1audit', '"1audit" is no service'],
  ])('CMK_DISPATCH=%s: says what is wrong with the target', (value, why) => {
    expect(problemsOf({ CMK_DISPATCH: value })).toEqual([expect.stringMatching(`${why}$`)])
  })

  test.each([
    ['sls:cn-hangzhou/logs', 'behind the kind it takes a region, a project and a logstore'],
    ['sls:cn-hangzhou/logs/', 'it names no logstore'],
    ['sls:hangzhou/audit-logs/actiontrail_audit', 'what stands before the first / is no region id'],
    [
      'sls:cn-hangzhou/audit_logs/actiontrail_audit',
      'it names no project: 3 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends',
    ],
    ['sls:cn-hangzhou/audit-logs/a/b', 'behind the kind it takes a region, a project and a logstore'],
    [
      "sls:cn-hangzhou/audit-logs/x' or '1",
      'it names no logstore: 3 to 63 lower-case letters, digits, hyphens and underscores, a letter or digit at both ends',
    ],
    ['sls:cn-hangzhou/audit-logs/_audit', 'it names no logstore'],
    ['oss:b/p', 'what stands before the first / is no region id, such as cn-hangzhou'],
    ['oss:oss-cn-hangzhou/company-audit', 'what stands before the first / is no region id, such as cn-hangzhou'],
    ['oss:cn-hangzhou', 'it names no bucket'],
    ['oss:cn-hangzhou/Company_Audit', 'it names no bucket'],
    ['oss:cn-hangzhou/ab/logs', 'it names no bucket'],
    ['oss:cn-hangzhou/company-audit/a\\b', 'its prefix cannot be a part of a key'],
    ['dir:', 'it names no folder'],
    ['trail:', 'it names no trail'],
    ['trail:a b', 'it names no trail'],
  ])('CMK_SOURCE=%s: names no place', (value, problem) => {
    const problems = problemsOf({ CMK_SOURCE: value })
    expect(problems).toHaveLength(1)
    // What is wrong first, and then what this kind takes, not every kind.
    expect(problems[0]).toContain(`CMK_SOURCE is "${value}": ${problem}`)
    expect(problems[0]).toMatch(new RegExp(`; it takes \`${value.split(':')[0]}:[^\`]*\`$`))
  })

  test.each([
    ['auto', { kind: 'auto' }],
    ['trail:audit', { kind: 'trail', name: 'audit' }],
    ['dir:archive', { kind: 'dir', folder: '/srv/archive' }],
    [
      'sls:cn-hangzhou/audit-logs/actiontrail_audit',
      { kind: 'sls', region: 'cn-hangzhou', project: 'audit-logs', logstore: 'actiontrail_audit' },
    ],
  ])('CMK_SOURCE=%s', (value, source) => {
    expect(loadConfig({ CMK_SOURCE: value }, { cwd: '/srv' }).source).toEqual(source)
  })

  test.each([
    ['oss:cn-hangzhou/company-audit', ''],
    ['oss:cn-hangzhou/company-audit/', ''],
    ['oss:cn-hangzhou/company-audit/logs/all trails/', 'logs/all trails'],
  ])('CMK_SOURCE=%s: a bucket has a region, a name and a prefix', (value, prefix) => {
    const { source } = loadConfig({ CMK_SOURCE: value }, { cwd: '/srv' })
    expect(source).toEqual({ kind: 'oss', region: 'cn-hangzhou', bucket: 'company-audit', prefix })
  })

  test('CMK_SOURCE: what was never a source is not said to come', () => {
    expect(problemsOf({ CMK_SOURCE: 'kafka:b' })).toEqual([`CMK_SOURCE is "kafka:b"; it takes ${SOURCES}`])
  })

  test('of endpoints: no JSON, an unknown service, a path, another protocol, credentials', () => {
    for (const value of [
      'kms=http://x',
      '[]',
      '{"kmss":"http://x"}',
      '{"kms":"http://x/path"}',
      '{"kms":"ftp://x"}',
      '{"kms":"http://user:hunter2@x"}',
      '{"kms":{"cn-hangzhou":"x"}}',
    ]) {
      const problems = problemsOf({ CMK_ENDPOINTS: value })
      expect(problems, value).toHaveLength(1)
      expect(problems[0]).toMatch(/^CMK_ENDPOINTS: .*http or https URL without path/)
      expect(problems[0]).not.toContain('hunter2')
    }
  })

  test.each(['kms', 'actiontrail'])('of %s: one address for several regions', (service) => {
    const CMK_ENDPOINTS = JSON.stringify({ [service]: 'http://127.0.0.1:4101', sts: 'http://127.0.0.1:4100' })
    for (const regions of [undefined, 'all', 'cn-hangzhou,cn-shanghai', ' cn-hangzhou , cn-beijing ']) {
      const problems = problemsOf({ CMK_ENDPOINTS, ...(regions === undefined ? {} : { CMK_REGIONS: regions }) })
      expect(problems).toEqual([
        expect.stringMatching(`^CMK_ENDPOINTS: ${service} has one address for several regions`),
      ])
      expect(problems[0]).not.toContain('4101')
    }
    for (const regions of ['cn-hangzhou', 'cn-hangzhou,cn-hangzhou', 'cn-hangzhou,'])
      expect(problemsOf({ CMK_ENDPOINTS, CMK_REGIONS: regions })).toEqual([])
    const apart = JSON.stringify({
      [service]: { 'cn-hangzhou': 'http://127.0.0.1:1', 'cn-beijing': 'http://127.0.0.1:1' },
    })
    expect(problemsOf({ CMK_ENDPOINTS: apart })).toEqual([])
  })

  test('is told together with all others', () => {
    expect(problemsOf({ CMK_RULES: 'x', CMK_KMS_QPS: 'y', CMK_REGION: 'z' })).toHaveLength(3)
  })
})

describe('an unknown variable', () => {
  test('is refused, with the name that was meant', () => {
    expect(problemsOf({ CMK_REGION: 'cn-hangzhou' })).toEqual([
      'CMK_REGION: no such variable; did you mean CMK_REGIONS?',
    ])
    expect(problemsOf({ CMK_KMS_QSP: '1' })[0]).toContain('did you mean CMK_KMS_QPS?')
    expect(problemsOf({ CMK_SOMETHING_ELSE: '1' })[0]).toMatch(
      /^CMK_SOMETHING_ELSE: no such variable; docs\/configuration.md/,
    )
  })

  test('is none that other parts read, and none of others', () => {
    expect(problemsOf({ CMK_TABLESTORE_INSTANCE: 'i', REGIONS: 'x', PATH: '/bin' })).toEqual([])
  })
})

test('CMK_ACCOUNTS names the item that is none, and what it was meant for', () => {
  const hint = (text: string) => problemsOf({ CMK_ACCOUNTS: text })[0]?.split('; ').at(-1)
  expect(hint('1000000000000001,fd-a1b2c3d4e5')).toBe('"fd-a1b2c3d4e5" is none of them, did you mean rd:fd-a1b2c3d4e5?')
  expect(hint('rd')).toBe('"rd" is none of them, did you mean rd:?')
  expect(hint('rd:rd-3G00aa')).toBe('"rd:rd-3G00aa" is none of them, did you mean rd:?')
  expect(hint('me')).toBe('"me" is none of them')
  expect(hint('rd:fd-nobody')).toBe(
    '"rd:fd-nobody" is none of them: a folder has the id r- with 6 letters or digits behind it, or fd- with 10',
  )
})

test('CMK_ACCOUNTS names an account that has two roles in it; an id besides is none', () => {
  const role = (name: string) => `acs:ram::1000000000000002:role/${name}`
  expect(problemsOf({ CMK_ACCOUNTS: `${role('audit')},rd:,${role('other')}` })).toEqual([
    expect.stringMatching(/; account 1000000000000002 has two roles in it, and is entered by one$/),
  ])
  expect(problemsOf({ CMK_ACCOUNTS: `${role('audit')},1000000000000002,${role('audit')},rd:r-Wm00aa` })).toEqual([])
})

test('CMK_EXTERNAL_ID is a secret: a bad one is not repeated', () => {
  expect(problemsOf({ CMK_EXTERNAL_ID: 'two words' })).toEqual([
    expect.stringMatching(/^CMK_EXTERNAL_ID: its value is not valid; it takes /),
  ])
  expect(problemsOf({ CMK_EXTERNAL_ID: 'env:NOBODY' })[0]).toMatch(/^CMK_EXTERNAL_ID: the variable NOBODY/)
})
