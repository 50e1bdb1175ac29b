import { describe, expect, test } from 'vitest'
import { Breaker, RECENTLY, RECOVERY } from '../../shared/cloud/breaker.ts'

/** A breaker at time 0 whose endpoint answered at time 0 if `answered`; `timeOut` is an attempt at `call` that takes 10 s. */
function breakerAt0(answered: boolean) {
  let now = 0
  const breaker = new Breaker(
    () => now,
    { coolDown: 60_000, recovery: RECOVERY },
    () => {},
  )
  if (answered) breaker.answered()
  const timeOut = (call: string, firstSentAt = now) => {
    const sentAt = now
    now += 10_000
    breaker.timedOut({ call, firstSentAt, sentAt })
  }
  const pass = (milliseconds: number) => {
    now += milliseconds
  }
  return {
    ...{ timeOut, pass, answer: () => breaker.answered(), now: () => now },
    isOpen: () => breaker.signal.aborted,
    isGivenUp: () => breaker.isGivenUp,
  }
}

describe('an endpoint that answered', () => {
  test('is not given up for one call that hangs, however long its attempts take', () => {
    const { timeOut, pass, isOpen } = breakerAt0(true)
    for (let attempt = 0; attempt < 6; attempt += 1) {
      timeOut('a', 0)
      pass(5_000)
    }
    expect(isOpen()).toBe(false)
  })

  test('is given up when three different calls hang', () => {
    const { timeOut, isOpen } = breakerAt0(true)
    for (const call of ['a', 'b', 'a', 'b']) timeOut(call)
    expect(isOpen()).toBe(false)
    timeOut('c')
    expect(isOpen()).toBe(true)
  })

  test('is not given up when it answered in between', () => {
    const { timeOut, answer, isOpen } = breakerAt0(true)
    for (const call of ['a', 'b', 'c', 'd', 'e']) {
      timeOut(call)
      answer()
    }
    expect(isOpen()).toBe(false)
  })

  test('long ago is given up after three timeouts of whatever calls', () => {
    const { timeOut, pass, isOpen } = breakerAt0(true)
    pass(RECENTLY)
    timeOut('a')
    timeOut('a', RECENTLY)
    expect(isOpen()).toBe(false)
    timeOut('a', RECENTLY)
    expect(isOpen()).toBe(true)
  })

  test('and died is given up within 2 minutes by calls that are made one after the other', () => {
    const { timeOut, pass, isOpen, isGivenUp, now } = breakerAt0(true)
    for (let attempt = 0; attempt < 6; attempt += 1) timeOut('a', 0)
    expect(isOpen()).toBe(false)
    timeOut('b')
    expect(isOpen()).toBe(true)
    expect(isGivenUp()).toBe(false)
    pass(RECOVERY)
    expect(isOpen()).toBe(false)
    timeOut('b')
    expect(isGivenUp()).toBe(true)
    expect(now()).toBeLessThan(120_000)
  })

  test('and answers after its recovery time is as alive as before', () => {
    const { timeOut, pass, answer, isOpen, isGivenUp } = breakerAt0(true)
    for (const call of ['a', 'b', 'c']) timeOut(call)
    pass(RECOVERY)
    expect(isOpen()).toBe(false)
    answer()
    for (const call of ['a', 'b', 'c']) timeOut(call)
    expect(isOpen()).toBe(true)
    expect(isGivenUp()).toBe(false)
  })
})

test('an endpoint that never answered is given up after three timeouts of one call', () => {
  const { timeOut, isOpen, isGivenUp } = breakerAt0(false)
  timeOut('a', 0)
  timeOut('a', 0)
  expect(isOpen()).toBe(false)
  timeOut('a', 0)
  expect(isOpen()).toBe(true)
  expect(isGivenUp()).toBe(true)
})

test('after the cool-down a single timeout is enough', () => {
  const { timeOut, pass, isOpen, isGivenUp } = breakerAt0(false)
  for (const call of ['a', 'b', 'c']) timeOut(call)
  pass(59_999)
  expect(isOpen()).toBe(true)
  pass(1)
  expect(isOpen()).toBe(false)
  timeOut('a')
  expect(isGivenUp()).toBe(true)
})
