import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { CONFIG_TAKES, type ConfigLocation, readConfigLocation } from './config-location.ts'
import { type ConfigEntry, parseConfigYaml } from './config-yaml.ts'
import { REACH } from './variables.ts'

/** The version of the format that `version:` names, and that a file without it has. */
export const CONFIG_VERSION = 1

/** Bytes. Thousands of accounts and ranges fit; what is larger is another file. */
export const MAX_CONFIG_BYTES = 256 * 1024

/** What CMK_CONFIG names. */
export interface ConfigFile {
  readonly entries: readonly ConfigEntry[]
  /** No line repeats a value of the file, which may hold secrets. */
  readonly problems: readonly string[]
}

/**
 * The keys of the file that CMK_CONFIG names, and a line for what is wrong with it: which file, where in it, and what. A relative path starts
 * at `cwd`. What lies elsewhere stands in `env` under the very text of CMK_CONFIG once it was read (`readConfigText`).
 */
export function readConfigFile(env: Readonly<Record<string, string | undefined>>, cwd: string): ConfigFile {
  const name = env.CMK_CONFIG
  if (!name) return { entries: [], problems: [] }
  const location = readConfigLocation(name)
  const read = 'problem' in location ? location : textAt(location, env[name], cwd)
  return 'problem' in read ? refused(name, read.problem) : parseConfigText(read.text, name, name)
}

/** The keys of a text of that format, which people know as `name` and which lies, or is to lie, where CMK_CONFIG would be `destination`. */
export function parseConfigText(text: string, name: string, destination: string): ConfigFile {
  const keptOut = keptOutOf(readConfigLocation(destination))
  const parsed = parseConfigYaml(text, name)
  if ('problem' in parsed) return refused(name, parsed.problem)
  const version = parsed.find(({ key }) => key === 'version')
  // Whatever else a format has that is not known, it would be misread.
  const strange = version && versionProblem(version)
  if (strange !== undefined) return refused(name, strange)
  const problems: string[] = []
  const entries = parsed.filter((entry) => {
    if (entry === version) return false
    const problem = misplaced(entry.key, keptOut)
    if (problem !== undefined) problems.push(`CMK_CONFIG: ${entry.where} ${problem}`)
    return problem === undefined
  })
  return { entries, problems }
}

/** Bytes as text; a problem where they are none, or too many. */
export function decodeConfig(bytes: Uint8Array): { readonly text: string } | { readonly problem: string } {
  if (bytes.length > MAX_CONFIG_BYTES) return { problem: TOO_LARGE }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { problem: 'it is not text in UTF-8' }
  }
}

export const TOO_LARGE = `it has more than ${MAX_CONFIG_BYTES / 1024} KB, which is the most that is read`

function textAt(location: ConfigLocation, known: string | undefined, cwd: string) {
  if (location.kind !== 'file') return known === undefined ? { problem: 'it was not read' } : { text: known }
  const path = resolve(cwd, location.path)
  try {
    return statSync(path).size > MAX_CONFIG_BYTES ? { problem: TOO_LARGE } : decodeConfig(readFileSync(path))
  } catch {
    return { problem: `the file cannot be read; it takes ${CONFIG_TAKES}` }
  }
}

function refused(name: string, problem: string): ConfigFile {
  return { entries: [], problems: [`CMK_CONFIG is "${name}": ${problem}`] }
}

function versionProblem({ value, where }: ConfigEntry): string | undefined {
  if (value === BigInt(CONFIG_VERSION)) return undefined
  if (typeof value !== 'bigint' || value < 1n)
    return `the version (${where}) is the number of its format, ${CONFIG_VERSION}`
  return `its format is version ${value} (${where}), and this program takes version ${CONFIG_VERSION}; use a newer program, or a file of version ${CONFIG_VERSION}`
}

/** What has to be known before a file that lies there can be read. */
function keptOutOf(location: ConfigLocation | { readonly problem: string }): readonly string[] {
  if (!('kind' in location) || location.kind === 'file') return []
  return REACH[location.kind].map((name) => name.slice('CMK_'.length).toLowerCase())
}

const CREDENTIALS = /^(alibaba_?cloud|alicloud)_|access_?key|security_?token/i

function misplaced(key: string, keptOut: readonly string[]): string | undefined {
  const plain = key.toLowerCase().replace(/^cmk_/, '')
  if (plain === 'config') return 'has the key config, which does not stand in the file that it names'
  if (CREDENTIALS.test(key))
    return 'holds credentials, which are not read from a file; set the variables ALIBABA_CLOUD_…'
  if (keptOut.includes(plain))
    return `has the key ${plain}, without which the file cannot be reached; set the variable CMK_${plain.toUpperCase()}`
  return undefined
}
