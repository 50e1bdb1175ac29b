import { describe, expect, it } from 'vitest'
import type { UnreadFact } from '../../../shared/domain/key.ts'
import { message, type Text } from '../../../shared/domain/messages/message.ts'
import type { RuleContext } from '../../../shared/domain/rule-context.ts'
import { listed } from '../../../shared/domain/rules/phrases.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { call } from '../../support/domain/call.ts'
import { application, keySnapshot, unlistedRole, use, WINDOW } from '../../support/domain/case-factory.ts'
import { ENGLISH, textsOf } from '../../support/domain/rules/finding-texts.ts'

describe('evidence-incomplete', () => {
  const gap = { from: WINDOW.from, to: WINDOW.from + HOUR }
  const unread = (...reasons: readonly Text[]): UnreadFact[] => reasons.map((reason) => ({ fact: 'origin', reason }))

  it.each<[string, Partial<RuleContext>, RegExp, readonly RegExp[]]>([
    [
      'a right',
      { key: keySnapshot({ unread: unread(call('DescribeKey', 'Forbidden.RAM')) }) },
      /kms:DescribeKey/,
      [/RAM/, /下次/],
    ],
    [
      'a fact',
      { key: keySnapshot({ unread: unread(call('DescribeKey', 'Throttling')) }) },
      /^[^:]*$/,
      [/^下次[^，]*。$/],
    ],
    ['events', { gaps: [gap] }, /CMK_TRAIL_BUDGET_MINUTES/, [/CMK_TRAIL_BUDGET_MINUTES/]],
    ['time', { window: { from: WINDOW.to, to: WINDOW.to } }, /^[^,]*$/, [/^下次[^，]*。$/]],
  ])('says how to get %s', (_, context, en, zh) => {
    const texts = textsOf('evidence-incomplete', context)
    expect(texts.en.action).toMatch(en)
    for (const each of zh) expect(texts.zh.action).toMatch(each)
    expect(texts.zh.action).not.toMatch(ENGLISH)
  })

  it('says it for all that is missing, one after the other', () => {
    const { en, zh } = textsOf('evidence-incomplete', {
      key: keySnapshot({ unread: unread(call('DescribeKey', 'AccessDenied'), call('ListKeyVersions', 'Throttling')) }),
      gaps: [gap],
      gapReasons: [call('LookupEvents', 'Throttling')],
    })
    expect(en.message).toMatch(
      /\(DescribeKey: AccessDenied, ListKeyVersions: Throttling\)\. Events .*\(LookupEvents: Throttling\)\.$/,
    )
    expect(zh.message).toMatch(
      /（原因：DescribeKey: AccessDenied、ListKeyVersions: Throttling）。以下.*（原因：LookupEvents: Throttling）。$/,
    )
    expect(zh.action).toMatch(/^[^。]*kms:DescribeKey[^。]*。[^。]*。[^。]*。/)
    expect(zh.action).not.toMatch(ENGLISH)
  })

  it('tells reasons in the language of the reader', () => {
    const { en, zh } = textsOf('evidence-incomplete', { gaps: [gap], gapReasons: [message('budget-used-up')] })
    expect(en.message).toContain('(the nightly budget is used up)')
    expect(zh.message).not.toMatch(ENGLISH)
  })

  it('counts the reasons that it does not list', () => {
    const gapReasons = Array.from({ length: 12 }, (_, n) => `reason ${n}`)
    const { data, en, zh } = textsOf('evidence-incomplete', { gaps: [gap], gapReasons })
    expect(data).toMatchObject({ moreReasons: 2 })
    expect(en.message).toContain('reason 9 and 2 more)')
    expect(zh.message).toContain('reason 9 等 12 个）')
    const key = keySnapshot({ unread: unread(call('DescribeKey', 'Throttling')) })
    const beside = textsOf('evidence-incomplete', { key, gaps: [gap], gapReasons })
    expect(beside.en.message).toContain('(DescribeKey: Throttling)')
    expect(beside.zh.message).toContain('（原因：DescribeKey: Throttling）')
  })

  it('takes for a right what an operation was denied, and nothing else', () => {
    const grants = (gapReasons: readonly Text[]) => textsOf('evidence-incomplete', { gaps: [gap], gapReasons })
    expect(grants(['LookupEvents: AccessDenied']).data).toMatchObject({ grants: [] })
    expect(grants([call('LookupEvents', 'Throttling')]).data).toMatchObject({ grants: [] })
    expect(grants([message('reasons', { reasons: [call('LookupEvents', 'NoPermission')] })]).data).toMatchObject({
      grants: [],
    })
    expect(grants([call('DescribeTrails', 'AccessDenied'), call('LookupEvents', 'Unauthorized')]).data).toMatchObject({
      grants: ['actiontrail:DescribeTrails', 'actiontrail:LookupEvents'],
    })
    expect(grants([call('LookupEvents', 'AccessDenied')]).source).toContain('actiontrail')
    expect(grants([call('LookupEvents', 'AccessDenied')]).source).toMatch(/ram$/)
    expect(grants([call('ListKeys', 'AccessDenied')]).source).toMatch(/lookupevents$/)
  })

  it.each([
    [call('DescribeKey', 'Throttling'), 'describekey'],
    [call('ListAliases', 'Throttling'), 'listaliases'],
    ['ListSecrets: Throttling', 'describekey'],
    [message('reasons', { reasons: [call('ListSecrets', 'Throttling')] }), 'describekey'],
    ['', 'describekey'],
  ])('cites the operation that did not tell: %j', (reason, page) => {
    expect(textsOf('evidence-incomplete', { key: keySnapshot({ unread: unread(reason) }) }).source).toMatch(
      new RegExp(`-${page}$`),
    )
  })
})

