import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addConfig, configToDeploy, variableWarnings } from '../../deploy/config-for-bundles.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { folder } from '../support/config/problems.ts'
import { ROOT } from '../support/deploy/preview.ts'

const TOKEN = 'token-of-the-file-0001'
const HOOK = 'very0secret0hook'
const FILE = [
  'regions: [cn-hangzhou]',
  `api_token: ${TOKEN}`,
  'state_token: kms-secret:cn-hangzhou/cmk#state',
  'channels:',
  `  - slack:https://hooks.slack.com/services/T0/B0/${HOOK}#name=mine`,
  '  - dingtalk:kms-secret:cn-hangzhou/cmk#hook#secret=kms-secret:cn-hangzhou/cmk#sign&lang=zh',
  '  - dingtalk:0123456789abcdef#secret=SECabcdef&owner=payments',
].join('\n')

/** A folder of the project, with a template and this file. */
function project(text = FILE): string {
  const cwd = folder({ 'cmk.yaml': text })
  copyFileSync(join(ROOT, 's.yaml'), join(cwd, 's.yaml'))
  return cwd
}
/** 14 to 15 bytes each, with the comma. */
const RANGES = Array.from({ length: 256 }, (_, at) => `47.196.${at}.0/24`)
const STORE = 'tablestore:https://cmk-audit.cn-hangzhou.ots.aliyuncs.com'

interface Line {
  readonly check: string
  readonly status: string
  readonly what: string
  readonly advice?: string
}
const OR_KMS = 'Write the value itself, or kms-secret:NAME.'

