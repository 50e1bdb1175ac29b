import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { functionNames } from '../../deploy/bundle.ts'
import { policyOf, TRUST } from '../../deploy/policy.ts'
import { HANDED_OVER, PLACES, read } from '../support/deploy/places.ts'

const document = z.object({ Version: z.literal('1'), Statement: z.array(z.record(z.string(), z.unknown())) })
const role = z.object({
  Type: z.literal('ALIYUN::RAM::Role'),
  Properties: z.object({
    RoleName: z.object({ Ref: z.string() }),
    AssumeRolePolicyDocument: z.unknown(),
    Policies: z.tuple([z.object({ PolicyName: z.unknown(), PolicyDocument: document })]),
  }),
})
const ofReader = z.tuple([z.object({ Ref: z.literal('ReaderRoleName') })])
const ofBoth = z.tuple([
  z.object({ Ref: z.literal('AuditorRoleName') }),
  z.object({ Ref: z.literal('ReaderRoleName') }),
])
const besides = (condition: string, Roles: z.ZodType = ofReader) =>
  z.object({
    Type: z.literal('ALIYUN::RAM::ManagedPolicy'),
    Condition: z.literal(condition),
    Properties: z.object({
      PolicyDocument: document,
      Roles,
    }),
  })
const alarm = z.object({
  Type: z.literal('ALIYUN::CMS::ResourceMetricRule'),
  Condition: z.literal('HasAlarms'),
  Properties: z.looseObject({
    RuleName: z.string(),
    Resources: z.array(z.strictObject({ region: z.unknown(), functionName: z.string() })),
    ContactGroups: z.unknown(),
  }),
})
const template = z.object({
  ROSTemplateFormatVersion: z.literal('2015-09-01'),
  Parameters: z.record(
    z.string(),
    z.discriminatedUnion('Type', [
      z.strictObject({
        Type: z.literal('String'),
        Description: z.string(),
        AllowedPattern: z.string(),
        Default: z.string().optional(),
      }),
      z.strictObject({
        Type: z.literal('Number'),
        Description: z.string(),
        MinValue: z.number(),
        MaxValue: z.number(),
        Default: z.number(),
      }),
      z.strictObject({
        Type: z.literal('Json'),
        Description: z.string(),
        Default: z.array(z.strictObject({ Key: z.string(), Value: z.string() })),
      }),
    ]),
  ),
  Rules: z.record(z.string(), z.unknown()),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.looseObject({
    Auditor: role,
    Reader: role,
    Decider: besides('Decides'),
    SecretReader: besides('ReadsSecrets'),
    ConfigReader: besides('ReadsConfig', ofBoth),
    Instance: z.object({ DeletionPolicy: z.literal('Retain'), Properties: z.record(z.string(), z.unknown()) }),
    FunctionFails: alarm,
    NightNotGood: alarm,
  }),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })),
})

/** A parameter of text. */
function textOf(parameter: z.infer<typeof template>['Parameters'][string] | undefined) {
  if (parameter?.Type !== 'String') throw new Error('it is no parameter of text')
  return parameter
}

