import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const IN_MEMORY = '/dev/shm'
/** More than all files of a run together, in bytes. Containers often have 64 MB. */
const ENOUGH = 2e9

/** Where tests make their folders: in memory where there is room, because hundreds of stores would wait for a disk to have written them. */
export function scratchFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize > ENOUGH ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
