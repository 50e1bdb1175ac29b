import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../shared/domain/time.ts'
import {
  deliveredBy,
  type HistoryJob,
  logstoreOfTrail,
  parseProjectArn,
  type TrailState,
} from '../../shared/domain/trail.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const START = NOW - 40 * DAY
const LAST = NOW - HOUR

function state({
  trail,
  ...rest
}: { trail?: Partial<TrailState['trail']> } & Partial<Omit<TrailState, 'trail'>> = {}): TrailState {
  return {
    trail: {
      ...{
        name: 'audit',
        homeRegion: 'cn-hangzhou',
        enabled: true,
        reads: true,
        regions: 'all',
        isOrganization: false,
      },
      ...{ startedAt: START, updatedAt: START - DAY, destinations: {} },
      ...trail,
    },
    destination: 'sls',
    delivery: { lastAt: LAST, error: '' },
    history: [],
    ...rest,
  }
}

function job(fields: Partial<HistoryJob> = {}): HistoryJob {
  return {
    ...{ trail: 'audit', createdAt: START + HOUR, from: START - 89 * DAY, to: START + HOUR, state: 'finished' },
    done: new Set(['cn-hangzhou']),
    ...fields,
  }
}

const held = (given: TrailState) => deliveredBy(given, 'cn-hangzhou').held
const whys = (given: TrailState) => deliveredBy(given, 'cn-hangzhou').problems.map(({ why }) => why)

test('a trail has delivered from its start to its last delivery', () => {
  expect(held(state())).toEqual([{ from: START, to: LAST }])
  expect(whys(state())).toEqual([])
})

test('what it selected before its last change, nobody knows', () => {
  expect(held(state({ trail: { updatedAt: START + 10 * DAY } }))).toEqual([{ from: START + 10 * DAY, to: LAST }])
})

test('without the moment of its start nothing is taken for granted', () => {
  const { startedAt: _, ...trail } = state().trail
  expect(held({ ...state(), trail })).toEqual([])
})

describe('a trail that can hold no use', () => {
  test.each([
    ['writes-only', { reads: false }],
    ['another-region', { regions: ['cn-beijing', 'cn-shanghai'] }],
    ['never-started', { enabled: false, startedAt: undefined }],
  ])('%s', (why, trail) => {
    const given = state({ trail: trail as Partial<TrailState['trail']>, history: [job()] })
    expect(held(given)).toEqual([])
    expect(whys(given)).toEqual([why])
  })

  test('one of several regions holds those', () => {
    expect(held(state({ trail: { regions: ['cn-beijing', 'cn-hangzhou'] } }))).toHaveLength(1)
  })
})

describe('a trail that no longer delivers holds what it delivered', () => {
  test('stopped', () => {
    const at = NOW - 5 * DAY
    const given = state({ trail: { enabled: false, stoppedAt: at } })
    expect(held(given)).toEqual([{ from: START, to: at }])
    expect(whys(given)).toEqual(['stopped'])
    // What was under way when it was stopped may never have come.
    const cut = state({ trail: { enabled: false, stoppedAt: at }, delivery: { lastAt: at + MINUTE, error: '' } })
    expect(held(cut)).toEqual([{ from: START, to: at - 14 * MINUTE }])
    // When it was stopped is not known: nothing of it is.
    expect(held(state({ trail: { enabled: false } }))).toEqual([])
  })

  test('with errors', () => {
    const given = state({ delivery: { lastAt: NOW - 3 * DAY, error: 'NoSuchProject' } })
    // Events come up to 15 minutes late, and nothing came any more.
    expect(held(given)).toEqual([{ from: START, to: NOW - 3 * DAY - 15 * MINUTE }])
    expect(whys(given)).toEqual(['delivery-failed'])
  })

  test('never delivered', () => {
    const given = state({ delivery: { error: '' } })
    expect([held(given), whys(given)]).toEqual([[], ['nothing-delivered']])
  })
})

