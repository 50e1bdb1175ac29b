import { describe, expect, it } from 'vitest'
import { textIn } from '../../../shared/domain/messages/text-in.ts'
import { environmentOf, stageOf } from '../../../shared/domain/plan/environment.ts'
import { makePlan } from '../../../shared/domain/plan/make-plan.ts'
import type { Batch, PlanOptions } from '../../../shared/domain/plan/plan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { AS_OF, callerNamed, NOW, OPTIONS, quietAt, readyRow } from '../../support/domain/plan-rows.ts'
import { blockedRow, row, unknownRow } from '../../support/rows.ts'

function batchesOf(rows: readonly ReadinessRow[], options: Partial<PlanOptions> = {}): readonly Batch[] {
  return makePlan(rows, { ...OPTIONS, ...options }).batches
}

const keysOf = (batches: readonly Batch[]) => batches.map(({ keys }) => keys.map(({ keyId }) => keyId).join(' '))
const why = (batch: Batch | undefined, language: 'en' | 'zh' = 'en') =>
  batch?.why.map((text) => textIn(text, language)).join(' ') ?? ''
const tagged = (value: string, key = 'env') => [{ key, value }]

describe('keys of a batch', () => {
  it('share an application, also by way of a third', () => {
    const batches = batchesOf([
      readyRow('key-a', { callers: ['role/one'], week: quietAt(10) }),
      readyRow('key-b', { callers: ['role/one', 'user/two'], week: quietAt(30) }),
      readyRow('key-c', { callers: ['user/two'], week: quietAt(50) }),
      readyRow('key-d', { callers: ['user/three'], week: quietAt(70) }),
    ])
    expect(keysOf(batches).sort()).toEqual(['key-a key-b key-c', 'key-d'])
    const [first] = batches.filter(({ keys }) => keys.length === 3)
    expect(why(first)).toContain('3 keys go together because the same applications use them: role/one, user/two.')
    expect(why(first, 'zh')).toContain('以下应用共用这 3 个密钥')
  })

  it.each([
    ['a cloud service', callerNamed('role/aliyunecsdefaultrole', 'cloud-service')],
    ['a person at the console', callerNamed('user/admin', 'console')],
    ['nobody that is known', callerNamed('unknown')],
    ['nobody that has a name', callerNamed('unknown/unknown')],
  ])('are not tied together by %s', (_, caller) => {
    const used = (keyId: string, quiet: number) =>
      readyRow(keyId, { usage: { callers: [caller] }, week: quietAt(quiet) })
    expect(keysOf(batchesOf([used('key-a', 10), used('key-b', 40)])).sort()).toEqual(['key-a', 'key-b'])
  })

  it('share a batch without an application where one window suits them all', () => {
    const rows = [readyRow('key-a', { week: quietAt(10) }), readyRow('key-b', { week: quietAt(10) }), readyRow('key-c')]
    const batches = batchesOf(rows)
    expect(keysOf(batches)).toEqual(['key-a key-b key-c'])
    expect(why(batches[0])).toContain('3 groups that share no application go together')
    expect(keysOf(batchesOf([...rows, readyRow('key-d', { week: quietAt(90) })])).sort()).toEqual([
      'key-a key-b key-c',
      'key-d',
    ])
    // Of what nobody knows when it is used, nobody knows a window that suits.
    expect(keysOf(batchesOf([...rows, readyRow('key-e', { days: 2 })])).sort()).toEqual(['key-a key-b key-c', 'key-e'])
  })

  it('are of one account and region', () => {
    const rows = [
      readyRow('key-a', { callers: ['role/one'] }),
      readyRow('key-b', { callers: ['role/one'], region: 'cn-shanghai' }),
      readyRow('key-c', { callers: ['role/one'], accountId: '2234567890123456' }),
    ]
    expect(keysOf(batchesOf(rows))).toEqual(['key-a', 'key-b', 'key-c'])
    expect(batchesOf(rows).map(({ destination }) => destination)).toEqual(['kst-hzz1', null, 'kst-hzz1'])
  })

  it('are of one environment; a key without a tag goes with those that its applications use', () => {
    const rows = [
      readyRow('key-a', { callers: ['role/one'], tags: tagged('prod') }),
      readyRow('key-b', { callers: ['role/one'], tags: tagged('测试', '环境') }),
      readyRow('key-c', { callers: ['role/two'], tags: tagged('Production', 'Environment') }),
      readyRow('key-d', { callers: ['role/two', 'role/four'] }),
      readyRow('key-e', { callers: ['role/four'] }),
      readyRow('key-f', { callers: ['role/one'] }),
    ]
    const batches = batchesOf(rows)
    expect(batches.map(({ environment }) => environment)).toEqual(['test', null, 'prod'])
    // role/one uses keys of two environments: which one key-f is of nobody knows.
    expect(keysOf(batches)).toEqual(['key-b', 'key-f', 'key-a key-c key-d key-e'])
    expect(why(batches[0])).toContain('Environment by tags: test.')
  })

  it('are at most 50, cut where the fewest applications are split', () => {
    const many = (name: string, count: number) =>
      Array.from({ length: count }, (_, at) => readyRow(`key-${name}-${at}`, { callers: ['role/all', `role/${name}`] }))
    const batches = batchesOf([...many('a', 30), ...many('b', 30), ...many('c', 20)])
    expect(batches.map(({ keys }) => keys.length).sort()).toEqual([30, 50])
    for (const batch of batches) {
      expect(why(batch)).toMatch(/Part [12] of 2: applications tie 80 keys together/)
      const names = new Set(batch.keys.map(({ keyId }) => keyId.split('-')[1]))
      expect(names.size).toBe(batch.keys.length === 30 ? 1 : 2)
    }
    expect(
      batchesOf(many('d', 120))
        .map(({ keys }) => keys.length)
        .sort(),
    ).toEqual([20, 50, 50])
  })

  it('have at most 50 secrets with them; the rest of one key follows in batches of its own', () => {
    const names = (key: string, count: number) => Array.from({ length: count }, (_, at) => `${key}-${100 + at}`)
    const rows = [
      readyRow('key-a', { callers: ['role/one'], secrets: names('a', 120) }),
      readyRow('key-b', { callers: ['role/one'], secrets: names('b', 30) }),
      readyRow('key-c', { callers: ['role/one'], secrets: names('c', 30) }),
    ]
    const batches = batchesOf(rows)
    const parts = batches.map(({ keys, secrets }) => [keys[0]?.keyId ?? '', secrets.length] as const)
    expect([...parts].sort()).toEqual([
      ['', 20],
      ['', 50],
      ['key-a', 50],
      ['key-b', 30],
      ['key-c', 30],
    ])
    const own = batches.find(({ keys }) => keys[0]?.keyId === 'key-a')
    const followers = batches.filter(({ keys }) => keys.length === 0)
    expect(own?.secrets[0]).toBe('a-100')
    expect(why(own)).toContain('first the keys, then the secrets')
    expect(followers.map((each) => why(each))).toEqual([
      expect.stringContaining(
        `Part 2 of 3 of the secrets of key-a, which has more than a batch takes. Only after ${own?.id}`,
      ),
      expect.stringContaining('Part 3 of 3'),
    ])
    expect(followers.every(({ window }) => (window?.from ?? '') >= (own?.window?.to ?? '~'))).toBe(true)
  })

  it('say that a row lists not all of their callers', () => {
    expect(why(batchesOf([readyRow('key-a', { usage: { moreCallers: 3 } })])[0])).toContain('1 key has more callers')
  })
})

