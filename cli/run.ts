import { CommanderError } from 'commander'
import { joinName } from './command.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { failureOf } from './failure.ts'
import { rejectNpmFlags } from './npm-flags.ts'
import { makeProgram } from './program.ts'
import type { Output } from './terminal/output.ts'
import { hasColour, openOutputs, openShell } from './terminal/shell.ts'
import type { Terminal } from './terminal/terminal.ts'

/**
 * Runs the program: `given` is what follows its name. Everything that it prints is flushed when the promise resolves. Never rejects, and
 * never ends the process.
 */
export async function run(given: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const argv = joinName(given)
  const outputs = openOutputs(terminal)
  let status: ExitStatus = EXIT.done
  let help = ''
  let usage = ''
  const program = makeProgram(
    async (work) => {
      const shell = openShell(terminal, outputs, program.opts())
      try {
        status = await work(shell)
      } finally {
        await shell.status.clear()
      }
    },
    {
      writeOut: (text) => {
        help += text
      },
      writeErr: (text) => {
        usage += text
      },
      // Commander's own lines come as errors as well; they are printed once, below.
      outputError: () => undefined,
      getOutHelpWidth: () => outputs.out.width ?? 100,
      getErrHelpWidth: () => outputs.err.width ?? 100,
      getOutHasColors: () => hasColour(outputs.out, terminal, {}),
      getErrHasColors: () => hasColour(outputs.err, terminal, {}),
    },
  )
  try {
    rejectNpmFlags(program, argv, terminal.env)
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    const command = argv.find((each) => program.commands.some((known) => known.name() === each))
    status = await printFailure(error, outputs.err, terminal, {
      verbose: program.opts().verbose === true,
      usage,
      command,
    })
  }
  try {
    if (help !== '') await outputs.out.write(help)
  } catch (error) {
    status = await printFailure(error, outputs.err, terminal, {})
  }
  return status
}

/** One line on stderr; what to show instead, where commander has prepared it, is the help. */
async function printFailure(
  error: unknown,
  err: Output,
  { signal }: Terminal,
  { verbose = false, usage = '', command }: { verbose?: boolean; usage?: string; command?: string | undefined },
): Promise<ExitStatus> {
  // `--help` and `--version` end like errors do.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done
  const { line, status, stack } = failureOf(error, signal, command)
  await err.write(usage === '' ? `${line}\n` : usage).catch(() => undefined)
  if (verbose && stack !== undefined) await err.write(`${stack}\n`).catch(() => undefined)
  return status
}
