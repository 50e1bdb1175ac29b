import type { Language } from '../domain/language.ts'
import { REQUEST_EN } from './request-messages-en.ts'
import type { RequestMessages } from './request-messages-type.ts'
import { REQUEST_ZH } from './request-messages-zh.ts'

const CATALOGUE: Readonly<Record<Language, RequestMessages>> = { en: REQUEST_EN, zh: REQUEST_ZH }

/** The words of a request in a language. */
export function requestMessagesFor(language: Language): RequestMessages {
  return CATALOGUE[language]
}
