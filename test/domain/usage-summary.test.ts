import { describe, expect, it } from 'vitest'
import { MAX_CALLERS, newestEvents } from '../../shared/domain/usage.ts'
import { summarizeUse } from '../../shared/domain/usage-summary.ts'
import { application, atConsole, cloudService, unlistedRole, use } from '../support/domain/case-factory.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const summary = (...uses: Parameters<typeof use>[0][]) => summarizeUse(uses.map(use), HOURS)
const named = (principal: string, more = {}) => application({ principal, ...more })

describe('the summary of use', () => {
  it('of nothing is nothing', () => {
    expect(summary()).toEqual({
      calls: 0,
      failures: 0,
      byOperation: {},
      lastUsedAt: null,
      callers: [],
      moreCallers: 0,
      hours: HOURS,
    })
  })

  it('says at which hours of the week it was, where that was counted', () => {
    const week = Array.from({ length: 168 }, (_, hour) => hour)
    expect(summarizeUse([], HOURS, week)).toMatchObject({ hours: HOURS, week })
    expect(summarizeUse([], HOURS)).not.toHaveProperty('week')
  })

  it('sums calls, failures and operations, and keeps the last moment', () => {
    const { callers, ...sums } = summary(
      { calls: 3, failures: 1, lastAt: '2026-11-02T00:00:00Z' },
      { calls: 5, failures: 2, lastAt: '2026-11-03T00:00:00Z', operation: 'Encrypt' },
      { calls: 7, failures: 0, lastAt: '2026-11-01T00:00:00Z' },
    )
    expect(sums).toEqual({
      calls: 15,
      failures: 3,
      byOperation: { Decrypt: 10, Encrypt: 5 },
      lastUsedAt: '2026-11-03T00:00:00Z',
      moreCallers: 0,
      hours: HOURS,
    })
    expect(callers).toEqual([
      {
        principal: 'role/billing',
        client: 'java',
        network: 'vpc',
        operations: ['Decrypt', 'Encrypt'],
        calls: 15,
        failures: 3,
        lastSeenAt: '2026-11-03T00:00:00Z',
      },
    ])
  })

  it('lists operations of a caller by name, each once', () => {
    const { callers } = summary({ operation: 'Sign' }, { operation: 'Decrypt' }, { operation: 'Sign' })
    expect(callers[0]?.operations).toEqual(['Decrypt', 'Sign'])
  })

  it('keeps a principal apart by client and by network, and by nothing else', () => {
    const { callers } = summary(
      { caller: named('a') },
      { caller: named('a', { client: 'go' }) },
      { caller: named('a', { network: 'public', address: '203.0.113.1' }) },
      { caller: named('a', { network: 'public', address: '203.0.113.2' }) },
    )
    expect(callers.map(({ client, network, calls }) => [client, network, calls])).toEqual([
      ['java', 'public', 2],
      ['java', 'vpc', 1],
      ['go', 'vpc', 1],
    ])
  })

  it('puts first who decides, then who may, then other applications, then the rest; then by calls; then by name', () => {
    const { callers } = summary(
      { caller: cloudService('service/a'), calls: 900 },
      { caller: atConsole('user/a'), calls: 800, operation: 'ReEncrypt' },
      { caller: named('plain-b'), calls: 5 },
      { caller: named('plain-a'), calls: 5 },
      { caller: named('plain-c'), calls: 6 },
      { caller: named('php', { client: 'php' }) },
      { caller: named('outside', { network: 'public' }), calls: 2 },
      { caller: unlistedRole({ principal: 'role/new', client: 'unknown' }), calls: 3 },
      { caller: named('exports'), operation: 'ExportDataKey' },
      { caller: named('exports'), calls: 1 },
    )
    expect(callers.map(({ principal }) => principal)).toEqual([
      'exports',
      'role/new',
      'outside',
      'php',
      'plain-c',
      'plain-a',
      'plain-b',
      'service/a',
      'user/a',
    ])
  })

  it('lists as many callers as it may, and counts the others', () => {
    const of = (count: number) => summary(...Array.from({ length: count }, (_, n) => ({ caller: named(`${n}`) })))
    expect(of(MAX_CALLERS)).toMatchObject({ moreCallers: 0 })
    expect(of(MAX_CALLERS).callers).toHaveLength(MAX_CALLERS)
    expect(of(MAX_CALLERS + 1)).toMatchObject({ moreCallers: 1 })
    expect(of(MAX_CALLERS + 1).callers).toHaveLength(MAX_CALLERS)
  })
})

describe('the newest events', () => {
  it('come newest first, by id where they are of one moment, each once, at most ten', () => {
    const events = Array.from({ length: 12 }, (_, n) => ({ id: `e${n}`, at: `2026-11-${10 + n}T00:00:00Z` }))
    expect(newestEvents([...events, ...events]).map(({ id }) => id)).toEqual(
      events
        .map(({ id }) => id)
        .reverse()
        .slice(0, 10),
    )
    const at = '2026-11-01T00:00:00Z'
    const tied = ['c', 'a', 'd', 'b'].map((id) => ({ id, at }))
    expect(newestEvents([...tied, { id: 'z', at: '2026-11-02T00:00:00Z' }]).map(({ id }) => id)).toEqual([
      'z',
      'a',
      'b',
      'c',
      'd',
    ])
  })
})
