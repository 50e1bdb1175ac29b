import type { Language } from '../domain/language.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { sourceUnproven } from '../domain/rules/source-unproven.ts'
import { keyMessagesFor } from './key-messages.ts'

/** How much of a key's window was read, in words: all of it, not all, or all of a source that is not proven to be the right one. */
export function coverageText({ observed, findings }: ReadinessRow, language: Language): string {
  const messages = keyMessagesFor(language)
  if (observed.complete) return messages.complete
  const unproven = observed.gaps.length === 0 && findings.some(({ rule }) => rule === sourceUnproven.id)
  return unproven ? messages.unproven : messages.incomplete
}
