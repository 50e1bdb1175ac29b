import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { ROOT } from '../support/deploy/preview.ts'

/** A checker of the component's own JSON schema; it is no part of this project. */
const CHECKER = join(ROOT, '..', 'shared', 'bin', 'check-s-yaml')

it.skipIf(!existsSync(CHECKER))(
  's.yaml passes the schema checker beside the project (skipped where there is none)',
  async () => {
    const project = await mkdtemp(join(tmpdir(), 'cmk-readiness-check-'))
    try {
      for (const name of ['inventory', 'usage', 'assess', 'digest', 'query']) {
        await mkdir(join(project, 'dist', name), { recursive: true })
      }
      await mkdir(join(project, 'deploy'))
      for (const name of ['s.yaml', 'package.json', 'deploy/tags.json'])
        await copyFile(join(ROOT, name), join(project, name))
      await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'))
      const env = { PATH: process.env.PATH, HOME: project }
      const { stdout } = await promisify(execFile)(process.execPath, [CHECKER, 's.yaml'], { cwd: project, env })
      expect(stdout).toContain('5 functions, 0 problems')
    } finally {
      await rm(project, { recursive: true, force: true })
    }
  },
)
