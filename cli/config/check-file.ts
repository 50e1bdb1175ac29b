import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { decodeConfig, parseConfigText } from '../../shared/config/config-file.ts'
import { offlineProblems } from '../../shared/config/offline.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** A file on this machine that is, or is to be, what CMK_CONFIG names. */
export interface CheckedFile {
  readonly text: string
  readonly keys: number
  readonly bytes: number
  /** Of the file and of the environment, which wins over it. No line holds a secret. */
  readonly problems: readonly string[]
}

/** Reads a file as the configuration would be with it, `destination` being where CMK_CONFIG finds it then. Nothing is called. */
export function checkFile(file: string, destination: string, { env, cwd }: Pick<Terminal, 'env' | 'cwd'>): CheckedFile {
  const problems = offlineProblems({ ...env, CMK_CONFIG: file }, cwd)
  const text = textOf(resolve(cwd, file))
  const parsed = parseConfigText(text, file, destination)
  return {
    text,
    keys: parsed.entries.length,
    bytes: Buffer.byteLength(text),
    problems: [...new Set([...problems, ...parsed.problems])],
  }
}

/** Empty where it cannot be read: that is a problem already. */
function textOf(path: string): string {
  try {
    const read = decodeConfig(readFileSync(path))
    return 'text' in read ? read.text : ''
  } catch {
    return ''
  }
}
