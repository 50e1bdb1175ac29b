import { normalForm } from './normal-form.ts'

/** Values of a request or a response by the normal form of their name: `KeyId` and `keyId` are one, and a field may come in two forms at once. */
export type Fields = ReadonlyMap<string, readonly unknown[]>

/** Lists and objects are followed no deeper than this: a list of one in a text in a list is the worst that was seen. */
const MAX_DEPTH = 4

/** The objects that a value holds: itself, those of a list, or what a JSON text of either says. Anything else holds none. */
export function objectsIn(value: unknown, depth = MAX_DEPTH): readonly Readonly<Record<string, unknown>>[] {
  if (depth === 0 || value == null) return []
  if (typeof value === 'string') return objectsIn(parseJson(value), depth - 1)
  if (Array.isArray(value)) return value.flatMap((each) => objectsIn(each, depth - 1))
  return typeof value === 'object' ? [value as Readonly<Record<string, unknown>>] : []
}

/** The texts that a value holds, none empty: itself, those of a list, an object's, or what a JSON text of either says. */
export function textsIn(value: unknown, depth = MAX_DEPTH): readonly string[] {
  if (value == null) return []
  if (typeof value !== 'object') {
    const text = String(value).trim()
    const parsed = depth > 0 ? parseJson(text) : undefined
    return parsed === undefined ? (text === '' ? [] : [text]) : textsIn(parsed, depth - 1)
  }
  return depth === 0 ? [] : Object.values(value).flatMap((each) => textsIn(each, depth - 1))
}

/** A value as one text: what is no text is written as one, nothing is the empty text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : textsIn(value).join(',')
}

/**
 * A value where nothing but a text is expected, and where a wrong one would excuse a call: who made it, from where, and how it ended. Anything
 * else is written as JSON, which is the word of nobody.
 */
export function wordOf(value: unknown): string {
  if (value == null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The fields of several objects together. */
export function fieldsOf(...values: readonly unknown[]): Fields {
  const merged = new Map<string, unknown[]>()
  for (const object of values.flatMap((value) => objectsIn(value))) {
    for (const [name, value] of Object.entries(object)) {
      const known = merged.get(normalForm(name))
      if (known === undefined) merged.set(normalForm(name), [value])
      else if (!known.includes(value)) known.push(value)
    }
  }
  return merged
}

/** The texts of a field, none empty: one, or one a form. */
export function texts(fields: Fields, name: string): string[] {
  return (fields.get(name) ?? []).flatMap((value) => textsIn(value))
}

/** What a JSON text of an object or a list says; undefined for every other text. */
function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
