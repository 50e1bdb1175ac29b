import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { KMS_SECRET, KMS_SECRET_TAKES, readKmsSecret } from './kms-secret.ts'

/**
 * A secret, or why there is none. The problem never holds the secret, which may have been written where a name belongs: a name is repeated
 * where it looks like one.
 */
export type Secret = { readonly value: string } | { readonly problem: string }

/** A value that says where the secret is instead of being it. */
export const POINTER = /^(env|file|kms-secret):/

/** The problem of a secret in KMS that was not asked for. */
export const UNREAD = 'no secret of KMS is read for it'

const VARIABLE = /^[A-Z_][A-Z\d_]*$/
const PATH = /^[\p{L}\d ._~/\\:-]+$/u

/**
 * A secret as it is configured: itself, `env:NAME` (another variable), `file:PATH` (a file's content without its last line break) or
 * `kms-secret:…`, which `env` holds under that very text once it was read (`kmsSecretValues`). Relative paths start at `cwd`.
 */
export function resolveSecret(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string = process.cwd(),
): Secret {
  if (text.startsWith('env:')) {
    const name = text.slice('env:'.length)
    const value = env[name]
    return value ? { value } : { problem: `the variable${shown(name, VARIABLE)} that it names is not set` }
  }
  if (text.startsWith(KMS_SECRET)) {
    const value = env[text]
    if (value !== undefined) return { value }
    const isWell = readKmsSecret(text) !== undefined
    return { problem: isWell ? UNREAD : `it takes ${KMS_SECRET_TAKES}` }
  }
  if (!text.startsWith('file:')) return { value: text }
  const path = text.slice('file:'.length)
  try {
    const value = readFileSync(resolve(cwd, path), 'utf8').replace(/\r?\n$/, '')
    return value === '' ? { problem: `the file${shown(path, PATH)} that it names is empty` } : { value }
  } catch {
    return { problem: `the file${shown(path, PATH)} that it names cannot be read` }
  }
}

/**
 * Why a function finds nothing where a value says that its secret is; undefined where it may. It gets the variables `passed` and no other, and has no file
 * but that of CMK_CONFIG.
 */
export function problemInFunction(pointer: string, passed: ReadonlySet<string>): string | undefined {
  const [, kind, place = ''] = /^(env|file):(.*)$/s.exec(pointer) ?? []
  if (kind === 'file') return `the file${shown(place, PATH)} that it names is in no function`
  if (kind === undefined || passed.has(place)) return undefined
  return `the variable${shown(place, VARIABLE)} that it names reaches no function`
}

function shown(name: string, form: RegExp): string {
  return form.test(name) ? ` ${name}` : ''
}
