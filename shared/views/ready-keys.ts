import type { Digest, DigestKey } from '../digest/model.ts'
import { type Item, type Line, plain, type Section } from '../document/document.ts'
import type { Language } from '../domain/language.ts'
import { wordsIn } from '../text/digest-messages.ts'
import { keyLine, type Naming } from './key-line.ts'

/** The keys that may move now: why, and how. */
export function outlineReady({ ready }: Digest, naming: Naming): Section {
  const words = wordsIn(naming.language)
  const items = [true, false].flatMap((complete): Item[] => {
    const keys = ready.filter((key) => key.complete === complete)
    const heads = keys.map((key) => keyLine(key, naming))
    return keys.length === 0 ? [] : [{ heads, about: readyLines({ complete }, naming.language) }]
  })
  return {
    title: words.readyNow,
    verdict: 'ready',
    count: ready.length,
    items: items.length > 0 ? items : [plain(words.none)],
    urgent: true,
  }
}

/** Why a key is ready, and what to do with it. A rule pack may call a key ready whose events were not read completely. */
export function readyLines({ complete }: Pick<DigestKey, 'complete'>, language: Language): Line[] {
  const words = wordsIn(language)
  return [
    [complete ? words.readyReason : words.readyReasonIncomplete],
    [`${words.toDo}${words.colon}${words.readyToDo}`],
  ]
}