describe('deploy/ros.yaml', () => {
  const parsed = async () => {
    const text = await read('deploy/ros.yaml')
    return { text, ...template.parse(parse(text)) }
  }
  /** What ROS puts in place of a parameter. */
  const values = new Map([
    ['ALIYUN::Region', PLACES.region],
    ['InstanceName', PLACES.instance],
    ['AuditedRoleName', PLACES.auditedRole],
    ['LogProject', PLACES.logProject],
    ['LogStore', PLACES.logStore],
    ['SecretArns', PLACES.secrets.join()],
    ['ConfigObject', PLACES.configObject],
  ])
  const filled = (text: string) =>
    text.replaceAll(/\$\{([\w:]+)\}/g, (whole, name: string) => values.get(name) ?? whole)
  const resolved = (value: unknown): unknown =>
    JSON.parse(filled(JSON.stringify(value)), (_, each: unknown) => {
      const sub = z.strictObject({ 'Fn::Sub': z.string() }).safeParse(each)
      if (sub.success) return sub.data['Fn::Sub']
      const split = z
        .strictObject({ 'Fn::Split': z.tuple([z.string(), z.strictObject({ Ref: z.string() })]) })
        .safeParse(each)
      if (!split.success) return each
      const [delimiter, { Ref }] = split.data['Fn::Split']
      return values.get(Ref)?.split(delimiter)
    })

  it('makes two roles that Function Compute may take on, with the policies of the catalogue', async () => {
    const { Resources } = await parsed()
    for (const [name, made] of [['auditor', Resources.Auditor] as const, ['reader', Resources.Reader] as const]) {
      expect(made.Properties.AssumeRolePolicyDocument).toEqual(TRUST)
      expect(resolved(made.Properties.Policies[0].PolicyDocument)).toEqual(policyOf(name, PLACES))
    }
  })

  it('lets the reader add decisions only where that is asked for', async () => {
    const { Conditions, Parameters, Resources } = await parsed()
    expect(Conditions.Decides).toEqual({ 'Fn::Equals': ['true', { Ref: 'DecisionsOverHttp' }] })
    expect(textOf(Parameters.DecisionsOverHttp).Default).toBe('false')
    expect(resolved(Resources.Decider.Properties.PolicyDocument)).toEqual(policyOf('decider', PLACES))
  })

  it('lets the reader read the secrets that are listed, and none where none is', async () => {
    const { Conditions, Parameters, Resources } = await parsed()
    expect(Conditions.ReadsSecrets).toEqual({ 'Fn::Not': { 'Fn::Equals': ['', { Ref: 'SecretArns' }] } })
    const { AllowedPattern, Default } = textOf(Parameters.SecretArns)
    expect(Default).toBe('')
    expect(PLACES.secrets.join()).toMatch(new RegExp(AllowedPattern))
    for (const wide of ['*', 'acs:kms:*:*:secret/cmk', 'acs:kms:cn-hangzhou:*:secret/*', `${PLACES.secrets[0]},`])
      expect(wide).not.toMatch(new RegExp(AllowedPattern))
    expect(resolved(Resources.SecretReader.Properties.PolicyDocument)).toEqual(policyOf('secret-reader', PLACES))
  })

  it('lets both roles read the object with the configuration that is named, and none where none is', async () => {
    const { Conditions, Parameters, Resources } = await parsed()
    expect(Conditions.ReadsConfig).toEqual({ 'Fn::Not': { 'Fn::Equals': ['', { Ref: 'ConfigObject' }] } })
    const { AllowedPattern, Default } = textOf(Parameters.ConfigObject)
    expect(Default).toBe('')
    expect(PLACES.configObject).toMatch(new RegExp(AllowedPattern))
    for (const wide of ['*', 'cmk-config', 'cmk-config/', 'cmk-config/*', 'cmk-*/cmk.yaml', 'cmk-config/cmk?.yaml'])
      expect(wide).not.toMatch(new RegExp(AllowedPattern))
    expect(resolved(Resources.ConfigReader.Properties.PolicyDocument)).toEqual(policyOf('config-reader', PLACES))
  })

  it('refers only to parameters, resources and pseudo parameters that there are', async () => {
    const { text, Parameters, Resources } = await parsed()
    const known = new Set([...Object.keys(Parameters), ...Object.keys(Resources), 'ALIYUN::Region'])
    const referred = [...text.matchAll(/\$\{([\w:]+)(?:\.\w+)?\}|\bRef: (\S+)/g)].map(
      ([, inText, byRef]) => inText ?? byRef,
    )
    expect(referred.length).toBeGreaterThan(0)
    for (const name of referred) expect(known).toContain(name)
  })

  it('takes its own defaults, and instance names in lower case, as policies compare them', async () => {
    const { Parameters } = await parsed()
    for (const each of Object.values(Parameters)) {
      if (each.Type === 'String' && each.Default !== undefined)
        expect(each.Default).toMatch(new RegExp(each.AllowedPattern))
    }
    const instance = new RegExp(textOf(Parameters.InstanceName).AllowedPattern)
    expect('cmk-audit').toMatch(instance)
    for (const name of ['CMK-audit', '1audit', 'audit-', 'a', 'more-than-16-letters'])
      expect(name).not.toMatch(instance)
  })

  it('admits the VPC and the console to the instance where there is a VPC, all of it or none', async () => {
    const { Conditions, Resources, Rules, text } = await parsed()
    expect(Conditions.InVpc).toEqual({ 'Fn::Not': { 'Fn::Equals': ['', { Ref: 'VpcId' }] } })
    expect(Resources.Instance.Properties.Network).toEqual({ 'Fn::If': ['InVpc', 'VPC_CONSOLE', 'NORMAL'] })
    expect(Resources.InstanceInVpc).toMatchObject({ Type: 'ALIYUN::OTS::VpcBinder', Condition: 'InVpc' })
    expect(JSON.stringify(Rules)).toContain('VpcId, VSwitchId and SecurityGroupId go together')
    // Tables are the program's: nothing of the stack makes, replaces or deletes one.
    expect(text).not.toContain('ALIYUN::OTS::Table')
  })

  it('keeps logs as long as is asked for', async () => {
    const { Parameters, Resources } = await parsed()
    expect(Parameters.LogRetentionDays).toMatchObject({ Type: 'Number', MinValue: 1, MaxValue: 3_600, Default: 30 })
    expect(Resources.Logs).toMatchObject({ Properties: { TTL: { Ref: 'LogRetentionDays' } } })
  })

  it('tags everything that takes tags, as s.yaml does', async () => {
    const { Parameters, Resources } = await parsed()
    const tags: { key: string; value: string }[] = JSON.parse(await read('deploy/tags.json'))
    expect(Parameters.Tags).toMatchObject({ Default: tags.map(({ key, value }) => ({ Key: key, Value: value })) })
    for (const resource of [Resources.Instance, Resources.Project])
      expect(resource).toMatchObject({ Properties: { Tags: { Ref: 'Tags' } } })
  })

  it('calls whom it is told to when a function fails, each function in one alarm', async () => {
    const { Conditions, Resources } = await parsed()
    expect(Conditions.HasAlarms).toEqual({ 'Fn::Not': { 'Fn::Equals': ['', { Ref: 'AlarmContactGroups' }] } })
    const watched = [Resources.FunctionFails, Resources.NightNotGood].flatMap(({ Properties }) => {
      expect(Properties).toMatchObject({
        ...{ Namespace: 'acs_fc', MetricName: 'FunctionFunctionErrors', Period: 60, NoDataPolicy: 'OK' },
        ContactGroups: { 'Fn::Split': [',', { Ref: 'AlarmContactGroups' }] },
        Escalations: { Critical: { Statistics: 'Value', ComparisonOperator: 'GreaterThanOrEqualToThreshold' } },
      })
      return Properties.Resources.map(({ functionName }) => functionName.replace('cmk-readiness-', ''))
    })
    expect(watched.sort()).toEqual(await functionNames())
  })

  it('puts out the variables that the Serverless Devs templates read', async () => {
    const { Outputs } = await parsed()
    const either = z.strictObject({ 'Fn::If': z.tuple([z.literal('InVpc'), z.unknown(), z.unknown()]) })
    const [, inVpc, elsewhere] = either
      .parse(Outputs.Environment?.Value)
      ['Fn::If'].map((each) => String(resolved(each)))
    for (const printed of [inVpc, elsewhere]) {
      const exported = [...(printed ?? '').matchAll(/^export (\w+)=/gm)].map(([, name]) => name)
      expect(exported).toEqual(HANDED_OVER)
    }
    expect(elsewhere).toContain(`export CMK_STORE=tablestore:https://cmk-audit.cn-hangzhou.ots.aliyuncs.com\n`)
    expect(elsewhere).toContain(`export CMK_NETWORK=public\n`)
    expect(inVpc).toContain(`export CMK_STORE=tablestore:https://cmk-audit.cn-hangzhou.vpc.tablestore.aliyuncs.com\n`)
    expect(inVpc).toContain(`export CMK_NETWORK=vpc:cn-hangzhou\n`)
  })
})
