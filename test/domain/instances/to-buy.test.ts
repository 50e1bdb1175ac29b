import { describe, expect, it } from 'vitest'
import { MovingKeys, movingTogether } from '../../../shared/domain/instances/moving-keys.ts'
import { HourlyCalls, jointPeak } from '../../../shared/domain/instances/peak-use.ts'
import { toBuy } from '../../../shared/domain/instances/to-buy.ts'
import { peakUse } from '../../support/domain/instances.ts'
import { callerNamed } from '../../support/domain/plan-rows.ts'
import { row } from '../../support/rows.ts'

const moving = (keys: number, secrets: number, specs: readonly string[], vpcCallers = 0) => ({
  ...{ keys, secrets, vpcCallers, otherVpcCallers: 1, vpcs: new Set(['vpc-2', 'vpc-1'].slice(0, vpcCallers)) },
  specs: new Map(specs.map((spec) => [spec, 1])),
})
const buy = (...args: [ReturnType<typeof moving>, number | undefined]) =>
  toBuy('cn-hangzhou', args[0], args[1] === undefined ? undefined : jointPeak([peakUse(args[1])]))

describe('what to buy', () => {
  it('has a fifth more than there is, rounded up', () => {
    expect(buy(moving(101, 7, ['Aliyun_AES_256']), 0).buy).toEqual({
      kind: 'software',
      keys: 122,
      secrets: 9,
      qps: 1000,
    })
  })

  it.each([
    [333, 1000],
    [334, 2000],
    [667, 4000],
    [1_334, null],
  ])('for %d calls a second on average is a tier with room for bursts: %s', (perSecond, qps) => {
    const { buy: bought, findings } = buy(moving(1, 0, []), perSecond * 3_600)
    expect(bought.qps).toBe(qps)
    expect(findings.find(({ text }) => text.id === 'buy-qps')?.text.params).toMatchObject({ qps, perSecond })
  })

  it('is a hardware instance only for specs that a software instance does not take', () => {
    const { buy: bought, findings } = buy(moving(3, 0, ['RSA_2048', 'EC_SM2', 'Aliyun_SM4']), 0)
    expect(bought.kind).toBe('hardware')
    expect(findings[0]?.text.params).toMatchObject({ specs: ['Aliyun_SM4', 'EC_SM2'] })
  })

  it('says what is not known, and that VPCs have to be bound', () => {
    const ids = buy(moving(3, 0, [], 2), undefined).findings.map(({ text }) => text.id)
    expect(ids).toEqual(['buy-instance', 'buy-qps-unknown', 'buy-vpcs'])
    const vpcs = buy(moving(3, 0, [], 2), 0).findings.find(({ text }) => text.id === 'buy-vpcs')
    expect(vpcs?.text.params).toEqual({ callers: 2, vpcs: ['vpc-1', 'vpc-2'], others: 1 })
    expect(buy(moving(3, 0, [], 2), undefined).buy.qps).toBeNull()
  })
})

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
    expect(movingTogether([sum.moving, sum.moving])).toMatchObject({
      keys: 6,
      secrets: 4,
      vpcCallers: 6,
      vpcs: vpcs.vpcs,
    })
    expect(movingTogether([sum.moving, sum.moving]).specs.get('RSA_2048')).toBe(2)
  })
})

describe('the busiest hour', () => {
  const day = (hour: number, calls: number) => Array.from({ length: 24 }, (_, at) => (at === hour ? calls : 0))

  it('is that of all keys together, the latest of several, and not before the window', () => {
    const hours = new HourlyCalls()
    expect(hours.busiest()).toBeNull()
    const since = Date.parse('2026-11-20T08:30:00Z')
    const at = Date.parse('2026-11-20T01:02:03Z')
    hours.add(at, day(7, 100), since)
    hours.add(at, day(9, 30), since)
    hours.add(at, day(9, 12), since)
    hours.add(Date.parse('2026-11-21T23:00:00Z'), day(9, 42), since)
    hours.add(at, day(8, 41), since)
    expect(hours.busiest()).toEqual({ from: '2026-11-21T09:00:00Z', calls: 42 })
  })

  it('of several accounts is added up as if it were one hour, and unknown where one is', () => {
    expect(jointPeak([peakUse(3_600), peakUse(1_800, false), peakUse(0)])).toEqual({
      ...{ calls: 5_400, perSecond: 1.5, at: '2026-11-20T09:00:00Z', scopes: 3, complete: false },
    })
    expect(jointPeak([peakUse(3_600), undefined])).toBeUndefined()
    expect(jointPeak([])).toBeUndefined()
    expect(jointPeak([peakUse(36_001)])?.perSecond).toBe(11)
  })
})
