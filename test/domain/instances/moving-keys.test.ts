import { describe, expect, it } from 'vitest'
import { MovingKeys, movingTogether } from '../../../shared/domain/instances/moving-keys.ts'
import type { CallerSummary } from '../../../shared/domain/readiness.ts'
import { callerNamed } from '../../support/domain/plan-rows.ts'
import { row } from '../../support/rows.ts'

function keyCalledBy(...callers: readonly CallerSummary[]) {
  const sum = new MovingKeys()
  sum.add(row({ usage: { ...row().usage, callers } }))
  return sum.moving
}

describe('keys that move', () => {
  it('bring secrets and callers once, and specs that are known', () => {
    const sum = new MovingKeys()
    const facts = row().facts
    const told = { ...callerNamed('a'), vpcs: ['vpc-1', 'vpc-2'] }
    const partly = { ...callerNamed('c'), vpcs: ['vpc-2'], otherVpcs: true as const }
    const callers = [told, callerNamed('b'), partly, { ...callerNamed('rds', 'cloud-service'), vpcs: ['vpc-9'] }]
    const usage = { ...row().usage, callers }
    sum.add(row({ keyId: 'key-1', secrets: ['s', 't'], usage }))
    sum.add(row({ keyId: 'key-2', secrets: ['t'], usage, facts: { ...facts, keySpec: 'RSA_2048' } }))
    sum.add(row({ keyId: 'key-3', facts: { ...facts, keySpec: null } }))
    const specs = new Map([
      ['Aliyun_AES_256', 1],
      ['RSA_2048', 1],
    ])
    const vpcs = { vpcCallers: 3, otherVpcCallers: 2, vpcs: new Set(['vpc-1', 'vpc-2']) }
    expect(sum.moving).toEqual({ keys: 3, secrets: 2, specs, ...vpcs })
    const twice = new Map([
      ['Aliyun_AES_256', 2],
      ['RSA_2048', 2],
    ])
    expect(movingTogether([sum.moving, sum.moving])).toEqual({
      ...{ keys: 6, secrets: 4, specs: twice },
      ...{ vpcCallers: 6, otherVpcCallers: 4, vpcs: vpcs.vpcs },
    })
  })

  it.each<[string, Partial<CallerSummary>, number]>([
    ['all VPCs are known', { vpcs: ['vpc-1'] }, 0],
    ['some VPCs are known', { vpcs: ['vpc-1'], otherVpcs: true }, 1],
    ['no VPC is known', { otherVpcs: true }, 1],
    ['an older version wrote nothing of VPCs', {}, 1],
  ])('count an application among those of other VPCs unless all are known: %s', (_, parts, others) => {
    expect(keyCalledBy({ ...callerNamed('a'), ...parts })).toMatchObject({ vpcCallers: 1, otherVpcCallers: others })
  })

  it.each<[string, Partial<CallerSummary>]>([
    ['a public address', { network: 'public' }],
    ['an inner network', { network: 'internal' }],
    ['a VPC, as a cloud service', { client: 'cloud-service' }],
    ['a VPC, at the console', { client: 'console' }],
  ])('need no VPC for who calls from %s', (_, parts) => {
    expect(keyCalledBy({ ...callerNamed('a'), vpcs: ['vpc-1'], ...parts })).toMatchObject({
      ...{ vpcCallers: 0, otherVpcCallers: 0, vpcs: new Set() },
    })
  })
})
