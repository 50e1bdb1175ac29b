import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { functionNames } from '../../deploy/bundle.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { deploymentsFrom } from '../../shared/config/deployed-variables.ts'
import { KNOWN } from '../../shared/config/variables.ts'
import { parseCron } from '../support/deploy/cron.ts'
import { type Deployed, deployedOf } from '../support/deploy/deployed.ts'
import { HANDED_OVER } from '../support/deploy/places.ts'
import { preview, REQUIRED, type Rendered, ROOT } from '../support/deploy/preview.ts'

const AUDITOR = ['inventory', 'usage', 'assess']
const READER = ['digest', 'query']
/** Settings that differ from every default. */
const GIVEN = {
  CMK_REGIONS: 'cn-hangzhou,cn-shanghai',
  CMK_ACCOUNTS: '1000000000000001,acs:ram::1000000000000002:role/cmk-readiness-audited',
  CMK_OWN_CIDRS: '203.0.113.0/24,2001:db8::/32',
  CMK_RULES: '2024-11',
  CMK_OBSERVATION_DAYS: '30',
  CMK_KMS_QPS: '5',
  CMK_TRAIL_QPS: '1',
  CMK_FANOUT: '20,2',
  CMK_TIMEZONE: 'Europe/Berlin',
  CMK_NETWORK: 'vpc:cn-hangzhou',
}
/** What a function in a VPC is given. */
const IN_VPC = {
  DEPLOY_VPC_ID: 'vpc-1',
  DEPLOY_VSWITCH_IDS: '["vsw-1","vsw-2"]',
  DEPLOY_SECURITY_GROUP_ID: 'sg-1',
  DEPLOY_INTERNET_ACCESS: 'false',
  DEPLOY_TAGS: '[{"key":"team","value":"platform"}]',
}
/** What whoever deploys says himself. */
const OWN = ['DEPLOY_ACCESS', 'DEPLOY_INTERNET_ACCESS', 'DEPLOY_TAGS']
const TEMPLATES = ['s.yaml', 's.fc2.yaml']
/** Function Compute: 4 KB for all variables of a function together. */
const VARIABLE_BYTES = 4_096