describe('config check', () => {
  const check = async (cwd: string, env: Record<string, string> = {}, ...argv: string[]) => {
    const { status, stdout, stderr } = await runCli(['config', 'check', ...argv, '--format', 'json'], { cwd, env })
    expect(stderr).toBe('')
    const lines: readonly Line[] = JSON.parse(stdout)
    const of = (wanted: string) => lines.filter((line) => line.check === wanted).map((line) => line.what)
    return { status, lines, of, stdout }
  }

  it('says what each function would get, and what becomes of the file', async () => {
    const { status, of } = await check(project(), { CMK_CONFIG: 'cmk.yaml', CMK_STORE: STORE, CMK_KMS_QPS: '5' })
    expect(status).toBe(0)
    expect(of('file')).toEqual([
      `cmk.yaml: 4 keys, ${FILE.length} bytes`,
      'npm run build puts cmk.yaml into the folder of each function',
    ])
    const [auditor, digest, query, ...more] = of('variables')
    expect(more).toEqual([])
    expect(auditor).toMatch(
      /^inventory, usage, assess: \d+ of 4096 bytes: CMK_STORE 66, CMK_CONFIG 18, CMK_KMS_QPS 12, names without a value \(s\.yaml\)$/,
    )
    expect(digest).toMatch(/^digest: .*CMK_STORE 66, CMK_CONFIG 18,/)
    expect(query).toMatch(/^query: .*CMK_API_TOKEN 20,/)
  })

  it('lists every mistake of the file and of the environment, and no secret', async () => {
    const bad = `${FILE}\nrules: old\nregion: x\nkms_qps: ${TOKEN}\nversion: 1`
    const { status, lines, stdout } = await check(project(bad), { CMK_CONFIG: 'cmk.yaml', CMK_WINDOW_HOURS: '25' })
    expect(status).toBe(2)
    const failed = lines.filter((line) => line.status === 'failed').map(({ what }) => what)
    expect(failed).toEqual([
      expect.stringMatching(/^CMK_CONFIG: cmk\.yaml, line \d+ has the key region/),
      expect.stringMatching(/^CMK_WINDOW_HOURS is "25"/),
      expect.stringMatching(/^CMK_RULES \(cmk\.yaml, line 8\) is "old"/),
      expect.stringMatching(/^CMK_KMS_QPS \(cmk\.yaml, line 10\) is/),
    ])
    expect(stdout).not.toContain(TOKEN)
  })

  it('checks a file as what is to lie where CMK_CONFIG leads, and asks for one where it is not here', async () => {
    const cwd = project('store: sqlite:x.db\nrules: 2024-11')
    const asRow = await check(cwd, { CMK_CONFIG: 'tablestore:' }, 'cmk.yaml')
    expect(asRow.status).toBe(2)
    expect(asRow.of('configuration')).toEqual([
      expect.stringMatching(/^CMK_CONFIG: cmk\.yaml, line 1 has the key store/),
    ])
    expect((await check(cwd, { CMK_CONFIG: 'oss://cmk-config/cmk.yaml' }, 'cmk.yaml')).status).toBe(0)
    const alone = await check(cwd, { CMK_CONFIG: 'oss://cmk-config/cmk.yaml' })
    expect(alone.lines).toContainEqual(expect.objectContaining({ check: 'file', status: 'skipped' }))
  })

  it('tells a file that nothing reads, and settings that reach no function', async () => {
    const { status, lines } = await check(project(), { CMK_STORE: STORE, CMK_ENDPOINTS: '{}' }, 'cmk.yaml')
    expect(status).toBe(0)
    const warnings = lines.filter((line) => line.status === 'warning').map(({ what }) => what)
    expect(warnings).toEqual([
      'CMK_CONFIG is not set: no function reads cmk.yaml',
      'CMK_ENDPOINTS: set here, and no function of s.yaml gets it',
    ])
  })

  const CHANNELS = 'slack:env:HOOK#name=a,dingtalk:kms-secret:cn-hangzhou/cmk#hook#secret=file:sign.txt'
  const UNFIT = {
    HOOK: 'https://hooks.slack.com/services/T0/B0/HookOfThisTest',
    CMK_EXTERNAL_ID: 'env:AUDIT_ID',
    AUDIT_ID: 'an-id',
    CMK_CHANNELS: CHANNELS,
  }

  it('names values that no function can use, and what to write: mistakes where it is for functions', async () => {
    const cwd = project('rules: 2024-11')
    writeFileSync(join(cwd, 'sign.txt'), 'SECabc')
    for (const [dispatch, status, mark] of [
      ['fc3:cn-hangzhou', 2, 'failed'],
      ['local', 0, 'warning'],
    ] as const) {
      const { status: end, lines, stdout } = await check(cwd, { ...UNFIT, CMK_DISPATCH: dispatch })
      expect(end).toBe(status)
      const told = lines.filter((line) => line.check === 'functions')
      expect(told.map((line) => [line.status, line.what, line.advice])).toEqual([
        [mark, expect.stringMatching(/^CMK_STORE is a file or not set; in a function it takes tablestore:/), undefined],
        [mark, 'CMK_EXTERNAL_ID: the variable AUDIT_ID that it names reaches no function', 'Write the value itself.'],
        [mark, 'CMK_CHANNELS, item 1: the variable HOOK that it names reaches no function', OR_KMS],
        [mark, 'CMK_CHANNELS, item 2: the file sign.txt that it names is in no function', OR_KMS],
      ])
      expect(stdout).not.toMatch(/HookOfThis|an-id|SECabc/)
    }
  })

  it('is fit for functions where the template passes on what secrets name, and none of it is a file', async () => {
    const cwd = project('dispatch: fc3:cn-hangzhou')
    const template = readFileSync(join(cwd, 's.yaml'), 'utf8')
    const passing = template.replace(
      /( +)CMK_CHANNELS: .*/,
      (line, indent) => `${line}\n${indent}HOOK: \${env('HOOK')}`,
    )
    writeFileSync(join(cwd, 's.yaml'), passing)
    const env = { CMK_CONFIG: 'cmk.yaml', CMK_STORE: STORE, CMK_CHANNELS: 'slack:env:HOOK', HOOK: UNFIT.HOOK }
    expect(await check(cwd, env)).toMatchObject({ status: 0 })
    const { CMK_STORE: _, ...without } = env
    expect((await check(cwd, without)).of('functions')).toHaveLength(1)
    // What is elsewhere and was not read may name the store.
    expect((await check(cwd, { ...without, CMK_CONFIG: 'oss://cmk-config/cmk.yaml' })).of('functions')).toEqual([])
    // A row is of the store that the environment names.
    expect((await check(cwd, { ...without, CMK_CONFIG: 'sqlite:' })).of('functions')).toHaveLength(1)
    const told = await runCli(['config', 'check'], { cwd, env: { CMK_STORE: 'sqlite:x.db' } })
    expect(told.stdout).toMatch(/\nCommands can work with it, functions cannot\.\n$/)
    const fit = await runCli(['config', 'check'], { cwd, env: { CMK_STORE: STORE } })
    expect(fit.stdout).toMatch(/\nFunctions and commands can work with it\.\n$/)
  })

  it.each([
    ['that come near 4 KB are a warning', RANGES.slice(0, 245), 0, 'warning'],
    ['that do not fit are a mistake', RANGES, 2, 'failed'],
  ])('variables %s', async (_, ranges, expected, mark) => {
    const { status, lines } = await check(project(), { CMK_STORE: STORE, CMK_OWN_CIDRS: ranges.join() })
    expect(lines.filter(({ check }) => check === 'variables')[0]).toMatchObject({
      status: mark,
      advice: expect.stringContaining('CMK_CONFIG'),
    })
    expect(status).toBe(expected)
  })

  it.each([
    ['none.yaml', /none\.yaml.*cannot be read/],
    ['s.yaml', /s\.yaml, line \d+ has the key edition, which is not known/],
  ])('a file that is none: %s', async (file, expected) => {
    const { status, of } = await check(project(), {}, file)
    expect(status).toBe(2)
    expect(of('configuration').join('\n')).toMatch(expected)
  })
})

