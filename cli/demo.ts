import { resolve } from 'node:path'
import { runDemo } from './demo/run-demo.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { failureOf } from './failure.ts'
import { openOutputs } from './terminal/shell.ts'
import { stopSignal } from './terminal/stop-signal.ts'
import type { Terminal } from './terminal/terminal.ts'

// `npm start`: two nights of a company that does not exist, on a simulated cloud.

const { env, stdout, stderr } = process
const cwd = process.cwd()
const terminal: Terminal = { env, cwd, stdout, stderr, clock: Date.now, signal: stopSignal() }

async function demo(): Promise<ExitStatus> {
  try {
    await runDemo(terminal, { store: resolve(cwd, 'out/demo.db'), report: resolve(cwd, 'out/report.html') })
    return EXIT.done
  } catch (error) {
    const { line, status, stack } = failureOf(error, terminal.signal)
    await openOutputs(terminal).err.write(`${line}\n${stack ?? ''}\n`)
    return status
  }
}

// Sockets that the vendor's clients keep alive would hold the process for seconds.
process.exit(await demo())
