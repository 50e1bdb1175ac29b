import type { Language } from '../domain/language.ts'
import { EN } from './digest-messages-en.ts'
import type { Messages } from './digest-messages-type.ts'
import { ZH } from './digest-messages-zh.ts'

const CATALOGUE: Readonly<Record<Language, Messages>> = { en: EN, zh: ZH }

/** The fixed words in a language. */
export function messagesFor(language: Language): Messages {
  return CATALOGUE[language]
}
