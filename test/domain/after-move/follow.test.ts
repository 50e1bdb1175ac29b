import { describe, expect, it, test } from 'vitest'
import { moveNeedsAttention } from '../../../shared/domain/after-move/after-move.ts'
import { followCallers, sharpenedBy } from '../../../shared/domain/after-move/follow.ts'
import {
  type InstanceLogReading,
  type LoggedCalls,
  principalOfLog,
} from '../../../shared/domain/after-move/instance-log.ts'
import { monthEndsAt } from '../../../shared/domain/after-move/moved.ts'
import { UsesAfterMove } from '../../../shared/domain/after-move/uses-after-move.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { application, cloudService } from '../../support/domain/case-factory.ts'
import { usageRow } from '../../support/store/rows.ts'

const MOVED = { after: '2026-11-10T00:00:00Z', by: '2026-11-11T00:00:00Z' }
const AS_OF = '2026-11-20T00:00:00Z'

/** Calls of one hour. */
function calls(at: string, changes: Partial<UsageRow> = {}): UsageRow {
  const hours = Array.from({ length: 24 }, (_, hour) => (hour === new Date(at).getUTCHours() ? 4 : 0))
  const event = { id: `event at ${at}`, at }
  const times = { day: at.slice(0, 10), firstAt: at, lastAt: at, hours, calls: 4, failures: 0, events: [event] }
  return usageRow({ keyId: 'key-1', caller: application(), ...times, ...changes })
}

const BEFORE = '2026-11-05T10:00:00Z'
const SINCE = '2026-11-15T10:00:00Z'
const LATER = '2026-11-16T10:00:00Z'
const DECRYPT = { operation: 'Decrypt' }
const refused = { outcome: 'refused', failures: 4 } as const

function logged(changes: Partial<LoggedCalls> = {}): LoggedCalls {
  return {
    ...{ keyId: 'key-1', gateway: 'dedicated', identity: 'ram-role', principalId: '3000', client: 'java' },
    ...{ calls: 2, failures: 0, firstAt: SINCE, lastAt: LATER, lastMadeAt: LATER, request: 'request-1' },
    ...changes,
  }
}

function readLog(...found: LoggedCalls[]): InstanceLogReading {
  return { asOf: AS_OF, state: 'read', calls: found }
}

/** What becomes of the callers of `rows`. */
function follow(
  rows: readonly UsageRow[],
  log?: InstanceLogReading,
  changes: { keepSdk?: boolean; asOf?: string } = {},
) {
  const uses = new UsesAfterMove(new Map([['key-1', MOVED]]))
  for (const row of rows) uses.add('key-1', row)
  const { keepSdk = false, asOf = AS_OF } = changes
  const scope = { uses, log, principals: { 3000: 'role/billing' }, applicationsKeepSdk: keepSdk, asOf }
  return followCallers({ keyId: 'key-1', moved: MOVED, complete: true, rotationOff: false }, scope)
}

const stateOf = (...given: Parameters<typeof follow>) => {
  const [first] = follow(...given).callers
  return [first?.state, first?.left]
}

