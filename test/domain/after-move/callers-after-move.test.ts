import { describe, expect, it } from 'vitest'
import type { InstanceLogReading } from '../../../shared/domain/after-move/instance-log.ts'
import { application, cloudService } from '../../support/domain/case-factory.ts'
import {
  AS_OF,
  BEFORE,
  calls,
  EARLY,
  follow,
  hoursOf,
  LATER,
  logged,
  readLog,
  SINCE,
} from '../../support/domain/moved-key.ts'

const refused = { outcome: 'refused', failures: 4 } as const
const onShared = { gateway: 'shared' } as const

describe('what is told of a caller', () => {
  it('counts calls once where event and log tell of the same', () => {
    const both = follow([calls(SINCE)], readLog(logged({ ...onShared, calls: 6, failures: 1 })))
    expect(both.callers).toMatchObject([{ principal: 'role/billing', calls: 6, failures: 1, lastSeenAt: LATER }])
    expect(both.callers[0]?.events).toEqual([`event at ${SINCE}`])
  })

  it('adds up calls and failures since the move, whoever failed them', () => {
    const failed = calls(LATER, { outcome: 'service-failure', failures: 4 })
    const { callers } = follow([calls(BEFORE, refused), calls(EARLY), calls(SINCE, refused), failed])
    expect(callers).toMatchObject([{ calls: 12, failures: 8, instanceCalls: 0, lastSeenAt: LATER }])
  })

  it('has every client and operation, in order', () => {
    const rows = [
      calls(BEFORE, { caller: application({ client: 'python' }), operation: 'GenerateDataKey' }),
      calls(SINCE, { operation: 'Encrypt' }),
      calls(SINCE, { operation: 'Decrypt' }),
      calls(LATER, { operation: 'Encrypt' }),
    ]
    const [caller] = follow(rows, readLog(logged({ client: 'go' }))).callers
    expect(caller).toMatchObject({ clients: ['go', 'java', 'python'], operations: ['Decrypt', 'Encrypt'] })
  })

  it('is what the log has where no event shows it', () => {
    const { callers } = follow([], readLog(logged()))
    expect(callers).toEqual([
      {
        ...{ principal: 'role/billing', state: 'instance', left: false, clients: ['java'], operations: [] },
        ...{ calls: 0, failures: 0, instanceCalls: 2, lastSeenAt: LATER, events: ['request-1'] },
      },
    ])
  })

  it('is what events have where the log does not show it', () => {
    const [caller] = follow([calls(BEFORE)], readLog()).callers
    expect(caller).toMatchObject({ clients: ['java'], operations: [], lastSeenAt: BEFORE, events: [] })
  })

  it('names the newest requests first, at most ten, and none that has no id', () => {
    const requests = Array.from({ length: 12 }, (_, hour) =>
      logged({ request: `request-${hour}`, lastAt: `2026-11-16T${String(10 + hour)}:00:00Z` }),
    )
    const unnamed = logged({ request: '', lastAt: '2026-11-17T00:00:00Z' })
    const [caller] = follow([], readLog(...requests, unnamed)).callers
    expect(caller?.events).toEqual([
      ...['request-11', 'request-10', 'request-9', 'request-8', 'request-7'],
      ...['request-6', 'request-5', 'request-4', 'request-3', 'request-2'],
    ])
  })

  it('names the operations of a failing one that fail, in order, and of no other', () => {
    const broken = [
      calls(SINCE, { operation: 'GenerateDataKey', ...refused }),
      calls(SINCE, { operation: 'Decrypt', ...refused }),
      calls(LATER, { operation: 'Encrypt' }),
    ]
    expect(follow(broken).callers[0]).toMatchObject({
      ...{ state: 'failing', failingOperations: ['Decrypt', 'GenerateDataKey'] },
    })
    expect(follow([calls(SINCE)]).callers[0]).not.toHaveProperty('failingOperations')
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

  it('is ordered by state, then by calls, then by name', () => {
    const by = (principal: string, count: number, failed = {}) =>
      calls(SINCE, { caller: application({ principal }), calls: count, ...failed })
    const quiet = calls(BEFORE, { caller: application({ principal: 'role/a' }) })
    const rows = [quiet, by('role/d', 2), by('role/c', 2), by('role/b', 9), by('role/e', 1, refused)]
    const { callers } = follow(rows)
    expect(callers.map(({ principal }) => principal)).toEqual(['role/e', 'role/b', 'role/c', 'role/d', 'role/a'])
  })

  it('counts only those who still have to change', () => {
    const person = application({ kind: 'console', client: 'console', principal: 'user/alice' })
    const rows = [
      calls(BEFORE),
      calls(SINCE, { caller: cloudService() }),
      calls(SINCE, { caller: person, ...refused }),
      calls(SINCE, { caller: application({ principal: 'role/web' }) }),
    ]
    const { callers, left, failing, silent } = follow(rows, readLog())
    expect(callers.map(({ state }) => state)).toEqual(['failing', 'shared-gateway', 'silent', 'cloud-service'])
    expect([left, failing, silent]).toEqual([1, 0, 0])
  })

  it('knows the busiest hour of what applications send through the shared gateway', () => {
    const busy = calls(LATER, { hours: hoursOf({ 10: 7_200 }), calls: 7_200 })
    const services = calls(SINCE, { caller: cloudService(), hours: Array<number>(24).fill(90_000) })
    expect(follow([calls(SINCE), busy, services]).peak).toEqual({ at: LATER, calls: 7_200 })
    expect(follow([calls(BEFORE)]).peak).toBeNull()
  })
})

describe('the log of the instance', () => {
  it.each<[string, InstanceLogReading | undefined, object]>([
    ['is not asked before the first run', undefined, { state: 'not-asked' }],
    ['is read', readLog(), { state: 'read' }],
    [
      'is not there, and why',
      { asOf: AS_OF, state: 'not-there', reason: 'ProjectNotExist', calls: [] },
      { state: 'not-there', reason: 'ProjectNotExist' },
    ],
  ])('%s', (_, log, state) => {
    expect(follow([], log).instanceLog).toStrictEqual(state)
  })

  it('tells nothing of a key by the requests of another', () => {
    expect(follow([], readLog(logged({ keyId: 'key-2' }))).callers).toEqual([])
  })
})
