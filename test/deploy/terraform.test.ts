import { describe, expect, it } from 'vitest'
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

  it('puts out the variables that the Serverless Devs templates read', async () => {
    const text = await read('deploy/terraform/outputs.tf')
    const exported = [...text.matchAll(/^ +export (\w+)=/gm)].map(([, name]) => name)
    expect(exported).toEqual(HANDED_OVER)
  })
})
