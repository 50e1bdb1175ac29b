import { redactor } from '../shared/config/redact.ts'
import { EXIT } from './exit-status.ts'
import { failureOf } from './failure.ts'
import { run } from './run.ts'
import { stopSignal } from './terminal/stop-signal.ts'

const signal = stopSignal()
const { env, stdout, stderr } = process
// What a client throws past every handler may hold the address of a request, which is signed.
process.on('uncaughtException', (error) => {
  stderr.write(redactor(env, process.cwd()).messages(`${failureOf(error, signal).line}\n`))
  process.exit(EXIT.failed)
})
// What the vendor's clients should no longer call is nothing that a user can change.
process.noDeprecation = true

const status = await run(process.argv.slice(2), {
  env,
  cwd: process.cwd(),
  // Opened by whoever asks.
  get stdin() {
    return process.stdin
  },
  stdout,
  stderr,
  clock: Date.now,
  signal,
})
// Everything is written; sockets that the vendor's clients keep alive would hold the process for seconds.
process.exit(status)