describe('unknown-network', () => {
  const open = use({ caller: application({ network: 'public', address: '203.0.113.9' }) })
  const placeless = use({ caller: application({ network: 'unknown', principal: 'role/lost' }) })

  it('asks for ranges where addresses are public, and for the owners where there is none', () => {
    for (const language of ['en', 'zh'] as const) {
      const action = (...uses: RuleContext['uses']) => textsOf('unknown-network', { uses })[language].action
      expect(action(open)).toContain('CMK_OWN_CIDRS')
      expect(action(open)).not.toContain('11.0.0.0/8')
      expect(action(placeless)).not.toContain('CMK_OWN_CIDRS')
      expect(action(placeless)).toContain('role/lost')
      expect(action(open, placeless)).toMatch(
        language === 'en' ? /CMK_OWN_CIDRS.*\. .*11\.0/ : /CMK_OWN_CIDRS.*。[^ ].*11\.0/,
      )
    }
  })

  it('asks in one language', () => {
    expect(textsOf('unknown-network', { uses: [open, placeless] }).zh.action).not.toMatch(ENGLISH)
  })

  it('names the addresses, and how many more there are', () => {
    const many = Array.from({ length: 12 }, (_, n) => ({
      ...open,
      caller: { ...open.caller, address: `203.0.113.${n}` },
    }))
    const { en, zh, data } = textsOf('unknown-network', { uses: many })
    expect(data).toMatchObject({ moreAddresses: 2, publicCalls: 12, placelessCalls: 0 })
    expect(en.message).toMatch(/, from 203\.0\.113\.0, .* and 2 more\.$/)
    expect(zh.message).toMatch(/，来自 203\.0\.113\.0、.* 等 12 个。$/)
    const addressless = textsOf('unknown-network', { uses: [placeless] })
    expect(addressless.en.message).toMatch(/the last at 2026-11-19T01:00:00Z\.$/)
    expect(addressless.zh.message).toMatch(/最近一次在 2026-11-19T01:00:00Z。$/)
  })
})

describe('outside-alibaba-cloud', () => {
  const outside = (address?: string) =>
    textsOf('outside-alibaba-cloud', {
      uses: [use({ caller: application({ network: 'public', ...(address && { address }) }) })],
      ownRangesKnown: true,
    })

  it('names an address where there is one', () => {
    expect(outside('203.0.113.9').data).toMatchObject({ addresses: ['203.0.113.9'] })
    expect(outside('203.0.113.9').en.message).toContain(' (203.0.113.9): ')
    expect(outside('203.0.113.9').zh.message).toContain('（203.0.113.9）：')
    expect(outside().data).toMatchObject({ addresses: [], moreAddresses: 0 })
    expect(outside().en.message).not.toContain('(')
    expect(outside().zh.message).not.toContain('（')
  })
})

