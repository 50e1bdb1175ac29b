import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ArchiveObject } from '../../../simulator/cloud/oss/archive-files.ts'

/** A folder that files of an archive are put into. */
export class ArchiveFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'cmk-archive-'))

  put(...objects: readonly ArchiveObject[]): void {
    for (const { key, body } of objects) {
      const file = join(this.path, key)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, body)
    }
  }

  empty(): void {
    rmSync(join(this.path, 'AliyunLogs'), { recursive: true, force: true })
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
