import { describe, expect, it } from 'vitest'
import type { CallerSummary, FindingData, ReadinessRow } from '../../../shared/domain/readiness.ts'
import * as needs from '../../../shared/domain/rules/needs.ts'
import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import { call } from '../../support/domain/call.ts'
import { afterMove } from '../../support/domain/case-factory.ts'
import { finding, row } from '../../support/rows.ts'

const MIDNIGHT = Date.parse('2026-11-01T00:00:00Z')
const observed = (length: number, complete = false): ReadinessRow['observed'] => ({
  from: iso(MIDNIGHT),
  to: iso(MIDNIGHT + 30 * DAY),
  complete,
  gaps: length === 0 ? [] : [{ from: iso(MIDNIGHT), to: iso(MIDNIGHT + length) }],
})
const found = (rule: string, data = {}) => row({ findings: [finding({ rule: 'other' }), finding({ rule, data })] })

describe('events are missing', () => {
  it.each([
    ['half an hour', HOUR / 2, '1 hour', '1 小时'],
    ['a second', 1_000, '1 hour', '1 小时'],
    ['two hours and a bit', 2 * HOUR + 1_000, '3 hours', '3 小时'],
    ['less than half a day', DAY / 2 - 1_000, '12 hours', '12 小时'],
    ['half a day', DAY / 2, '1 day', '1 天'],
    ['a day and more', 1.4 * DAY, '1 day', '1 天'],
    ['a day and a half', 1.5 * DAY, '2 days', '2 天'],
  ])('%s', (_, length, en, zh) => {
    const phrase = needs.EVENTS(row({ observed: observed(length) }))
    expect(phrase?.en).toContain(` ${en} `)
    expect(phrase?.zh).toContain(` ${zh}`)
  })

  it('of all gaps together', () => {
    const gaps = [0, 10].map((day) => ({ from: iso(MIDNIGHT + day * DAY), to: iso(MIDNIGHT + (day + 2) * DAY) }))
    expect(needs.EVENTS(row({ observed: { ...observed(0), gaps } }))?.en).toContain(' 4 days ')
  })

  it('where the reading is not complete though it names no gap, and where it names one though it is', () => {
    expect(needs.EVENTS(row({ observed: observed(0, true) }))).toBeUndefined()
    expect(needs.EVENTS(row({ observed: observed(0, false) }))).toBeDefined()
    expect(needs.EVENTS(row({ observed: observed(DAY, true) }))).toBeDefined()
  })

  it('where the window is empty, or ends before it begins', () => {
    const of = (from: number, to: number) =>
      needs.EVENTS(row({ observed: { ...observed(0, true), from: iso(from), to: iso(to) } }))
    expect(of(MIDNIGHT, MIDNIGHT)).toBeDefined()
    expect(of(MIDNIGHT + DAY, MIDNIGHT)).toBeDefined()
    expect(of(MIDNIGHT, MIDNIGHT + 1_000)).toBeUndefined()
  })

  it('but not to a rule that one use settles', () => {
    const gap = { observed: observed(DAY) }
    const used = (client: 'cloud-service' | 'console') => {
      const { usage } = row()
      const caller: CallerSummary = {
        principal: 'p',
        client,
        network: 'vpc',
        operations: [],
        calls: 1,
        failures: 0,
        lastSeenAt: '',
      }
      return row({ ...gap, usage: { ...usage, calls: 1, callers: [caller] } })
    }
    expect(needs.EVENTS_OF_UNUSED(row(gap))).toBeDefined()
    expect(needs.EVENTS_OF_UNUSED(used('cloud-service'))).toBeUndefined()
    expect(needs.EVENTS_OF_SERVICES(row(gap))).toBeDefined()
    expect(needs.EVENTS_OF_SERVICES(used('cloud-service'))).toBeDefined()
    expect(needs.EVENTS_OF_SERVICES(used('console'))).toBeUndefined()
  })
})

describe('what another rule found is missing', () => {
  const BY_RULE = [
    ['source-unproven', needs.EVENTS],
    ['unattributed-operation', needs.TIED_OPERATIONS],
    ['unattributed-use', needs.TIED_USE],
    ['unknown-operation', needs.KNOWN_OPERATIONS],
    ['unknown-service-role', needs.KNOWN_ROLES],
    ['unknown-client', needs.LANGUAGES_OF_CALLERS],
    ['unknown-network', needs.NETWORKS_OF_CALLERS],
  ] as const

  it.each(BY_RULE)('by %s alone', (rule, need) => {
    expect(need(found('another'))).toBeUndefined()
    const phrase = need(found(rule))
    expect(phrase?.en).toMatch(/^[a-zA-Z]/)
    expect(phrase?.zh).toMatch(/\p{Script=Han}/u)
    for (const [other, otherNeed] of BY_RULE) if (other !== rule) expect(otherNeed(found(rule))?.en).toBeUndefined()
  })

  it('in words of its own', () => {
    const phrases = BY_RULE.flatMap(([rule, need]) => need(found(rule)) ?? [])
    expect(new Set(phrases.map(({ en }) => en)).size).toBe(BY_RULE.length)
    expect(new Set(phrases.map(({ zh }) => zh)).size).toBe(BY_RULE.length)
  })

  it('by a probe, if it names the operations that it called', () => {
    const of = (data: FindingData) => needs.EVENTS(found('source-unproven', data))
    for (const why of ['operations-not-shown', 'agents-changed']) {
      const phrase = of({ why, operations: ['Decrypt'] })
      expect(phrase?.en).toMatch(/^a probe /)
      expect(phrase?.zh).toMatch(/^探测/)
    }
    for (const data of [{ why: 'no-event' }, { why: 'own-calls-missing' }, { operations: [] }]) {
      expect(of(data)?.en).not.toContain('probe')
      expect(of(data)?.zh).not.toContain('探测')
    }
  })

  it('and a setting is named where it would help', () => {
    const placed = needs.NETWORKS_OF_CALLERS(found('unknown-network', { publicCalls: 1 }))
    const placeless = needs.NETWORKS_OF_CALLERS(found('unknown-network', { publicCalls: 0 }))
    for (const language of ['en', 'zh'] as const) {
      expect(placed?.[language]).toContain('CMK_OWN_CIDRS')
      expect(placeless?.[language]).not.toContain('CMK_OWN_CIDRS')
    }
  })
})

