import type { Language } from '../../domain/verdict.ts'
import type { Outline } from '../outline.ts'
import { outlineDigest } from '../outline-digest.ts'
import { wordsIn } from '../words.ts'
import type { ChannelMessage } from './channel.ts'

/** A message before any rendering: the digest, and first of all that it may have come before. */
export function messageOutline({ digest, mayRepeat }: ChannelMessage, language: Language): Outline {
  const outline = outlineDigest(digest, language, digest.timezone)
  return mayRepeat ? { ...outline, lead: [[wordsIn(language).mayRepeat], ...outline.lead] } : outline
}
