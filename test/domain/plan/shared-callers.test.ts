import { describe, expect, it } from 'vitest'
import { applicationsOf, groupByCaller } from '../../../shared/domain/plan/shared-callers.ts'
import { callerNamed, readyRow } from '../../support/domain/plan-rows.ts'

const key = (keyId: string, callers: readonly string[], env?: string) =>
  readyRow(keyId, { callers, tags: env === undefined ? [] : [{ key: 'env', value: env }] })
const groupsOf = (...rows: Parameters<typeof groupByCaller>[0]) =>
  groupByCaller(rows).map((group) => group.rows.map(({ keyId }) => keyId).join(' '))

it('applications are listed by name, each once, without services, people and those that have no name', () => {
  const callers = [
    callerNamed('role/b'),
    callerNamed('role/c', 'python'),
    callerNamed('role/a'),
    callerNamed('role/b', 'python'),
    callerNamed('role/service', 'cloud-service'),
    callerNamed('user/person', 'console'),
    ...['', 'unknown', 'role/unknown'].map((name) => callerNamed(name)),
  ]
  expect(applicationsOf(readyRow('a', { usage: { callers } }))).toEqual(['role/a', 'role/b', 'role/c'])
})

describe('keys that share an application', () => {
  it('are listed by their ids, in whichever order they come', () => {
    const keys = ['c', 'a', 'd', 'b'].map((keyId) => key(keyId, ['role/one']))
    expect(groupsOf(...keys)).toEqual(['a b c d'])
  })

  it.each([
    ['that is none of the first key', [key('a', []), key('b', ['x']), key('c', ['x'])], ['a', 'b c']],
    ['by way of the last', [key('a', []), key('b', ['z']), key('c', ['y']), key('d', ['y', 'z'])], ['a', 'b c d']],
    [
      'by way of several',
      [key('a', []), key('b', ['w']), key('c', ['x']), key('d', ['y']), key('e', ['x', 'y']), key('f', ['w', 'x'])],
      ['a', 'b c d e f'],
    ],
    ['twice', [key('a', ['x', 'y']), key('b', ['x', 'y']), key('c', [])], ['a b', 'c']],
  ])('%s go together', (_, rows, groups) => {
    expect(groupsOf(...rows)).toEqual(groups)
  })
})

describe('a key without a tag', () => {
  const environments = (...rows: Parameters<typeof groupByCaller>[0]) =>
    Object.fromEntries(
      groupByCaller(rows).flatMap(({ environment, rows: of }) => of.map((row) => [row.keyId, environment])),
    )

  it('goes with the keys that its own applications use, whatever else uses those', () => {
    const tagged = [key('a', ['role/one', 'role/two'], 'prod'), key('b', ['role/two'], 'test')]
    expect(environments(...tagged, key('c', ['role/one']))).toEqual({ a: 'prod', b: 'test', c: 'prod' })
    expect(environments(...tagged, key('c', ['role/two']))).toEqual({ a: 'prod', b: 'test', c: undefined })
  })
})
