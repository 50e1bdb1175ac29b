import { describe, expect, it } from 'vitest'
import { ALARM_METRIC, ALARM_RULES } from '../../deploy/alarm-rules.ts'
import { HANDED_OVER, read } from '../support/deploy/places.ts'

describe('deploy/terraform', () => {
  it('reads the generated policies, and knows every name in them', async () => {
    const main = await read('deploy/terraform/main.tf')
    expect(main).toMatch(/= file\("\$\{path\.module\}\/\.\.\/policies\/trust\.json"\)/)
    expect(main).toMatch(/= templatefile\("\$\{path\.module\}\/\.\.\/policies\/\$\{each\.key\}\.json", local\.places\)/)
    const places = /places = \{([^}]*)\}/.exec(main)?.[1] ?? ''
    const named = [...places.matchAll(/^\s*(\w+)\s*=/gm)].map(([, name]) => name)
    const besides = ['decider', 'secret-reader', 'config-reader']
    for (const role of besides)
      expect(main).toContain(`= templatefile("\${path.module}/../policies/${role}.json", local.places)`)
    for (const role of ['auditor', 'reader', ...besides]) {
      if (!besides.includes(role)) expect(main).toMatch(new RegExp(`^ +${role} += \\{ name`, 'm'))
      for (const [, name] of (await read(`deploy/policies/${role}.json`)).matchAll(/\$\{(\w+)\}/g))
        expect(named).toContain(name)
    }
  })

  it('puts a list of secrets where the policy has one', async () => {
    const policy = await read('deploy/policies/secret-reader.json')
    const filled = JSON.parse(policy.replace(/\$\{secrets\}/, ['acs:a', 'acs:b'].join('", "')))
    expect(filled.Statement[0].Resource).toEqual(['acs:a', 'acs:b'])
    expect(await read('deploy/terraform/main.tf')).toMatch(/secrets +=( )join\("\\", \\"", var\.secrets\)/)
  })

  it('declares every variable that it uses, and uses every one', async () => {
    const declared = [...(await read('deploy/terraform/variables.tf')).matchAll(/^variable "(\w+)"/gm)].map(
      ([, name]) => name,
    )
    const text = (await read('deploy/terraform/main.tf')) + (await read('deploy/terraform/outputs.tf'))
    const used = new Set([...text.matchAll(/\bvar\.(\w+)/g)].map(([, name]) => name))
    expect([...used].sort()).toEqual([...declared].sort())
  })

  it('says who may reach the instance, and leaves it and its tables where they are', async () => {
    const main = await read('deploy/terraform/main.tf')
    const [instance = ''] = /resource "alicloud_ots_instance" "this" \{[\s\S]*?\n\}/.exec(main) ?? []
    expect(instance).toContain('network_type_acl = local.in_vpc ? ["VPC"] : ["INTERNET", "VPC", "CLASSIC"]')
    expect(instance).toMatch(/network_source_acl = \["TRUST_PROXY"\]/)
    expect(instance).toMatch(/prevent_destroy = true/)
    expect(main).not.toMatch(/alicloud_ots_table/)
  })

  it('tags everything that takes tags', async () => {
    const main = await read('deploy/terraform/main.tf')
    const blocks = [...main.matchAll(/^resource "(\w+)" "\w+" \{\n([\s\S]*?)^\}/gm)]
    const tagged = (type: string) => blocks.filter(([, each]) => each === type).map(([, , body = '']) => body)
    for (const type of ['ram_role', 'ram_policy', 'ots_instance', 'log_project', 'cms_alarm']) {
      expect(tagged(`alicloud_${type}`).length).toBeGreaterThan(0)
      for (const body of tagged(`alicloud_${type}`)) expect(body, type).toMatch(/^ +tags += local\.tags$/m)
    }
  })

  it('has the alarms of the stack', async () => {
    const main = await read('deploy/terraform/main.tf')
    const alarms = [...main.matchAll(/^ +"(cmk-readiness-[\w-]+)" += (\[.*\])$/gm)]
    expect(alarms.map(([, name, functions = '']) => [name, JSON.parse(functions)])).toEqual(
      ALARM_RULES.map(({ name, functions }) => [name, functions]),
    )
    const { namespace, name, statistics, period } = ALARM_METRIC
    for (const line of [`project += "${namespace}"`, `metric += "${name}"`, `period += ${period}`])
      expect(main).toMatch(new RegExp(`^ +${line}$`, 'm'))
    expect(main).toMatch(new RegExp(`statistics += "${statistics}"`))
  })

  it('puts out the variables that the Serverless Devs templates read', async () => {
    const text = await read('deploy/terraform/outputs.tf')
    const exported = [...text.matchAll(/^ +export (\w+)=/gm)].map(([, name]) => name)
    expect(exported).toEqual(HANDED_OVER)
  })
})
