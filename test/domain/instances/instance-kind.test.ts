import { describe, expect, it } from 'vitest'
import { isNational, takesSpec } from '../../../shared/domain/instances/instance-kind.ts'

describe('a key spec', () => {
  it.each([
    ['Aliyun_AES_256', true, true, false],
    ['RSA_2048', true, true, false],
    ['EC_P256K', true, true, false],
    ['Aliyun_AES_128', false, true, false],
    ['Aliyun_SM4', false, true, true],
    ['EC_SM2', false, true, true],
    [' aliyun_sm4 ', false, true, true],
    ['RSA_1024', false, false, false],
    ['', false, false, false],
  ])('%s is taken by a software instance: %s, by a hardware instance: %s; is national: %s', (spec, ...said) => {
    expect([takesSpec('software', spec), takesSpec('hardware', spec), isNational(spec)]).toEqual(said)
  })
})
