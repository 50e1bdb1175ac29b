import { describe, expect, it } from 'vitest'
import type { SetupState } from '../../../functions/setup/look.ts'
import { planOf, type StepId } from '../../../functions/setup/plan.ts'
import { targetOf } from '../../../functions/setup/target.ts'
import { gapOf, merged, wantedIndex } from '../../../functions/setup/wanted-index.ts'
import type { TrailSettings } from '../../../shared/cloud/evidence-setup.ts'
import { DAY, HOUR } from '../../../shared/domain/time.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const TARGET = {
  ...{ accountId: '1', region: 'cn-hangzhou', logRegion: 'cn-hangzhou' },
  ...{ trail: 'cmk-readiness', project: 'audit-logs', days: 180 },
}

function trailAt(started: number, fields: Partial<TrailSettings> = {}): TrailSettings {
  return {
    ...{ name: 'cmk-readiness', homeRegion: 'cn-hangzhou', eventRW: 'All', trailRegion: 'All', isOrganization: false },
    ...{ slsProjectArn: 'acs:log:cn-hangzhou:1:project/audit-logs', enabled: true },
    ...{ createdAt: started, startedAt: started, ...fields },
  }
}

/** Everything but the history, of a trail that was started so long ago. */
function state(ago: number, fields: Partial<SetupState> = {}): SetupState {
  return {
    ...{ hasProject: true, trail: trailAt(NOW - ago), delivery: { lastAt: NOW, error: '' } },
    ...{ logstore: { ttl: 180 }, index: { ...wantedIndex(), modifiedAt: NOW - ago } },
    ...fields,
  }
}

function stepOf(id: StepId, there: SetupState, mayChange = false) {
  const step = planOf(TARGET, there, { now: NOW, mayChange }).find((each) => each.id === id)
  return step ?? expect.fail(id)
}

describe('the history job', () => {
  const job = { id: '7', trail: 'cmk-readiness', createdAt: NOW - HOUR, state: 'finished' as const }

  it.each([
    ['not needed of a trail that has recorded everything for 90 days', state(91 * DAY), 'there'],
    ['needed of a young one', state(2 * HOUR), 'missing'],
    ['done', state(2 * HOUR, { job }), 'there'],
    ['under way', state(2 * HOUR, { job: { ...job, state: 'running' } }), 'waiting'],
    ['failed: another is needed', state(2 * HOUR, { job: { ...job, state: 'failed' } }), 'missing'],
    [
      'too early: the trail was changed since',
      state(2 * HOUR, { job, trail: trailAt(NOW - DAY, { updatedAt: NOW - HOUR / 2 }) }),
      'missing',
    ],
    [
      'too early: the trail was stopped and started since',
      state(2 * HOUR, { job, trail: trailAt(NOW - HOUR / 2) }),
      'missing',
    ],
    [
      'too early: the index was changed since',
      state(2 * HOUR, { job, index: { ...wantedIndex(), modifiedAt: NOW - HOUR / 2 } }),
      'missing',
    ],
    [
      'not yet: another trail’s is under way',
      state(2 * HOUR, { otherJob: { ...job, trail: 'other', state: 'running' } }),
      'blocked',
    ],
    ['not yet: the index lacks columns', state(2 * HOUR, { job, index: { keys: {}, rest: {} } }), 'later'],
    ['not yet: the trail does not record', state(2 * HOUR, { trail: trailAt(NOW, { enabled: false }) }), 'later'],
  ] as const)('is %s', (_, there, expected) => {
    expect(stepOf('history', there).state).toBe(expected)
  })
})

describe('the other steps', () => {
  it.each([
    ['delivery', { delivery: { error: 'SlsProjectNotExist' } }, 'blocked'],
    ['delivery', { delivery: { error: '' } }, 'waiting'],
    ['retention', { logstore: { ttl: 30 } }, 'missing'],
    ['retention', { logstore: { ttl: 3_650 } }, 'there'],
    ['trail', { trail: trailAt(NOW, { trailRegion: 'cn-hangzhou' }) }, 'blocked'],
    ['trail', { trail: trailAt(NOW, { slsProjectArn: '' }) }, 'blocked'],
    ['trail', { trail: trailAt(NOW, { slsProjectArn: 'acs:log:cn-hangzhou::project/audit-logs' }) }, 'there'],
    ['logging', { trail: trailAt(NOW, { enabled: false }) }, 'missing'],
  ] as const)('%s with %j is %s', (id, fields, expected) => {
    expect(stepOf(id, state(2 * HOUR, fields)).state).toBe(expected)
  })

  it('changes an existing trail only when it may, and says what', () => {
    const there = state(2 * HOUR, { trail: trailAt(NOW, { eventRW: 'Write', trailRegion: 'cn-hangzhou' }) })
    expect(stepOf('trail', there)).toMatchObject({ state: 'blocked' })
    expect(stepOf('trail', there, true)).toMatchObject({
      state: 'missing',
      text: 'change the trail cmk-readiness: EventRW Write to All, TrailRegion cn-hangzhou to All',
    })
  })
})

describe('the index', () => {
  it('lacks nothing when it was made or merged here, and merging keeps what is there', () => {
    expect(gapOf(wantedIndex())).toBeUndefined()
    const had = {
      keys: {
        other: { type: 'text' },
        event: { type: 'json', alias: 'e', json_keys: { vpcId: { type: 'text', doc_value: false } } },
      },
      rest: { logReduce: true },
    }
    expect(gapOf(had)?.columns).toContain('vpcId')
    const now = merged(had)
    expect(gapOf(now)).toBeUndefined()
    expect(now).toMatchObject({ rest: { logReduce: true }, keys: { other: { type: 'text' }, event: { alias: 'e' } } })
  })
})

describe('the target', () => {
  const home = { accountId: '1', home: 'cn-beijing' }

  it('is a trail that has everything, one that records before one that is stopped; else a new one', () => {
    const stopped = trailAt(NOW, { name: 'stopped-all', enabled: false })
    const trails = [trailAt(NOW, { name: 'writes', eventRW: 'Write' }), stopped, trailAt(NOW, { name: 'audit-all' })]
    expect(targetOf({}, { ...home, trails })).toMatchObject({
      trail: 'audit-all',
      region: 'cn-hangzhou',
      project: 'audit-logs',
    })
    expect(targetOf({}, { ...home, trails: [stopped] })).toMatchObject({ trail: 'stopped-all' })
    const fresh = { trail: 'cmk-readiness', region: 'cn-beijing', project: 'cmk-readiness-1', days: 180 }
    expect(targetOf({}, { ...home, trails: [] })).toMatchObject(fresh)
  })

  it('has its project where the trail delivers, be it in another region', () => {
    const slsProjectArn = 'acs:log:cn-shanghai:1:project/elsewhere'
    const target = targetOf({}, { ...home, trails: [trailAt(NOW, { slsProjectArn })] })
    expect(target).toMatchObject({ region: 'cn-hangzhou', logRegion: 'cn-shanghai', project: 'elsewhere' })
  })
})
