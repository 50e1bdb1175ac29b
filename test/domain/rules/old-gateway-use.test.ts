import { describe, expect, it } from 'vitest'
import { caller, findingOf, type OldGatewayCase, textsOf } from '../../support/domain/rules/old-gateway.ts'

const HAN = /\p{Script=Han}/u
/** Two English words that no sentence in Chinese holds, names of products aside. */
const ENGLISH = /[a-z]+ [a-z]+/

describe('the callers of a moved key that are left', () => {
  /** Two that fail, one that still comes through the shared gateway, three that are not seen; of each state one that is not left. */
  const SIX: OldGatewayCase = {
    ...{ left: 6, failing: 2, silent: 3 },
    callers: [
      ...[caller('role/a', 'failing'), caller('role/b', 'failing'), caller('user/alice', 'failing', { left: false })],
      ...[caller('role/c', 'shared-gateway'), caller('user/bob', 'shared-gateway', { left: false })],
      ...[caller('role/d', 'silent'), caller('role/e', 'silent'), caller('role/f', 'silent')],
      ...[caller('role/gone', 'silent', { left: false }), caller('role/over', 'instance', { left: false })],
      caller('service/rds.aliyuncs.com', 'cloud-service', { left: false }),
    ],
  }

  it('are counted and named by how they stand', () => {
    expect(findingOf(SIX).data).toEqual({
      ...{ instance: 'kst-1', left: 6, pack: '2023-09', decidedBy: 'in-kms-instance' },
      ...{ failing: 2, failingCallers: ['role/a', 'role/b'], morefailing: 0 },
      ...{ shared: 1, sharedCallers: ['role/c'], 'moreshared-gateway': 0 },
      ...{ silent: 3, silentCallers: ['role/d', 'role/e', 'role/f'], moresilent: 0 },
      ...{ closesAt: '2026-12-09T01:00:00Z', daysLeft: 19 },
    })
  })

  it('are told, the most pressing first', () => {
    const { en, zh } = textsOf(SIX)
    expect(en.message).toMatch(/2 callers.*: role\/a, role\/b\. 1 caller.*: role\/c\. 3 callers.*: role\/d, .*\/f\. /)
    expect(zh.message).toMatch(/2 个.*：role\/a、role\/b。1 个.*：role\/c。3 个.*：role\/d、role\/e、role\/f。/)
    for (const { message } of [en, zh]) expect(message).not.toMatch(/alice|bob|role\/gone|role\/over|rds/)
  })

  it.each([
    ['failing', { left: 2, failing: 2 }, ['failing', 'failingCallers', 'morefailing']],
    ['shared-gateway', { left: 2 }, ['shared', 'sharedCallers', 'moreshared-gateway']],
    ['silent', { left: 2, silent: 2 }, ['silent', 'silentCallers', 'moresilent']],
  ] as const)('that are all %s are no others', (state, counts, names) => {
    const { data } = findingOf({ ...counts, callers: [caller('role/a', state), caller('role/b', state)] })
    const others = ['instance', 'left', 'pack', 'decidedBy', 'closesAt', 'daysLeft']
    expect(Object.keys(data).sort()).toEqual([...others, ...names].sort())
  })

  it('are named as far as there is room, and all are counted, those too that the row does not list', () => {
    const callers = Array.from({ length: 12 }, (_, n) => caller(`role/app-${n}`, 'shared-gateway'))
    const { en, zh } = textsOf({ left: 60, callers })
    expect(en.message).toMatch(/^60 callers .*: role\/app-0, .*, role\/app-9 and 50 more\. /)
    expect(zh.message).toMatch(/^60 个.*：role\/app-0、.*、role\/app-9 等 60 个。/)
  })

  it.each([
    ['failing', { left: 1, failing: 1 }, /of 1 caller fail/, { left: 2, failing: 2 }, /of 2 callers fail/],
    ['shared-gateway', { left: 1 }, /^1 caller still uses /, { left: 2 }, /^2 callers still use /],
    [
      'silent',
      { left: 1, silent: 1 },
      /^1 caller was .* it has/,
      { left: 2, silent: 2 },
      /^2 callers were .* they have/,
    ],
  ])('are one or many: %s', (_, one, saidOfOne, two, saidOfTwo) => {
    expect(textsOf(one).en.message).toMatch(saidOfOne)
    expect(textsOf(two).en.message).toMatch(saidOfTwo)
    expect(textsOf(two).zh.message).toMatch(/^2 个/)
  })

  it('are proven by their events, ten at most, the newest of each first, and not by those of others', () => {
    const ids = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n + 1}`)
    const { events } = findingOf({
      ...{ left: 2, failing: 1 },
      callers: [
        caller('role/a', 'failing', { events: ids('a', 10), lastSeenAt: '2026-11-19T02:00:00Z' }),
        caller('role/b', 'shared-gateway', { events: ids('b', 3) }),
        caller('role/over', 'instance', { left: false, events: ids('over', 1) }),
      ],
    })
    expect(events).toEqual(['a-1', 'b-1', 'a-2', 'b-2', 'a-3', 'b-3', 'a-4', 'a-5', 'a-6', 'a-7'])
    const gone = caller('role/over', 'instance', { left: false, events: ids('over', 1) })
    expect(findingOf({ left: 1, callers: [gone, caller('role/a', 'silent', { events: ['a-1'] })] }).events).toEqual([
      'a-1',
    ])
  })
})

describe('what to do about a key that is still called the old way', () => {
  it.each<[string, OldGatewayCase, boolean, boolean]>([
    ['calls fail', { left: 2, failing: 1 }, true, false],
    ['all calls come through', { left: 2 }, false, false],
    ['a caller is not seen', { left: 2, silent: 1 }, false, true],
    ['some fail and others are not seen', { left: 2, failing: 1, silent: 1 }, true, true],
  ])('%s', (_, given, checksAccess, asksOwner) => {
    for (const pack of ['2023-09', '2024-11'] as const) {
      const { en, zh } = textsOf({ ...given, pack })
      expect(/public access is switched on for KMS instance kst-1: /.test(en.action)).toBe(checksAccess)
      expect(/ KMS 实例 kst-1 是否已开启公网访问/.test(zh.action)).toBe(checksAccess)
      expect(/ask its owner/.test(en.action)).toBe(asksOwner)
      expect(/向其负责人确认/.test(zh.action)).toBe(asksOwner)
    }
  })

  it.each<[string, OldGatewayCase, RegExp, number]>([
    ['calls fail', { left: 2, failing: 1 }, /^Check whether public access /, 2],
    ['all calls come through', { left: 2 }, /^Modify these applications /, 1],
    ['they may stay so', { left: 2, pack: '2024-11' }, /^Nothing else has to change/, 1],
    ['some fail and others are not seen', { left: 2, failing: 1, silent: 1 }, /^Check whether public access /, 3],
  ])('where %s is a sentence for each step', (_, given, first, steps) => {
    const { en, zh } = textsOf(given)
    expect(en.action).toMatch(first)
    expect(en.action.match(/\.( [A-Z]|$)/g)).toHaveLength(steps)
    expect(zh.action.match(/。/g)).toHaveLength(steps)
  })

  it('names no instance where only the kind of the key could be read', () => {
    const { en, zh } = textsOf({ left: 1, failing: 1, instance: null })
    expect(en.action).toMatch(/switched on for the KMS instance: /)
    expect(zh.action).toMatch(/^请检查该 KMS 实例是否/)
  })

  it('reads in its language alone', () => {
    const peak = { at: '2026-11-18T10:00:00Z', calls: 7_200 }
    for (const instance of ['kst-1', null])
      for (const pack of ['2023-09', '2024-11'] as const) {
        const { en, zh } = textsOf({ left: 3, failing: 1, silent: 1, instance, pack, peak })
        expect(`${en.message}${en.action}`).not.toMatch(HAN)
        expect(`${zh.message}${zh.action}`).not.toMatch(ENGLISH)
      }
  })
})
