import type { Digest, DigestKey } from '../digest/model.ts'
import { type Item, type Line, plain, type Section } from '../document/document.ts'
import type { Language } from '../domain/language.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { keyLine, type Naming } from './key-line.ts'

/** The keys that may move now: why, and how. */
export function readySection({ ready }: Digest, naming: Naming): Section {
  const messages = messagesFor(naming.language)
  const items = [true, false].flatMap((complete): Item[] => {
    const keys = ready.filter((key) => key.complete === complete)
    const subjects = keys.map((key) => keyLine(key, naming))
    return keys.length === 0 ? [] : [{ subjects, details: readyLines({ complete }, naming.language) }]
  })
  return {
    title: messages.readyNow,
    verdict: 'ready',
    count: ready.length,
    items: items.length > 0 ? items : [plain(messages.none)],
    urgent: true,
  }
}

/** Why a key is ready, and what to do with it. A rule pack may call a key ready whose events were not read completely. */
export function readyLines({ complete }: Pick<DigestKey, 'complete'>, language: Language): Line[] {
  const messages = messagesFor(language)
  return [
    [complete ? messages.readyReason : messages.readyReasonIncomplete],
    [`${messages.toDo}${messages.colon}${messages.readyToDo}`],
  ]
}
