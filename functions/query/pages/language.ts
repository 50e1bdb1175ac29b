import { LANGUAGES, type Language } from '../../../shared/domain/language.ts'

/** The language that a browser would rather have, of those that there are; English where it says nothing. */
export function preferredLanguage(acceptLanguage = ''): Language {
  const wanted = acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const weight = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1'
      return { language: languageNamed(tag.split('-')[0]), weight: Number(weight) || 0 }
    })
    .filter(({ language, weight }) => weight > 0 && language !== undefined)
    .sort((a, b) => b.weight - a.weight)
  return wanted[0]?.language ?? 'en'
}

/** Undefined where there is no such language. */
export function languageNamed(name: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === name)
}

/** The language that a page offers besides its own: the next of those that there are. */
export function otherLanguage(language: Language): Language {
  return LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length] ?? language
}
