import { describe, expect, it } from 'vitest'
import { adviseOnGap, type Gap } from '../../../functions/usage/advise-on-gap.ts'
import { CloudError } from '../../../shared/cloud/errors.ts'
import { type Message, message } from '../../../shared/domain/messages/message.ts'
import { inEnglish } from '../../../shared/domain/messages/text-in.ts'

const RESUMES = message('next-run-resumes')
const advice = (given: Partial<Gap>) =>
  inEnglish(adviseOnGap({ reasons: [], errors: [], source: 'sls', own: undefined, ...given }))
const refused = (service: 'sls' | 'actiontrail', action: string, code: string, kind: 'denied' | 'invalid') =>
  new CloudError({ service, action, region: 'cn-hangzhou', kind, code })

describe('the advice on a gap fits its reason:', () => {
  it.each<[Message, RegExp]>([
    [message('trail-stopped', { trail: 'a', at: null }), /StartLogging/],
    [
      message('trail-not-delivering', { trail: 'a', code: 'NoSuchBucket', since: null }),
      /what the trail delivers to is there/,
    ],
    [message('trail-nothing-delivered', { trail: 'a' }), /first delivery/],
    [message('not-an-event', { action: 'GetLogStoreLogs', day: '2026-11-24' }), /is no event/],
    [message('answer-lacks', { day: '2026-11-24', lacks: 'incomplete' }), /split the shards/],
    [message('index-changed', { day: '2026-11-24', changed: '2026-11-24T00:00:00Z' }), /index of the logstore/],
    [message('day-without-logs', { day: '2026-11-24' }), /whether the trail delivered/],
    [message('archive-without-region', { region: 'cn-hangzhou' }), /delivers all events of this region/],
    [message('budget-used-up'), /CMK_TRAIL_BUDGET_MINUTES/],
  ])('%j', (reason, expected) => {
    for (const own of [undefined, RESUMES]) expect(advice({ reasons: [reason], own })).toMatch(expected)
    if (reason.id !== 'budget-used-up')
      expect(advice({ reasons: [reason], own: RESUMES })).not.toContain('CMK_TRAIL_BUDGET')
  })

  it('a file that cannot be used is copied again into a folder, and looked at in a bucket', () => {
    const reasons = [message('archive-file', { path: 'a.gz', fault: 'cut', detail: '' })]
    expect(advice({ reasons, source: 'dir' })).toContain('Copy the files that are named')
    expect(advice({ reasons, source: 'oss' })).toContain('Check the files that are named')
  })

  it('a call that failed has the advice of its error', () => {
    const reasons = [message('call', { action: 'GetLogStoreLogs', code: 'QueryTimeout' })]
    const errors = [refused('sls', 'GetLogStoreLogs', 'QueryTimeout', 'invalid')]
    expect(advice({ reasons, errors, own: RESUMES })).toContain('split the shards')
  })

  it('several reasons have one each, and days that only the source can bring have its own beside', () => {
    const reasons = [
      message('trail-stopped', { trail: 'a', at: null }),
      message('call', { action: 'LookupEvents', code: 'NoPermission' }),
    ]
    const errors = [refused('actiontrail', 'LookupEvents', 'NoPermission', 'denied')]
    const days = message('day-ranges', { ranges: [['2026-11-24', '2026-11-24']], more: 0 })
    const told = advice({ reasons, errors, own: message('archive-copy-days', { days }) })
    expect(told).toMatch(/StartLogging.*actiontrail:LookupEvents.*Copy the archive of 2026-11-24/)
  })

  it('what is advised beside it is not repeated, unless it is all', () => {
    const call = message('call', { action: 'LookupEvents', code: 'NoPermission' })
    const denied = refused('actiontrail', 'LookupEvents', 'NoPermission', 'denied')
    const of = { errors: [denied], told: denied.advice }
    expect(advice({ ...of, reasons: [call] })).toContain('actiontrail:LookupEvents')
    const both = advice({ ...of, reasons: [call, message('trail-stopped', { trail: 'a', at: null })] })
    expect(both).toContain('StartLogging')
    expect(both).not.toContain('LookupEvents')
  })

  it('without a reason the source has the word, and waiting is all where it has none', () => {
    expect(advice({ own: message('logstore-forgets', { days: 7 }) })).toContain('keeps 7 days')
    expect(advice({ reasons: ['said by an older version'] })).toContain('next run resumes')
  })
})
