import { describe, expect, it } from 'vitest'
import { jointPeak } from '../../../shared/domain/instances/peak-use.ts'
import { toBuy } from '../../../shared/domain/instances/to-buy.ts'
import { peakUse } from '../../support/domain/instances.ts'

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

  it('is the smallest tier for keys that nobody calls, and no VPC without callers in one', () => {
    const [, ...others] = buy(moving(3, 0, []), 0).findings
    expect(others).toEqual([{ level: 'advice', text: { id: 'buy-qps-unused', params: { qps: 1000 } } }])
  })
})