describe('config show', () => {
  it('gives every variable with its value and where it comes from, and no secret', async () => {
    const env = { CMK_CONFIG: 'cmk.yaml', CMK_KMS_QPS: '5', CMK_EXTERNAL_ID: 'the-external-id' }
    const { status, stdout, stderr } = await runCli(['config', 'show', '--format', 'json'], { cwd: project(), env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const settings: readonly { variable: string; value: string | null; from: string }[] = JSON.parse(stdout)
    const of = (name: string) => settings.filter(({ variable }) => variable === name)
    expect(of('CMK_REGIONS')).toEqual([{ variable: 'CMK_REGIONS', value: 'cn-hangzhou', from: 'cmk.yaml, line 1' }])
    expect(of('CMK_KMS_QPS')).toEqual([{ variable: 'CMK_KMS_QPS', value: '5', from: 'environment' }])
    expect(of('CMK_TRAIL_QPS')).toEqual([{ variable: 'CMK_TRAIL_QPS', value: '2', from: 'default' }])
    expect(of('CMK_ACCOUNTS')).toEqual([{ variable: 'CMK_ACCOUNTS', value: null, from: 'default' }])
    expect(of('CMK_API_TOKEN')).toMatchObject([{ value: '***' }])
    expect(of('CMK_EXTERNAL_ID')).toMatchObject([{ value: '***' }])
    expect(of('CMK_STATE_TOKEN')).toMatchObject([{ value: 'kms-secret:cn-hangzhou/cmk#state' }])
    expect(of('CMK_CHANNELS')[0]?.value?.split(',')).toEqual([
      'slack:***#name=mine',
      'dingtalk:kms-secret:cn-hangzhou/cmk#hook#secret=kms-secret:cn-hangzhou/cmk#sign&lang=zh',
      'dingtalk:***#secret=***&owner=payments',
    ])
    for (const secret of [TOKEN, HOOK, 'SECabcdef', '0123456789abcdef', 'the-external-id'])
      expect(stdout).not.toContain(secret)
  })

  it('refuses a configuration with mistakes by one line', async () => {
    const env = { CMK_CONFIG: 'cmk.yaml' }
    const { status, stdout, stderr } = await runCli(['config', 'show'], { cwd: project(`${FILE}\nrules: old`), env })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^error: CMK_RULES \(cmk\.yaml, line 8\) is "old"[^\n]*\n$/)
  })
})

describe('config put', () => {
  it('writes the row that commands read from then on, also one over another', async () => {
    const cwd = project('rules: 2024-11')
    const env = { CMK_CONFIG: 'sqlite:' }
    const missing = await runCli(['config', 'show'], { cwd, env })
    expect(missing).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error: CMK_CONFIG is "sqlite:": .*config put/),
    })
    const put = await runCli(['config', 'put', 'cmk.yaml'], { cwd, env })
    expect(put).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^sqlite:default holds cmk\.yaml now: 1 keys?,/),
    })
    const rules = async () => {
      const { stdout } = await runCli(['config', 'show', '--format', 'json'], { cwd, env })
      return JSON.parse(stdout).find(({ variable }: { variable: string }) => variable === 'CMK_RULES')
    }
    expect(await rules()).toEqual({ variable: 'CMK_RULES', value: '2024-11', from: 'sqlite:, line 1' })
    const before = await runCli(['config', 'put', 's.yaml'], { cwd, env })
    expect(before).toMatchObject({ status: 2, stdout: '' })
    expect(await rules()).toMatchObject({ value: '2024-11' })
  })

  it.each([
    [{}, /CMK_CONFIG names no row of the store/],
    [{ CMK_CONFIG: 'cmk.yaml' }, /CMK_CONFIG names no row of the store/],
    [{ CMK_CONFIG: 'tablestore:' }, /CMK_STORE is sqlite:…; both take the same kind/],
  ])('with %j it writes nothing, and says why', async (env, expected) => {
    const cwd = project('rules: 2024-11')
    const { status, stderr } = await runCli(['config', 'put', 'cmk.yaml'], { cwd, env })
    expect(status).toBe(2)
    expect(stderr).toMatch(expected)
    await expect(readFile(join(cwd, 'cmk-readiness.db'))).rejects.toThrow('ENOENT')
  })
})

