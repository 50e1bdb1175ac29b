import type { Outline } from '../document/document.ts'
import { wordsIn } from '../text/digest-messages.ts'
import { outlineDigest } from '../views/digest.ts'
import type { ChannelConfig, ChannelMessage } from './channel.ts'

/** A message before any rendering: first of all that it may have come before, then the digest, and last where everything is. */
export function messageOutline(
  { digest, mayRepeat }: ChannelMessage,
  { language, link }: Pick<ChannelConfig, 'language' | 'link'>,
): Outline {
  const words = wordsIn(language)
  const outline = outlineDigest(digest, language, digest.timezone)
  const lead = mayRepeat ? [[words.mayRepeat], ...outline.lead] : outline.lead
  return { ...outline, lead, ...(link === undefined ? {} : { foot: [[{ link, label: words.everything }]] }) }
}
