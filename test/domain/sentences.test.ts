import { describe, expect, it } from 'vitest'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { Fault, FaultKind } from '../../shared/cloud/fault.ts'
import { inLanguage } from '../../shared/domain/sentences.ts'
import { proxyAdvice } from '../../shared/net/proxy-error.ts'

const inChinese = (text: string) => inLanguage(text, 'zh')

/** English words that are no names; CPU, RAM, sts:AssumeRole and their like stay as they are. */
const ENGLISH = /\b(the|of|to|and|or|run|again|not|is|it|by|more|check)\b/i

const KINDS: readonly FaultKind[] = [
  'throttled',
  'timeout',
  'network',
  'denied',
  'not-found',
  'invalid',
  'server',
  'bad-response',
  'contradiction',
  'expired-token',
  'unreachable',
  'aborted',
]
const CODES = [
  'Forbidden.NoPermission',
  'InvalidTimeStamp.Expired',
  'InvalidAccessKeyId.NotFound',
  'SignatureDoesNotMatch',
  'InvalidSecurityToken.Mismatch',
  'Forbidden.KMSNotEnabled',
  'Forbidden.UserInDebt',
  'ProxyAuthRequired',
]

describe('what a run writes down of calls that failed', () => {
  const faults = KINDS.flatMap((kind) =>
    CODES.flatMap((code) =>
      (['kms', 'actiontrail', 'sts'] as const).map((service): Fault => {
        return { service, action: service === 'sts' ? 'AssumeRole' : 'ListKeys', region: 'cn-hangzhou', kind, code }
      }),
    ),
  )

  it.each([...new Set(faults.map((fault) => new CloudError(fault).advice))])(
    'has its like in Chinese: %s',
    (advice) => {
      const chinese = inChinese(advice)
      expect(chinese).toMatch(/\p{Script=Han}/u)
      expect(chinese).not.toMatch(ENGLISH)
      for (const [name] of advice.matchAll(/CMK_\w+|ALIBABA_\w+|kms:\w+|sts:\w+|Aliyun\w+/g))
        expect(chinese).toContain(name)
    },
  )

  it.each([
    'ProxyUnreachable',
    'ProxyAuthRequired',
    'ProxyRefused',
    'ProxyCannotConnect',
    'ProxyBadAnswer',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'ECONNRESET',
  ])('has its like in Chinese where a proxy stands in between: %s', (code) => {
    const [at, variable] = ['proxy.corp:3128', 'HTTPS_PROXY']
    const advice = proxyAdvice(code, { host: 'proxy.corp', port: 3128, isSecure: false, at, variable }) ?? ''
    const chinese = inChinese(advice)
    expect(chinese).toMatch(/\p{Script=Han}/u)
    expect(chinese).not.toMatch(ENGLISH)
    expect(chinese).toContain(at)
    expect(chinese).toContain(variable)
  })

  it('is told with its numbers and reasons', () => {
    expect(
      inChinese('3 days of events are not read yet: the nightly budget is used up; about 2.5 h more of reading'),
    ).toBe('尚有 3 天的事件未读取: 每晚的时间预算已用完；预计还需读取 2.5 小时')
    expect(inChinese('the time of this process is used up; LookupEvents: ServiceUnavailable')).toBe(
      '本次进程的时间已用完; LookupEvents: ServiceUnavailable',
    )
  })

  it('stays as it is where it is nobody’s we know', () => {
    expect(inChinese('kms ListKeys in cn-hangzhou: Forbidden')).toBe('kms ListKeys in cn-hangzhou: Forbidden')
  })
})
