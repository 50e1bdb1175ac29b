import { CommanderError } from 'commander'
import { CloudError } from '../shared/cloud/errors.ts'
import { ConfigError } from '../shared/config/config-error.ts'
import { isSystemError } from '../shared/files/system-error.ts'
import { StoreError } from '../shared/store/errors.ts'
import { visible } from '../shared/text/escape.ts'
import { EXIT, type ExitStatus, statusOfStop } from './exit-status.ts'

/** A command that ends with one line for the user; the line says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly status: ExitStatus

  constructor(message: string, status: ExitStatus) {
    super(message)
    this.status = status
  }
}

/** What a failed command tells, and what it exits with. */
export interface Failure {
  readonly line: string
  readonly status: ExitStatus
  /** Shown with `--verbose`. */
  readonly stack?: string
}

const STOPPED = 'Stopped. What was read is kept; the next audit resumes from there.'
const REFUSED = 'The operating system refused it: fix that and run again.'
const UNEXPECTED = 'This should not happen: run it again with --verbose and report the output.'

/**
 * One line for any error: what happened and what to do. `signal` tells an error from a user who had enough; `command` is the one whose help
 * is of use.
 */
export function failureOf(error: unknown, signal: AbortSignal, command?: string): Failure {
  const stack = error instanceof Error ? stackOf(error) : undefined
  const failure = (line: string, status: ExitStatus): Failure => {
    return { line: oneLine(line), status, ...(stack === undefined ? {} : { stack }) }
  }
  if (error instanceof CommanderError) {
    const { line, status } = failure(error.message, EXIT.usage)
    const help = ['npm run -s cli --', ...(command === undefined ? [] : [command]), '--help'].join(' ')
    return { line: `${line}${/[.?)]$/.test(line) ? '' : '.'} See: ${help}`, status }
  }
  if (error instanceof ConfigError) return failure(`error: ${error.message.replaceAll('\n', '; ')}`, EXIT.usage)
  if (signal.aborted) return failure(STOPPED, statusOfStop(signal))
  if (error instanceof CommandError) return failure(`error: ${error.message}`, error.status)
  // No credentials is a setting that is missing; refused ones are a call that failed.
  if (error instanceof CloudError && error.service === 'credentials')
    return failure(`error: ${error.message}`, EXIT.usage)
  // CMK_ACCOUNTS names a directory or a folder that is not there, or nobody is in it.
  if (error instanceof CloudError && error.service === 'resourcedirectory' && error.kind === 'not-found')
    return failure(`error: ${error.message}`, EXIT.usage)
  if (error instanceof StoreError || error instanceof CloudError) return failure(`error: ${error.message}`, EXIT.failed)
  if (isSystemError(error)) return failure(`error: ${error.message}. ${REFUSED}`, EXIT.failed)
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return failure(`error: ${message}. ${UNEXPECTED}`, EXIT.failed)
}

function oneLine(text: string): string {
  return visible(text.trim().replace(/\s*\n\s*/g, ' '))
}

/** The stack with the causes' stacks, each line harmless to a terminal. */
function stackOf(error: Error): string {
  const own = (error.stack ?? String(error)).split('\n').map(visible).join('\n')
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own
}
