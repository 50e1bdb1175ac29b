import type { Document } from '../document/document.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { digestDocument } from '../views/digest.ts'
import type { ChannelConfig, ChannelMessage } from './channel.ts'

/** A message before any rendering: first of all that it may have come before, then the digest, and last where everything is. */
export function messageDocument(
  { digest, mayRepeat }: ChannelMessage,
  { language, link }: Pick<ChannelConfig, 'language' | 'link'>,
): Document {
  const messages = messagesFor(language)
  const document = digestDocument(digest, language, digest.timezone)
  const lead = mayRepeat ? [[messages.mayRepeat], ...document.lead] : document.lead
  return { ...document, lead, ...(link === undefined ? {} : { foot: [[{ link, label: messages.everything }]] }) }
}