describe('automatic rotation', () => {
  const of = (automaticRotation: string, nextRotationAt: string | null = null) =>
    textsOf('rotation-enabled', { key: keySnapshot({ facts: { automaticRotation, nextRotationAt } }) })

  it('is disabled before or after the key is enabled', () => {
    for (const date of [null, '2026-12-01T00:00:00Z', '2020-01-01T00:00:00Z']) {
      expect(of('Enabled', date).zh.action).not.toContain('启用')
      expect(of('Suspended', date).zh.action).toContain('启用')
      expect(of('Enabled', date).en.action).not.toContain('is enabled')
      expect(of('Suspended', date).en.action).toContain('is enabled')
    }
    expect(of('Suspended').en.action).toMatch(/is enabled, because/)
    expect(of('Suspended').zh.action).toMatch(/关闭自动轮转（/)
    expect(of('Suspended', '2026-12-01T00:00:00Z').zh.action).toContain('2026-12-01T00:00:00Z')
  })
})

describe('a finding about use', () => {
  it('lists callers by calls and then by name, and all else by name, each once', () => {
    const by = (principal: string, more: object = {}) =>
      use({ caller: application({ principal, client: 'php', ...more }) })
    const { data } = textsOf('unsupported-language', {
      uses: [
        by('role/b'),
        by('role/c', { client: 'cli', network: 'internal' }),
        by('role/a', { client: 'ruby', network: 'vpc' }),
        by('role/d'),
        by('role/d', { client: 'nodejs' }),
        { ...by('role/b'), operation: 'Sign', calls: 0, lastAt: '2026-11-19T23:00:00Z' },
        { ...by('role/a'), operation: 'Encrypt', calls: 0, lastAt: '2026-11-01T00:00:00Z' },
      ],
    })
    expect(data).toMatchObject({
      operations: ['Decrypt', 'Encrypt', 'Sign'],
      callers: ['role/d', 'role/a', 'role/b', 'role/c'],
      moreCallers: 0,
      clients: ['cli', 'nodejs', 'php', 'ruby'],
      networks: ['internal', 'vpc'],
      calls: 5,
      lastAt: '2026-11-19T23:00:00Z',
    })
  })

  it('reads in its language alone', () => {
    const role = textsOf('unknown-service-role', { uses: [use({ caller: unlistedRole({ client: 'unknown' }) })] })
    const blocked = textsOf('blocked-operation', { uses: [use({ operation: 'ReEncrypt' })] })
    const abroad = textsOf('outside-alibaba-cloud', {
      uses: [use({ caller: application({ network: 'public' }) })],
      ownRangesKnown: true,
    })
    for (const { en, zh } of [role, blocked, abroad]) {
      expect(`${en.message}${en.action}`).not.toMatch(/\p{Script=Han}/u)
      expect(`${zh.message}${zh.action}`).not.toMatch(ENGLISH)
    }
  })
})

it('names are listed as each language lists them', () => {
  expect(listed(['a', 'b'], 0, 'en')).toBe('a, b')
  expect(listed(['a', 'b'], 1, 'en')).toBe('a, b and 1 more')
  expect(listed(['a', 'b'], 0, 'zh')).toBe('a、b')
  expect(listed(['a', 'b'], 1, 'zh')).toBe('a、b 等 3 个')
  expect(listed([], 0, 'en')).toBe('')
})

describe('a key of a KMS instance', () => {
  const of = (onceCandidate: boolean, kmsInstanceId: string | null) =>
    textsOf('in-kms-instance', { key: keySnapshot({ kind: 'instance', onceCandidate, facts: { kmsInstanceId } }) })

  it('is named by its instance, and asks for steps once it has moved', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(of(true, 'kst-1')[language].message).toContain('kst-1')
      expect(of(false, 'kst-1')[language].message).toContain('kst-1')
      expect(of(false, null)[language].message).not.toMatch(/kst|null|undefined/)
      expect(of(true, 'kst-1')[language].action).not.toBe('')
      expect(of(false, 'kst-1')[language].action).toBe('')
    }
  })
})
