import type { Document } from '../document/document.ts'
import { messagesFor } from '../text/digest-messages.ts'
import type { ChannelMessage } from './channel.ts'
import type { ChannelConfig } from './channel-definition.ts'

/** A message before any rendering: first of all that it may have come before, then the digest, and last where everything is. */
export function messageDocument(
  { document: documentIn, mayRepeat }: ChannelMessage,
  { language, link }: Pick<ChannelConfig, 'language' | 'link'>,
): Document {
  const messages = messagesFor(language)
  const document = documentIn(language)
  const lead = mayRepeat ? [[messages.mayRepeat], ...document.lead] : document.lead
  return { ...document, lead, ...(link === undefined ? {} : { foot: [[{ link, label: messages.everything }]] }) }
}
