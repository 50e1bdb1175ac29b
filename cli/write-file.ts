import { mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isSystemError } from '../shared/system-error.ts'
import { writeWhole } from '../shared/write-whole.ts'
import { EXIT } from './exit-status.ts'
import { CommandError } from './failure.ts'

/** Writes a file whole or not at all; throws a `CommandError` where the system does not let it. */
export async function writeFile(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  try {
    await writeWhole(file, pieces)
  } catch (error) {
    throw isSystemError(error) ? cannotWrite(file, error) : error
  }
}

/** Throws the same error beforehand, so that nobody waits hours for a file that cannot be written. */
export async function checkWritable(file: string): Promise<void> {
  const probe = `${file}.${process.pid}.tmp`
  try {
    await mkdir(dirname(file), { recursive: true })
    await (await open(probe, 'w')).close()
    await rm(probe)
  } catch (error) {
    throw isSystemError(error) ? cannotWrite(file, error) : error
  }
}

function cannotWrite(file: string, { code }: NodeJS.ErrnoException): CommandError {
  return new CommandError(`Cannot write ${file}: ${code}. Name a file in a folder that you may write to.`, EXIT.failed)
}
