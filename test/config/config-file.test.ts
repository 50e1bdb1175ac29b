import { describe, expect, it, test } from 'vitest'
import { loadConfig } from '../../shared/config/config.ts'
import { MAX_CONFIG_BYTES } from '../../shared/config/config-file.ts'
import { readConfigLocation } from '../../shared/config/config-location.ts'
import { problemsOf } from '../support/config/problems.ts'

const OBJECT = 'oss://cmk-config/audit/cmk.yaml'
const ROW = 'tablestore:default'

/** An environment in which this text was read. */
const having = (text: string, name = OBJECT) => ({ CMK_CONFIG: name, [name]: text })
const problems = (text: string, name = OBJECT) => problemsOf(having(text, name))

describe('where CMK_CONFIG leads', () => {
  it.each([
    ['cmk.yaml', { kind: 'file', path: 'cmk.yaml' }],
    ['/code/cmk.yaml', { kind: 'file', path: '/code/cmk.yaml' }],
    ['C:\\cmk.yaml', { kind: 'file', path: 'C:\\cmk.yaml' }],
    [OBJECT, { kind: 'object', region: undefined, bucket: 'cmk-config', key: 'audit/cmk.yaml' }],
    [
      'oss:cn-beijing/cmk-config/a b.yaml',
      { kind: 'object', region: 'cn-beijing', bucket: 'cmk-config', key: 'a b.yaml' },
    ],
    ['tablestore:', { kind: 'row', store: 'tablestore', name: 'default' }],
    ['tablestore:eu-2', { kind: 'row', store: 'tablestore', name: 'eu-2' }],
    ['sqlite:', { kind: 'row', store: 'sqlite', name: 'default' }],
  ])('%s', (text, location) => {
    expect(readConfigLocation(text)).toEqual(location)
  })

  it.each([
    ['oss://', /names no bucket.*it takes oss:\/\/<bucket>\/<key>/],
    ['oss://cmk-config', /names no object/],
    ['oss://cmk-config/', /names no object/],
    ['oss://cmk-config//cmk.yaml', /names no object/],
    ['oss://Bucket/cmk.yaml', /names no bucket/],
    ['oss:oss-cn-hangzhou/cmk-config/cmk.yaml', /no region id/],
    ['oss:cmk-config/cmk.yaml', /names no bucket/],
    ['oss:', /no region id/],
    ['tablestore:https://a.cn-hangzhou.ots.aliyuncs.com', /name of a row.*CMK_STORE/],
    ['sqlite:cmk-readiness.db', /name of a row.*CMK_STORE/],
    ['s3://bucket/key', /it takes the path of a YAML file, oss:/],
    ['https://example.com/cmk.yaml', /it takes the path of a YAML file, oss:/],
    ['file:cmk.yaml', /did you mean cmk\.yaml\?/],
  ])('%s is refused with what it takes', (text, expected) => {
    expect(problemsOf({ CMK_CONFIG: text })).toEqual([expect.stringMatching(expected)])
    expect(problemsOf({ CMK_CONFIG: text })[0]).toMatch(/^CMK_CONFIG is "/)
  })
})

describe('a file that lies elsewhere', () => {
  it('gives what the environment does not, with the place of what is wrong', () => {
    const text = 'version: 1\nregions: [cn-hangzhou]\nkms_qps: 5\n'
    expect(loadConfig({ ...having(text), CMK_KMS_QPS: '7' }, { cwd: '/' })).toMatchObject({
      regions: ['cn-hangzhou'],
      kmsQps: 7,
    })
    expect(problems('rules: old')).toEqual([expect.stringContaining(`CMK_RULES (${OBJECT}, line 1) is "old"`)])
  })

  it('is never taken for an empty one where it was not read', () => {
    expect(problemsOf({ CMK_CONFIG: OBJECT })).toEqual([`CMK_CONFIG is "${OBJECT}": it was not read`])
  })

  it.each([
    [OBJECT, 'endpoints: {sts: "http://127.0.0.1:1"}', 'endpoints', 'CMK_ENDPOINTS'],
    [OBJECT, 'network: vpc:cn-hangzhou', 'network', 'CMK_NETWORK'],
    [ROW, 'endpoints: {}', 'endpoints', 'CMK_ENDPOINTS'],
    [ROW, 'store: sqlite:x.db', 'store', 'CMK_STORE'],
    [ROW, 'tablestore_instance: x', 'tablestore_instance', 'CMK_TABLESTORE_INSTANCE'],
  ])('%s does not hold what is needed to reach it: %s', (name, text, key, variable) => {
    expect(problems(text, name)).toEqual([
      `CMK_CONFIG: ${name}, line 1 has the key ${key}, without which the file cannot be reached; set the variable ${variable}`,
    ])
  })

  it('may name the store where that is not needed to reach it', () => {
    expect(loadConfig(having('store: sqlite:/x.db'), { cwd: '/' }).store).toEqual({ kind: 'sqlite', file: '/x.db' })
  })
})

describe('the format', () => {
  test.each(['version: 1\nrules: 2024-11', 'rules: 2024-11\nversion: 1', 'rules: 2024-11'])('%j is taken', (text) => {
    expect(loadConfig(having(text), { cwd: '/' }).rules).toBe('2024-11')
  })

  test('that is too new is refused alone, whatever else is in it', () => {
    const text = 'brand_new: {a: 1}\nrules: old\nversion: 2'
    expect(problems(text)).toEqual([
      `CMK_CONFIG is "${OBJECT}": its format is version 2 (${OBJECT}, line 3), and this program takes version 1; use a newer program, or a file of version 1`,
    ])
  })

  test.each(['version: "1"', 'version:', 'version: 0', 'version: 1.5', 'version: [1]', 'version: latest'])(
    '%s is no number of a format',
    (text) => {
      expect(problems(text)).toEqual([
        expect.stringMatching(/the version \(.*, line 1\) is the number of its format, 1$/),
      ])
    },
  )

  test.each([
    'access_key_id: hunter2',
    'access_key_secret: hunter2',
    'security_token: hunter2',
    'alibaba_cloud_access_key_secret: hunter2',
    'ALIBABA_CLOUD_ACCESS_KEY_ID: hunter2',
  ])('credentials are refused, and not repeated: %s', (text) => {
    const [problem, ...more] = problems(text)
    expect(more).toEqual([])
    expect(problem).toMatch(/holds credentials.*set the variables ALIBABA_CLOUD_…$/)
    expect(problem).not.toContain('hunter2')
  })

  test('it does not lead to another file', () => {
    expect(problems('config: other.yaml')).toEqual([
      `CMK_CONFIG: ${OBJECT}, line 1 has the key config, which does not stand in the file that it names`,
    ])
  })

  const nested = (open: string, close: string, levels: number) =>
    `regions: ${open.repeat(levels)}${close.repeat(levels)}`
  test.each([
    ['lists', nested('[', ']', 12)],
    ['lists that are not closed', nested('[', '', 100_000)],
    ['maps', nested('{a: ', '}', 20_000)],
    ['lines of lists', `regions:\n  ${'- '.repeat(100_000)}x`],
    ['keys of maps', nested('? ', '', 100_000)],
  ])('%s in each other are one line, however deep they are', (_, text) => {
    const [problem, ...more] = problems(text)
    expect(more).toEqual([])
    expect(problem).toMatch(/: not YAML, line [12], column \d+: it is nested too deeply, more than 10 levels$/)
  })

  const bomb = (width: number, height: number) =>
    Array.from({ length: height }, (_, at) => `k${at}: &a${at} [${Array(width).fill(at === 0 ? 'x' : `*a${at - 1}`)}]`)
  test.each([
    [
      'that lead nowhere',
      'regions: [*one]\nrules: &one x',
      /line 1, column 1: an alias .* has no anchor \(&name\) before it$/,
    ],
    ['that multiply', bomb(9, 5).join('\n'), /line \d, column 1: its aliases \(\*name\) repeat too much$/],
    ['by the hundred', bomb(1, 5_000).join('\n'), /line 52, column \d+: it has more than 50 aliases/],
    ['within their own anchor', 'rules: x\nregions: &one [*one]', /line 2, column 1: .* within its own anchor/],
  ])('aliases %s', (_, text, expected) => {
    expect(problems(text)).toEqual([expect.stringMatching(expected)])
  })

  test('aliases that lead somewhere are taken, and a text may begin with a star', () => {
    const text = 'regions: &here [cn-hangzhou]\ndestination: |-\n  *\naccounts: *here'
    expect(problems(text)).toEqual([
      expect.stringContaining('CMK_DESTINATION'),
      expect.stringContaining('CMK_ACCOUNTS (oss://cmk-config/audit/cmk.yaml, line 4) is "cn-hangzhou"'),
    ])
  })

  test('every problem is told at once', () => {
    expect(problems('rules: old\nregion: x\nconfig: y\nkms_qps: 0')).toHaveLength(4)
  })
})

test('without the file, what is needed to reach it is read, and nothing else of the environment is judged', () => {
  const named = { CMK_CONFIG: OBJECT, CMK_STORE: 'sqlite:/x.db' }
  const reach = { CMK_ENDPOINTS: '{"kms":"http://127.0.0.1:1"}', CMK_NETWORK: 'vpc:cn-hangzhou' }
  const env = { ...named, ...reach, CMK_RULES: 'old', CMK_HEARTBEAT_URL: 'nowhere' }
  const { store, endpoints, network, regions } = loadConfig(env, { cwd: '/', without: 'file' })
  expect({ store, endpoints, network, regions }).toEqual({
    store: { kind: 'sqlite', file: '/x.db' },
    endpoints: { kms: 'http://127.0.0.1:1' },
    network: { kind: 'vpc', region: 'cn-hangzhou' },
    regions: 'all',
  })
})

test('a size is allowed that holds the ranges and accounts of a large company', () => {
  const accounts = Array.from({ length: 5_000 }, (_, at) => `  - ${10n ** 15n + BigInt(at)}`)
  const text = `accounts:\n${accounts.join('\n')}\n`
  expect(text.length).toBeLessThan(MAX_CONFIG_BYTES)
  expect(loadConfig(having(text), { cwd: '/' }).accounts).toHaveLength(5_000)
})
