import { redactor } from '../../shared/config/redact.ts'
import type { Log } from '../../shared/log/log.ts'
import { type Paint, paint } from '../../shared/text/verdict-style.ts'
import { Output } from './output.ts'
import { StatusLine } from './status-line.ts'
import type { Terminal } from './terminal.ts'
import { terminalLog } from './terminal-log.ts'

/** The options that every command takes. */
export interface ShellOptions {
  readonly quiet?: boolean
  readonly verbose?: boolean
  /** False with `--no-color`. */
  readonly color?: boolean
}

/** What a command works with: results go to `out`, everything else to `err`. */
export interface Shell {
  readonly terminal: Terminal
  readonly out: Output
  readonly err: Output
  readonly status: StatusLine
  readonly log: Log
  /** Colours of `out`. */
  readonly colour: boolean
  readonly quiet: boolean
  readonly verbose: boolean
}

/** The two streams of a terminal, with its secrets kept out. */
export function openOutputs({ stdout, stderr, env, cwd }: Terminal): { readonly out: Output; readonly err: Output } {
  const redact = redactor(env, cwd)
  return { out: new Output(stdout, redact.results, env.COLUMNS), err: new Output(stderr, redact.messages, env.COLUMNS) }
}

export function openShell(
  terminal: Terminal,
  { out, err }: { readonly out: Output; readonly err: Output },
  options: ShellOptions,
): Shell {
  const { quiet = false, verbose = false } = options
  const status = new StatusLine(err, terminal.clock, quiet)
  const colours: Paint = paint(hasColour(err, terminal, options))
  return {
    terminal,
    out,
    err,
    status,
    log: terminalLog(status, { quiet, verbose, colours }),
    colour: hasColour(out, terminal, options),
    quiet,
    verbose,
  }
}

/** `NO_COLOR` (no-color.org) and `--no-color` win over everything, `FORCE_COLOR` over where the output goes. */
export function hasColour(output: Output, { env }: Terminal, { color = true }: ShellOptions): boolean {
  if (!color || (env.NO_COLOR ?? '') !== '') return false
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0'
  return output.isTerminal && env.TERM !== 'dumb'
}
