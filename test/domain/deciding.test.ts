import { describe, expect, it } from 'vitest'
import { decidingCallers, decidingFindings } from '../../shared/domain/deciding.ts'
import type { CallerSummary } from '../../shared/domain/readiness.ts'
import { finding, row } from '../support/rows.ts'

const caller = (principal: string, ...operations: readonly string[]): CallerSummary => ({
  principal,
  client: 'java',
  network: 'vpc',
  operations,
  calls: 1,
  failures: 0,
  lastSeenAt: '2026-11-20T00:00:00Z',
})

it('the findings that made the verdict are those of its effect', () => {
  const findings = (['blocked', 'unknown', 'note', 'blocked'] as const).map((effect, n) =>
    finding({ effect, rule: `r${n}` }),
  )
  expect(decidingFindings(row({ verdict: 'blocked', findings })).map(({ rule }) => rule)).toEqual(['r0', 'r3'])
  expect(decidingFindings(row({ verdict: 'ready', findings }))).toEqual([])
})

describe('who made the calls of findings', () => {
  const callers = [caller('a', 'Decrypt'), caller('a', 'ReEncrypt', 'Sign'), caller('b', 'ReEncrypt')]
  const key = row({ usage: { ...row().usage, callers } })
  const of = (...data: readonly Parameters<typeof finding>[0][]) => decidingCallers(key, data.map(finding))

  it('is whom a finding names with an operation that it names', () => {
    expect(of({ data: { callers: ['a'], operations: ['ReEncrypt', 'Encrypt'] } })).toEqual([callers[1]])
    expect(of({ data: { callers: ['a', 'b'], operations: ['ReEncrypt'] } })).toEqual([callers[1], callers[2]])
    expect(
      of(
        { data: { callers: ['a'], operations: ['Decrypt'] } },
        { data: { callers: ['b'], operations: ['ReEncrypt'] } },
      ),
    ).toEqual([callers[0], callers[2]])
  })

  it('is nobody where a finding names no caller, or no operation', () => {
    expect(of()).toEqual([])
    expect(of({ data: {} })).toEqual([])
    expect(of({ data: { callers: ['a'] } })).toEqual([])
    expect(of({ data: { operations: ['ReEncrypt'] } })).toEqual([])
    expect(of({ data: { callers: 'a', operations: 'ReEncrypt' } })).toEqual([])
    expect(of({ data: { callers: ['c'], operations: ['ReEncrypt'] } })).toEqual([])
  })
})
