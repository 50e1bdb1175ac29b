import { describe, expect, it } from 'vitest'
import { judge } from '../../../shared/domain/judge.ts'
import type { UnreadFact } from '../../../shared/domain/key.ts'
import { LANGUAGES } from '../../../shared/domain/language.ts'
import { message, type Text } from '../../../shared/domain/messages/message.ts'
import type { RuleContext } from '../../../shared/domain/rule-context.ts'
import { renderFinding } from '../../../shared/domain/rules/render-finding.ts'
import type { RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { DAY, HOUR } from '../../../shared/domain/time.ts'
import { call } from '../../support/domain/call.ts'
import { keySnapshot, ruleContext, use, WINDOW } from '../../support/domain/case-factory.ts'

function findingOf(id: string, context: RuleContext, pack: RulePack = '2023-09') {
  const finding = judge(context, pack).findings.find(({ rule }) => rule === id)
  if (!finding) throw new Error(`${id} did not fire`)
  return finding
}

function rotation(automaticRotation: string, nextRotationAt: string | null = null) {
  return findingOf(
    'rotation-enabled',
    ruleContext({ key: keySnapshot({ facts: { automaticRotation, nextRotationAt } }) }),
  )
}

describe('evidence-incomplete', () => {
  const gap = { from: WINDOW.from, to: WINDOW.from + 3 * DAY }

  it('says from when to when events are missing, why, and that the next run goes on', () => {
    const finding = findingOf(
      'evidence-incomplete',
      ruleContext({ gaps: [gap], gapReasons: ['nightly budget used up'] }),
    )
    expect(finding.message).toBe(
      'Events were not read completely from 2026-08-22T01:00:00Z to 2026-08-25T01:00:00Z (nightly budget used up).',
    )
    expect(finding.action).toMatch(/^The next run resumes where this one stopped\..*CMK_TRAIL_BUDGET_MINUTES/)
    for (const language of LANGUAGES)
      expect(renderFinding(finding, language).action).not.toMatch(/CMK_SOURCE|Log Service|SLS/)
    expect(renderFinding(finding, 'zh').message).toBe(
      '以下时间段的事件未完整读取：2026-08-22T01:00:00Z 至 2026-08-25T01:00:00Z（原因：nightly budget used up）。',
    )
  })

  it('lists ten gaps and says how many more there are', () => {
    const gaps = Array.from({ length: 12 }, (_, day) => ({
      from: WINDOW.from + day * DAY,
      to: WINDOW.from + day * DAY + HOUR,
    }))
    const finding = findingOf('evidence-incomplete', ruleContext({ gaps }))
    expect(finding.data.gaps).toHaveLength(10)
    expect(finding.message).toContain(' and 2 more.')
  })

  it('names the facts, the reasons once, and the permissions to grant', () => {
    const unread = (['keyState', 'origin', 'versions'] as const).map((fact) => ({
      fact,
      reason:
        fact === 'versions'
          ? call('ListKeyVersions', 'InternalFailure')
          : call('DescribeKey', 'Forbidden.NoPermission'),
    }))
    const context = ruleContext({
      key: keySnapshot({ unread, facts: { keyState: null, origin: null, versions: null } }),
      gaps: [gap],
      gapReasons: [call('LookupEvents', 'NoPermission'), call('LookupEvents', 'NoPermission')],
    })
    const { message, action } = findingOf('evidence-incomplete', context)
    expect(message).toMatch(
      /^Key facts not read: keyState, origin, versions \(DescribeKey: Forbidden\.NoPermission, ListKeyVersions: InternalFailure\)\. Events/,
    )
    expect(message).toContain('(LookupEvents: NoPermission).')
    expect(action).toMatch(
      /^Grant the auditing RAM role kms:DescribeKey, actiontrail:LookupEvents\. The next run reads the facts again\./,
    )
  })

  it('asks for no permission where none was denied', () => {
    const unread = [{ fact: 'origin', reason: call('DescribeKey', 'Rejected.Throttling') }] as const
    const { action } = findingOf('evidence-incomplete', ruleContext({ key: keySnapshot({ unread }) }))
    expect(action).toBe('The next run reads the facts again.')
  })

  const KMS = 'https://www.alibabacloud.com/help/en/kms/key-management-service'
  const RIGHTS = `${KMS}/security-and-compliance/authorization-information`
  const operation = (name: string) => `${KMS}/developer-reference/api-kms-2016-01-20-${name}`
  const ACTIONTRAIL = 'https://www.alibabacloud.com/help/en/actiontrail/developer-reference/api-actiontrail-2020-07-06'
  const unread = (fact: UnreadFact['fact'], reason: Text) => keySnapshot({ unread: [{ fact, reason }] })

  it.each([
    ['a right on KMS', { key: unread('origin', call('DescribeKey', 'Forbidden.NoPermission')) }, RIGHTS],
    ['a right on secrets', { key: unread('secrets', call('ListSecrets', 'Forbidden.NoPermission')) }, RIGHTS],
    [
      'a right on KMS beside a gap',
      {
        key: unread('versions', call('ListKeyVersions', 'Forbidden.NoPermission')),
        gaps: [gap],
        gapReasons: ['budget'],
      },
      RIGHTS,
    ],
    [
      'a right on ActionTrail',
      { gaps: [gap], gapReasons: [call('LookupEvents', 'NoPermission')] },
      `${ACTIONTRAIL}-ram`,
    ],
    ['events', { gaps: [gap], gapReasons: ['nightly budget used up'] }, `${ACTIONTRAIL}-lookupevents`],
    ['time', { window: { from: WINDOW.to, to: WINDOW.to } }, `${ACTIONTRAIL}-lookupevents`],
    [
      'an answer of DescribeKey',
      { key: unread('origin', call('DescribeKey', 'InternalFailure')) },
      operation('describekey'),
    ],
    [
      'an answer of ListSecrets',
      { key: unread('secrets', call('ListSecrets', 'Throttling')) },
      operation('listsecrets'),
    ],
    ['who created it', { key: unread('creatorType', message('creator-type-changed')) }, operation('listkeys')],
    ['versions without a word', { key: keySnapshot({ facts: { versions: null } }) }, operation('listkeyversions')],
    ['its kind', { key: keySnapshot({ kind: 'unclassified' }) }, operation('describekey')],
  ] as const)('cites the page on what is missing: %s', (_, subject, source) => {
    expect(findingOf('evidence-incomplete', ruleContext(subject)).source).toBe(source)
  })

  it('says that a key is too new to be observed', () => {
    const context = ruleContext({ window: { from: WINDOW.to, to: WINDOW.to }, uses: [] })
    const { message, action } = findingOf('evidence-incomplete', context)
    expect(message).toBe(
      'Nothing could be observed yet: the key was created at or after 2026-11-20T01:00:00Z, where the window of this run ends.',
    )
    expect(action).toBe('The next run covers it.')
  })
})

describe('what a key is', () => {
  it('a migrated key names its instance and the deadline of the page', () => {
    const context = ruleContext({ key: keySnapshot({ kind: 'instance', facts: { kmsInstanceId: 'kst-1' } }) })
    const literal = findingOf('in-kms-instance', context)
    expect(literal.message).toBe('The key has moved from the default KMS instance to KMS instance kst-1.')
    expect(literal.action).toContain('within one month')
    expect(findingOf('in-kms-instance', context, '2024-11').action).toContain('Terraform')
  })

  it('a key that was never a candidate needs nothing done', () => {
    const key = keySnapshot({ kind: 'instance', onceCandidate: false, facts: { kmsInstanceId: 'kst-1' } })
    const { message, action } = findingOf('in-kms-instance', ruleContext({ key }))
    expect(message).toBe('The key belonged to KMS instance kst-1 when it was first seen.')
    expect(action).toBe('')
    const nameless = findingOf(
      'in-kms-instance',
      ruleContext({ key: keySnapshot({ ...key, facts: { kmsInstanceId: null } }) }),
    )
    expect(nameless.message).toBe('The key belonged to a KMS instance when it was first seen.')
    expect(renderFinding(nameless, 'zh').message).toContain('它已属于 KMS 实例。')
  })

  it('rotation says whether it is on or waits', () => {
    expect(rotation('Enabled').message).toContain('is Enabled')
    expect(rotation('Suspended').message).toContain('is Suspended')
    expect(rotation('Suspended').action).toContain('as soon as the key is enabled')
  })

  it('rotation tells its date: from then on the key cannot be migrated', () => {
    const at = '2026-12-01T02:03:04Z'
    for (const state of ['Enabled', 'Suspended']) {
      const finding = rotation(state, at)
      expect(finding.data).toMatchObject({ nextRotationAt: at })
      expect(finding.message).toContain(`The next rotation is at ${at}: from then on the key cannot be migrated.`)
      expect(finding.action).toContain(`before ${at}`)
      expect(renderFinding(finding, 'zh')).toMatchObject({
        message: expect.stringContaining(`下次轮转时间为 ${at}，此后该密钥将无法迁移。`),
        action: expect.stringContaining(`在 ${at} 之前`),
      })
    }
  })

  it('rotation whose date is not known says so, and is to be disabled now', () => {
    for (const state of ['Enabled', 'Suspended'])
      for (const date of [null, '', 'soon', '0000-00-00T00:00:00Z']) {
        const finding = rotation(state, date)
        expect(finding.data).not.toHaveProperty('nextRotationAt')
        expect(finding.message).toContain('KMS reports no date for the next rotation')
        expect(renderFinding(finding, 'zh').message).toContain('KMS 未返回下次轮转的时间')
        expect(`${finding.action}${renderFinding(finding, 'zh').action}`).not.toMatch(
          /before {1,}|在 {1,}之前|undefined/,
        )
      }
    expect(rotation('Enabled').action).toMatch(/^Disable automatic rotation now: /)
  })

  it('rotation that was due when the key was read may come at any moment, or with the enabling of the key', () => {
    for (const at of ['2026-11-20T01:00:00Z', '2021-01-01T00:00:00Z']) {
      expect(rotation('Enabled', at).message).toContain(`was due at ${at} and may happen at any moment`)
      expect(rotation('Enabled', at).action).toMatch(/^Disable automatic rotation now: /)
      expect(renderFinding(rotation('Enabled', at), 'zh').message).toContain(`原定于 ${at}，随时可能发生`)
      expect(rotation('Suspended', at).message).toContain(`due at ${at} may happen as soon as it is`)
      expect(rotation('Suspended', at).action).toContain('Ask technical support before the key is enabled')
      expect(renderFinding(rotation('Suspended', at), 'zh').action).toContain('启用密钥前请先咨询技术支持')
    }
    expect(rotation('Enabled', '2026-11-20T01:00:01Z').message).toContain('The next rotation is at')
  })

  it('secrets are named, and what becomes of them depends on the pack', () => {
    const secrets = Array.from({ length: 11 }, (_, index) => `secret-${index}`)
    const context = ruleContext({ key: keySnapshot({ secrets }) })
    const literal = findingOf('dependent-secrets', context)
    expect(literal.message).toContain('secret-9 and 1 more.')
    expect(literal.action).toContain('ticket')
    expect(findingOf('dependent-secrets', context, '2024-11').action).toContain('Migrate this CMK first')
  })

  it('versions are counted', () => {
    const { message } = findingOf('multiple-versions', ruleContext({ key: keySnapshot({ facts: { versions: 4 } }) }))
    expect(message).toBe('The key has 4 key versions.')
  })

  it('no use seen names the window', () => {
    expect(findingOf('no-use-seen', ruleContext({ uses: [] })).message).toBe(
      'No use seen from 2026-08-22T01:00:00Z to 2026-11-20T01:00:00Z.',
    )
  })

  it('scenario 1 is of the page of 2023-09', () => {
    const context = ruleContext({
      uses: [
        use({ caller: { kind: 'cloud-service', principal: 's', client: 'cloud-service', network: 'cloud-service' } }),
      ],
    })
    expect(findingOf('cloud-service-use-only', context).action).toContain('Scenario 1')
    expect(findingOf('cloud-service-use-only', context, '2024-11').action).toBe('')
  })
})
