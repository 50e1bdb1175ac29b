import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EXIT } from './exit-status.ts'
import { CommandError } from './failure.ts'
import { isSystemError } from './system-error.ts'

/** Writes a file from pieces, whole or not at all: it gets its name when it is complete. Makes the folder. */
export async function writeWhole(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`
  try {
    await mkdir(dirname(file), { recursive: true })
    const handle = await open(unfinished, 'w')
    try {
      for await (const piece of pieces) await handle.write(piece)
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined)
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