describe.each(TEMPLATES)('%s', (template) => {
  let rendered: Rendered
  let functions: ReadonlyMap<string, Deployed>
  let entries: [string, Deployed][]
  let set: ReadonlyMap<string, Deployed>

  beforeAll(async () => {
    const [asRequired, asGiven] = await Promise.all([
      preview(template, REQUIRED),
      preview(template, { ...REQUIRED, ...GIVEN, ...IN_VPC, CMK_CHANNELS: 'terminal' }),
    ])
    rendered = asRequired
    functions = deployedOf(rendered)
    entries = [...functions]
    set = deployedOf(asGiven)
  })

  it('deploys every function of functions/, and no other', async () => {
    expect([...functions.keys()].sort()).toEqual(await functionNames())
    expect([...functions.keys()]).toEqual([...AUDITOR, ...READER])
  })

  it('deploys the bundle of the function on Node.js 20', () => {
    for (const [name, deployed] of entries) {
      expect(deployed).toMatchObject({ name: `cmk-readiness-${name}`, handler: 'index.handler', runtime: 'nodejs20' })
      expect(deployed.code).toBe(`./dist/${name}`)
    }
  })

  it('gives the auditor to what reads the cloud, the reader to what shows', () => {
    for (const name of AUDITOR) expect(functions.get(name)?.role).toBe(REQUIRED.DEPLOY_AUDITOR_ROLE)
    for (const name of READER) expect(functions.get(name)?.role).toBe(REQUIRED.DEPLOY_READER_ROLE)
  })

  it('has time limits, sizes that go together, and a named log', () => {
    for (const [, { timeout, cpu, memorySize, logConfig }] of entries) {
      expect(timeout).toBeGreaterThan(3)
      const gigabytesPerCpu = memorySize / 1_024 / cpu
      expect(gigabytesPerCpu).toBeGreaterThanOrEqual(1)
      expect(gigabytesPerCpu).toBeLessThanOrEqual(4)
      expect(logConfig).toMatchObject({ project: REQUIRED.DEPLOY_LOG_PROJECT, logstore: 'functions' })
    }
  })

  it('limits retries of everything that is invoked without somebody waiting, and lets a retry after a time-out still run', () => {
    for (const [name, { async, timeout }] of entries) {
      if (name === 'query') continue
      expect(async?.maxAsyncRetryAttempts).toBeLessThanOrEqual(2)
      expect(async?.maxAsyncEventAgeInSeconds).toBeGreaterThan(timeout)
    }
  })

  it('runs at night and in the morning where people are, with a payload that starts a run', () => {
    const times = [...set].flatMap(([name, { triggers }]) =>
      triggers.flatMap((trigger) => (trigger.type === 'timer' ? [[name, trigger.config] as const] : [])),
    )
    expect(times.map(([name, { cronExpression }]) => [name, parseCron(cronExpression)])).toEqual([
      ['inventory', { zone: 'Europe/Berlin', fields: ['0', '0', '2', '*', '*', '*'] }],
      ['usage', { zone: 'Europe/Berlin', fields: ['0', '0', '3,4,5,6,7', '*', '*', '*'] }],
      ['digest', { zone: 'Europe/Berlin', fields: ['0', '30', '8', '*', '*', '*'] }],
      ['digest', { zone: 'Europe/Berlin', fields: ['0', '0', '9', '*', '*', '*'] }],
    ])
    const payloads = times.map(([, { payload }]) => JSON.parse(payload))
    expect(payloads).toEqual([{}, {}, {}, { check: true }])
    for (const [, { variables }] of set) expect(variables.CMK_TIMEZONE).toBe('Europe/Berlin')
  })

  it('sets only variables that the program knows, with values that it takes, in less than 4 KB', () => {
    for (const [name, { variables }] of entries) {
      expect(KNOWN).toEqual(expect.arrayContaining(Object.keys(variables)))
      expect(loadConfig(variables, { cwd: tmpdir() }).store, name).toEqual({
        kind: 'tablestore',
        endpoint: 'https://cmk-audit.cn-hangzhou.ots.aliyuncs.com',
        instance: 'cmk-audit',
      })
      const bytes = Object.entries(variables).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('=')), 0)
      expect(bytes).toBeLessThan(VARIABLE_BYTES)
    }
  })

  it('has a way to the program for every variable but those that name another cloud', () => {
    const passed = new Set(entries.flatMap(([, { variables }]) => Object.keys(variables)))
    expect(KNOWN.filter((name) => !passed.has(name))).toEqual(['CMK_ENDPOINTS', 'CMK_TABLESTORE_INSTANCE'])
  })

  it('lets a file say everything that the environment leaves out', () => {
    const file =
      'regions: [cn-beijing]\nrules: 2024-11\nobservation_days: 30\nkms_qps: 5\nrole_name: audited\ntimezone: UTC'
    for (const [name, { variables }] of entries) {
      const config = loadConfig({ ...variables, CMK_CONFIG: 'tablestore:', 'tablestore:': file }, { cwd: tmpdir() })
      expect(config, name).toMatchObject({ regions: ['cn-beijing'], rules: '2024-11', timezone: 'UTC' })
      expect(config, name).toMatchObject({ observationDays: 30, kmsQps: 5, roleName: 'audited' })
    }
  })

  it('is understood without Serverless Devs: config check, doctor and the build say what it would deploy', () => {
    const env = { ...REQUIRED, ...GIVEN, CMK_CHANNELS: 'terminal' }
    const [deployment, ...more] = deploymentsFrom(ROOT, env)
    expect(more).toEqual([])
    const functions = deployment && 'functions' in deployment ? deployment.functions : []
    expect(deployment).toMatchObject({ template: 's.yaml and s.fc2.yaml' })
    expect(functions.map(({ name, variables }) => [name, variables])).toEqual(
      [...set].map(([name, { variables }]) => [name, variables]),
    )
  })

  it('passes settings on as they are', () => {
    for (const name of AUDITOR) expect(set.get(name)?.variables).toMatchObject(GIVEN)
  })

  it('tells the jobs of the stages apart, and goes on at once where one has failed', () => {
    for (const [name, { async }] of entries)
      expect([name, async?.isTask ?? false]).toEqual([name, AUDITOR.includes(name)])
    const usage = template === 's.yaml' ? '' : 'services/cmk-readiness-auditor/'
    const destinations = entries.map(([name, { async }]) => [name, async?.onFailure])
    const destination = `acs:fc:cn-hangzhou::${usage}functions/cmk-readiness-usage`
    expect(destinations.filter(([, to]) => to !== undefined)).toEqual([
      ['inventory', destination],
      ['assess', destination],
    ])
  })

  it.skipIf(template !== 's.yaml')('is in a VPC where one is named, and in none otherwise', () => {
    for (const [, { vpc, internetAccess, tags }] of entries) {
      expect([vpc, internetAccess]).toEqual([{ vpcId: '', vSwitchIds: [], securityGroupId: '' }, true])
      expect(tags).toEqual([{ key: 'application', value: 'cmk-readiness' }])
    }
    for (const [, { vpc, internetAccess, tags, variables }] of set) {
      expect(vpc).toEqual({ vpcId: 'vpc-1', vSwitchIds: ['vsw-1', 'vsw-2'], securityGroupId: 'sg-1' })
      expect([internetAccess, tags]).toEqual([false, [{ key: 'team', value: 'platform' }]])
      expect(variables.CMK_NETWORK).toBe('vpc:cn-hangzhou')
    }
  })

  it.skipIf(template !== 's.yaml')('is deployed by one version of the component', () => {
    const components = new Set(Object.values(rendered.resources).map(({ component }) => component))
    expect([...components]).toEqual([expect.stringMatching(/^fc3@\d+\.\d+\.\d+$/)])
  })

  it('keeps channels to the digest and the token to the HTTP API', () => {
    const having = (variable: string) =>
      [...set].filter(([, { variables }]) => variable in variables).map(([name]) => name)
    expect(having('CMK_CHANNELS')).toEqual(['digest'])
    expect(having('CMK_HEARTBEAT_URL')).toEqual(['digest'])
    expect(having('CMK_API_TOKEN')).toEqual(['query'])
    expect(set.get('query')?.variables.CMK_API_TOKEN).toBe('trigger')
  })

  it('lets nobody call the HTTP API without a signature', async () => {
    const open = entries.flatMap(([name, { triggers }]) =>
      triggers.flatMap((trigger) => (trigger.type === 'http' ? [[name, trigger.config] as const] : [])),
    )
    expect(open).toEqual([['query', { authType: 'function', methods: ['GET', 'HEAD', 'POST'] }]])
    expect(await readFile(join(ROOT, template), 'utf8')).not.toContain('anonymous')
  })

  it('asks for what ROS and Terraform put out', async () => {
    const text = await readFile(join(ROOT, template), 'utf8')
    const asked = [...text.matchAll(/env\('(CMK_STORE|CMK_NETWORK|DEPLOY_\w+)'/g)].map(([, name = '']) => name)
    // In 2.0 a VPC is written into the file.
    const handed = HANDED_OVER.filter((name) => template === 's.yaml' || !/VPC|VSWITCH|SECURITY/.test(name))
    expect([...new Set(asked)].filter((name) => !OWN.includes(name)).sort()).toEqual([...handed].sort())
  })

  it('builds before it deploys, once', () => {
    expect(rendered.actions).toEqual({ 'pre-deploy': [{ run: 'npm run build', path: './' }] })
  })

  it('says which variable is missing', async () => {
    const { CMK_STORE: _, ...rest } = REQUIRED
    await expect(preview(template, rest)).rejects.toMatchObject({
      stdout: expect.stringContaining("env('CMK_STORE') not found"),
    })
  })
})
