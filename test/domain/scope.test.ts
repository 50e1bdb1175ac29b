import { expect, it } from 'vitest'
import { byScope, parseScopeId, scopeId } from '../../shared/domain/scope.ts'

const scope = { accountId: '1000000000000001', region: 'cn-hangzhou' }

it('a scope is named by its account and its region', () => {
  expect(scopeId(scope)).toBe('1000000000000001:cn-hangzhou')
  expect(parseScopeId(scopeId(scope))).toEqual(scope)
})

it('scopes stand in the order of account and region, a whole account before its regions', () => {
  const ordered = [
    { accountId: '1', region: 'cn-hangzhou' },
    { accountId: '2' },
    { accountId: '2', region: 'cn-beijing' },
    { accountId: '2', region: 'cn-hangzhou' },
    { accountId: '3', region: 'ap-southeast-1' },
  ]
  for (const order of [
    [4, 3, 2, 1, 0],
    [2, 0, 4, 1, 3],
    [0, 1, 2, 3, 4],
  ])
    expect(order.flatMap((n) => ordered[n] ?? []).sort(byScope)).toEqual(ordered)
  expect(byScope(scope, { ...scope })).toBe(0)
})
