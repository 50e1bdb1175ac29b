import { resolve } from 'node:path'
import { checkWritable as check, WriteError, writeFileAtomic } from '../shared/files/write-file-atomic.ts'
import { EXIT } from './exit-status.ts'
import { CommandError } from './failure.ts'
import type { Shell } from './terminal/shell.ts'

/** What is named instead of a file where the result is to go to standard output. */
export const STDOUT = '-'

/** Where a result is written. */
export type Target = { readonly kind: 'stdout' } | { readonly kind: 'file'; readonly path: string }

/**
 * The target that an option names: a file, from the folder in which the program was started, or standard output. Throws a `CommandError`
 * where it could not be written, so that nobody waits hours for that.
 */
export function targetOf(named: string, { terminal }: Pick<Shell, 'terminal'>): Target {
  if (named === STDOUT) return { kind: 'stdout' }
  const path = resolve(terminal.cwd, named)
  try {
    if (named.endsWith('/')) throw new WriteError('not-a-file', 'that is the name of a folder')
    check(path)
  } catch (error) {
    throw cannotWrite(path, error)
  }
  return { kind: 'file', path }
}

/** Writes a file whole or not at all; throws a `CommandError` where the system does not let it. */
export async function writeFile(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  try {
    await writeFileAtomic(file, pieces)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

function cannotWrite(file: string, error: unknown): unknown {
  if (!(error instanceof WriteError)) return error
  const { code, why } = error
  const what = code === 'not-a-file' ? why : `${code}. ${why.charAt(0).toUpperCase()}${why.slice(1)}`
  return new CommandError(
    `Cannot write ${file}: ${what}. Name a file in a folder that you may write to, or ${STDOUT} for standard output.`,
    EXIT.failed,
  )
}
