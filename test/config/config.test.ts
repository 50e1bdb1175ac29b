import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConfigError, loadConfig } from '../../shared/config.ts'

/** The problems of a configuration, one line each. */
function problemsOf(env: Record<string, string>, cwd = '/work'): readonly string[] {
  try {
    loadConfig(env, { cwd })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect(error.message.split('\n')).toEqual(error.problems)
    return error.problems
  }
  return []
}

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'cmk-readiness-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return path
}

describe('values', () => {
  test('have the defaults of the design', () => {
    expect(loadConfig({}, { cwd: '/work' })).toEqual({
      regions: 'all',
      store: { kind: 'sqlite', file: '/work/cmk-readiness.db' },
      rules: '2023-09',
      observationDays: 90,
      ownCidrs: [],
      accounts: [],
      timezone: 'Asia/Shanghai',
      kmsQps: 10,
      trailQps: 2,
      trailBudget: 180 * 60_000,
      endpoints: {},
    })
  })

  test('come from the environment', () => {
    const config = loadConfig(
      {
        CMK_REGIONS: 'cn-hangzhou, cn-shanghai,cn-hangzhou,',
        CMK_STORE: 'sqlite:data/rows.db',
        CMK_RULES: '2024-11',
        CMK_OBSERVATION_DAYS: '30',
        CMK_OWN_CIDRS: '203.0.113.0/24,2001:db8::/32,10.0.0.0/8',
        CMK_ACCOUNTS: '1000000000000001,acs:ram::1000000000000002:role/audit',
        CMK_TIMEZONE: 'Europe/Berlin',
        CMK_KMS_QPS: '0.5',
        CMK_TRAIL_QPS: '1',
        CMK_TRAIL_BUDGET_MINUTES: '1.5',
        CMK_ENDPOINTS: '{"kms":{"cn-hangzhou":"http://127.0.0.1:4101"},"sts":"https://sts.example.com/"}',
        CMK_SOURCE: 'lookup',
        CMK_DISPATCH: 'local',
        CMK_CHANNELS: 'terminal',
      },
      { cwd: '/work' },
    )
    expect(config).toEqual({
      regions: ['cn-hangzhou', 'cn-shanghai'],
      store: { kind: 'sqlite', file: '/work/data/rows.db' },
      rules: '2024-11',
      observationDays: 30,
      ownCidrs: ['203.0.113.0/24', '2001:db8::/32', '10.0.0.0/8'],
      accounts: ['1000000000000001', 'acs:ram::1000000000000002:role/audit'],
      timezone: 'Europe/Berlin',
      kmsQps: 0.5,
      trailQps: 1,
      trailBudget: 90_000,
      endpoints: { kms: { 'cn-hangzhou': 'http://127.0.0.1:4101' }, sts: 'https://sts.example.com/' },
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
    ['CMK_OWN_CIDRS', '203.0.113.1'],
    ['CMK_OWN_CIDRS', '203.0.113.0/33'],
    ['CMK_ACCOUNTS', 'me'],
    ['CMK_TIMEZONE', 'Mars/Olympus'],
    ['CMK_KMS_QPS', 'fast'],
    ['CMK_KMS_QPS', '0'],
    ['CMK_TRAIL_QPS', '-1'],
    ['CMK_TRAIL_BUDGET_MINUTES', '3h'],
    ['CMK_SOURCE', 'sls:project/logstore'],
    ['CMK_DISPATCH', 'fc3:cn-hangzhou'],
  ]
  for (const [name, value] of bad) {
    test(`${name}=${value}: says what it got and what it takes`, () => {
      const problems = problemsOf({ [name]: value })
      expect(problems).toHaveLength(1)
      expect(problems[0]).toContain(`${name} is "${value}"; it takes `)
    })
  }

  test('for what is still to come says so', () => {
    for (const env of [{ CMK_SOURCE: 'oss:b/p' }, { CMK_DISPATCH: 'fc2:r/s' }, { CMK_CHANNELS: 'smtp://x' }]) {
      expect(problemsOf(env)[0]).toMatch(/this version has no other yet/)
    }
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
    expect(problemsOf({ CMK_SOMETHING_ELSE: '1' })[0]).toMatch(/^CMK_SOMETHING_ELSE: no such variable; see/)
  })

  test('is none that other parts read, and none of others', () => {
    expect(problemsOf({ CMK_API_TOKEN: 't', CMK_TABLESTORE_INSTANCE: 'i', REGIONS: 'x', PATH: '/bin' })).toEqual([])
  })
})

describe('a file', () => {
  test('gives what the environment does not, as YAML has it', () => {
    const cwd = folder({
      'cmk.yaml': [
        'regions: [cn-hangzhou, cn-beijing]',
        'own_cidrs:\n  - 203.0.113.0/24\n  - 2001:db8::/32',
        'accounts: [9999999999999999, 10000000000000002]',
        'kms_qps: 5',
        'rules: 2024-11',
        'timezone:',
        'endpoints:\n  kms:\n    cn-hangzhou: http://127.0.0.1:4101\n  sts: http://127.0.0.1:4100',
      ].join('\n'),
    })
    const config = loadConfig({ CMK_CONFIG: 'cmk.yaml', CMK_KMS_QPS: '7' }, { cwd })
    expect(config).toMatchObject({
      regions: ['cn-hangzhou', 'cn-beijing'],
      ownCidrs: ['203.0.113.0/24', '2001:db8::/32'],
      accounts: ['9999999999999999', '10000000000000002'],
      kmsQps: 7,
      rules: '2024-11',
      timezone: 'Asia/Shanghai',
      endpoints: { kms: { 'cn-hangzhou': 'http://127.0.0.1:4101' }, sts: 'http://127.0.0.1:4100' },
    })
  })

  test('with unknown keys, of another shape, broken or missing is refused', () => {
    const cwd = folder({
      'key.yaml': 'region: cn-hangzhou',
      'config.yaml': 'config: other.yaml',
      'list.yaml': '- a',
      'broken.yaml': 'regions: cn-hangzhou\napi_token: "hunter2\n',
      'bad.yaml': 'kms_qps: true\nrules: old',
    })
    const problems = (name: string) => problemsOf({ CMK_CONFIG: name }, cwd)
    expect(problems('key.yaml')).toEqual([
      'CMK_CONFIG: key.yaml has the key region, which is not known; did you mean regions?',
    ])
    expect(problems('config.yaml')).toHaveLength(1)
    expect(problems('list.yaml')[0]).toMatch(/YAML map/)
    expect(problems('broken.yaml')[0]).toMatch(/^CMK_CONFIG is "broken.yaml": no YAML, line \d+$/)
    expect(problems('bad.yaml')).toHaveLength(2)
    expect(problems('none.yaml')[0]).toMatch(/cannot be read/)
  })
})

describe('a secret', () => {
  test('may be in another variable or in a file', () => {
    const cwd = folder({ token: 'hunter2\n' })
    expect(problemsOf({ CMK_API_TOKEN: 'env:TOKEN', TOKEN: 'hunter2' })).toEqual([])
    expect(problemsOf({ CMK_API_TOKEN: 'file:token' }, cwd)).toEqual([])
  })

  test('that is not where it is said to be is refused', () => {
    const cwd = folder({ empty: '\n' })
    expect(problemsOf({ CMK_API_TOKEN: 'env:TOKEN' })[0]).toMatch(/^CMK_API_TOKEN: the variable TOKEN .* not set/)
    expect(problemsOf({ CMK_API_TOKEN: 'file:none' }, cwd)[0]).toMatch(
      /^CMK_API_TOKEN: the file none .* cannot be read/,
    )
    expect(problemsOf({ CMK_API_TOKEN: 'file:empty' }, cwd)[0]).toMatch(/is empty/)
  })

  test('of the access key does not come alone', () => {
    expect(problemsOf({ ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIx' })[0]).toMatch(
      /^ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set/,
    )
    expect(problemsOf({ ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIx', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 's' })).toEqual([])
  })

  test('is in no message', () => {
    const told = problemsOf({
      CMK_CHANNELS: 'dingtalk://hunter2',
      CMK_ENDPOINTS: 'hunter2',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'hunter2',
    }).join('\n')
    expect(told.split('\n')).toHaveLength(3)
    expect(told).not.toContain('hunter2')
  })
})
