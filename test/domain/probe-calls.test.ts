import { describe, expect, it } from 'vitest'
import { isProbeCall } from '../../shared/domain/probe-calls.ts'
import { CLOCK_SKEW } from '../../shared/domain/source-proof.ts'

const MARK = 'cmk-readiness-probe/0123456789abcdef0123456789abcdef'
const FROM = Date.parse('2026-11-20T10:00:00Z')
const TO = FROM + 10_000
const PROBES = [{ mark: MARK, from: FROM, to: TO, ids: ['a', 'b'] }]
const AGENT = 'AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2'

function event(fields: { readonly id?: string; readonly at?: number; readonly userAgent?: string } = {}) {
  return { id: 'x', at: FROM + 1_000, userAgent: AGENT, ...fields }
}

/** A group of Log Service: so many calls, of which the newest are known by their ids. */
function group(calls: number, ...ids: readonly string[]) {
  return { calls, firstAt: FROM, newest: ids.map((id) => ({ id, at: FROM })) }
}

describe('an event is of a probe', () => {
  it('by its exact id', () => {
    expect(isProbeCall(event({ id: 'a' }), PROBES)).toBe(true)
    expect(isProbeCall(event({ id: 'A' }), PROBES)).toBe(false)
    expect(isProbeCall(event(), PROBES)).toBe(false)
    expect(isProbeCall(event({ id: 'a' }), [])).toBe(false)
  })

  it('by its exact mark, at the end of the user agent', () => {
    expect(isProbeCall(event({ userAgent: `${AGENT} ${MARK}` }), PROBES)).toBe(true)
    expect(isProbeCall(event({ userAgent: `${AGENT} ${MARK} ` }), PROBES)).toBe(true)
    expect(isProbeCall(event({ userAgent: `${AGENT} ${MARK} app/1` }), PROBES)).toBe(false)
    expect(isProbeCall(event({ userAgent: `${AGENT} x${MARK}` }), PROBES)).toBe(false)
    expect(isProbeCall(event({ userAgent: `${AGENT} ${MARK.slice(0, -1)}` }), PROBES)).toBe(false)
    expect(isProbeCall(event({ userAgent: `${AGENT} cmk-readiness-probe/` }), PROBES)).toBe(false)
  })

  it('in its time alone, as far as clocks may differ', () => {
    for (const at of [FROM - CLOCK_SKEW, TO + CLOCK_SKEW])
      expect(isProbeCall(event({ id: 'a', at }), PROBES)).toBe(true)
    for (const at of [FROM - CLOCK_SKEW - 1, TO + CLOCK_SKEW + 1]) {
      expect(isProbeCall(event({ id: 'a', at }), PROBES)).toBe(false)
      expect(isProbeCall(event({ at, userAgent: `${AGENT} ${MARK}` }), PROBES)).toBe(false)
    }
  })
})

describe('a group of events is of a probe', () => {
  it('where every one of it is', () => {
    expect(isProbeCall(event({ id: 'a' }), PROBES, group(2, 'a', 'b'))).toBe(true)
    expect(isProbeCall(event({ id: 'a' }), PROBES, group(2, 'a', 'x'))).toBe(false)
    expect(isProbeCall(event({ id: 'a' }), PROBES, group(11, 'a', 'b'))).toBe(false)
  })

  it('where it has the mark, however many they are', () => {
    expect(isProbeCall(event({ userAgent: `${AGENT} ${MARK}` }), PROBES, group(11, 'a', 'b'))).toBe(true)
  })
})