describe('the build', () => {
  it('takes the file along by its path, and refuses one with a mistake', async () => {
    const cwd = project()
    expect(configToDeploy({ CMK_CONFIG: 'cmk.yaml' }, cwd)).toBe('cmk.yaml')
    await addConfig('cmk.yaml', cwd, join(cwd, 'dist', 'query'))
    expect(await readFile(join(cwd, 'dist', 'query', 'cmk.yaml'), 'utf8')).toBe(FILE)
    expect(() => configToDeploy({ CMK_CONFIG: 's.yaml' }, cwd)).toThrow(/has the key edition/)
    expect(() => configToDeploy({ CMK_CONFIG: 'none.yaml' }, cwd)).toThrow(/cannot be read/)
    for (const elsewhere of ['', '/mnt/cmk.yaml', '../cmk.yaml', 'oss://cmk-config/cmk.yaml', 'tablestore:'])
      expect(configToDeploy({ CMK_CONFIG: elsewhere }, cwd)).toBeUndefined()
  })

  it('warns of variables that come near 4 KB, and of such that do not fit', () => {
    const cwd = project()
    expect(variableWarnings({ CMK_STORE: STORE }, cwd)).toEqual([])
    const [near] = variableWarnings({ CMK_OWN_CIDRS: RANGES.slice(0, 245).join() }, cwd)
    expect(near).toMatch(/nearly too many.*CMK_CONFIG/)
    const [over] = variableWarnings({ CMK_OWN_CIDRS: RANGES.join() + RANGES.join() }, cwd)
    expect(over).toMatch(/^the variables of inventory have \d+ bytes, .* will not be deployed\. Put/)
  })
})