describe('a batch', () => {
  it('keeps its id whatever its window, destination and secrets are, and has another with other keys', () => {
    const rows = [readyRow('key-a', { callers: ['role/one'] }), readyRow('key-b', { callers: ['role/one'] })]
    const idOf = (...given: Parameters<typeof batchesOf>) => batchesOf(...given)[0]?.id
    const id = idOf(rows)
    expect(idOf(rows, { from: '2026-12-20', destinations: {}, windowHours: 4 })).toBe(id)
    expect(idOf(rows.map((each) => ({ ...each, secrets: ['s'] })).reverse(), { now: NOW + DAY })).toBe(id)
    expect(idOf(rows.slice(1))).not.toBe(id)
    expect(idOf(rows.map((each) => ({ ...each, accountId: '2234567890123456' })))).not.toBe(id)
  })

  it('names no instance that keys show to be in another region', () => {
    const moved = row({ keyId: 'moved', region: 'cn-shanghai', verdict: 'migrated' })
    const instance = { ...moved, facts: { ...moved.facts, kmsInstanceId: 'kst-hzz1' } }
    const [batch] = batchesOf([readyRow('key-a'), instance])
    expect(batch?.destination).toBeNull()
    expect(why(batch)).toContain('CMK_DESTINATION names kst-hzz1, which is in cn-shanghai')
    expect(why(batchesOf([readyRow('key-a')], { destinations: {} })[0])).toContain(
      'No KMS instance is configured for cn-hangzhou',
    )
  })
})

describe('what is left', () => {
  it('is every other key of the default instance with the findings that decide', () => {
    const checkedAt = iso(AS_OF)
    const stale = readyRow('key-stale', { checkedAt: iso(NOW - 3 * DAY) })
    const rows = [
      blockedRow({ checkedAt }),
      unknownRow({ checkedAt }),
      stale,
      row({ keyId: 'key-oss', verdict: 'not-required', checkedAt: iso(NOW - 9 * DAY) }),
      row({ keyId: 'key-moved', verdict: 'migrated', checkedAt }),
    ]
    const { batches, left } = makePlan(rows, OPTIONS)
    expect(batches).toEqual([])
    expect(left.map(({ keyId, verdict }) => [keyId, verdict])).toEqual([
      [blockedRow().keyId, 'blocked'],
      [unknownRow().keyId, 'unknown'],
      ['key-stale', 'unknown'],
    ])
    expect(left[0]?.findings.map(({ effect }) => effect)).toEqual(['blocked'])
    expect(left[2]?.findings.map(({ rule }) => rule)).toEqual(['stale'])
  })
})

describe('the environment', () => {
  it.each([
    ['PROD', 'prod'],
    ['生产环境', 'prod'],
    ['Pre-Prod', 'staging'],
    ['预发', 'staging'],
    ['ＵＡＴ', 'staging'],
    ['qa', 'test'],
    [' Development ', 'dev'],
    ['Blue Team', 'blueteam'],
    ['环境', '环境'],
  ])('%s is %s', (value, environment) => {
    expect(environmentOf({ tags: tagged(value, 'App-Env') })).toBe(environment)
  })

  it('is what the most telling tag names', () => {
    expect(environmentOf({ tags: [...tagged('prod', 'stage'), ...tagged('test', 'ENV')] })).toBe('test')
    expect(environmentOf({ tags: [...tagged('', 'env'), ...tagged('payments', 'team')] })).toBeUndefined()
  })

  it('is moved the earlier the less it matters', () => {
    expect(['dev', 'test', 'staging', 'prod', 'blueteam', undefined].map(stageOf)).toEqual([0, 0, 1, 2, 2, 2])
  })
})