describe('a history job', () => {
  test('that is finished covers what lies before the start', () => {
    expect(held(state({ history: [job()] }))).toEqual([{ from: START - 89 * DAY, to: LAST }])
  })

  test('covers regions in which it is finished alone', () => {
    expect(held(state({ history: [job({ done: new Set(['cn-beijing']) })] }))).toEqual([{ from: START, to: LAST }])
  })

  test('that is under way is said, and covers nothing', () => {
    const given = state({ history: [job({ state: 'running', done: new Set() })] })
    expect([held(given), whys(given)]).toEqual([[{ from: START, to: LAST }], ['history-running']])
  })

  test('that was made before the last change of the trail selected something else', () => {
    const given = state({ trail: { updatedAt: START + 10 * DAY }, history: [job()] })
    expect(held(given)).toEqual([{ from: START + 10 * DAY, to: LAST }])
  })

  test('that ends before the start leaves a gap', () => {
    const given = state({ history: [job({ to: START - HOUR })] })
    expect(held(given)).toEqual([
      { from: START - 89 * DAY, to: START - HOUR },
      { from: START, to: LAST },
    ])
  })
})

describe('what is wrong with a trail is told with what is known of it', () => {
  const problems = (given: TrailState) => deliveredBy(given, 'cn-hangzhou').problems

  test('blind: of which regions it is, and no history of it', () => {
    const given = state({ trail: { regions: ['cn-beijing'] }, history: [job()] })
    const blind = { why: 'another-region', regions: ['cn-beijing'] } as const
    expect(deliveredBy(given, 'cn-hangzhou')).toEqual({ held: [], history: [], problems: [blind] })
  })

  test('stopped: since when, where that is known', () => {
    expect(problems(state({ trail: { enabled: false, stoppedAt: LAST } }))).toEqual([{ why: 'stopped', at: LAST }])
    expect(problems(state({ trail: { enabled: false } }))).toEqual([{ why: 'stopped' }])
  })

  test('failing: with what code, and when it last delivered, where it ever did', () => {
    const failed = { why: 'delivery-failed', code: 'NoSuchProject' } as const
    expect(problems(state({ delivery: { lastAt: LAST, error: failed.code } }))).toEqual([{ ...failed, lastAt: LAST }])
    expect(problems(state({ delivery: { error: failed.code } }))).toEqual([failed])
    expect(problems(state({ delivery: { error: '' } }))).toEqual([{ why: 'nothing-delivered' }])
  })

  test.each([
    ['running', [{ why: 'history-running', from: START - 89 * DAY }]],
    ['finished', []],
    ['failed', []],
  ] as const)('a history job that is %s', (said, told) => {
    expect(problems(state({ history: [job({ state: said, done: new Set() })] }))).toEqual(told)
  })

  test('a history job of the moment of the last change counts, and one of before does not', () => {
    const changed = START + DAY
    const heldBy = (createdAt: number) =>
      deliveredBy(state({ trail: { updatedAt: changed }, history: [job({ createdAt })] }), 'cn-hangzhou').history
    expect(heldBy(changed)).toHaveLength(1)
    expect(heldBy(changed - 1)).toEqual([])
    // Nobody knows when it changed, so nobody knows what the job delivered.
    const { startedAt: _, updatedAt: __, ...trail } = state().trail
    expect(deliveredBy({ ...state(), trail, history: [job()] }, 'cn-hangzhou')).toMatchObject({ held: [], history: [] })
  })
})

describe('the project that an ARN names', () => {
  test.each([
    ['acs:log:cn-hangzhou:1000000000000001:project/audit-logs', '1000000000000001'],
    ['acs:log:cn-hangzhou::project/audit-logs', ''],
    ['acs:log:cn-hangzhou:1000000000000001:project/audit-logs/logstore/actiontrail_audit', '1000000000000001'],
  ])('%s', (arn, accountId) => {
    expect(parseProjectArn(arn)).toEqual({ region: 'cn-hangzhou', accountId, project: 'audit-logs' })
  })

  test.each([
    '',
    'audit-logs',
    'acs:log::1000000000000001:project/audit-logs',
    'acs:log:cn-hangzhou:1000000000000001:project/',
    'acs:oss:cn-hangzhou:1000000000000001:project/audit-logs',
    'x acs:log:cn-hangzhou:1000000000000001:project/audit-logs',
  ])('is none: %j', (arn) => {
    expect(parseProjectArn(arn)).toBeUndefined()
  })
})

test('the logstore of a trail bears its name', () => {
  expect(logstoreOfTrail('audit')).toBe('actiontrail_audit')
})