describe('a caller of a key that has moved', () => {
  const console = application({ kind: 'console', client: 'console' })
  it.each<[string, readonly UsageRow[], InstanceLogReading | undefined, string, boolean]>([
    ['that still calls', [calls(BEFORE), calls(SINCE)], undefined, 'shared-gateway', true],
    ['that is new and calls the old way', [calls(SINCE)], undefined, 'shared-gateway', true],
    ['whose calls fail', [calls(BEFORE), calls(SINCE, refused)], undefined, 'failing', true],
    ['that is new and fails', [calls(SINCE, refused)], undefined, 'failing', true],
    ['whose calls work again', [calls(BEFORE), calls(SINCE, refused), calls(LATER)], undefined, 'shared-gateway', true],
    [
      'that encrypts and cannot decrypt',
      [calls(BEFORE, DECRYPT), calls(SINCE, { ...DECRYPT, ...refused }), calls(LATER, { operation: 'Encrypt' })],
      undefined,
      'failing',
      true,
    ],
    [
      'whose decryption never worked',
      [
        calls(BEFORE, { ...DECRYPT, ...refused }),
        calls(SINCE, { ...DECRYPT, ...refused }),
        calls(LATER, { operation: 'Encrypt' }),
      ],
      undefined,
      'shared-gateway',
      true,
    ],
    [
      'whose decryption failed before the instance served it',
      [calls(BEFORE), calls('2026-11-12T10:00:00Z', refused)],
      readLog(logged()),
      'instance',
      false,
    ],
    ['that was always refused', [calls(BEFORE, refused), calls(SINCE, refused)], undefined, 'shared-gateway', true],
    ['that only tries', [calls(BEFORE), calls(SINCE, { outcome: 'dry-run' })], undefined, 'shared-gateway', true],
    ['that is not seen', [calls(BEFORE)], undefined, 'silent', true],
    ['that is not seen where the log shows the instance', [calls(BEFORE)], readLog(), 'silent', false],
    ['that the instance serves', [calls(BEFORE)], readLog(logged()), 'instance', false],
    [
      'that the instance serves since it called last',
      [calls('2026-11-12T10:00:00Z')],
      readLog(logged()),
      'instance',
      false,
    ],
    ['that does both', [calls(LATER)], readLog(logged({ firstAt: SINCE })), 'shared-gateway', true],
    ['whose ReEncrypt stays', [calls(LATER, { operation: 'ReEncrypt' })], readLog(logged()), 'instance', false],
    ['that the instance refuses', [], readLog(logged({ failures: 2, lastMadeAt: null })), 'failing', true],
    ['that the log sees on the shared gateway', [], readLog(logged({ gateway: 'shared' })), 'shared-gateway', true],
    ['that is a cloud service', [calls(SINCE, { caller: cloudService() })], undefined, 'cloud-service', false],
    ['that is a quiet cloud service', [calls(BEFORE, { caller: cloudService() })], undefined, 'cloud-service', false],
    [
      'that is a cloud service and fails',
      [calls(BEFORE, { caller: cloudService() }), calls(SINCE, { caller: cloudService(), ...refused })],
      undefined,
      'failing',
      true,
    ],
    ['that is a person', [calls(SINCE, { caller: console })], undefined, 'shared-gateway', false],
  ])('%s', (_, rows, log, state, left) => {
    expect(stateOf(rows, log)).toEqual([state, left])
  })

  it('that is not seen is not left for ever, nor where applications may stay', () => {
    expect(stateOf([calls(BEFORE)], undefined, { asOf: '2026-12-11T00:00:00Z' })).toEqual(['silent', false])
    expect(stateOf([calls(BEFORE)], undefined, { keepSdk: true })).toEqual(['silent', false])
    expect(follow([calls(SINCE)], undefined, { keepSdk: true })).toMatchObject({ closesAt: null, left: 1 })
  })

  it('between the two runs of the move may have called before it, and of its hour the events tell', () => {
    expect(stateOf([calls('2026-11-10T12:00:00Z')])).toEqual(['silent', true])
    const moved = { after: '2026-11-10T00:00:00Z', by: '2026-11-10T12:30:00Z' }
    const uses = new UsesAfterMove(new Map([['key-1', moved]]))
    const events = ['2026-11-10T12:40:00Z', '2026-11-10T12:20:00Z'].map((at) => ({ id: at, at }))
    uses.add('key-1', calls('2026-11-10T12:10:00Z', { lastAt: '2026-11-10T12:40:00Z', events }))
    const found = uses.callersOf('key-1').get('role/billing')
    expect([found?.before.calls, found?.since.calls, found?.since.events.map(({ id }) => id)]).toEqual([
      ...[3, 1, ['2026-11-10T12:40:00Z']],
    ])
  })

  it('is counted once where event and log tell of the same calls', () => {
    const both = follow([calls(SINCE)], readLog(logged({ gateway: 'shared', calls: 6, failures: 1 })))
    expect(both.callers).toMatchObject([{ principal: 'role/billing', calls: 6, failures: 1, lastSeenAt: LATER }])
    expect(both.callers[0]?.events).toEqual([`event at ${SINCE}`])
  })
})

