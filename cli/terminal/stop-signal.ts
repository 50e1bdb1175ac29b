import { statusOfStop } from '../exit-status.ts'

/** One Ctrl-C reaches the program several times, in milliseconds: from the terminal, and again from npm and tsx that pass it on. */
const SAME_PRESS = 500

/** Aborted when somebody asks the process to stop. Asked again, it leaves at once, and the leases run out by themselves. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  let asked = 0
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) {
        if (performance.now() - asked > SAME_PRESS) process.exit(statusOfStop(stop.signal))
        return
      }
      asked = performance.now()
      stop.abort(new Error(name))
    })
  }
  return stop.signal
}
