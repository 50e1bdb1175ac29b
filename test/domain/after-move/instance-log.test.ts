import { expect, it, test } from 'vitest'
import { sharpenedBy } from '../../../shared/domain/after-move/follow.ts'
import {
  type InstanceLogReading,
  instanceLogProject,
  type LoggedCalls,
  principalOfLog,
} from '../../../shared/domain/after-move/instance-log.ts'
import { logged, MOVED, readLog } from '../../support/domain/moved-key.ts'

const served = (firstAt: string, changes: Partial<LoggedCalls> = {}) => logged({ firstAt, ...changes })

test('the log of an instance is in a project named after it', () => {
  expect(instanceLogProject('kst-hzz1')).toBe('kms-log-kst-hzz1')
})

it.each<[string, LoggedCalls[]]>([
  ['a request that the instance served', [served('2026-11-10T08:00:00Z')]],
  ['the first of several requests', [served('2026-11-10T08:00:00Z'), served('2026-11-10T09:00:00Z')]],
  ['the first, whatever their order', [served('2026-11-10T09:00:00Z'), served('2026-11-10T08:00:00Z')]],
])('%s sharpens the move', (_, found) => {
  expect(sharpenedBy(MOVED, 'key-1', readLog(...found))).toEqual({ ...MOVED, by: '2026-11-10T08:00:00Z' })
})

it.each<[string, InstanceLogReading | undefined]>([
  ['before the key was last seen outside of the instance', readLog(served('2026-11-09T08:00:00Z'))],
  ['at the moment that it was last seen there', readLog(served('2026-11-10T00:00:00Z'))],
  ['behind the first sight of it in the instance', readLog(served('2026-11-12T08:00:00Z'))],
  ['for another key', readLog(served('2026-11-10T08:00:00Z', { keyId: 'key-2' }))],
  ['that failed', readLog(served('2026-11-10T08:00:00Z', { lastMadeAt: null }))],
  ['of a log that was not asked', undefined],
])('a request %s does not sharpen the move', (_, log) => {
  expect(sharpenedBy(MOVED, 'key-1', log)).toEqual(MOVED)
})

test('no request sharpens a move whose begin is not known', () => {
  const unknown = { ...MOVED, after: null }
  expect(sharpenedBy(unknown, 'key-1', readLog(served('2026-11-10T08:00:00Z')))).toEqual(unknown)
})

it.each<[string, Partial<LoggedCalls>]>([
  ['role/billing', {}],
  ['user/4000', { principalId: '4000', identity: 'ram-user' }],
  ['root', { principalId: '4000', identity: 'cloud-account' }],
  ['aap/3000', { principalId: '3000', identity: 'aap' }],
  ['unknown', { principalId: '' }],
  ['role/constructor', { principalId: 'constructor' }],
  ['federated-ram-user/4000', { principalId: '4000', identity: 'federated-ram-user' }],
])('the log names callers by UIDs, which events may give a name: %s', (principal, changes) => {
  expect(principalOfLog(logged(changes), { 3000: 'role/billing' })).toBe(principal)
})
