import { describe, expect, it } from 'vitest'
import type { InstanceKind } from '../../../shared/domain/instances/instance-kind.ts'
import { renderFinding } from '../../../shared/domain/rules/render-finding.ts'
import { keySnapshot } from '../../support/domain/case-factory.ts'
import { textsOf } from '../../support/domain/rules/finding-texts.ts'

const of = (keySpec: string, kind: InstanceKind) =>
  textsOf('key-spec-unsupported', {
    key: keySnapshot({ facts: { keySpec } }),
    destination: { instance: 'kst-hzz1', kind },
  })

describe('a key spec that the destination does not take', () => {
  it.each<[string, InstanceKind, string, string]>([
    ['Aliyun_SM4', 'software', 'the software instance kst-hzz1', '软件密钥管理实例 kst-hzz1'],
    ['RSA_1024', 'hardware', 'the hardware instance kst-hzz1', '硬件密钥管理实例 kst-hzz1'],
  ])('%s is named, and the %s instance', (keySpec, kind, en, zh) => {
    const texts = of(keySpec, kind)
    expect(texts.data).toEqual({ keySpec, instance: 'kst-hzz1', kind, pack: '2023-09' })
    expect(texts.en.message).toContain(`${keySpec}, which ${en} does`)
    expect(texts.zh.message).toContain(`${keySpec}，${zh} `)
  })

  it('needs a hardware instance in place of a software one, and support where it is one', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(of('RSA_1024', 'software')[language].action).toContain('CMK_DESTINATION')
      expect(of('RSA_1024', 'software')[language].action).not.toMatch(/technical support|技术支持/)
      expect(of('RSA_1024', 'hardware')[language].action).not.toContain('CMK_DESTINATION')
      expect(of('RSA_1024', 'hardware')[language].action).toMatch(/technical support|技术支持/)
    }
  })

  it.each(['Aliyun_SM4', 'EC_SM2'])('%s is told of the module besides, and others are not', (keySpec) => {
    for (const language of ['en', 'zh'] as const) {
      const other = of('RSA_1024', 'software')[language].action
      const national = of(keySpec, 'software')[language].action
      expect(national.startsWith(other)).toBe(true)
      expect(national.slice(other.length)).toContain('Aliyun_SM4')
    }
  })

  it('reads without the data that an older row lacks', () => {
    const old = (data: Record<string, string>, language: 'en' | 'zh') =>
      renderFinding({ rule: 'key-spec-unsupported', message: '', action: '', data }, language).message
    expect(old({}, 'en')).toBe('The key spec is another one, which the KMS instance does not take.')
    expect(old({ keySpec: 'EC_SM2', kind: 'software' }, 'en')).toContain('EC_SM2, which the software instance does')
    expect(old({}, 'zh')).toContain('其他规格，KMS 实例 不')
  })
})
