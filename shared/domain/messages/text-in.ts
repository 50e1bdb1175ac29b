import type { Language } from '../language.ts'
import type { Catalogue } from './catalogue.ts'
import { CHINESE } from './chinese.ts'
import { ENGLISH } from './english.ts'
import { isMessage, type Message, type Text } from './message.ts'

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en: ENGLISH, zh: CHINESE }

/** A text as readers of a language read it. Not escaped: it may hold names and codes from the cloud. */
export function textIn(text: Text, language: Language): string {
  if (typeof text === 'string') return text
  const catalogue = CATALOGUES[language]
  // Written by a newer version: what it holds is shown, though not in words.
  if (!Object.hasOwn(catalogue, text.id)) return JSON.stringify(text)
  const sentence: string | ((params: never) => string) = catalogue[text.id]
  return typeof sentence === 'string' ? sentence : sentence(saidParams(text, language) as never)
}

function saidParams({ params }: Message, language: Language): Readonly<Record<string, unknown>> {
  const said = (param: unknown): unknown => {
    if (Array.isArray(param)) return param.map(said)
    return isMessage(param) ? textIn(param, language) : param
  }
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, said(param)]))
}

/** A value with English sentences for its messages. */
export type InEnglish<Value> = Value extends Message
  ? string
  : Value extends object
    ? { [Name in keyof Value]: InEnglish<Value[Name]> }
    : Value

/** The same value with its messages in English, however deep: what programs, logs and people with JSON are given. */
export function inEnglish<Value>(value: Value): InEnglish<Value> {
  return english(value) as InEnglish<Value>
}

function english(value: unknown): unknown {
  if (isMessage(value)) return textIn(value, 'en')
  if (Array.isArray(value)) return value.map(english)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, english(member)]))
}
