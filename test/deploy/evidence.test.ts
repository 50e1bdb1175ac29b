import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { COLUMNS } from '../../functions/setup/wanted-index.ts'
import { permissions, ROLES } from '../../shared/ram/permissions.ts'
import { PLACES, read } from '../support/deploy/places.ts'

const resource = z.object({
  Type: z.string(),
  DependsOn: z.string().optional(),
  Condition: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()),
})
const template = z.object({
  ROSTemplateFormatVersion: z.literal('2015-09-01'),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() })),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.record(z.string(), resource),
  Outputs: z.object({ Source: z.object({ Value: z.object({ 'Fn::Sub': z.string() }) }) }),
})

describe('deploy/evidence/ros.yaml', () => {
  const parsed = async () => {
    const text = await read('deploy/evidence/ros.yaml')
    return { text, ...template.parse(parse(text)) }
  }

  it('makes each after what it needs, and nothing that has the name of a parameter', async () => {
    const { Resources, Parameters, Conditions } = await parsed()
    const order = Object.keys(Resources)
    expect(order).toEqual(['Project', 'Logstore', 'Index', 'Trail', 'Logging', 'History'])
    for (const [index, name] of order.entries())
      expect(Resources[name]?.DependsOn).toBe(index === 0 ? undefined : order[index - 1])
    for (const name of Object.keys(Parameters)) expect(order).not.toContain(name)
    expect(Object.keys(Conditions)).toEqual([Resources.History?.Condition])
    // The index is not as it shall be before somebody has set the length of texts.
    expect(Parameters.DeliverHistory?.Default).toBe('false')
  })

  it('refers only to parameters and pseudo parameters that there are', async () => {
    const { text, Parameters } = await parsed()
    const known = new Set([...Object.keys(Parameters), 'ALIYUN::Region', 'ALIYUN::TenantId'])
    const referred = [...text.matchAll(/\$\{([\w:]+)\}|\bRef: (\S+)/g)].map(([, inText, byRef]) => inText ?? byRef)
    expect(referred.length).toBeGreaterThan(0)
    for (const name of referred) expect(known).toContain(name)
  })

  it('delivers all events, and indexes every column that is read', async () => {
    const { Resources } = await parsed()
    expect(Resources.Trail?.Properties).toMatchObject({ EventRW: 'All' })
    const text = JSON.stringify(Resources.Index?.Properties)
    for (const column of COLUMNS) expect(text).toContain(`{"Name":"${column}","Type":"text","EnableAnalytics":true}`)
  })
})

describe('deploy/evidence/main.tf', () => {
  it('declares every variable that it uses, and uses every one', async () => {
    const text = await read('deploy/evidence/main.tf')
    const declared = [...text.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name)
    const used = new Set([...text.matchAll(/\bvar\.(\w+)/g)].map(([, name]) => name))
    expect([...used].sort()).toEqual([...declared].sort())
  })

  it('refers only to resources that it makes, with brackets that close', async () => {
    const text = await read('deploy/evidence/main.tf')
    const made = new Set([...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`))
    const referred = [...text.matchAll(/(?<!data\.)\b(alicloud_\w+\.\w+)\b/g)].map(([, name]) => name)
    for (const name of referred) expect(made).toContain(name)
    const code = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/#.*$/gm, '')
    for (const [open, close] of ['{}', '[]', '()'].map((each) => [...each]))
      expect(code.split(open ?? '').length).toBe(code.split(close ?? '').length)
  })

  it('delivers all events of all regions, and lets SQL see long texts', async () => {
    const text = await read('deploy/evidence/main.tf')
    expect(text).toMatch(/event_rw +=? "All"\n +trail_region +=? "All"/)
    expect(text).toContain('max_text_len  = 16384')
    for (const column of COLUMNS) expect(text).toContain(`"${column}" = { "type" = "text", "doc_value" = true }`)
  })
})

describe('deploy/policies/operator.json', () => {
  it('has no right that a role of the program has, and makes roles for ActionTrail alone', async () => {
    const { Statement } = z
      .object({ Statement: z.array(z.looseObject({ Action: z.array(z.string()), Condition: z.unknown().optional() })) })
      .parse(JSON.parse(await read('deploy/policies/operator.json')))
    const writes = Statement.flatMap(({ Action }) => Action).filter((action) =>
      /:(Create|Update|Start|Put)/.test(action),
    )
    const roles = ROLES.flatMap((role) => permissions(role, PLACES).flatMap(({ actions }) => actions))
    for (const action of writes) expect(roles).not.toContain(action)
    for (const action of Statement.flatMap(({ Action }) => Action)) expect(action).not.toMatch(/\*|Delete|Stop/)
    const [linked] = Statement.filter(({ Action }) => Action.includes('ram:CreateServiceLinkedRole'))
    expect(linked?.Condition).toEqual({ StringEquals: { 'ram:ServiceName': 'actiontrail.aliyuncs.com' } })
  })
})
