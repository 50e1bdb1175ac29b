import { expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { policyOf } from '../../deploy/policy.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { DEFAULT_ACCOUNT } from '../../simulator/cloud/world.ts'
import { PLACES, read } from '../support/deploy/places.ts'
import { OTHER_ACCOUNT, statementsOf, twoAccounts } from '../support/deploy/two-accounts.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AUDITOR = `acs:ram::${DEFAULT_ACCOUNT}:user/auditor`
const EXTERNAL_ID = 'company/1'

const statement = z.object({ Effect: z.literal('Allow'), Action: z.array(z.string()), Resource: z.array(z.string()) })
const trust = z.object({
  Version: z.literal('1'),
  Statement: z.tuple([
    z.object({
      Effect: z.literal('Allow'),
      Action: z.literal('sts:AssumeRole'),
      Principal: z.strictObject({ RAM: z.array(z.string()) }),
      Condition: z.strictObject({ StringEquals: z.strictObject({ 'sts:ExternalId': z.string() }) }),
    }),
  ]),
})
const template = z.object({
  Parameters: z.record(z.string(), z.object({ AllowedPattern: z.string(), Default: z.string().optional() })),
  Resources: z.object({
    Audited: z.object({
      Type: z.literal('ALIYUN::RAM::Role'),
      Properties: z.object({
        RoleName: z.string(),
        AssumeRolePolicyDocument: trust,
        Policies: z.tuple([
          z.object({ PolicyName: z.string(), PolicyDocument: z.object({ Statement: z.array(statement) }) }),
        ]),
      }),
    }),
  }),
})

/** The role as ROS makes it: every Ref is replaced by what was given for the parameter, or by its default. */
async function roleOfStack() {
  const parsed: unknown = parse(await read('deploy/members/ros.yaml'))
  const { Parameters } = template.pick({ Parameters: true }).parse(parsed)
  const values: Record<string, string | undefined> = { AuditorRoleArn: AUDITOR, ExternalId: EXTERNAL_ID }
  for (const [name, { AllowedPattern, Default }] of Object.entries(Parameters)) {
    values[name] ??= Default
    expect(values[name]).toMatch(new RegExp(AllowedPattern))
  }
  const filled: unknown = JSON.parse(JSON.stringify(parsed), (_, each: unknown) => {
    const ref = z.strictObject({ Ref: z.string() }).safeParse(each)
    return ref.success ? values[ref.data.Ref] : each
  })
  return template.parse(filled).Resources.Audited.Properties
}

it('a stack in a member lets the auditor in by his external id, and nobody without it; a night has all rights that it needs', async () => {
  const { RoleName, AssumeRolePolicyDocument, Policies } = await roleOfStack()
  const [{ Principal, Condition }] = AssumeRolePolicyDocument.Statement
  const there = twoAccounts({ auditor: statementsOf('auditor'), audited: Policies[0].PolicyDocument.Statement })
  const role = { name: RoleName, trusts: Principal.RAM, externalId: Condition.StringEquals['sts:ExternalId'] }
  there.accounts[1]?.roles.splice(0, 1, { ...role, policy: Policies[0].PolicyDocument.Statement })
  const cloud = await startCloud(there, { clock: () => NOW, quotas: NO_QUOTAS })
  const laboratory = await Laboratory.open()
  try {
    const env = { CMK_ACCOUNTS: 'rd:', CMK_OBSERVATION_DAYS: '4', CMK_OWN_CIDRS: 'auto', CMK_RESOURCES: 'rds,ecs,oss' }
    const without = await laboratory.night(cloud, { now: NOW, env })
    expect(without.judged).toEqual([{ accountId: DEFAULT_ACCOUNT, region: 'cn-hangzhou' }])
    const whole = await laboratory.night(cloud, { now: NOW + 1_000, env: { ...env, CMK_EXTERNAL_ID: EXTERNAL_ID } })
    expect(whole.judged.map(({ accountId }) => accountId)).toEqual([DEFAULT_ACCOUNT, OTHER_ACCOUNT])
    expect(whole.diagnostics.filter(({ status }) => status === 'denied')).toEqual([])
  } finally {
    await cloud.close()
    await laboratory.close()
  }
})

it('Terraform makes the same role', async () => {
  const { AssumeRolePolicyDocument, Policies } = await roleOfStack()
  const main = await read('deploy/members/main.tf')
  const given = Object.fromEntries(
    [...main.matchAll(/^ {4}(auditor_role_arn|external_id) += var\.\w+$/gm)].map(([, name = '']) => [name, '']),
  )
  expect(main).toMatch(/= file\("\$\{path\.module\}\/\.\.\/policies\/audited\.json"\)/)
  expect(main).toMatch(/= templatefile\("\$\{path\.module\}\/\.\.\/policies\/trust-of-audited\.json"/)
  const values: Record<string, string> = { ...given, auditor_role_arn: AUDITOR, external_id: EXTERNAL_ID }
  const text = await read('deploy/policies/trust-of-audited.json')
  expect(JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole))).toEqual(
    AssumeRolePolicyDocument,
  )
  expect(Policies[0].PolicyDocument).toMatchObject({ Statement: policyOf('audited', PLACES).Statement })
})