describe('the list', () => {
  it('has the most pressing first, and says how many it leaves out', () => {
    const rows = Array.from({ length: 60 }, (_, at) =>
      calls(at === 59 ? SINCE : BEFORE, {
        caller: application({ principal: `role/${at}` }),
        ...(at === 59 && refused),
      }),
    )
    const { callers, moreCallers, left, failing, silent } = follow(rows)
    expect(callers[0]).toMatchObject({ principal: 'role/59', state: 'failing' })
    expect([callers.length, moreCallers, left, failing, silent]).toEqual([50, 10, 60, 1, 59])
  })

  it('knows the busiest hour of what applications send through the shared gateway', () => {
    const busy = calls(LATER, {
      hours: Array.from({ length: 24 }, (_, hour) => (hour === 10 ? 7_200 : 0)),
      calls: 7_200,
    })
    const services = calls(SINCE, { caller: cloudService(), hours: Array<number>(24).fill(90_000) })
    expect(follow([calls(SINCE), busy, services]).peak).toEqual({ at: LATER, calls: 7_200 })
    expect(follow([calls(BEFORE)]).peak).toBeNull()
  })
})

test('the month ends on the same day of the next one, or on its last', () => {
  const ends = (after: string | null, by = '2026-12-31T00:00:00Z') => monthEndsAt({ after, by })
  expect(ends('2026-11-10T02:15:00Z')).toBe('2026-12-10T02:15:00Z')
  expect(ends('2026-12-31T02:15:00Z')).toBe('2027-01-31T02:15:00Z')
  expect(ends('2027-01-31T02:15:00Z')).toBe('2027-02-28T02:15:00Z')
  expect(ends(null)).toBe('2027-01-31T00:00:00Z')
})

test('a request that the instance served sharpens the move, and one before it does not', () => {
  const served = (firstAt: string, changes: Partial<LoggedCalls> = {}) => readLog(logged({ firstAt, ...changes }))
  expect(sharpenedBy(MOVED, 'key-1', served('2026-11-10T08:00:00Z'))).toEqual({ ...MOVED, by: '2026-11-10T08:00:00Z' })
  for (const log of [
    served('2026-11-09T08:00:00Z'),
    served('2026-11-10T08:00:00Z', { keyId: 'key-2' }),
    served('2026-11-10T08:00:00Z', { lastMadeAt: null }),
    undefined,
  ])
    expect(sharpenedBy(MOVED, 'key-1', log)).toEqual(MOVED)
})

test('the log names callers by UIDs, which events give a name', () => {
  const named = (changes: Partial<LoggedCalls>) => principalOfLog(logged(changes), { 3000: 'role/billing' })
  expect(named({})).toBe('role/billing')
  expect(named({ principalId: '4000', identity: 'ram-user' })).toBe('user/4000')
  expect(named({ principalId: '4000', identity: 'cloud-account' })).toBe('root')
  expect(named({ principalId: '3000', identity: 'aap' })).toBe('aap/3000')
  expect(named({ principalId: '' })).toBe('unknown')
  expect(named({ principalId: 'constructor' })).toBe('role/constructor')
})

test('attention is asked for failing calls, for the month, and for rotation', () => {
  const needs = (changes: Partial<Parameters<typeof moveNeedsAttention>[0]>) =>
    moveNeedsAttention({ left: 0, failing: 0, closesAt: null, rotationOff: false, ...changes })
  expect(needs({ closesAt: AS_OF })).toBe(false)
  expect(needs({ left: 1 })).toBe(false)
  expect(needs({ left: 1, closesAt: AS_OF })).toBe(true)
  expect(needs({ left: 1, failing: 1 })).toBe(true)
  expect(needs({ rotationOff: true })).toBe(true)
})

test('of a failing caller the operations that fail are told, and of no other', () => {
  const broken = [calls(SINCE, { operation: 'Decrypt', ...refused }), calls(LATER, { operation: 'Encrypt' })]
  expect(follow(broken).callers[0]).toMatchObject({ state: 'failing', failingOperations: ['Decrypt'] })
  expect(follow([calls(SINCE)]).callers[0]).not.toHaveProperty('failingOperations')
})
