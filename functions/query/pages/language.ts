import type { Language } from '../../../shared/domain/language.ts'

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
      return { tag: tag.split('-')[0], weight: Number(weight) || 0 }
    })
    .filter(({ tag, weight }) => weight > 0 && (tag === 'zh' || tag === 'en'))
    .sort((a, b) => b.weight - a.weight)
  return wanted[0]?.tag === 'zh' ? 'zh' : 'en'
}
