// Time that hurries while a process waits for nothing but time. Its clock and its timers go at the pace of the real ones while an answer is
// awaited, do not go while it computes, and go many times as fast while nothing is asked and nothing done. So waiting costs little, and how
// busy the machine is makes no time pass. What a process waits for without HTTP (a file, a lookup of a name) is taken for waiting for time.

const { subscribe } = require('node:diagnostics_channel')
const { syncBuiltinESMExports } = require('node:module')
const timers = require('node:timers')
const promises = require('node:timers/promises')

/** How many times as fast. */
const HURRY = 20
/** A request without an answer for so long is one that gets none: what waits for it waits for time. In real milliseconds. */
const HANGS = 1_000
/** How often timers are looked at, in real milliseconds. */
const LOOK = 5

const { eventLoopUtilization, now } = Object.getPrototypeOf(performance)
const { setTimeout } = timers
const sleep = promises.setTimeout
/** Real milliseconds. */
const real = () => now.call(performance)

let passed = 0
let idleBefore = 0
/** Requests that have no answer yet, and when one was last sent or answered. */
let open = 0
let heardAt = 0

/** Hurried milliseconds. */
function elapsed() {
  const { idle } = eventLoopUtilization.call(performance)
  const awaits = open > 0 && real() - heardAt < HANGS
  passed += (idle - idleBefore) * (awaits ? 1 : HURRY)
  idleBefore = idle
  return passed
}

function opened(change) {
  elapsed()
  open += change
  heardAt = real()
}

/** Timers and `performance` hurry from now on; calls after the first do nothing. `Date` is the caller's. */
exports.hurry = () => {
  if (idleBefore > 0) return
  passed = real()
  idleBefore = eventLoopUtilization.call(performance).idle
  subscribe('http.client.request.start', ({ request }) => {
    opened(1)
    request.once('close', () => opened(-1))
  })
  performance.now = elapsed
  timers.setTimeout = globalThis.setTimeout = (act, milliseconds = 1, ...given) => {
    const due = elapsed() + milliseconds
    const look = () => (elapsed() < due ? timer.refresh() : act(...given))
    const timer = setTimeout(look, Math.min(milliseconds, LOOK))
    return timer
  }
  promises.setTimeout = async (milliseconds = 1, value = undefined, options = {}) => {
    const due = elapsed() + milliseconds
    do await sleep(Math.min(milliseconds, LOOK), undefined, options)
    while (elapsed() < due)
    return value
  }
  syncBuiltinESMExports()
}
