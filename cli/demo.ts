import { resolve } from 'node:path'
import { Command } from 'commander'
import { runDemo } from './demo/run-demo.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { failureOf } from './failure.ts'
import { nightCount } from './options.ts'
import { openOutputs } from './terminal/shell.ts'
import { stopSignal } from './terminal/stop-signal.ts'
import type { Terminal } from './terminal/terminal.ts'

// `npm start`: two nights of a company that does not exist, on a simulated cloud; or more of them.

const { env, stdout, stderr } = process
const cwd = process.cwd()
const terminal: Terminal = { env, cwd, stdout, stderr, clock: Date.now, signal: stopSignal() }

const { nights } = new Command('npm start --')
  .description('two nights of a company that does not exist, on a simulated cloud')
  .option('--nights <n>', 'a story of so many nights: batches, moves, a rotation, decisions of people', nightCount, 2)
  .addHelpText('after', '\nExamples:\n  npm start\n  npm start -- --nights 60')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.done : EXIT.usage))
  .parse()
  .opts<{ readonly nights: number }>()

async function demo(): Promise<ExitStatus> {
  try {
    const out = (name: string) => resolve(cwd, 'out', name)
    await runDemo(terminal, { store: out('demo.db'), report: out('report.html'), digests: out('nights') }, nights)
    return EXIT.done
  } catch (error) {
    const { line, status, stack } = failureOf(error, terminal.signal)
    await openOutputs(terminal).err.write(`${line}\n${stack ?? ''}\n`)
    return status
  }
}

// Sockets that the vendor's clients keep alive would hold the process for seconds.
process.exit(await demo())
