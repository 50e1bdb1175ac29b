import type { Log, LogFields } from '../../shared/log/log.ts'
import { visible } from '../../shared/text/escape.ts'
import type { Paint } from '../../shared/text/verdict-style.ts'
import type { StatusLine } from './status-line.ts'

export interface LogOptions {
  /** Errors only. */
  readonly quiet: boolean
  /** Everything. */
  readonly verbose: boolean
  readonly colours: Paint
}

/** Log lines for people: `warning: ListKeys was denied (region cn-hangzhou, code Forbidden.NoPermission)`. */
export function terminalLog(line: StatusLine, { quiet, verbose, colours }: LogOptions): Log {
  const at = (enabled: boolean, word: string) => (message: string, fields?: LogFields) => {
    if (enabled) void line.print(`${word}: ${visible(message)}${visible(describeFields(fields))}\n`)
  }
  return {
    debug: at(verbose, colours.dim('debug')),
    info: at(verbose, 'info'),
    warn: at(verbose || !quiet, colours.yellow('warning')),
    error: at(true, colours.red('error')),
  }
}

function describeFields(fields: LogFields = {}): string {
  const parts = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
