import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StoreError } from '../errors.ts'
import { errno, inspectFile, storeFile } from './file-header.ts'
import { openSqlite } from './open-sqlite.ts'

/**
 * Looks whether an audit can use a file, and changes nothing: `missing` where it would make it. Throws a `StoreError` where the file is
 * damaged or foreign, or where file or directory may not be written.
 */
export async function examineSqlite(named: string): Promise<'missing' | 'there'> {
  const found = inspectFile(named)
  const file = storeFile(named)
  if (found === 'store') await (await openSqlite(file, 'read', true)).close()
  // The log is made beside the file.
  for (const path of [nearestThere(file), nearestThere(dirname(file))]) checkWritable(path, file)
  return found === 'store' ? 'there' : 'missing'
}

/** The path, or the nearest directory above it that is there: the others are made. */
function nearestThere(path: string): string {
  const above = dirname(path)
  return above === path || statSync(path, { throwIfNoEntry: false }) ? path : nearestThere(above)
}

function checkWritable(path: string, file: string): void {
  try {
    accessSync(path, constants.W_OK)
  } catch (cause) {
    throw new StoreError(
      `The store ${file} cannot be written: ${path} says ${errno(cause)}. Set CMK_STORE to a file in a directory that may be written, or allow it.`,
      file,
      { cause },
    )
  }
}
