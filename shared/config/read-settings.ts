import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { nearest } from './nearest.ts'
import { KNOWN } from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The text of every variable that is set, by name, and what was wrong with reading them. */
export interface Settings {
  readonly values: ReadonlyMap<string, string>
  readonly problems: readonly string[]
}

const PREFIX = 'CMK_'

/** Reads the variables of the environment, and the file that CMK_CONFIG names for those that it lacks. */
export function readSettings(env: Environment, cwd: string): Settings {
  const problems: string[] = []
  const values = new Map<string, string>()
  const path = env.CMK_CONFIG
  const file = path ? readFile(path, cwd, problems) : {}
  for (const [key, value] of Object.entries(file)) {
    const name = `${PREFIX}${key.toUpperCase()}`
    if (!KNOWN.includes(name) || name === 'CMK_CONFIG' || key !== key.toLowerCase()) {
      problems.push(`CMK_CONFIG: ${path} has the key ${key}, which is not known${hint(name, keyOf)}`)
      continue
    }
    const text = textOf(value)
    if (text === undefined) problems.push(`${name}: its value in ${path} is neither text, a number, a list nor a map`)
    else if (text !== '') values.set(name, text)
  }
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || value === undefined) continue
    if (!KNOWN.includes(name)) problems.push(`${name}: no such variable${hint(name, (known) => known)}`)
    else if (value !== '') values.set(name, value)
  }
  return { values, problems }
}

function readFile(path: string, cwd: string, problems: string[]): Readonly<Record<string, unknown>> {
  let text: string
  try {
    text = readFileSync(resolve(cwd, path), 'utf8')
  } catch {
    problems.push(`CMK_CONFIG is "${path}": the file cannot be read; it takes the path of a YAML file`)
    return {}
  }
  // Account ids have 16 digits and more than a number holds.
  const document = parseDocument(text, { intAsBigInt: true })
  const error = document.errors[0]
  if (error !== undefined) {
    // Its message repeats the line, which may hold a secret.
    problems.push(`CMK_CONFIG is "${path}": no YAML, line ${error.linePos?.[0].line ?? 1}`)
    return {}
  }
  const content: unknown = document.toJS() ?? {}
  if (isMap(content)) return content
  problems.push(`CMK_CONFIG is "${path}": it takes a YAML map of names to values, such as "regions: [cn-hangzhou]"`)
  return {}
}

/** The text that the environment would have for a value of the file. */
function textOf(value: unknown): string | undefined {
  if (value === null) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return `${value}`
  if (isMap(value)) return JSON.stringify(value)
  if (!Array.isArray(value)) return undefined
  const items = value.map(textOf)
  return items.includes(undefined) ? undefined : items.join(',')
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function keyOf(name: string): string {
  return name.slice(PREFIX.length).toLowerCase()
}

function hint(name: string, shown: (known: string) => string): string {
  const near = nearest(name, KNOWN)
  return near === undefined ? '; see the README for the names' : `; did you mean ${shown(near)}?`
}