it.each<[string, Partial<ReadinessRow>, boolean]>([
  ['no run has seen the move', { verdict: 'migrated' }, true],
  ['they were not read completely', { verdict: 'migrated', afterMove: afterMove({ complete: false }) }, true],
  ['they were read completely', { verdict: 'migrated', afterMove: afterMove() }, false],
  ['its row is stale', { verdict: 'unknown', staleVerdict: 'migrated' }, true],
  [
    'its row is stale, and they were read',
    { verdict: 'unknown', staleVerdict: 'migrated', afterMove: afterMove() },
    false,
  ],
  ['it has not moved', { verdict: 'ready' }, false],
  ['it was of an instance from the start', { verdict: 'not-required' }, false],
])('events since the move of a key: %s', (_, parts, isMissing) => {
  const phrase = needs.AFTER_MOVE(row(parts))
  expect(phrase !== undefined).toBe(isMissing)
  if (isMissing)
    expect(phrase).toEqual({ en: expect.stringContaining('since the move'), zh: expect.stringContaining('迁移后') })
})

describe('what a key is', () => {
  it.each(['creatorType', 'kmsInstanceId'] as const)('is missing where %s was not read', (fact) => {
    expect(needs.KIND(row({ unread: [{ fact, reason: call('ListKeys', 'Throttling') }] }))?.en).toMatch(
      new RegExp(`^${fact} .*ListKeys: Throttling`),
    )
  })

  it('is missing where a finding says so, and no other does', () => {
    const data = { unread: ['origin', 'kmsInstanceId'] }
    expect(needs.KIND(found('evidence-incomplete', data))?.en).toMatch(/^kmsInstanceId [^()]*$/)
    expect(needs.KIND(found('evidence-incomplete', { unread: ['origin'] }))).toBeUndefined()
    expect(needs.KIND(found('another', data))).toBeUndefined()
    expect(needs.KIND(row({ unread: [{ fact: 'origin', reason: '' }] }))).toBeUndefined()
  })
})

describe('a fact is missing', () => {
  const { facts } = row()
  const of = (name: Parameters<typeof needs.fact>[0], more: Partial<ReadinessRow>) => needs.fact(name)(row(more))

  it('where it was not read, with the reason if there is one', () => {
    const unread = [
      { fact: 'origin', reason: '' },
      { fact: 'secrets', reason: call('ListSecrets', 'Throttling') },
    ] as const
    expect(of('origin', { unread })?.en).toMatch(/^origin [^()]*$/)
    expect(of('origin', { unread })?.zh).toMatch(/ origin$/)
    expect(of('secrets', { unread })).toMatchObject({
      en: expect.stringMatching(/^secrets .*\(ListSecrets: Throttling\)$/),
      zh: expect.stringMatching(/ secrets（ListSecrets: Throttling）$/),
    })
    expect(of('keyState', { unread })).toBeUndefined()
  })

  it('of a candidate where it is null', () => {
    expect(of('keyState', { facts: { ...facts, keyState: null } })?.en).toMatch(/^keyState /)
    expect(of('versions', { facts: { ...facts, versions: 0 } })?.en).toMatch(/^versions /)
    expect(of('origin', { facts })).toBeUndefined()
    expect(of('secrets', { facts })).toBeUndefined()
    expect(of('kmsInstanceId', { facts: { ...facts, kmsInstanceId: null } })).toBeUndefined()
  })

  it('if it is rotation, only where nothing is known of the key', () => {
    const silent = { ...facts, automaticRotation: null }
    expect(of('automaticRotation', { facts: silent })).toBeUndefined()
    expect(of('automaticRotation', { facts: { ...silent, keyState: null } })?.en).toMatch(/^automaticRotation /)
    expect(of('automaticRotation', { facts: { ...facts, keyState: null } })).toBeUndefined()
  })

  it('of a key that need not move because nobody asked', () => {
    const asked = of('keyState', { facts: { ...facts, keyState: null } })
    const verdicts: Partial<ReadinessRow>[] = [
      { verdict: 'not-required' },
      { verdict: 'migrated' },
      { verdict: 'unknown', staleVerdict: 'migrated' },
    ]
    for (const verdict of verdicts) {
      const phrase = of('keyState', { ...verdict, facts: { ...facts, keyState: null } })
      expect(phrase?.en).not.toContain('keyState')
      expect(phrase?.en).not.toBe(asked?.en)
      expect(of('secrets', verdict)).toEqual(phrase)
      expect(of('origin', verdict)).toBeUndefined()
    }
  })
})
