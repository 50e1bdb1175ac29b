import { nearest } from '../domain/nearest.ts'
import { readConfigFile } from './config-file.ts'
import { KNOWN } from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The text of every variable that is set, by name, and what was wrong with reading them. */
export interface Settings {
  readonly values: ReadonlyMap<string, string>
  /** Where those that come from a file stand: `cmk.yaml, line 3`. */
  readonly places: ReadonlyMap<string, string>
  readonly problems: readonly string[]
}

const PREFIX = 'CMK_'

/** Reads the variables of the environment, and the file that CMK_CONFIG names for those that it lacks. */
export function readSettings(env: Environment, cwd: string): Settings {
  const values = new Map<string, string>()
  const places = new Map<string, string>()
  const file = readConfigFile(env, cwd)
  const problems = [...file.problems]
  for (const { key, value, where } of file.entries) {
    const name = `${PREFIX}${key.toUpperCase()}`
    if (!KNOWN.includes(name) || key !== key.toLowerCase()) {
      problems.push(`CMK_CONFIG: ${where} has the key ${shown(key)}, which is not known${hint(name, keyOf)}`)
      continue
    }
    const text = textOf(value)
    if (text === undefined) problems.push(`${name} (${where}): its value is neither text, a number, a list nor a map`)
    else if (text !== '') {
      values.set(name, text)
      places.set(name, where)
    }
  }
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || value === undefined) continue
    if (!KNOWN.includes(name)) problems.push(`${name}: no such variable${hint(name, (known) => known)}`)
    else if (value !== '') {
      values.set(name, value)
      places.delete(name)
    }
  }
  return { values, places, problems }
}

/** What is no name at all may be a secret that was pasted there. */
function shown(key: string): string {
  return /^[\w.-]{1,64}$/.test(key) ? key : '(no name)'
}

/** The text that the environment would have for a value of the file. */
function textOf(value: unknown): string | undefined {
  if (value === null) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return `${value}`
  if (isMap(value)) return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? Number(each) : each))
  if (!Array.isArray(value)) return undefined
  const items = value.map(textOf)
  return items.includes(undefined) ? undefined : items.join(',')
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a file calls a variable. */
export function keyOf(name: string): string {
  return name.slice(PREFIX.length).toLowerCase()
}

function hint(name: string, shown: (known: string) => string): string {
  const near = nearest(name, KNOWN)
  return near === undefined ? '; docs/configuration.md lists the names' : `; did you mean ${shown(near)}?`
}
