import type { Language } from '../domain/language.ts'

/** What the `lang` of an HTML page says (BCP 47): with the script's country, so that Chinese gets its own glyphs and not Japanese ones. */
export const LANGUAGE_TAG: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' }
