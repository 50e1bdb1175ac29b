import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { loadConfig } from '../../../shared/config/config.ts'
import { ConfigError } from '../../../shared/config/config-error.ts'

/** The problems of a configuration, one line each. */
export function problemsOf(env: Record<string, string>, cwd = '/srv'): readonly string[] {
  try {
    loadConfig(env, { cwd })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect(error.message.split('\n')).toEqual(error.problems)
    return error.problems
  }
  return []
}

/** A folder with these files, for one test. */
export function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'cmk-readiness-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return path
}
