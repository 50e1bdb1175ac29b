import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../shared/config/config.ts'
import { folder, problemsOf } from '../support/config/problems.ts'

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
      'CMK_CONFIG: key.yaml, line 1 has the key region, which is not known; did you mean regions?',
    ])
    expect(problems('config.yaml')).toHaveLength(1)
    expect(problems('list.yaml')[0]).toMatch(/YAML map/)
    expect(problems('broken.yaml')[0]).toMatch(
      /^CMK_CONFIG is "broken.yaml": not YAML, line \d+, column \d+: a quote is not closed$/,
    )
    expect(problems('bad.yaml')).toHaveLength(2)
    expect(problems('none.yaml')[0]).toMatch(/cannot be read/)
  })
})

describe('YAML that is none', () => {
  const broken: readonly (readonly [text: string, at: string, what: RegExp])[] = [
    ['api_token: "hunter2\nrules: x', 'line 2, column 9', /quote is not closed/],
    ['regions: [cn-hangzhou, hunter2\nrules: x', 'line 2, column 1', /bracket is not closed/],
    ['regions:\n\t- hunter2', 'line 2, column 1', /tab/],
    ['rules: 2023-09\nrules: hunter2', 'line 2, column 1', /same key a second time/],
    ['api_token: hunter2: x', 'line 1, column 12', /second colon in one line/],
    ['rules: 2023-09\n  hunter2: x', 'line 1, column 8', /keys below a value/],
    ['api_token: @hunter2', 'line 1, column 12', /stands in quotes/],
    ['api_token: "\\hunter2"', 'line 1, column 13', /backslash/],
    ['rules: 2023-09\n---\nhunter2: x', 'line 2, column 1', /second document/],
    ['rules: 2023-09\nhunter2:x', 'line 2, column 1', /without a colon and a space/],
    ['regions: *hunter2', 'line 1, column 1', /no anchor/],
    ['regions: &hunter2 [*hunter2]', 'line 1, column 1', /within its own anchor/],
  ]
  test.each(broken)(
    '%j: says where in the file and what is wrong, in a line without a word of it',
    (text, at, what) => {
      const problems = problemsOf({ CMK_CONFIG: 'cmk.yaml' }, folder({ 'cmk.yaml': text }))
      expect(problems).toEqual([expect.stringContaining(`CMK_CONFIG is "cmk.yaml": not YAML, ${at}: `)])
      expect(problems[0]).toMatch(what)
      expect(problems[0]).not.toContain('hunter2')
    },
  )

  test.each([
    'rules: old',
    'timezone: CST',
    'kms_qps: true',
    'regions: [hangzhou]',
    'endpoints: {kms: 5}',
    'store: x.db',
  ])('a bad value is told with its place: %s', (line) => {
    const cwd = folder({ 'cmk.yaml': `# one\n\n${line}` })
    const [problem] = problemsOf({ CMK_CONFIG: 'cmk.yaml' }, cwd)
    expect(problem).toMatch(/^CMK_[A-Z_]+ \(cmk\.yaml, line 3\)/)
  })

  test('whatever it is: never throws anything but what is wrong', () => {
    const cwd = folder({ 'cmk.yaml': '' })
    const pieces = fc.constantFrom(
      'a',
      ': ',
      ':',
      '- ',
      '\n',
      '  ',
      '\t',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '!t ',
      '| ',
      '#',
      '---\n',
      '? ',
      ',',
      '1',
      '@',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        writeFileSync(join(cwd, 'cmk.yaml'), parts.join(''))
        for (const problem of problemsOf({ CMK_CONFIG: 'cmk.yaml' }, cwd)) expect(problem).not.toContain('\n')
      }),
      { numRuns: 500 },
    )
  })
})

describe('a secret', () => {
  test('may be in another variable or in a file', () => {
    const value = 'hunter2hunter2hu'
    const cwd = folder({ token: `${value}\n` })
    const token = (env: Record<string, string>) => loadConfig(env, { cwd }).apiToken
    expect(token({ CMK_API_TOKEN: 'env:TOKEN', TOKEN: value })).toEqual({ kind: 'token', value })
    expect(token({ CMK_API_TOKEN: 'file:token' })).toEqual({ kind: 'token', value })
    expect(token({ CMK_API_TOKEN: value })).toEqual({ kind: 'token', value })
  })

  test('that writes is not the one that reads', () => {
    const value = 'hunter2hunter2hu'
    expect(loadConfig({ CMK_API_TOKEN: value, CMK_STATE_TOKEN: `${value}nter` }, { cwd: '/' }).stateToken).toHaveLength(
      20,
    )
    const problems = problemsOf({ CMK_API_TOKEN: value, CMK_STATE_TOKEN: 'env:W', W: value })
    expect(problems).toEqual([expect.stringMatching(/^CMK_STATE_TOKEN is that of CMK_API_TOKEN/)])
  })

  test.each(['hunter2', 'hunter2 hunter2 hunter2', 'hunter2hunter2\nhunter2', '密码密码密码密码密码密码密码密码'])(
    'of the HTTP API that is short, or that no header carries, is refused (%j)',
    (token) => {
      for (const name of ['CMK_API_TOKEN', 'CMK_STATE_TOKEN']) {
        const problems = problemsOf({ [name]: token })
        expect(problems).toEqual([
          expect.stringMatching(new RegExp(`^${name}: its value is not valid; .* 16 characters`)),
        ])
        expect(problems[0]).not.toContain(token)
      }
    },
  )

  test('that points nowhere is told once', () => {
    expect(problemsOf({ CMK_API_TOKEN: 'env:TOKEN' })).toHaveLength(1)
  })

  test('that is not where it is said to be is refused', () => {
    const cwd = folder({ empty: '\n' })
    expect(problemsOf({ CMK_API_TOKEN: 'env:TOKEN' })[0]).toMatch(/^CMK_API_TOKEN: the variable TOKEN .* not set/)
    expect(problemsOf({ CMK_API_TOKEN: 'file:none' }, cwd)[0]).toMatch(
      /^CMK_API_TOKEN: the file none .* cannot be read/,
    )
    expect(problemsOf({ CMK_API_TOKEN: 'file:empty' }, cwd)[0]).toMatch(/is empty/)
  })

  test('is not repeated where it is taken for the name of a variable or a file', () => {
    for (const text of ['env:hunter2', 'env:HUNTER=hunter2', 'file:a?token=hunter2', 'file:hunter2#b']) {
      const problems = problemsOf({ CMK_API_TOKEN: text, ALIBABA_CLOUD_SECURITY_TOKEN: text })
      expect(problems).toHaveLength(2)
      expect(problems.join()).not.toMatch(/hunter2/i)
    }
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
      CMK_STORE: 'tablestore:https://me:hunter2@a.example/b',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'hunter2',
    }).join('\n')
    expect(told.split('\n')).toHaveLength(4)
    expect(told).not.toContain('hunter2')
  })
})
