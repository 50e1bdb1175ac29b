import { redactor } from '../shared/redact.ts'
import { EXIT } from './exit-status.ts'
import { failureOf } from './failure.ts'
import { run } from './run.ts'

/** One Ctrl-C reaches the program several times, in milliseconds: from the terminal, and again from npm and tsx that pass it on. */
const SAME_PRESS = 500

const stop = new AbortController()
let asked = 0
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // Asked again: leaves at once, and the leases run out by themselves.
    if (stop.signal.aborted && performance.now() - asked > SAME_PRESS) process.exit(EXIT.failed)
    if (stop.signal.aborted) return
    asked = performance.now()
    stop.abort(new Error(name))
  })
}

const { env, stdout, stderr } = process
// What a client throws past every handler may hold the address of a request, which is signed.
process.on('uncaughtException', (error) => {
  stderr.write(redactor(env, process.cwd()).messages(`${failureOf(error, stop.signal).line}\n`))
  process.exit(EXIT.failed)
})
// What the vendor's clients should no longer call is nothing that a user can change.
process.noDeprecation = true

const status = await run(process.argv.slice(2), {
  env,
  cwd: process.cwd(),
  stdout,
  stderr,
  clock: Date.now,
  signal: stop.signal,
})
// Everything is written; sockets that the vendor's clients keep alive would hold the process for seconds.
process.exit(status)
